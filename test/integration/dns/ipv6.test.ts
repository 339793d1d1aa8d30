import { networkInterfaces } from 'node:os'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { diagnose } from '../../../src/main/dns/diagnose'
import type { DnsClient } from '../../../src/main/dns/client/dns-client'
import { observeDomain } from '../../../src/main/dns/observe/observe-domain'
import type { Observation } from '../../../src/preload/contract/dns-answer'
import type { DnsRecord } from '../../../src/preload/contract/domain'
import { freePort } from '../../dns-server/free-port'
import { startDnsServer } from '../../dns-server/knot'
import { startUnbound } from '../../dns-server/unbound'
import { clientFor, resolver } from './clients'

const SIX = '::1'
const FOUR = '127.0.0.2'
/** The loopback of IPv6, which a container may lack. */
const HAS_SIX = Object.values(networkInterfaces()).some((list) =>
  list?.some(({ address }) => address === SIX),
)

const COM = [
  '$ORIGIN com.',
  '$TTL 60',
  '@ SOA ns.nic hostmaster.nic 7 3600 600 86400 30',
  '@ NS ns.nic',
  `ns.nic AAAA ${SIX}`,
  'example NS ns1.example',
  `ns1.example AAAA ${SIX}`,
  '',
].join('\n')
const LONG = Array.from({ length: 8 }, (_, index) => `"${String(index).repeat(250)}"`).join(' ')
const EXAMPLE = [
  '$ORIGIN example.com.',
  '$TTL 60',
  '@ SOA ns1 hostmaster 9 3600 600 86400 30',
  '@ NS ns1',
  `ns1 AAAA ${SIX}`,
  'mg TXT "v=spf1 ip4:192.0.2.1 ~all"',
  `long TXT ${LONG}`,
  '',
].join('\n')

function expected(name: string, value: string): DnsRecord {
  return {
    ...{ purpose: 'sending', type: 'TXT', name, value, priority: null },
    ...{ valid: 'valid', cached: [], isActive: null },
  }
}
const WANTED = [
  expected('mg.example.com', 'v=spf1 ip4:192.0.2.1 ~all'),
  expected('long.example.com', LONG.replaceAll('"', '').replaceAll(' ', '')),
]

// Skipped where there is no IPv6, which the report then shows.
describe.skipIf(!HAS_SIX)('servers that have IPv6 alone', () => {
  const running: { stop(): Promise<void> }[] = []
  let client: DnsClient
  let seen: Observation

  beforeAll(async () => {
    client = clientFor()
    const port = await freePort([SIX, FOUR])
    const zones = { com: COM, 'example.com': EXAMPLE }
    running.push(await startDnsServer({ zones, host: SIX, port }))
    // The same zones for the resolver, which asks over IPv4.
    running.push(await startDnsServer({ zones, host: FOUR, port }))
    const asks = [`${FOUR}:${port}`]
    const recursive = await startUnbound({ stubs: { '.': asks, com: asks, 'example.com': asks } })
    running.push(recursive)
    seen = await observeDomain({
      ...{ domain: 'mg.example.com', expected: WANTED, client, families: [6], authoritativePort: port },
      resolvers: [resolver(recursive.address)],
    })
  }, 60_000)
  afterAll(async () => {
    client.close()
    await Promise.all(running.map((server) => server.stop()))
  })

  it('are found by their AAAA records and asked', () => {
    expect(seen.zone).toMatchObject({ state: 'found', apex: 'example.com', direct: true })
    expect(seen.zone.servers).toMatchObject([
      { host: 'ns1.example.com', lame: null, address: expect.stringMatching(/^\[::1\]:\d+$/) as string },
    ])
    expect(diagnose(seen, WANTED).records.map(({ standing }) => standing)).toEqual(['published', 'published'])
  })

  it('answer over UDP, and over TCP what is too long for it', () => {
    const own = (name: string) =>
      seen.answers.find(
        ({ server, question }) => server.address.startsWith('[::1]') && question.name === name,
      )
    expect(own('mg.example.com')).toMatchObject({ transport: 'udp', outcome: { flags: { aa: true } } })
    expect(own('long.example.com')).toMatchObject({ transport: 'tcp', outcome: { flags: { tc: true } } })
  })
})
