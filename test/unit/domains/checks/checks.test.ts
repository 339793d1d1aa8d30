import { beforeEach, describe, expect, it } from 'vitest'
import { createChecks, type Checks } from '../../../../src/main/domains/checks/checks'
import type { DnsClient } from '../../../../src/main/dns/client/dns-client'
import type { Answer, Answered, NoAnswer } from '../../../../src/preload/contract/dns-answer'
import type { CheckRun } from '../../../../src/preload/contract/checks'
import type { DnsRecord, DomainDetail, DomainKey } from '../../../../src/preload/contract/domain'
import type { ListRequest } from '../../../../src/preload/contract/domains'
import type { DomainCheck } from '../../../../src/preload/contract/findings'
import type { CheckRunStore } from '../../../../src/main/profile/check-run-store'
import { keptRuns } from './kept-runs'

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
/** What a domain's questions wait for. */
let held: (name: string) => Promise<void>
let neighboursAsked: unknown[]
let rechecks: number
/** Whether any resolver answers. */
let online: boolean
let runs: CheckRunStore
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

/** Nobody answers, once the test lets go, but for who serves the root. */
const client: DnsClient = {
  async ask({ server, question }, { signal, fresh = false } = {}): Promise<Answer> {
    if (question.name === '') return { ...unasked(server, question), outcome: online ? REFUSED : SILENCE }
    asked.push({ ...question, fresh })
    await Promise.race([Promise.all([hold, held(question.name)]), aborted(signal)])
    const reason = signal?.aborted === true ? 'cancelled' : 'timeout'
    return { ...unasked(server, question), outcome: { ...SILENCE, reason } }
  },
  forget: () => undefined,
  recheckSilent: () => void (rechecks += 1),
  close: () => undefined,
}

const SILENCE: NoAnswer = { kind: 'none', reason: 'timeout', message: 'Nothing came.' }
const REFUSED: Answered = {
  ...{ kind: 'answered', rcode: 5, rcodeName: 'REFUSED', negativeTtl: null, edns: false },
  flags: { aa: false, tc: false, ra: true, ad: false, cd: false },
  ...{ answers: [], authority: [], additional: [] },
  ...{ denialProof: false, signed: false, extendedErrors: [] },
}

function unasked(server: Answer['server'], question: Answer['question']): Omit<Answer, 'outcome'> {
  return { server, question, transport: 'udp', at: 1, took: 1, tries: 1 }
}

function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) resolve()
    signal?.addEventListener('abort', () => resolve(), { once: true })
  })
}

const runsTold = (): CheckRun[] =>
  events.filter(({ name }) => name === 'checkRunChanged').map(({ payload }) => payload as CheckRun)

async function ended(): Promise<CheckRun> {
  for (;;) {
    const last = runsTold().at(-1)
    if (last !== undefined && last.state !== 'running' && last.state !== 'waiting') return last
    await new Promise((resolve) => setImmediate(resolve))
  }
}

beforeEach(() => {
  domains = new Map()
  kept = new Map()
  events = []
  asked = []
  hold = Promise.resolve()
  held = () => Promise.resolve()
  neighboursAsked = []
  rechecks = 0
  online = true
  runs = keptRuns()
  checks = start()
})

/** As the app does when it starts, over what is kept. */
function start(): Checks {
  return createChecks({
    cache: {
      get: ({ name }) => domains.get(name),
      list: ({ after, limit }) => {
        const names = [...domains.keys()].sort().filter((name) => after === null || name > after)
        const items = names.slice(0, Math.min(limit, 2)).map((name) => domains.get(name)!)
        const next = names.length > items.length ? (items.at(-1)?.domain.name ?? null) : null
        return { items: items.map(({ domain }) => key(domain.name)) as never, total: null, next }
      },
      neighbours(...asked) {
        neighboursAsked.push(asked)
        return []
      },
      lastCheck: ({ name }) => kept.get(name) ?? null,
      putCheck: async ({ name }, check) => void kept.set(name, check),
      findingCounts: () => [],
    },
    dns: { client, resolvers: () => [RESOLVER], families: () => [4] },
    runs,
    emit: (name, payload) => void events.push({ name, payload }),
  })
}

describe('the check of one domain', () => {
  it('is kept, told, and answers what could not be seen as unknown rather than missing', async () => {
    add('mg.example')
    const check = await checks.check(key('mg.example'), false)
    expect(check.records.map(({ standing }) => standing)).toEqual(['unknown', 'unknown'])
    expect(checks.handlers.get(key('mg.example'))).toBe(check)
    expect(events).toContainEqual({ name: 'domainChecked', payload: key('mg.example') })
  })

  it('looks at the other domains that are known below the same organizational domain', async () => {
    add('mg.news.example.co.uk')
    await checks.check(key('mg.news.example.co.uk'), false)
    expect(neighboursAsked).toEqual([[key('mg.news.example.co.uk'), 'example.co.uk', 200]])
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

describe('an edited value', () => {
  const edit = { code: 'spf-several' as const, at: 0, value: 'v=spf1 -all' }
  const subject = { index: 0, name: 'mg.example', type: 'TXT' as const }

  it('leads to what is not known where nobody answers, and the last result stays', async () => {
    add('mg.example')
    await checks.check(key('mg.example'), false)
    const before = kept.get('mg.example')
    expect(await checks.handlers.rehearse({ ...key('mg.example'), ...edit, subject })).toBeNull()
    expect(kept.get('mg.example')).toBe(before)
  })

  it('after a restart is tried on what DNS says now', async () => {
    add('mg.example')
    await checks.handlers.rehearse({ ...key('mg.example'), ...edit, subject })
    expect(asked.map(({ name }) => name)).toContain('mg.example')
  })

  it('of a domain that is gone is not known', async () => {
    expect(await checks.handlers.rehearse({ ...key('gone.example'), ...edit, subject })).toBeNull()
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

  it('is over and forgotten when it has ended, one way or the other', async () => {
    for (const name of ['a.example', 'b.example']) add(name)
    void checks.handlers.start({ kind: 'list', request: ALL })
    await ended()
    expect(runs.list()).toEqual([])
    hold = new Promise(() => undefined)
    const { id } = await checks.handlers.start({ kind: 'list', request: ALL })
    expect(runs.list()).toHaveLength(1)
    void checks.handlers.cancel({ id })
    hold = Promise.resolve()
    void checks.handlers.start({ kind: 'list', request: ALL })
    await ended()
    await expect.poll(() => runs.list()).toEqual([])
  })

  it('goes on after a restart with what was not done, and counts what was', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `d${index + 10}.example`)
    for (const name of names) add(name)
    const late = /d(?:1[3-9]|2\d)\.example$/
    held = (name) => (late.test(name) ? new Promise(() => undefined) : Promise.resolve())
    void checks.handlers.start({ kind: 'list', request: ALL })
    await expect.poll(() => runs.list()[0]?.done).toBe(3)
    const told = runsTold().length
    await checks.close()
    expect(runsTold().slice(told)).toEqual([])
    expect(runs.list()).toMatchObject([{ done: 3, total: 12 }])

    held = () => Promise.resolve()
    const checkedBefore = new Set(kept.keys())
    kept.clear()
    checks = start()
    expect(checks.handlers.runs({})).toMatchObject([{ state: 'running', done: 3, total: 12 }])
    checks.resume()
    expect(await ended()).toMatchObject({ state: 'done', done: 12, total: 12 })
    expect([...kept.keys()].sort()).toEqual(names.filter((name) => !checkedBefore.has(name)))
    expect(runs.list()).toEqual([])
  })

  it('waits without network, counts nothing as done, and goes on when it is back', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `d${index + 10}.example`)
    for (const name of names) add(name)
    online = false
    void checks.handlers.start({ kind: 'list', request: ALL })
    await expect.poll(() => runsTold().at(-1)?.state).toBe('waiting')
    expect(await checks.handlers.runs({})).toMatchObject([{ state: 'waiting', done: 0, secondsLeft: null }])
    expect(kept.size).toBe(0)
    // The network has changed, and is none yet.
    const before = rechecks
    checks.networkChanged()
    await expect.poll(() => rechecks).toBe(before + 1)
    expect(runsTold().at(-1)?.state).toBe('waiting')
    online = true
    checks.networkChanged()
    expect(await ended()).toMatchObject({ state: 'done', done: 12, skipped: 0 })
    expect([...kept.keys()].sort()).toEqual(names)
    expect(runsTold().filter(({ state }) => state === 'waiting')).toHaveLength(1)
  })

  it('is cancelled while it waits for the network, and goes on after a restart', async () => {
    for (const name of ['a.example', 'b.example']) add(name)
    online = false
    const first = await checks.handlers.start({ kind: 'list', request: ALL })
    await expect.poll(() => runsTold().at(-1)?.state).toBe('waiting')
    void checks.handlers.cancel({ id: first.id })
    expect(await ended()).toMatchObject({ state: 'cancelled', done: 0 })
    void checks.handlers.start({ kind: 'list', request: ALL })
    await expect.poll(() => runsTold().at(-1)?.state).toBe('waiting')
    await checks.close()
    expect(runs.list()).toMatchObject([{ done: 0, total: 2 }])
    online = true
    events = []
    checks = start()
    checks.resume()
    expect(await ended()).toMatchObject({ state: 'done', done: 2 })
  })

  it('that waits to be taken up again is cancelled as any other', async () => {
    const { id } = runs.add([key('a.example')])
    checks = start()
    void checks.handlers.cancel({ id })
    expect(await ended()).toMatchObject({ id, state: 'cancelled', done: 0 })
    expect([...runs.list(), ...(await checks.handlers.runs({}))]).toEqual([])
    checks.resume()
    expect(asked).toEqual([])
  })
})
