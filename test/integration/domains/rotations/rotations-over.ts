import { readFileSync } from 'node:fs'
import { uptime } from 'node:os'
import { join } from 'node:path'
import { createDomains } from '../../../../src/main/domains/domains'
import { accountKeyCalls } from '../../../../src/main/domains/keys/rotations/account-key-calls'
import { isNameTaken, lookForKey } from '../../../../src/main/domains/keys/rotations/key-in-dns'
import { createRotations, type Rotations } from '../../../../src/main/domains/keys/rotations/rotations'
import { countsOf } from '../../../../src/main/domains/keys/rotations/shown'
import { openProfile, type Profile } from '../../../../src/main/profile/profile'
import { createProviderClient } from '../../../../src/main/provider/client/client'
import type { RotationCounts } from '../../../../src/preload/contract/rotations'
import { inProcess, openCache } from '../../../cache/local-cache'
import { clientFor, resolver } from '../../dns/clients'

export const ACCOUNT = 'acme'
export const API_KEY = 'key-of-the-tests-only'

/** Where everything is: all a process of the app needs to know. */
export interface RotationPlace {
  readonly folder: string
  readonly baseUrl: string
  readonly resolver: string
  readonly authoritativePort: number
  /** Domains to begin with when nothing is kept yet. */
  readonly names: readonly string[]
}

export interface RotationsUnderTest {
  readonly rotations: Rotations
  readonly profile: Profile
  readonly faults: unknown[]
  readonly counts: () => RotationCounts
  close(): Promise<void>
}

/** How far the clocks of a test are ahead of the computer's, in milliseconds, so that a week passes at once. */
function aheadMs(folder: string): number {
  return Number(readFileSync(join(folder, 'ahead'), 'utf8'))
}

/** The engine over real files, real name servers and a provider over HTTP. */
export function rotationsOver(
  place: RotationPlace,
  onChange: () => void = () => undefined,
): RotationsUnderTest {
  const { folder } = place
  const profile = openProfile(join(folder, 'profile.sqlite'))
  const cache = inProcess(openCache(join(folder, 'cache.sqlite')))
  const provider = createProviderClient({
    ...{ baseUrl: place.baseUrl, apiKey: async () => API_KEY, fetch, perSecond: null, concurrency: 8 },
  })
  const service = createDomains({
    cache,
    clientFor: async () => provider,
    accountIds: () => [ACCOUNT],
    emit: () => undefined,
  })
  const client = clientFor()
  const dns = {
    client,
    resolvers: () => [resolver(place.resolver)],
    families: () => [4] as const,
    authoritativePort: place.authoritativePort,
  }
  const faults: unknown[] = []
  const now = (): number => Date.now() + aheadMs(folder)
  const rotations = createRotations({
    store: profile.rotations,
    calls: accountKeyCalls(service.calls),
    look: (_, record, signal) => lookForKey(dns, record, signal, now),
    isNameTaken: (_, name, signal) => isNameTaken(dns, name, signal),
    emit: onChange,
    onFault: (error) => faults.push(error),
    clocks: () => ({ wall: now(), up: uptime() * 1000 + aheadMs(folder) }),
    afterStartMs: 0,
  })
  return {
    ...{ rotations, profile, faults },
    counts: () => countsOf(rotations.all()),
    async close() {
      await Promise.all([rotations.close(), service.close()])
      client.close()
      await cache.close()
      profile.close()
    },
  }
}
