import fc from '../../../generated/cases'
import { describe, expect, it } from 'vitest'
import { ZonedeskError } from '../../../../src/preload/contract/failure'
import { seeded, type Seeded } from '../../../faulty-server/seeded'
import { offline, ScriptedProvider } from '../scripted-provider'
import { serviceOver, type UnderTest } from '../service-under-test'

const ACCOUNT = 'a'

/** A provider in which every change of a domain counts up its revision, so that older and newer can be told apart. */
class ChangingProvider extends ScriptedProvider {
  readonly random: Seeded
  #made = 0

  constructor(random: Seeded, count: number) {
    super()
    this.random = random
    this.pageSize = random.between(2, 5)
    for (let i = 0; i < count; i++) this.appear()
  }

  appear(): void {
    this.#made += 1
    this.put(`${this.random.pick(['a', 'g', 'm', 'z'])}${this.#made}.example.com`)
  }

  put(name: string): void {
    const state = this.random.pick(['active', 'unverified', 'disabled'] as const)
    this.add(name, { state, other: { revision: String(this.revisionOf(name) + 1) } })
  }

  revisionOf(name: string): number {
    return Number(this.domains.get(name)?.domain.other['revision'] ?? 0)
  }

  /** What somebody else does there. */
  change(): void {
    const names = [...this.domains.keys()]
    const what = this.random.pick(['appear', 'go', 'change', 'shift', 'nothing'] as const)
    if (what === 'appear' || what === 'shift') this.appear()
    if ((what === 'go' || what === 'shift') && names.length > 0) this.domains.delete(this.random.pick(names))
    if (what === 'change' && names.length > 0) this.put(this.random.pick(names))
  }
}

/** What the user's own calls said last, by name: a revision, or that the domain is deleted. */
type Said = Map<string, number | 'deleted'>

async function act(test: UnderTest, a: ChangingProvider, said: Said): Promise<void> {
  const names = test.names()
  const name = names.length === 0 ? 'mine.example.com' : a.random.pick(names)
  const key = { accountId: ACCOUNT, name }
  const what =
    names.length === 0 ? 'create' : a.random.pick(['refresh', 'delete', 'refresh', 'create'] as const)
  try {
    if (what === 'refresh') {
      // So that an answer that was asked for before is older than the one of this call.
      if (a.domains.has(name)) a.put(name)
      const { domain } = await test.service.domains.refresh(key)
      said.set(name, Number(domain.other['revision'] ?? 0))
    }
    if (what === 'delete') {
      await test.service.domains.delete({ ...key, confirmation: name })
      said.set(name, 'deleted')
    }
    if (what === 'create') {
      const fresh = `mine${a.calls.length}.example.com`
      await test.service.domains.create({ accountId: ACCOUNT, name: fresh, options: {} })
      said.set(fresh, 0)
    }
  } catch (error) {
    if (!(error instanceof ZonedeskError)) throw error
  }
}

/** What is cached is never older than what the user's own calls said. */
function expectNothingOlder(test: UnderTest, said: Said): void {
  for (const [name, revision] of said) {
    const cached = test.cache.get({ accountId: ACCOUNT, name })
    if (revision === 'deleted') expect(cached, `${name} was deleted`).toBeUndefined()
    else if (cached !== undefined) {
      expect(Number(cached.domain.other['revision'] ?? 0), name).toBeGreaterThanOrEqual(revision)
    }
  }
}

async function runCase(seed: number): Promise<void> {
  const random = seeded(seed)
  const a = new ChangingProvider(random, random.between(0, 14))
  const test = serviceOver({ a })
  const rounds = random.between(1, 4)
  for (let round = 0; round < rounds; round++) {
    // What a call said holds for the round: later, somebody else may have made the domain anew.
    const said: Said = new Map()
    const [moving, acting, failing] = [
      random.next() * 0.6,
      random.next() * 0.5,
      random.chance(0.3) ? 0.15 : 0,
    ]
    const cutOff = random.chance(0.3) ? random.between(1, 8) : Infinity
    let calls = 0
    let isActing = false
    a.before = () => {
      calls += 1
      if (calls === cutOff) void test.service.sync.cancel({ accountId: ACCOUNT })
      if (random.chance(failing)) throw offline()
      if (random.chance(moving)) a.change()
    }
    a.after = async (call) => {
      // Between an answer and its arrival: what the user does then is newer than the answer.
      const isOfSync = call.startsWith('list') || call.startsWith('get')
      if (!isOfSync || isActing || !random.chance(acting)) return
      isActing = true
      await act(test, a, said)
      isActing = false
    }
    await test.synced(ACCOUNT)
    expectNothingOlder(test, said)
  }

  a.before = () => {}
  a.after = () => {}
  // The first may go on with a listing that was cut off while all was moving; the second reads the whole.
  await test.synced(ACCOUNT)
  test.clock.now += 86_400_001
  const status = await test.synced(ACCOUNT)
  expect(status).toMatchObject({ phase: 'idle', failure: null, offlineSince: null })
  expect(test.names()).toEqual([...a.domains.keys()].toSorted((x, y) => (x < y ? -1 : 1)))
  for (const [name, { domain, records }] of a.domains) {
    expect(test.cache.get({ accountId: ACCOUNT, name })).toMatchObject({ domain, records })
  }
  expect(test.faults).toEqual([])
}

describe('a provider that changes while it is synced', () => {
  it('is what the cache holds after a quiet sync, and what the user did is never undone by older answers', async () => {
    await fc.assert(fc.asyncProperty(fc.nat(1_000_000), runCase), { numRuns: 60 })
  }, 60_000)
})
