import { beforeEach, describe, expect, it } from 'vitest'
import { createChecks, type Checks } from '../../../../src/main/domains/checks/checks'
import type { DnsClient } from '../../../../src/main/dns/dns-client'
import type { Answer } from '../../../../src/preload/contract/dns-answer'
import type { CheckRun } from '../../../../src/preload/contract/checks'
import type { DnsRecord, DomainDetail, DomainKey } from '../../../../src/preload/contract/domain'
import type { ListRequest } from '../../../../src/preload/contract/domains'
import type { DomainCheck } from '../../../../src/preload/contract/findings'

const RESOLVER = { id: 'one', name: 'One', kind: 'public' as const, address: '192.0.2.1:53' }
const ALL: Pick<ListRequest, 'accountId' | 'filter' | 'search'> = {
  accountId: null,
  filter: 'all',
  search: '',
}

let domains: Map<string, DomainDetail>
let kept: Map<string, DomainCheck>
let events: { readonly name: string; readonly payload: unknown }[]
let asked: { readonly name: string; readonly type: string; readonly fresh: boolean }[]
let hold: Promise<void>
let rechecks: number
let checks: Checks

const key = (name: string): DomainKey => ({ accountId: 'embedded', name })

function add(name: string, fetched = true): void {
  const record: DnsRecord = {
    ...{ purpose: 'sending', type: 'TXT', name, value: 'v=spf1 include:mailgun.org ~all', priority: null },
    ...{ valid: 'unknown', cached: [], isActive: null },
  }
  const tracking: DnsRecord = { ...record, type: 'CNAME', name: `email.${name}`, value: 'mailgun.org' }
  domains.set(name, {
    ...key(name),
    unicodeName: name,
    domain: { name } as DomainDetail['domain'],
    records: fetched ? [record, tracking] : [],
    fetchedAt: fetched ? 1 : null,
    verifiedAt: null,
  })
}

/** Nobody answers, once the test lets go. */
const client: DnsClient = {
  async ask({ server, question }, { signal, fresh = false } = {}): Promise<Answer> {
    asked.push({ ...question, fresh })
    await hold
    const reason = signal?.aborted === true ? 'cancelled' : 'timeout'
    return {
      ...{ server, question, transport: 'udp', at: 1, took: 1, tries: 1 },
      outcome: { kind: 'none', reason, message: 'Nothing came.' },
    }
  },
  forget: () => undefined,
  recheckSilent: () => void (rechecks += 1),
  close: () => undefined,
}

const runsTold = (): CheckRun[] =>
  events.filter(({ name }) => name === 'checkRunChanged').map(({ payload }) => payload as CheckRun)

async function ended(): Promise<CheckRun> {
  for (;;) {
    const last = runsTold().at(-1)
    if (last !== undefined && last.state !== 'running') return last
    await new Promise((resolve) => setImmediate(resolve))
  }
}

beforeEach(() => {
  domains = new Map()
  kept = new Map()
  events = []
  asked = []
  hold = Promise.resolve()
  rechecks = 0
  checks = createChecks({
    cache: {
      get: ({ name }) => domains.get(name),
      list: ({ after, limit }) => {
        const names = [...domains.keys()].sort().filter((name) => after === null || name > after)
        const items = names.slice(0, Math.min(limit, 2)).map((name) => domains.get(name)!)
        const next = names.length > items.length ? (items.at(-1)?.domain.name ?? null) : null
        return { items: items.map(({ domain }) => key(domain.name)) as never, total: null, next }
      },
      lastCheck: ({ name }) => kept.get(name) ?? null,
      putCheck: async ({ name }, check) => void kept.set(name, check),
      findingCounts: () => [],
    },
    dns: { client, resolvers: () => [RESOLVER], families: () => [4] },
    emit: (name, payload) => void events.push({ name, payload }),
  })
})

describe('the check of one domain', () => {
  it('is kept, told, and answers what could not be seen as unknown rather than missing', async () => {
    add('mg.example')
    const check = await checks.check(key('mg.example'), false)
    expect(check.records.map(({ standing }) => standing)).toEqual(['unknown', 'unknown'])
    expect(checks.handlers.get(key('mg.example'))).toBe(check)
    expect(events).toContainEqual({ name: 'domainChecked', payload: key('mg.example') })
  })

  it('is made once for two who ask at the same time', async () => {
    add('mg.example')
    const both = [checks.check(key('mg.example'), false), checks.check(key('mg.example'), false)]
    const [one, two] = await Promise.all(both)
    expect(one).toBe(two)
  })

  it('asks anew only what belongs to the record it was asked for', async () => {
    add('mg.example')
    await checks.check(key('mg.example'), 1)
    const anew = asked.filter(({ fresh }) => fresh)
    expect(anew).toContainEqual({ name: 'email.mg.example', type: 'CNAME', fresh: true })
    expect(new Set(anew.map(({ name }) => name))).toEqual(new Set(['email.mg.example']))
  })

  it('asks silent servers again when somebody wants to know anew, and not for a look at what is known', async () => {
    add('mg.example')
    await checks.check(key('mg.example'), false)
    expect(rechecks).toBe(0)
    await checks.check(key('mg.example'), true)
    await checks.check(key('mg.example'), 0)
    expect(rechecks).toBe(2)
  })

  it('leaves what was seen where nobody answers any more, and says so', async () => {
    add('mg.example')
    const silent = await checks.check(key('mg.example'), false)
    const [record] = silent.records
    const seen: DomainCheck = {
      ...silent,
      records: [
        {
          ...record!,
          where: [{ ...record!.where[0]!, standing: 'missing', outcome: 'NXDOMAIN' }],
        },
      ],
    }
    kept.set('mg.example', seen)
    await expect(checks.check(key('mg.example'), true)).rejects.toMatchObject({
      failure: { code: 'offline' },
    })
    expect(kept.get('mg.example')).toBe(seen)
    void checks.handlers.start({ kind: 'list', request: ALL })
    expect(await ended()).toMatchObject({ state: 'done', done: 1, skipped: 1 })
  })

  it('keeps the last whole result when it is stopped', async () => {
    add('mg.example')
    const whole = await checks.check(key('mg.example'), false)
    let release: () => void = () => undefined
    hold = new Promise((resolve) => (release = resolve))
    const second = checks.check(key('mg.example'), true)
    void checks.handlers.stop(key('mg.example'))
    release()
    await expect(second).rejects.toMatchObject({ failure: { code: 'cancelled' } })
    expect(checks.handlers.get(key('mg.example'))).toBe(whole)
  })

  it('is refused for a domain that is not there, and for one whose records were never fetched', async () => {
    add('bare.example', false)
    await expect(checks.check(key('mg.example'), false)).rejects.toMatchObject({
      failure: { code: 'not-found' },
    })
    await expect(checks.check(key('bare.example'), false)).rejects.toMatchObject({
      failure: { code: 'refused' },
    })
  })
})

describe('a run over many domains', () => {
  it('goes through a whole list, past what cannot be checked', async () => {
    for (const name of ['a.example', 'b.example', 'c.example', 'd.example', 'e.example']) add(name)
    add('bare.example', false)
    expect(checks.handlers.start({ kind: 'list', request: ALL })).toMatchObject({
      state: 'running',
      total: 6,
    })
    expect(await ended()).toMatchObject({ state: 'done', done: 6, skipped: 1 })
    expect([...kept.keys()].sort()).toEqual(['a.example', 'b.example', 'c.example', 'd.example', 'e.example'])
    expect(checks.handlers.runs({})).toEqual([])
  })

  it('takes a domain named twice once', async () => {
    add('a.example')
    const run = await checks.handlers.start({ kind: 'domains', keys: [key('a.example'), key('a.example')] })
    expect(run.total).toBe(1)
    expect(await ended()).toMatchObject({ done: 1 })
    // Once a run, not once a domain.
    expect(rechecks).toBe(1)
  })

  it('stops when it is cancelled and keeps nothing of what was under way', async () => {
    for (const name of ['a.example', 'b.example', 'c.example']) add(name)
    let release: () => void = () => undefined
    hold = new Promise((resolve) => (release = resolve))
    const { id } = await checks.handlers.start({ kind: 'list', request: ALL })
    void checks.handlers.cancel({ id })
    release()
    expect(await ended()).toMatchObject({ state: 'cancelled', done: 0 })
    expect(kept.size).toBe(0)
  })

  it('ends with the app', async () => {
    add('a.example')
    let release: () => void = () => undefined
    hold = new Promise((resolve) => (release = resolve))
    void checks.handlers.start({ kind: 'list', request: ALL })
    const closed = checks.close()
    release()
    await closed
    expect(runsTold().at(-1)).toMatchObject({ state: 'cancelled' })
  })
})
