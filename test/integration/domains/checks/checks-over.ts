import { join } from 'node:path'
import type { LocalCache } from '../../../cache/local-cache'
import { inProcess, openCache } from '../../../cache/local-cache'
import { createChecks, type Checks } from '../../../../src/main/domains/checks/checks'
import { openProfile, type Profile } from '../../../../src/main/profile/profile'
import type { CheckRun } from '../../../../src/preload/contract/checks'
import { sampleDomain, sampleRecord } from '../../../unit/domains/sample-domains'
import { clientFor, resolver } from '../../dns/clients'

/** Long enough for a busy machine where an answer comes, and no longer where none does. */
const TIMING = { udpMs: [1_000], tcpMs: 1_000, dohMs: [1_000] }

/** Checks on real files, with the real client asking one resolver. */
export interface ChecksUnderTest {
  readonly checks: Checks
  readonly cache: LocalCache
  readonly profile: Profile
  /** Every state that was told of a run. */
  readonly told: CheckRun[]
  readonly faults: unknown[]
  close(): Promise<void>
}

export const ACCOUNT = 'acme'
export const key = (name: string) => ({ accountId: ACCOUNT, name })

/** @param address of the resolver */
export function checksOver(folder: string, address: string): ChecksUnderTest {
  const profile = openProfile(join(folder, 'profile.sqlite'))
  const cache = openCache(join(folder, 'cache.sqlite'))
  const client = clientFor({ timing: TIMING })
  const told: CheckRun[] = []
  const faults: unknown[] = []
  const checks = createChecks({
    cache: inProcess(cache),
    runs: profile.checkRuns,
    dns: { client, resolvers: () => [resolver(address)], families: () => [4] },
    emit: (name, payload) => {
      if (name === 'checkRunChanged') told.push(payload as CheckRun)
    },
    onFault: (error) => void faults.push(error),
  })
  return {
    ...{ checks, cache, profile, told, faults },
    async close() {
      await checks.close()
      client.close()
      cache.close()
      profile.close()
    },
  }
}

/** Puts domains with a record each into the cache. */
export function addDomains(folder: string, names: readonly string[]): void {
  const cache = openCache(join(folder, 'cache.sqlite'))
  for (const name of names) {
    const record = sampleRecord({ type: 'TXT', name, value: 'v=spf1 include:mailgun.org ~all' })
    cache.putDetail(ACCOUNT, sampleDomain(name), [record], { fetchedAt: 1, source: 'sync' })
  }
  cache.close()
}
