import { expect, it } from 'vitest'
import built from '../../../resources/update-source.json'
import { readSource, updateSource } from '../../../src/main/updates/update-source'

const KEY = Buffer.alloc(32, 7).toString('base64')
const SOURCE = {
  url: 'https://updates.example.com/zonedesk/',
  page: 'https://example.com/',
  publicKeys: [KEY],
}
const OF_TEST = { url: 'http://127.0.0.1:1234/', key: KEY }

it('the source of this build is either whole or not there at all', () => {
  const isEmpty = built.url === '' && built.page === '' && (built.publicKeys as string[]).length === 0
  expect(isEmpty || readSource(built) !== null).toBe(true)
  expect(updateSource({})).toEqual(readSource(built))
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

it('a test names a source on loopback, and nothing else', () => {
  expect(updateSource(OF_TEST)).toMatchObject({ url: OF_TEST.url, publicKeys: [KEY] })
  for (const url of [
    'http://192.0.2.1:80/',
    'https://example.com/',
    'http://127.0.0.1:1/a/',
    'http://127.0.0.1.nip.io:1/',
  ]) {
    expect(updateSource({ ...OF_TEST, url })).toEqual(readSource(built))
  }
  expect(updateSource({ ...OF_TEST, key: 'none' })).toEqual(readSource(built))
})
