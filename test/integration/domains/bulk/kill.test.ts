import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openProfile } from '../../../../src/main/profile/profile'
import type { BulkRowState } from '../../../../src/preload/contract/bulk'
import { startFaultyServer, type FaultyServer } from '../../../faulty-server/faulty-server'
import { endedByItself, grown, killed } from '../../unbreakable/killed'
import { createRandom } from '../../unbreakable/random'

let folder: string
let server: FaultyServer

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-bulk-'))
  server = await startFaultyServer()
  server.begin({
    ...{ seed: 1, domains: 0, pageSize: 100, broken: 0, wrongPage: 0, moving: 0, smtpPassword: 'none' },
  })
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

/** Some writes later, and then a little: where nothing is left to write, longer each time, so that slow computers end. */
async function afterWrites(many: number, kills: number): Promise<void> {
  const written = (): number => [...server.writes.values()].reduce((sum, times) => sum + times, 0)
  await grown(written, Math.floor(many), 300 * (1 + kills / 10))
  await pause((many % 1) * 10)
}

it('a job that is killed again and again sends every domain exactly once', async () => {
  const random = createRandom(20240507)
  const names = Array.from({ length: 24 }, (_, index) => `new${index}.example.net`)
  const argument = JSON.stringify({ folder, baseUrl: server.url, names })
  let kills = 0
  for (; kills < 60; kills++) {
    const moment = (): Promise<void> => afterWrites(1 + random() * 5, kills)
    expect(await killed('../domains/bulk/endless-adding.ts', argument, moment)).toBe('')
    const profile = openProfile(join(folder, 'profile.sqlite'))
    const [job] = profile.bulk.jobs()
    const rows = profile.bulk.rows(job?.id ?? 0)
    profile.close()
    // The provider has what the job reports as done, and was never sent what the job reports as never sent.
    for (const { name, state } of rows) {
      if (state === 'done') expect(server.truth.byName.has(name)).toBe(true)
      if (state === 'waiting') expect(server.writes.get(`POST ${name}`)).toBeUndefined()
    }
    const ended = new Set<BulkRowState>(['done', 'there'])
    if (rows.length > 0 && rows.every(({ state }) => ended.has(state))) break
  }
  expect(kills).toBeGreaterThan(1)
  expect([...server.writes]).toEqual(names.map((name) => [`POST ${name}`, 1]))
  expect(server.truth.byName.size).toBe(names.length)
}, 120_000)

it('a job that edits and is killed again and again changes every domain, each once', async () => {
  server.begin({
    ...{ seed: 2, domains: 24, pageSize: 100, broken: 0, wrongPage: 0, moving: 0, smtpPassword: 'none' },
  })
  const own = mkdtempSync(join(folder, 'edit-'))
  const random = createRandom(20261129)
  const names = [...server.truth.byName.keys()]
  const argument = JSON.stringify({ folder: own, baseUrl: server.url, names })
  let kills = 0
  for (; kills < 60; kills++) {
    const moment = (): Promise<void> => afterWrites(1 + random() * 5, kills)
    expect(await killed('../domains/bulk/endless-editing.ts', argument, moment)).toBe('')
    const profile = openProfile(join(own, 'profile.sqlite'))
    const [job] = profile.bulk.jobs()
    const rows = profile.bulk.rows(job?.id ?? 0)
    profile.close()
    for (const { name, state } of rows) {
      if (state === 'done') expect(server.truth.byName.get(name)?.webPrefix).toBe('links')
      if (state === 'waiting') expect(server.writes.get(`PUT ${name}`)).toBeUndefined()
    }
    if (rows.length > 0 && rows.every(({ state }) => state === 'done')) {
      // Each row knows what was there before, and which record took the place of which. Where the app was killed after it
      // had looked the change up and before the row was kept, the records before are no longer known.
      for (const { name, edit, message } of rows) {
        expect(edit?.changes).toEqual([{ setting: 'webPrefix', before: 'email', after: 'links' }])
        if (edit?.records === null && message.startsWith('The answer was lost')) continue
        expect(edit?.records).toMatchObject({
          gone: [{ type: 'CNAME', name: `email.${name}` }],
          added: [{ type: 'CNAME', name: `links.${name}` }],
        })
      }
      expect(rows.filter(({ edit }) => edit?.records !== null).length).toBeGreaterThan(names.length / 2)
      break
    }
  }
  expect(kills).toBeGreaterThan(1)
  expect(new Map(server.writes)).toEqual(new Map(names.map((name) => [`PUT ${name}`, 1])))
}, 120_000)

it('an edit and its undo that are killed at any one step end as planned, with nothing sent twice', async () => {
  const prefix = (name: string): string | undefined => server.truth.byName.get(name)?.webPrefix ?? undefined
  for (const undo of [false, true]) {
    for (let dieAt = 1; ; dieAt++) {
      server.begin({
        ...{ seed: 3, domains: 1, pageSize: 100, broken: 0, wrongPage: 0, moving: 0, smtpPassword: 'none' },
      })
      const names = [...server.truth.byName.keys()]
      const own = mkdtempSync(join(folder, 'step-'))
      const run = (at: number, back: boolean) =>
        endedByItself(
          '../domains/bulk/dying-edit.ts',
          JSON.stringify({ folder: own, baseUrl: server.url, names, dieAt: at, undo: back }),
        )
      if (undo) expect(await run(0, false)).toEqual({ signal: null, complaint: '' })
      const end = await run(dieAt, undo)
      expect(end.complaint).toBe('')
      // Each row is as before, or as planned, wherever the process died; what is called done is so.
      const [before, after] = undo ? ['links', 'email'] : ['email', 'links']
      const profile = openProfile(join(own, 'profile.sqlite'))
      const [job] = profile.bulk.jobs()
      const rows = profile.bulk.rows(job?.id ?? 0)
      profile.close()
      for (const { name, state } of rows) {
        expect([before, after], `step ${dieAt}`).toContain(prefix(name))
        if (state === 'done') expect(prefix(name), `step ${dieAt}`).toBe(after)
        if (state === 'waiting') expect(prefix(name), `step ${dieAt}`).toBe(before)
      }
      if (end.signal === null) {
        // There is no such step any more: there are two requests, and the row is kept before the second and after it.
        expect(dieAt).toBeGreaterThan(8)
        break
      }
      expect(await run(0, undo), `step ${dieAt}`).toEqual({ signal: null, complaint: '' })
      expect(names.map(prefix), `step ${dieAt}`).toEqual([after])
      expect([...server.writes.values()], `step ${dieAt}`).toEqual(undo ? [2] : [1])
      rmSync(own, { recursive: true })
    }
  }
}, 1_800_000)
