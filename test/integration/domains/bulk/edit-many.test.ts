import Database from 'better-sqlite3'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createEditPlans } from '../../../../src/main/domains/bulk/edit-plans'
import { createDomains, type Domains } from '../../../../src/main/domains/domains'
import { createEmbeddedService } from '../../../../src/main/embedded/service'
import { createProviderClient } from '../../../../src/main/provider/client/client'
import type { Cache } from '../../../../src/main/cache/cache'
import type { EditPlanProgress } from '../../../../src/preload/contract/bulk-edit'
import { inProcess, openCache } from '../../../cache/local-cache'
import { serveFetch, type ServedFetch } from '../../../http-server/serve-fetch'
import { type JobsUnderTest, jobsOver, NO_CLIPBOARD } from './jobs-over'

const KEY = 'key-of-the-tests-only'
const MANY = 2_000
const ALL = { accountId: 'acme', filter: 'all', search: '' } as const

let folder: string
let provider: ReturnType<typeof createEmbeddedService>
let served: ServedFetch
let service: Domains
let cache: Cache
let app: JobsUnderTest

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-edit-many-'))
  const databasePath = join(folder, 'provider.sqlite')
  await fill(databasePath)
  provider = createEmbeddedService({ databasePath, apiKey: KEY, resolver: '127.0.0.1:9' })
  served = await serveFetch((request) => provider.fetch(request))
  cache = inProcess(openCache(join(folder, 'cache.sqlite')))
  const client = createProviderClient({
    ...{ baseUrl: served.baseUrl, apiKey: () => Promise.resolve(KEY), fetch, perSecond: null },
  })
  service = createDomains({
    ...{ cache, clientFor: () => Promise.resolve(client), accountIds: () => ['acme'] },
    ...{ emit: () => undefined, ...NO_CLIPBOARD },
  })
  app = jobsOver(join(folder, 'profile.sqlite'), 'acme', { service, cache })
  await service.sync.start({ accountId: 'acme' })
  while (['waiting', 'listing', 'details'].includes((await service.sync.status({}))[0]?.phase ?? '')) {
    await setImmediate()
  }
}, 900_000)
afterEach(async () => {
  await app.close()
  await cache.close()
  await served.stop()
  provider.close()
  rmSync(folder, { recursive: true })
})

/** Makes the first domain as a client does, and the others after its likeness: to make a key for each takes long. */
async function fill(databasePath: string): Promise<void> {
  const maker = createEmbeddedService({ databasePath, apiKey: KEY, resolver: '127.0.0.1:9' })
  const answer = await maker.fetch(
    new Request('http://127.0.0.1/v4/domains', {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`api:${KEY}`)}` },
      body: new URLSearchParams({ name: 'd0.example.net' }),
    }),
  )
  expect(answer.status).toBe(200)
  maker.close()
  const db = new Database(databasePath)
  for (const [table, named, ...others] of [
    ['dkim_keys', 'host'],
    ['domains', 'name', 'id', 'authority', 'dkim_host'],
  ] as const) {
    const own: readonly string[] = [named, ...others]
    const columns = (db.pragma(`table_info(${table})`) as { name: string }[])
      .map(({ name }) => name)
      .filter((name) => name !== 'seq')
    const values = columns.map((name) => (own.includes(name) ? '@name' : name))
    const copy = db.prepare(
      `INSERT INTO ${table} (${columns.join(', ')}) SELECT ${values.join(', ')} FROM ${table} WHERE ${named} = 'd0.example.net'`,
    )
    db.transaction(() => {
      for (let at = 1; at < MANY; at++) copy.run({ name: `d${at}.example.net` })
    })()
  }
  db.close()
}

const puts = (): number => served.requests.filter((request) => request.startsWith('PUT ')).length

/** How many domains the provider has with this prefix. */
function having(prefix: string): number {
  const db = new Database(join(folder, 'provider.sqlite'), { readonly: true })
  const count = db.prepare('SELECT count(*) FROM domains WHERE web_prefix = ?').pluck().get(prefix)
  db.close()
  return Number(count)
}

it(`changes ${MANY} domains, each once, and puts each back`, async () => {
  const plan = await app.plans.edit({ kind: 'list', request: ALL }, { webPrefix: 'links' })
  expect(plan.rows).toHaveLength(MANY)
  const { id } = app.jobs.edit(app.plans.take(plan.id, []))
  expect(await app.settled(id)).toMatchObject({ state: 'done', counts: { done: MANY } })
  expect([having('links'), puts()]).toEqual([MANY, MANY])

  const undo = await app.plans.undo(id, app.jobs.editedRows(id))
  expect(undo.rows.filter(({ verdict }) => verdict === 'change')).toHaveLength(MANY)
  const undone = app.jobs.edit(app.plans.take(undo.id, []))
  expect(await app.settled(undone.id)).toMatchObject({ state: 'done', counts: { done: MANY } })
  expect([having('email'), puts()]).toEqual([MANY, 2 * MANY])
  expect(app.faults).toEqual([])
}, 900_000)

it('says how far the planning is, and stops it with nothing sent and the plan before still there', async () => {
  const told: EditPlanProgress[] = []
  let clock = 0
  const plans = createEditPlans({
    cache,
    emit: (_, payload) => void told.push(payload as EditPlanProgress),
    // Every chunk is due.
    now: () => (clock += 1_000),
  })
  const scope = { kind: 'list', request: ALL } as const
  const before = await plans.edit(scope, { webPrefix: 'links' })
  expect(told.at(-1)).toEqual({ done: MANY, total: MANY })
  const done = told.map((progress) => progress.done)
  expect(done).toEqual([...done].sort((a, b) => a - b))
  expect(done.length).toBeGreaterThan(20)

  told.length = 0
  const stopped = plans.edit(scope, { webPrefix: 'other' })
  const refusal = expect(stopped).rejects.toMatchObject({ failure: { code: 'cancelled' } })
  while (told.length < 3) await setImmediate()
  plans.cancel()
  await refusal
  expect(told.at(-1)!.done).toBeLessThan(MANY)
  expect(plans.open(before.id)?.changes).toEqual({ webPrefix: 'links' })
  // The next one is not stopped by it.
  expect((await plans.edit(scope, { webPrefix: 'third' })).rows).toHaveLength(MANY)
  expect(puts()).toBe(0)
}, 900_000)
