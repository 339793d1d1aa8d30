import { onTestFinished } from 'vitest'
import type { Cache } from '../../../../src/main/cache/cache'
import { inProcess, openCache } from '../../../cache/local-cache'
import { createDnsHosts, type DnsHostsDependencies } from '../../../../src/main/domains/dns-hosts/dns-hosts'
import { openProfile, type Profile } from '../../../../src/main/profile/profile'
import type { ZoneSighting } from '../../../../src/main/profile/zone-store'
import { exportRecords } from '../../../../src/main/dns-hosts/exports/export-records'
import type { DnsRecord } from '../../../../src/preload/contract/domain'
import type { EventName, Events } from '../../../../src/preload/contract/events'
import { ZonedeskError, type Failure } from '../../../../src/preload/contract/failure'
import { sampleDomain } from '../sample-domains'

export const ACCOUNT = 'one'

/** What a test may say of the handlers beside their records. */
export type Surroundings = Partial<
  Omit<DnsHostsDependencies, 'cache' | 'zones' | 'ownPresets' | 'emit' | 'now'>
>

/** The handlers over real files in memory, with a scripted DNS, clipboard and dialogs. */
export function dnsHostsOver(cache: Cache, surroundings: Surroundings = {}) {
  const profile: Profile = openProfile(':memory:')
  const told: { name: EventName; payload: unknown }[] = []
  const clipboard: { text: string; html?: string }[] = []
  const opened: string[] = []
  const faults: unknown[] = []
  const clock = { now: 1_000_000_000 }
  /** What DNS shows, by the name that is asked for. */
  const seen = new Map<string, Omit<ZoneSighting, 'at'>>()
  const asked: string[] = []
  const dnsHosts = createDnsHosts({
    cache,
    zones: profile.zones,
    ownPresets: profile.ownPresets,
    async lookUpZone(name) {
      asked.push(name)
      const unknown: Omit<ZoneSighting, 'at'> = {
        ...{ state: 'unknown', apex: null, nameServers: [], reason: 'Nobody answered.' },
      }
      return { ...(seen.get(name) ?? unknown), at: clock.now }
    },
    panels: {
      accessOf: () => Promise.reject(new Error('DNS is not asked.')),
      askHost: () => Promise.reject(new Error('No host is asked.')),
    },
    dialogs: { save: async () => null, open: async () => null, folder: async () => null },
    formatRecords: async ({ sets, format, ttl }) => exportRecords(sets, format, null, ttl),
    printSheets: async (html) => Buffer.from(html),
    writeClipboard: (text, html) => void clipboard.push(html === undefined ? { text } : { text, html }),
    readClipboard: () => clipboard.at(-1)?.text ?? '',
    openExternal: async (url) => void opened.push(url),
    emit: <Name extends EventName>(name: Name, payload: Events[Name]) => void told.push({ name, payload }),
    onFault: (error) => void faults.push(error),
    now: () => clock.now,
    ...surroundings,
  })
  onTestFinished(async () => {
    await dnsHosts.close()
    profile.close()
  })
  const named = (name: EventName): unknown[] =>
    told.filter((each) => each.name === name).map(({ payload }) => payload)
  return {
    ...dnsHosts.handlers,
    dnsHosts,
    profile,
    told,
    named,
    clipboard,
    opened,
    faults,
    clock,
    seen,
    asked,
  }
}

/** A cache with these domains, each with its records as fetched. */
export async function cacheWith(domains: Record<string, readonly DnsRecord[]>): Promise<Cache> {
  const cache = inProcess(openCache(':memory:'))
  for (const [name, records] of Object.entries(domains)) {
    await cache.putDetail(ACCOUNT, sampleDomain(name), records, { fetchedAt: 1, source: 'sync' })
  }
  onTestFinished(() => cache.close())
  return cache
}

/** What a call fails with. */
export async function failureOf(call: () => unknown): Promise<Failure> {
  try {
    await call()
  } catch (error) {
    if (error instanceof ZonedeskError) return error.failure
    throw error
  }
  throw new Error('The call succeeded.')
}
