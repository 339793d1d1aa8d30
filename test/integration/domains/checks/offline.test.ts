import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { message, startHostileServer, type HostileServer } from '../../../dns-server/hostile'
import { addDomains, checksOver, key, type ChecksUnderTest } from './checks-over'

const NXDOMAIN = 3
const NAMES = Array.from({ length: 24 }, (_, index) => `mg.off${index + 10}.example`)
/** A check that gets this far has still others to come: eight are made at once. */
const CUT_AFTER = 10
let folder: string
let server: HostileServer
let under: ChecksUnderTest
let isOnline: boolean

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-check-offline-'))
  isOnline = true
  server = await startHostileServer({
    udp: (asked, { reply }) => {
      const checked = NAMES.filter((name) => under.cache.lastCheck(key(name)) !== null).length
      if (checked >= CUT_AFTER && under.told.every(({ state }) => state !== 'waiting')) isOnline = false
      if (isOnline) reply(message(asked, { rcode: NXDOMAIN }))
    },
  })
  addDomains(folder, NAMES)
  under = checksOver(folder, server.address)
})
afterEach(async () => {
  await under.close()
  await server.stop()
  rmSync(folder, { recursive: true })
})

const last = () => under.told.at(-1)
const patient = { timeout: 60_000 }

it('a check of many waits when nobody answers any more, and goes on with what was not seen', async () => {
  await under.checks.handlers.start({ kind: 'domains', keys: NAMES.map(key) })
  await expect.poll(() => last()?.state, patient).toBe('waiting')
  // Those under way when the network went are not told as checked.
  const checked = NAMES.filter((name) => under.cache.lastCheck(key(name)) !== null)
  expect(last()?.done).toBe(checked.length)
  expect(checked.length).toBeGreaterThanOrEqual(CUT_AFTER)
  expect(checked.length).toBeLessThan(NAMES.length)
  isOnline = true
  under.checks.networkChanged()
  await expect.poll(() => last()?.state, patient).toBe('done')
  expect(last()).toMatchObject({ done: NAMES.length, skipped: 0 })
  for (const name of NAMES) {
    const outcomes = under.cache.lastCheck(key(name))?.records.flatMap(({ where }) => where)
    expect(outcomes?.map(({ outcome }) => outcome)).toEqual(['NXDOMAIN'])
  }
  expect(under.faults).toEqual([])
}, 120_000)

it('it looks by itself whether somebody answers again', async () => {
  await under.checks.handlers.start({ kind: 'domains', keys: NAMES.map(key) })
  await expect.poll(() => last()?.state, patient).toBe('waiting')
  isOnline = true
  await expect.poll(() => last()?.state, patient).toBe('done')
  expect(last()).toMatchObject({ done: NAMES.length, skipped: 0 })
}, 120_000)
