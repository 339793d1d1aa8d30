import type { DomainDetail, DomainKey } from '../../preload/contract/domain'
import type { Resolver } from '../../preload/contract/dns-resolvers'
import { countFailing } from '../../preload/contract/needed-records'
import type { Watch } from '../../preload/contract/watches'
import { createDnsClient } from '../dns/client/dns-client'
import type { Cache } from '../cache/cache'
import type { DohFetch } from '../dns/exchange/doh'
import { resolverServers, systemServers, usableFamilies } from '../dns/resolvers/resolver-servers'
import { checkDomain, type DnsAccess } from '../domains/checks/check-domain'
import { createChecks, type Checks, type ChecksDependencies } from '../domains/checks/checks'
import type { Emit } from '../../preload/contract/events'
import { createLookUpZone, type LookUpZone } from '../domains/dns-hosts/look-up-zone'
import type { LookAtRecords } from '../domains/keys/published-key'
import { createWatches, type Watches } from '../domains/watch/watches'
import type { CheckRunStore } from '../profile/check-run-store'
import type { WatchStore } from '../profile/watch-store'

export interface DnsParts {
  readonly checks: Checks
  readonly watches: Watches
  readonly lookUpZone: LookUpZone
  readonly lookAtRecords: LookAtRecords
  /** How DNS is asked about the domains of an account. */
  readonly accessOf: (accountId: string) => Promise<DnsAccess>
  /** Goes on with what was under way when the app was last closed. */
  resume(): void
  /** Asks servers again that did not answer: on another network they may. Checks that wait go on. */
  networkChanged(): void
  /** Stops every check and look under way, and closes the sockets. */
  close(): Promise<void>
}

/**
 * Puts together what asks DNS about domains.
 *
 * @param parts.authoritativePort port of authoritative servers where it is not 53, as in tests
 * @param parts.verify asks the provider to look at a domain's records
 * @param parts.ask asks the provider how a domain stands
 * @param parts.notify tells the person at the desktop how a watch ended
 */
export function createDns(parts: {
  readonly cache: ChecksDependencies['cache'] & Pick<Cache, 'meansSamples'>
  readonly watches: WatchStore
  /** Whether an account's domains were ever listed. */
  readonly isListed: (accountId: string) => boolean
  readonly checkRuns: CheckRunStore
  readonly resolvers: () => readonly Resolver[]
  readonly fetch: DohFetch
  readonly authoritativePort: number | undefined
  /** Another DNS for the domains of an account; null where it is the network's. */
  readonly dnsOf: NonNullable<ChecksDependencies['dnsOf']>
  readonly verify: (key: DomainKey) => Promise<DomainDetail>
  readonly ask: (key: DomainKey) => Promise<DomainDetail>
  /** The name of an account that is read only; null for any other. */
  readonly readOnly: (accountId: string) => string | null
  readonly notify: (watch: Watch) => void
  readonly emit: Emit
  readonly onFault: (error: unknown) => void
}): DnsParts {
  const { cache, emit, onFault } = parts
  const client = createDnsClient({ fetch: parts.fetch })
  const access: DnsAccess = {
    client,
    resolvers: () => [...systemServers(), ...resolverServers(parts.resolvers())],
    families: usableFamilies,
    authoritativePort: parts.authoritativePort,
  }
  const checks = createChecks({
    ...{ cache, emit, onFault, runs: parts.checkRuns },
    ...{ dns: access, dnsOf: parts.dnsOf },
  })
  const watches = createWatches({
    store: parts.watches,
    known: (key) => cache.get(key) !== undefined,
    meansSamples: (accountId) => cache.meansSamples(accountId),
    isListed: parts.isListed,
    check: (key) => checks.check(key, true),
    verify: async (key) => isVerified(await parts.verify(key)),
    ask: async (key) => isVerified(await parts.ask(key)),
    readOnly: parts.readOnly,
    notify: parts.notify,
    emit,
    onFault,
  })
  return {
    checks,
    watches,
    lookUpZone: createLookUpZone(access),
    lookAtRecords: async ({ accountId, name }, records, signal = new AbortController().signal) =>
      checkDomain((await parts.dnsOf(accountId)) ?? access, name, records, {
        ...{ neighbours: [], fresh: true, signal },
      }),
    accessOf: async (accountId) => (await parts.dnsOf(accountId)) ?? access,
    resume() {
      checks.resume()
      watches.resume()
    },
    networkChanged() {
      client.recheckSilent()
      checks.networkChanged()
    },
    async close() {
      await Promise.all([checks.close(), watches.close()])
      client.close()
    },
  }
}

/** Whether the provider says that nothing is missing. */
function isVerified({ domain, records }: DomainDetail): boolean {
  return domain.state === 'active' && countFailing(records) === 0
}
