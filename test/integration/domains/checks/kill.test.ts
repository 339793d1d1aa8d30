import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { message, startHostileServer, type HostileServer } from '../../../dns-server/hostile'
import { killed } from '../../unbreakable/killed'
import { createRandom } from '../../unbreakable/random'
import { addDomains, checksOver, key } from './checks-over'

const NXDOMAIN = 3
const NAMES = Array.from({ length: 40 }, (_, index) => `mg.kill${index + 10}.example`)
let folder: string
let server: HostileServer
/** Domains asked about since it was last emptied. */
const asked = new Set<string>()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-check-kill-'))
  server = await startHostileServer({
    udp: (question, { reply }) => {
      const [, name] = /(kill\d\d)/.exec(question.question.toString('latin1')) ?? []
      if (name !== undefined) asked.add(`mg.${name}.example`)
      // As far away as a server on the internet, so that a kill falls into the middle.
      void pause(30).then(() => reply(message(question, { rcode: NXDOMAIN })))
    },
  })
  addDomains(folder, NAMES)
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

/** What the files keep of the run: the domains still to be checked, and those with a result. */
async function kept(): Promise<{ rest: string[]; checked: string[]; done: number; runs: number }> {
  const under = checksOver(folder, server.address)
  const { profile, cache } = under
  const [run] = profile.checkRuns.list()
  const rest = run === undefined ? [] : profile.checkRuns.remaining(run.id).map(({ name }) => name)
  const checked = NAMES.filter((name) => cache.lastCheck(key(name)) !== null)
  const state = { rest, checked, done: run?.done ?? NAMES.length, runs: profile.checkRuns.list().length }
  await under.close()
  return state
}

it('a check of many domains that is killed again and again loses no domain, and asks nothing about a finished one', async () => {
  const random = createRandom(20261126)
  let before = NAMES
  let middles = 0
  for (let kills = 0; kills < 60; kills++) {
    asked.clear()
    // Once it was begun, it is only gone on with.
    const names = kills === 0 || before.length === NAMES.length ? NAMES : []
    const argument = JSON.stringify({ folder, address: server.address, names })
    // Longer each time, so that a slow computer comes to an end too.
    expect(
      await killed(
        '../domains/checks/endless-checking.ts',
        argument,
        (50 + random() * 200) * (1 + kills / 5),
      ),
    ).toBe('')
    const { rest, checked, done, runs } = await kept()
    expect(runs).toBeLessThanOrEqual(1)
    expect([...asked].filter((name) => !before.includes(name))).toEqual([])
    if (runs === 0 && checked.length === 0) continue
    expect(done).toBe(NAMES.length - rest.length)
    // Whatever counts as done has its result.
    expect(NAMES.filter((name) => !rest.includes(name) && !checked.includes(name))).toEqual([])
    if (rest.length > 0 && rest.length < NAMES.length) middles += 1
    before = rest
    if (runs === 0) break
  }
  expect(before).toEqual([])
  expect(middles).toBeGreaterThan(0)
}, 600_000)
