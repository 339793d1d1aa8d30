import { expect, it } from 'vitest'
import built from '../../../resources/update-source.json'
import { readSource, updateSource } from '../../../src/main/updates/update-source'

const KEY = Buffer.alloc(32, 7).toString('base64')
const SOURCE = {
  url: 'https://updates.example.com/zonedesk/',
  page: 'https://example.com/',
  publicKeys: [KEY],
}
const OF_TESTS = { ZONEDESK_UPDATE_URL: 'http://127.0.0.1:1234/', ZONEDESK_UPDATE_KEY: KEY }

it('the source of this build is either whole or not there at all', () => {
  const isEmpty = built.url === '' && built.page === '' && (built.publicKeys as string[]).length === 0
  expect(isEmpty || readSource(built) !== null).toBe(true)
  expect(updateSource(true, {})).toEqual(readSource(built))
})

it('a source without TLS, without a key or with a wrong one is none', () => {
  expect(readSource(SOURCE)).toEqual(SOURCE)
  expect(readSource({ ...SOURCE, page: '' })?.page).toBeNull()
  for (const wrong of [
    { url: 'http://updates.example.com/' },
    { url: 'https://updates.example.com/zonedesk' },
    { url: 'https://updates.example.com/?file=' },
    { url: '' },
    { publicKeys: [] },
    { publicKeys: ['none'] },
    { page: 'http://example.com/' },
  ]) {
    expect(readSource({ ...SOURCE, ...wrong })).toBeNull()
  }
})

it('the environment names a source on loopback only, and none at all once the app is packaged', () => {
  expect(updateSource(false, OF_TESTS)).toMatchObject({
    url: OF_TESTS.ZONEDESK_UPDATE_URL,
    publicKeys: [KEY],
  })
  expect(updateSource(true, OF_TESTS)).toEqual(readSource(built))
  for (const url of [
    'http://192.0.2.1:80/',
    'https://example.com/',
    'http://127.0.0.1:1/a/',
    'http://127.0.0.1.nip.io:1/',
  ]) {
    expect(updateSource(false, { ...OF_TESTS, ZONEDESK_UPDATE_URL: url })).toEqual(readSource(built))
  }
})
