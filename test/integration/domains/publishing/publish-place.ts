import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  askResolvers,
  checkDomain,
  type CheckBasis,
  type CheckedBasis,
  type DnsAccess,
} from '../../../../src/main/domains/checks/check-domain'
import { createPublishPlans, type PublishPlans } from '../../../../src/main/domains/publishing/plan/plans'
import { createPublishRuns, type PublishRuns } from '../../../../src/main/domains/publishing/run/runs'
import type { ZoneSource } from '../../../../src/main/domains/publishing/zones/zone-source'
import type { Rotations } from '../../../../src/main/domains/keys/rotations/rotations'
import { openProfile, type Profile } from '../../../../src/main/profile/profile'
import type { ZoneAccess, ZoneAccessParts } from '../../../../src/main/zones/zone-access'
import type { DnsRecord, DomainDetail, DomainKey } from '../../../../src/preload/contract/domain'
import { LAB, type Lab } from '../../../dns-server/lab'
import { clientFor, resolver } from '../../dns/clients'

export const CONNECTION = { id: 'c1', name: 'Our host', kind: 'test' }

/** What adapters are opened with, over the network of this computer. */
export const ACCESS_PARTS: ZoneAccessParts = {
  fetch,
  now: Date.now,
  sleep: (ms, signal) => sleep(ms, undefined, { signal }),
}

/** Where the zones of a test are served and written. BIND listens on addresses that an interface has by name. */
export const PRIMARY = '127.0.0.1'

/** Lines for the zone `com` that delegate zones to the server at `PRIMARY`, beside the lab's own. */
export function delegations(apexes: readonly string[]): string {
  return [
    'example NS ns1.example.com.',
    `ns1.example A ${LAB.first}`,
    ...apexes.flatMap((apex) => {
      const label = apex.replace(/\.com$/, '')
      return [`${label} NS ns.${apex}.`, `ns.${label} A ${PRIMARY}`]
    }),
  ].join('\n')
}

/**
 * The zone of an apex below `com`.
 *
 * @param server its name server; the default is one in the zone
 */
export function zoneText(apex: string, lines: readonly string[], server = `ns.${apex}`): string {
  return [
    `$ORIGIN ${apex}.`,
    '$TTL 300',
    `@ SOA ${server}. hostmaster.${server.replace(/^[^.]+[.]/, '')}. 7 3600 600 86400 1`,
    `@ NS ${server}.`,
    ...(server === `ns.${apex}` ? [`ns A ${PRIMARY}`] : []),
    ...lines,
    '',
  ].join('\n')
}

/** Plans and runs over real DNS servers, with a profile of their own. */
export interface PublishPlace {
  readonly profile: Profile
  readonly plans: PublishPlans
  readonly runs: PublishRuns
  readonly source: ZoneSource
  readonly watched: DomainKey[]
  readonly faults: unknown[]
  /** Checks a domain anew, with nothing remembered. */
  observe(key: DomainKey): Promise<CheckedBasis>
  close(): Promise<void>
}

export function publishPlace(parts: {
  readonly lab: Lab
  readonly access: ZoneAccess
  /** The records that the provider wants, by domain. */
  readonly expected: (name: string) => readonly DnsRecord[]
  readonly rotations?: Pick<Rotations, 'all' | 'lookSoon'>
  /** Milliseconds since the epoch. */
  readonly now?: () => number
}): PublishPlace {
  const { lab, access, expected, rotations, now = Date.now } = parts
  const folder = mkdtempSync(join(tmpdir(), 'zonedesk-publishing-'))
  const profile = openProfile(join(folder, 'profile.sqlite'))
  const watched: DomainKey[] = []
  const faults: unknown[] = []
  const source: ZoneSource = {
    accessFor: () => Promise.resolve(access),
    async placeOf(_, { apex }, signal) {
      const [zone] = apex === null ? [] : await access.find(apex, signal)
      return zone === undefined
        ? { state: 'none', apex, message: `Nobody holds ${apex ?? 'it'}.`, fix: '' }
        : { state: 'ready', connection: CONNECTION, zone }
    },
  }
  async function withDns<T>(work: (dns: DnsAccess) => Promise<T>): Promise<T> {
    const client = clientFor()
    try {
      return await work({
        ...{ client, resolvers: () => [resolver(lab.resolver.address)], families: () => [4] },
        authoritativePort: lab.port,
      })
    } finally {
      client.close()
    }
  }
  const observe = ({ name }: DomainKey): Promise<CheckedBasis> =>
    withDns(async (dns) => {
      const seen: CheckBasis[] = []
      const check = await checkDomain(dns, name, expected(name), {
        ...{ neighbours: [], fresh: false, signal: AbortSignal.timeout(60_000) },
        onSeen: (basis) => void seen.push(basis),
      })
      const [basis] = seen
      if (basis === undefined) throw new Error('nothing was seen')
      return { ...basis, check }
    })
  const emit = (): void => undefined
  const onFault = (error: unknown): void => void faults.push(error)
  const plans = createPublishPlans({
    cache: {
      get: ({ name }: DomainKey) => ({ records: expected(name) }) as DomainDetail,
      list: () => ({ items: [], total: 0, next: null, hasMore: false }) as never,
      count: () => 0 as never,
    },
    ...{ observe, source, emit, onFault, now },
    ask: (_, questions, signal) => withDns((dns) => askResolvers(dns, questions, signal)),
    rotations: () => rotations?.all() ?? [],
  })
  const runs = createPublishRuns({
    ...{ store: profile.published, source, emit, onFault, now },
    onWritten: (keys) => rotations?.lookSoon(keys),
    watch(keys) {
      watched.push(...keys)
    },
  })
  return {
    ...{ profile, plans, runs, source, watched, faults, observe },
    async close() {
      await Promise.all([plans.close(), runs.close()])
      access.close()
      profile.close()
      rmSync(folder, { recursive: true })
    },
  }
}
