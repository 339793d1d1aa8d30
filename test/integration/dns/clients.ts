import type { Server } from '../../../src/preload/contract/dns-answer'
import {
  createDnsClient,
  type DnsClient,
  type DnsClientOptions,
} from '../../../src/main/dns/client/dns-client'

/** Waits long enough for an answer on a busy machine, and only briefly where no answer is expected. */
export const TIMING = { udpMs: [2_000, 4_000], tcpMs: 4_000, dohMs: [4_000, 4_000] }
export const IMPATIENT = { udpMs: [60, 120, 240], tcpMs: 300, dohMs: [200, 200] }
/** No pauses between questions. */
export const UNHURRIED = { concurrency: 64, perServer: 64, perSecond: Infinity, burst: 64, jitterMs: 0 }

/** A client of a test; DoH fails unless a fetch is given. */
export function clientFor(options: Partial<DnsClientOptions> = {}): DnsClient {
  return createDnsClient({
    fetch: () => Promise.reject(new Error('no DoH in this test')),
    timing: TIMING,
    limits: UNHURRIED,
    ...options,
  })
}

export function authoritative(address: string): Server {
  return { id: 'ns1', name: 'ns1', kind: 'authoritative', address }
}

export function resolver(address: string): Server {
  return { id: 'system', name: 'System resolver', kind: 'system', address }
}
