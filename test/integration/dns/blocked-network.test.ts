import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DnsClient } from '../../../src/main/dns/client/dns-client'
import { checkDomain } from '../../../src/main/domains/checks/check-domain'
import type { DnsRecord } from '../../../src/preload/contract/domain'
import type { DomainCheck } from '../../../src/preload/contract/findings'
import { freePort } from '../../dns-server/free-port'
import { startHostileServer, type HostileServer } from '../../dns-server/hostile'
import { exampleZone, LAB, startLab, type Lab } from '../../dns-server/lab'
import { findingsOf } from '../../unit/dns/diagnosis/observed'
import { clientFor, IMPATIENT, resolver } from './clients'

/** The addresses of every name server of the lab. */
const HOSTS = [LAB.parent, LAB.first, LAB.second]
const DOMAINS = Array.from({ length: 12 }, (_, index) => `mg${index}.example.com`)

let lab: Lab
let client: DnsClient
/** Where direct questions go and nothing comes back, as behind a firewall. */
let swallowing: HostileServer[]
let port: number

beforeEach(async () => {
  const lines = DOMAINS.map((name) => `${name}. TXT "v=spf1 include:mail.nic.com ~all"`)
  lab = await startLab({ first: { 'example.com': exampleZone(lines) } })
  port = await freePort(HOSTS)
  swallowing = await Promise.all(HOSTS.map((host) => startHostileServer({ host, port })))
  client = clientFor({ timing: { ...IMPATIENT, udpMs: [250, 500] } })
})
afterEach(async () => {
  client.close()
  await Promise.all([lab.stop(), ...swallowing.map((server) => server.stop())])
})

function spf(name: string): DnsRecord {
  const value = 'v=spf1 include:mail.nic.com ~all'
  return {
    ...{ purpose: 'sending', type: 'TXT', name, value, priority: null },
    ...{ valid: 'valid', cached: [], isActive: null },
  }
}

function check(name: string, fresh = false): Promise<DomainCheck> {
  const dns = {
    client,
    resolvers: () => [resolver(lab.resolver.address)],
    families: () => [4] as const,
    authoritativePort: port,
  }
  return checkDomain(dns, name, [spf(name)], {
    ...{ fresh, neighbours: [] },
    signal: new AbortController().signal,
  })
}

const packets = (): number => swallowing.reduce((sum, { udp }) => sum + udp.length, 0)

describe('where name servers cannot be asked directly', () => {
  it('waits for them at the first domains only, and judges all by the resolvers', async () => {
    const results = [await check(DOMAINS[0]!), await check(DOMAINS[1]!)]
    const first = packets()
    // Three questions of two packets each to every server, and what was under way beside them.
    expect(first).toBeGreaterThan(0)
    expect(first).toBeLessThanOrEqual(HOSTS.length * 10)
    for (const name of DOMAINS.slice(2)) results.push(await check(name))
    expect(packets() - first).toBeLessThanOrEqual(HOSTS.length * 2)
    for (const { zone, complete, records, findings } of results) {
      expect({ zone, complete }).toEqual({ zone: 'example.com', complete: true })
      expect(records.map(({ standing }) => standing)).toEqual(['published'])
      // Nothing is said of servers that only this network does not reach.
      expect(findings.map(({ code }) => code)).not.toContain('server-lame')
      expect(findings.map(({ code }) => code)).not.toContain('servers-all-lame')
    }
    expect(results.flatMap(findingsOf).map(({ code }) => code)).not.toContain('lookup-failed')
  })

  it('asks them again, once, when somebody wants to know anew', async () => {
    for (const name of DOMAINS.slice(0, 4)) await check(name)
    const before = packets()
    await check(DOMAINS[4]!)
    expect(packets()).toBe(before)
    await check(DOMAINS[4]!, true)
    const again = packets() - before
    expect(again).toBeGreaterThan(0)
    // One packet a question, and each server found silent again by its first.
    expect(again).toBeLessThanOrEqual(HOSTS.length * 3)
  })
})
