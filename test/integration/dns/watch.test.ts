import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Cache } from '../../../src/main/cache/cache'
import { inProcess, openCache } from '../../cache/local-cache'
import { createChecks, type Checks } from '../../../src/main/domains/checks/checks'
import { createDomains, type Domains } from '../../../src/main/domains/domains'
import { nextLook } from '../../../src/main/domains/watch/next-look'
import { createWatches, type Watches } from '../../../src/main/domains/watch/watches'
import { createEmbeddedService, EMBEDDED_BASE_URL } from '../../../src/main/embedded/service'
import { openProfile, type Profile } from '../../../src/main/profile/profile'
import { createProviderClient } from '../../../src/main/provider/client/client'
import type { DomainDetail } from '../../../src/preload/contract/domain'
import type { Watch } from '../../../src/preload/contract/watches'
import { exampleZone, startLab, type Lab } from '../../dns-server/lab'
import { zoneLine } from '../../dns-server/zone'
import { clientFor, resolver } from './clients'

const KEY = { accountId: 'embedded', name: 'mg.example.com' }
/** How long the resolver remembers that a record is not there, in seconds. */
const MINIMUM = 1

/** The parts of the app that a watch needs, over the files of one folder. */
interface Parts {
  readonly profile: Profile
  readonly cache: Cache
  readonly service: Domains
  readonly checks: Checks
  readonly watches: Watches
  close(): Promise<void>
}

let folder: string
let lab: Lab
let parts: Parts
let notified: Watch[]
let told: Watch[]
let listeners: (() => void)[]
let verifications: boolean[]
let embedded: ReturnType<typeof createEmbeddedService>

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-watch-'))
  lab = await startLab({ first: { 'example.com': exampleZone([], { minimum: MINIMUM }) } })
  notified = []
  told = []
  listeners = []
  verifications = []
  embedded = createEmbeddedService({
    databasePath: join(folder, 'embedded.sqlite'),
    apiKey: 'key-of-the-tests-only',
    resolver: lab.resolver.address,
  })
  parts = start()
})
afterEach(async () => {
  await parts.close()
  embedded.close()
  await lab.stop()
  rmSync(folder, { recursive: true })
})

function start(): Parts {
  const profile = openProfile(join(folder, 'profile.sqlite'))
  const cache = inProcess(openCache(join(folder, 'cache.sqlite')))
  const provider = createProviderClient({
    baseUrl: EMBEDDED_BASE_URL,
    apiKey: async () => 'key-of-the-tests-only',
    fetch: (url, init) => embedded.fetch(new Request(url, init)),
    ...{ tries: 1, perSecond: null },
  })
  const service = createDomains({
    cache,
    clientFor: async () => provider,
    accountIds: () => ['embedded'],
    emit: () => undefined,
  })
  const client = clientFor()
  const checks = createChecks({
    ...{ cache, runs: profile.checkRuns, emit: () => undefined },
    dns: {
      client,
      resolvers: () => [resolver(lab.resolver.address)],
      families: () => [4],
      authoritativePort: lab.port,
    },
  })
  const watches = createWatches({
    store: profile.watches,
    known: (key) => cache.get(key) !== undefined,
    check: (key) => checks.check(key, true),
    verify: async (key) => {
      const { domain, records } = await service.domains.verify(key)
      const isRight = domain.state === 'active' && records.every(({ valid }) => valid === 'valid')
      verifications.push(isRight)
      return isRight
    },
    ask: async (key) => (await service.domains.refresh(key)).domain.state === 'active',
    notify: (watch) => notified.push(watch),
    emit: () => {
      told.push(...profile.watches.list())
      for (const listener of listeners) listener()
    },
    pacing: {
      nextLook: (check, looks, now, random) => ({ ...nextLook(check, looks, now, random), at: now + 50 }),
      ...{ verifyAgainAfterMs: 50, afterStartMs: 0 },
    },
  })
  return {
    ...{ profile, cache, service, checks, watches },
    close: async () => {
      await Promise.all([checks.close(), watches.close()])
      client.close()
      await service.close()
      await cache.close()
      profile.close()
    },
  }
}

/** The stored watch, once it is as wanted. */
function until(isWanted: (watch: Watch) => boolean): Promise<Watch> {
  return new Promise((resolve) => {
    const look = () => {
      const [watch] = parts.profile.watches.list()
      if (watch === undefined || !isWanted(watch)) return
      listeners = listeners.filter((listener) => listener !== look)
      resolve(watch)
    }
    listeners.push(look)
    look()
  })
}

async function publish({ records }: DomainDetail): Promise<void> {
  const lines = records.map(({ type, name, value, priority }) => zoneLine({ type, name, value, priority }))
  // The same serial at both; the second starts anew with it.
  const zone = exampleZone(lines, { serial: 5_000, minimum: MINIMUM })
  await lab.first.setZone('example.com', zone)
  await lab.second.setZone('example.com', zone)
}

describe('a watch over real servers and the embedded service', () => {
  it('waits while records are missing, goes on after a restart, and ends once the provider has verified', async () => {
    const created = await parts.service.domains.create({ accountId: 'embedded', name: KEY.name, options: {} })
    void parts.watches.handlers.start(KEY)
    const waiting = await until(({ state, looks }) => state === 'waiting' && looks >= 2)
    expect(waiting).toMatchObject({ published: 0, records: 5 })
    expect(waiting.sentence).toBe('5 of 5 records are not seen everywhere yet.')
    // The resolver remembers the absence, and says for how long.
    expect(waiting.expectedBy).not.toBeNull()
    expect(verifications).toEqual([])
    expect(parts.cache.get(KEY)?.domain.state).toBe('unverified')

    await parts.close()
    parts = start()
    expect(parts.profile.watches.list()).toMatchObject([{ ...KEY, since: waiting.since }])
    parts.watches.resume()
    const resumed = await until(({ state, looks }) => state === 'waiting' && looks > waiting.looks)
    expect(resumed).toMatchObject({ published: 0, since: waiting.since })

    await publish(created)
    const done = await until(({ state }) => state === 'done')
    expect(done).toMatchObject({ published: 5, records: 5, nextAt: null, since: waiting.since })
    expect(verifications.at(-1)).toBe(true)
    expect(verifications.slice(0, -1)).not.toContain(true)
    expect(notified).toEqual([done])
    expect(told.map(({ state }) => state)).toContain('verifying')

    // What everybody else in the app sees of it.
    expect(parts.cache.get(KEY)).toMatchObject({ domain: { state: 'active' } })
    const check = await parts.checks.handlers.get(KEY)
    expect(check?.records.map(({ standing }) => standing)).toEqual(Array(5).fill('published'))

    // An ended watch is not looked at again, and stays on the list until it is taken off.
    await parts.close()
    parts = start()
    parts.watches.resume()
    expect(await parts.watches.handlers.list({})).toEqual([done])
    await parts.watches.handlers.stop(KEY)
    expect(parts.profile.watches.list()).toEqual([])
  })
})
