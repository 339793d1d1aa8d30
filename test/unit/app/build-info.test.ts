import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readBuildInfo } from '../../../src/main/app/build-info'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-build-info-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const write = (content: string): void => writeFileSync(join(folder, 'build-info.json'), content)
const INFO = { official: false, electron: '42.0.0', commit: 'a'.repeat(40), madeFor: 'users' } as const

it('reads what a package was built from', () => {
  write(JSON.stringify(INFO))
  expect(readBuildInfo(folder)).toEqual(INFO)
  write(JSON.stringify({ ...INFO, commit: null }))
  expect(readBuildInfo(folder)?.commit).toBeNull()
})

it('answers null where the app runs from its sources', () => {
  expect(readBuildInfo(folder)).toBeNull()
})

it.each(['', 'no JSON', '[]', '{"official":"yes"}', JSON.stringify({ ...INFO, madeFor: 'anyone' })])(
  'believes nothing of a file that says %j',
  (content) => {
    write(content)
    expect(readBuildInfo(folder)).toBeNull()
  },
)
