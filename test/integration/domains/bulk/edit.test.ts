import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BulkChanges } from '../../../../src/preload/contract/bulk-edit'
import { type DomainSettings, NOTHING_SAID } from '../../../../src/preload/contract/domain'
import { ZonedeskError } from '../../../../src/preload/contract/failure'
import { gate, offline, ScriptedProvider } from '../../../unit/domains/scripted-provider'
import { serviceOver, type UnderTest } from '../../../unit/domains/service-under-test'
import { type JobsUnderTest, jobsOver } from './jobs-over'

let folder: string
let provider: ScriptedProvider
let other: ScriptedProvider
let open: JobsUnderTest[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-edit-'))
  provider = new ScriptedProvider()
  other = new ScriptedProvider()
  open = []
})
afterEach(async () => {
  for (const one of open) {
    await one.close()
    expect(one.faults).toEqual([])
  }
  rmSync(folder, { recursive: true })
})

/** Jobs with the service behind them. */
type EditUnderTest = JobsUnderTest & {
  readonly service: UnderTest['service']
  readonly synced: (accountId: string) => Promise<unknown>
}

function start(): EditUnderTest {
  const under = serviceOver({ acme: provider, other }, { cachePath: join(folder, 'cache.sqlite') })
  const started = jobsOver(join(folder, 'profile.sqlite'), 'acme', under)
  open.push(started)
  return { ...started, service: under.service, synced: (accountId) => under.synced(accountId) }
}

async function restart(onEnd: () => void = () => {}): Promise<JobsUnderTest> {
  const ended = open.pop()?.close()
  onEnd()
  await ended
  return start()
}

function have(name: string, settings: Partial<DomainSettings>, at = provider): void {
  at.add(name, { settings: { ...NOTHING_SAID, ...settings } })
}

function set(name: string, settings: Partial<DomainSettings>): void {
  have(name, { ...provider.domains.get(name)?.domain.settings, ...settings })
}

const keys = (...names: string[]): { accountId: string; name: string }[] =>
  names.map((name) => ({ accountId: 'acme', name }))

/** Fetches the domains, plans the edit and starts it. */
async function edit(
  app: JobsUnderTest & { service?: UnderTest['service'] },
  names: string[],
  changes: BulkChanges,
): Promise<number> {
  for (const key of keys(...names)) await app.service?.domains.refresh(key)
  const plan = await app.plans.edit({ kind: 'domains', keys: keys(...names) }, changes)
  provider.calls.length = 0
  return app.jobs.edit(app.plans.take(plan.id, [])).id
}

const settingsOf = (name: string): DomainSettings | undefined => provider.domains.get(name)?.domain.settings

describe('a job that edits', () => {
  it('changes what differs, asks before each, and leaves the rest alone', async () => {
    have('a.example.com', { requireTls: false, spamAction: 'tag', webPrefix: 'email' })
    have('b.example.com', { requireTls: true, spamAction: 'block' })
    const app = start()
    const id = await edit(app, ['a.example.com', 'b.example.com', 'gone.example.com'].slice(0, 2), {
      ...{ requireTls: true },
    })
    expect(await app.settled(id)).toMatchObject({
      ...{ kind: 'edit', state: 'done', changes: { requireTls: true }, undoes: null },
      counts: { done: 1, there: 1 },
    })
    expect(provider.calls).toEqual(['get a.example.com', 'update a.example.com'])
    expect(settingsOf('a.example.com')).toMatchObject({
      requireTls: true,
      spamAction: 'tag',
      webPrefix: 'email',
    })
    expect(app.jobs.rows(id)[0]?.edit).toMatchObject({
      changes: [{ setting: 'requireTls', before: false, after: true }],
      records: { gone: [], added: [] },
    })
  })

  it('does nothing to a domain that somebody else changed since the plan, until that is ordered', async () => {
    have('a.example.com', { spamAction: 'disabled' })
    have('b.example.com', { spamAction: 'disabled' })
    const app = start()
    for (const key of keys('a.example.com', 'b.example.com')) await app.service.domains.refresh(key)
    const plan = await app.plans.edit(
      { kind: 'domains', keys: keys('a.example.com', 'b.example.com') },
      { spamAction: 'tag' },
    )
    set('a.example.com', { spamAction: 'block' })
    const { id } = app.jobs.edit(app.plans.take(plan.id, []))
    expect(await app.settled(id)).toMatchObject({ state: 'done', counts: { failed: 1, done: 1 } })
    expect(settingsOf('a.example.com')?.spamAction).toBe('block')
    expect(app.jobs.rows(id)[0]).toMatchObject({
      message:
        'Somebody else changed these settings since the plan, so nothing was sent. Incoming spam is Block now, and was Do not filter in the plan.',
      fix: 'To change the domain all the same, try it again.',
    })
    app.jobs.retry(id)
    expect(await app.settled(id)).toMatchObject({ counts: { done: 2 } })
    expect(settingsOf('a.example.com')?.spamAction).toBe('tag')
    // What an undo puts back is what stood there when it was sent.
    expect(app.jobs.rows(id)[0]?.edit?.changes).toEqual([
      { setting: 'spamAction', before: 'block', after: 'tag' },
    ])
  })

  it('sends nothing where somebody else has made it so already', async () => {
    have('a.example.com', { requireTls: false })
    const app = start()
    await app.service.domains.refresh(keys('a.example.com')[0]!)
    const plan = await app.plans.edit({ kind: 'domains', keys: keys('a.example.com') }, { requireTls: true })
    set('a.example.com', { requireTls: true })
    const { id } = app.jobs.edit(app.plans.take(plan.id, []))
    expect(await app.settled(id)).toMatchObject({ counts: { there: 1, done: 0 } })
    expect(provider.calls).not.toContain('update a.example.com')
  })

  it('asks whether a lost answer was carried out, and does not send again what was', async () => {
    have('a.example.com', { requireTls: false })
    provider.after = (call) => {
      if (call === 'update a.example.com') throw new ZonedeskError('timeout', 'No answer in time.')
    }
    const app = start()
    const id = await edit(app, ['a.example.com'], { requireTls: true })
    expect(await app.settled(id)).toMatchObject({ state: 'done', counts: { done: 1 } })
    expect(provider.calls).toEqual(['get a.example.com', 'update a.example.com', 'get a.example.com'])
    expect(app.jobs.rows(id)[0]?.message).toContain('Zonedesk asked again')
  })

  it('sends once more what was not carried out, and gives up after two', async () => {
    have('a.example.com', { requireTls: false })
    have('b.example.com', { requireTls: false })
    provider.before = (call) => {
      if (call === 'update a.example.com') throw new ZonedeskError('bad-answer', 'It failed with status 502.')
    }
    const app = start()
    const id = await edit(app, ['a.example.com', 'b.example.com'], { requireTls: true })
    expect(await app.settled(id)).toMatchObject({ state: 'done', counts: { done: 1, failed: 1 } })
    expect(provider.calls.filter((call) => call === 'update a.example.com')).toHaveLength(2)
    expect(app.jobs.rows(id)[0]?.message).toBe(
      'It failed with status 502. The provider still has the settings from before.',
    )
  })

  it('stops for an account that cannot be reached and goes on with the others', async () => {
    have('a.example.com', { requireTls: false })
    have('o.example.com', { requireTls: false }, other)
    const app = start()
    const scope = {
      kind: 'domains' as const,
      keys: [...keys('a.example.com'), { accountId: 'other', name: 'o.example.com' }],
    }
    for (const key of scope.keys) await app.service.domains.refresh(key)
    const plan = await app.plans.edit(scope, { requireTls: true })
    provider.before = () => {
      throw offline()
    }
    const { id } = app.jobs.edit(app.plans.take(plan.id, []))
    expect(await app.settled(id)).toMatchObject({
      ...{ state: 'stopped', failure: { code: 'offline' } },
      counts: { done: 1, waiting: 1 },
    })
    expect(app.states(id)).toEqual({ 'a.example.com': 'waiting', 'o.example.com': 'done' })
  })

  it('says what the provider declined, and what it made of a value', async () => {
    have('a.example.com', { messageTtl: 3600 })
    have('b.example.com', { messageTtl: 3600 })
    provider.before = (call) => {
      if (call === 'update a.example.com') throw new ZonedeskError('invalid', 'message_ttl is too long.')
    }
    const update = provider.update.bind(provider)
    provider.update = (name, changes) => update(name, { ...changes, messageTtl: 259_200 })
    const app = start()
    const id = await edit(app, ['a.example.com', 'b.example.com'], { messageTtl: 2_592_000 })
    await app.settled(id)
    expect(app.jobs.rows(id)[0]).toMatchObject({ state: 'failed', message: 'message_ttl is too long.' })
    expect(app.jobs.rows(id)[1]).toMatchObject({
      state: 'done',
      message: 'Keep messages for: Zonedesk sent 30 days, and the provider set 3 days.',
      edit: { changes: [{ before: 3600, after: 259_200 }] },
    })
  })

  it('does not call changed what the provider left as it was', async () => {
    have('a.example.com', { requireTls: false })
    const update = provider.update.bind(provider)
    provider.update = (name) => update(name, {})
    const app = start()
    const id = await edit(app, ['a.example.com'], { requireTls: true })
    expect(await app.settled(id)).toMatchObject({ counts: { done: 0, failed: 1 } })
    expect(app.jobs.rows(id)[0]?.message).toContain('left everything as it was')
  })

  it('fetches at its turn what was never fetched, and keeps what was there', async () => {
    have('a.example.com', { requireTls: false })
    const app = start()
    provider.before = (call) => {
      if (call.startsWith('get')) throw new ZonedeskError('bad-answer', 'It failed with status 502.')
    }
    await app.synced('acme')
    provider.before = () => {}
    const plan = await app.plans.edit({ kind: 'domains', keys: keys('a.example.com') }, { requireTls: true })
    expect(plan.rows).toMatchObject([{ verdict: 'unknown', changes: [{ before: null, after: true }] }])
    const { id } = app.jobs.edit(app.plans.take(plan.id, []))
    await app.settled(id)
    expect(app.jobs.rows(id)[0]).toMatchObject({
      state: 'done',
      edit: { changes: [{ before: false, after: true }] },
    })
  })

  it('knows after the app ended in the middle which domain was sent', async () => {
    have('a.example.com', { requireTls: false })
    have('b.example.com', { requireTls: false })
    const begun = gate()
    const cutOff = gate()
    provider.after = async (call) => {
      if (call !== 'update a.example.com') return
      begun.open()
      await cutOff.passed
      throw new ZonedeskError('cancelled', 'The request was cancelled.')
    }
    const first = start()
    const id = await edit(first, ['a.example.com', 'b.example.com'], { requireTls: true })
    await begun.passed
    const second = await restart(cutOff.open)
    provider.after = () => {}
    expect(second.jobs.list()).toMatchObject([
      { state: 'interrupted', counts: { unsure: 1, waiting: 1 }, changes: { requireTls: true } },
    ])
    second.jobs.resume(id)
    expect(await second.settled(id)).toMatchObject({ state: 'done', counts: { done: 2 } })
    expect(provider.calls.filter((call) => call.startsWith('update'))).toEqual([
      'update a.example.com',
      'update b.example.com',
    ])
  })
})

const ALL = { accountId: null, filter: 'all', search: '' } as const

describe('a plan', () => {
  it('is carried out once, and only the newest', async () => {
    have('a.example.com', { requireTls: false })
    const app = start()
    await app.service.domains.refresh(keys('a.example.com')[0]!)
    const scope = { kind: 'domains' as const, keys: keys('a.example.com') }
    const first = await app.plans.edit(scope, { requireTls: true })
    const second = await app.plans.edit(scope, { requireTls: true })
    expect(() => app.plans.take(first.id, [])).toThrow('no longer the newest')
    expect(() => app.plans.take(second.id, [0])).toThrow('Nothing is left to change')
    app.plans.take(second.id, [])
    expect(() => app.plans.take(second.id, [])).toThrow('no longer the newest')
  })

  it('takes no value that breaks a rule, and no empty choice', async () => {
    const app = start()
    const scope = { kind: 'domains' as const, keys: keys('a.example.com') }
    await expect(app.plans.edit(scope, { webPrefix: 'a.b' })).rejects.toThrow('Use one word without dots')
    await expect(app.plans.edit(scope, {})).rejects.toThrow('No setting was chosen')
  })

  it('has the domains of the search as they were when it was made', async () => {
    have('a.example.com', { requireTls: false })
    have('b.example.com', { requireTls: false })
    const app = start()
    await app.service.domains.refresh(keys('a.example.com')[0]!)
    const plan = await app.plans.edit({ kind: 'list', request: ALL }, { requireTls: true })
    await app.service.domains.refresh(keys('b.example.com')[0]!)
    const { id } = app.jobs.edit(app.plans.take(plan.id, []))
    expect(await app.settled(id)).toMatchObject({ total: 1, counts: { done: 1 } })
    await expect(
      app.plans.edit({ kind: 'list', request: { ...ALL, search: 'nothing-has-this' } }, { requireTls: true }),
    ).rejects.toThrow('No domain was chosen')
  })

  it('refuses more domains than one job may have', async () => {
    const app = start()
    const many = Array.from({ length: 10_001 }, (_, at) => ({
      accountId: 'acme',
      name: `d${at}.example.com`,
    }))
    await expect(app.plans.edit({ kind: 'domains', keys: many }, { requireTls: true })).rejects.toThrow(
      'At most 10,000 domains',
    )
  })
})

describe('an undo', () => {
  it('puts back what the job changed, and nothing that somebody else changed since', async () => {
    have('a.example.com', { spamAction: 'disabled', requireTls: false })
    have('b.example.com', { spamAction: 'block', requireTls: false })
    have('c.example.com', { spamAction: 'tag', requireTls: true })
    have('d.example.com', { spamAction: 'disabled', requireTls: false })
    const names = ['a.example.com', 'b.example.com', 'c.example.com', 'd.example.com']
    const app = start()
    const id = await edit(app, names, { spamAction: 'tag', requireTls: true })
    expect(await app.settled(id)).toMatchObject({ counts: { done: 3, there: 1 } })

    const plan = await app.plans.undo(id, app.jobs.editedRows(id))
    expect(plan).toMatchObject({ undoes: id })
    expect(plan.rows.map(({ name }) => name)).toEqual(['a.example.com', 'b.example.com', 'd.example.com'])
    set('b.example.com', { spamAction: 'disabled' })
    const undone = app.jobs.edit(app.plans.take(plan.id, [2]))
    expect(await app.settled(undone.id)).toMatchObject({
      ...{ kind: 'edit', undoes: id, changes: null },
      counts: { done: 1, failed: 1, 'left-out': 1 },
    })
    expect(settingsOf('a.example.com')).toMatchObject({ spamAction: 'disabled', requireTls: false })
    expect(settingsOf('b.example.com')).toMatchObject({ spamAction: 'disabled', requireTls: true })
    expect(settingsOf('d.example.com')).toMatchObject({ spamAction: 'tag', requireTls: true })
  })

  it('waits for the end of the job', async () => {
    have('a.example.com', { requireTls: false })
    const begun = gate()
    const held = gate()
    const app = start()
    await app.service.domains.refresh(keys('a.example.com')[0]!)
    provider.before = async () => {
      begun.open()
      await held.passed
    }
    const plan = await app.plans.edit({ kind: 'domains', keys: keys('a.example.com') }, { requireTls: true })
    const { id } = app.jobs.edit(app.plans.take(plan.id, []))
    await begun.passed
    expect(() => app.jobs.editedRows(id)).toThrow('has not ended yet')
    held.open()
    await app.settled(id)
    expect(app.jobs.editedRows(id)).toHaveLength(1)
  })
})
