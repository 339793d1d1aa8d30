import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compareRecord } from '../../../../src/main/dns/diagnosis/comparison/compare-record'
import { valuesOf, isUseful, resolved } from '../../../../src/main/dns/diagnosis/answers/seen-answers'
import { createDnsClient, type DnsClient } from '../../../../src/main/dns/client/dns-client'
import type { Server } from '../../../../src/preload/contract/dns-answer'
import type { DnsRecord } from '../../../../src/preload/contract/domain'
import { startDnsServer, zoneFor, type DnsServer, type ZoneRecord } from '../../../dns-server/knot'

const ZONE = 'mail.example.com'
const mx = (label: string, value: string, priority = 10): ZoneRecord => ({
  ...{ type: 'MX', name: `${label}.${ZONE}`, value, priority },
})

const RECORDS: readonly ZoneRecord[] = [
  mx('right', 'mxa.provider.test'),
  mx('right', 'mxb.provider.test'),
  mx('upper', 'MXA.Provider.TEST'),
  mx('priority', 'mxa.provider.test', 20),
  mx('other', 'aspmx.other.test', 1),
  mx('both', 'mxa.provider.test'),
  mx('both', 'aspmx.other.test', 1),
  mx('second', 'mxb.provider.test'),
  mx('appended', `mxa.provider.test.${ZONE}`),
  mx('null', '.', 0),
  { type: 'TXT', name: `text.${ZONE}`, value: 'no mail server here' },
]

const expected = (name: string): DnsRecord[] =>
  ['mxa.provider.test', 'mxb.provider.test'].map((value) => ({
    ...{
      purpose: 'receiving',
      type: 'MX',
      name,
      value,
      priority: 10,
      valid: 'unknown',
      cached: [],
      isActive: null,
    },
  }))

describe('MX records against dig', () => {
  let server: DnsServer
  let client: DnsClient
  beforeAll(async () => {
    server = await startDnsServer({ zones: { [ZONE]: zoneFor(ZONE, RECORDS) } })
    client = createDnsClient({ fetch: () => Promise.reject(new Error('No DoH here.')) })
  })
  afterAll(async () => {
    client.close()
    await server.stop()
  })

  it.each([
    ['right', 'published'],
    ['upper', 'published'],
    // A preference only orders the servers of one name.
    ['priority', 'published'],
    ['other', 'different'],
    ['both', 'published'],
    ['second', 'missing'],
    ['appended', 'different'],
    ['null', 'different'],
    ['text', 'missing'],
    ['nothing', 'missing'],
  ])('sees what dig sees of %s, and the first mail server as %s', async (label, standing) => {
    const name = `${label}.${ZONE}`
    const own: Server = { id: 'ns', name: 'ns', kind: 'authoritative', address: server.address }
    const answer = await client.ask({ server: own, question: { name, type: 'MX' }, recursionDesired: false })
    if (!isUseful(answer)) throw new Error(`The server did not answer for ${name}.`)
    expect(valuesOf(answer).map(plain).toSorted()).toEqual(dig(name, server.port))

    const records = expected(name)
    expect(compareRecord(records[0]!, resolved(answer).records, records)).toBe(standing)
    // The same verdict by what dig printed alone.
    const isThere = dig(name, server.port).some((line) => /^\d+ mxa\.provider\.test$/.test(line))
    expect(isThere).toBe(standing === 'published')
  })
})

function dig(name: string, port: number): string[] {
  const { stdout, stderr, status, error } = spawnSync(
    'dig',
    ['@127.0.0.1', '-p', String(port), name, 'MX', '+short', '+tries=2', '+time=3'],
    { encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`dig did not answer: ${error?.message ?? stderr}`)
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map(plain)
    .toSorted()
}

/** Without the dot at the end, and in lower case; the root stays a dot. */
function plain(value: string): string {
  return value.toLowerCase().replace(/(?<=[^ ])\.$/, '')
}
