import { openPowerDns } from '../../../../src/main/zones/powerdns/open-powerdns'
import { presentationOf } from '../../../../src/main/zones/presentation'
import { isWritable, type WritableRrset } from '../../../../src/main/zones/rrset'
import type { ZoneAccess, ZoneAccessParts } from '../../../../src/main/zones/zone-access'
import { startPowerDns, type PowerDnsServer } from '../../../dns-server/powerdns'
import type { ContractHost } from '../access-contract'
import { losingParts, realParts } from '../access-parts'

export interface HeldRrset {
  readonly name: string
  readonly type: string
  readonly ttl: number
  readonly records: { content: string; disabled?: boolean }[]
  readonly comments: { content: string; account: string; modified_at?: number }[]
}

/** A real PowerDNS, and its API past the adapter. */
export interface PowerDnsHost extends ContractHost {
  readonly server: PowerDnsServer
  /** @throws Error with the API's words */
  api(method: string, path: string, body?: unknown): Promise<unknown>
  sets(apex?: string): Promise<HeldRrset[]>
  openWith(parts: ZoneAccessParts): ZoneAccess
}

export async function startPowerDnsHost(apex = 'contract.example'): Promise<PowerDnsHost> {
  const server = await startPowerDns({ zones: {}, keys: [], settings: ['gsqlite3-dnssec=yes'] })
  const open = (secret: string, parts: ZoneAccessParts): ZoneAccess =>
    openPowerDns({ kind: 'powerdns', url: server.apiUrl, serverId: 'localhost' }, secret, parts)

  async function api(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${server.apiUrl}/api/v1/servers/localhost${path}`, {
      method,
      headers: { 'x-api-key': server.apiKey },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return text === '' ? null : JSON.parse(text)
  }
  const zone = async (name = apex): Promise<{ rrsets: HeldRrset[]; serial: number }> =>
    (await api('GET', `/zones/${name}.`)) as { rrsets: HeldRrset[]; serial: number }
  const sets = async (name = apex): Promise<HeldRrset[]> => (await zone(name)).rrsets
  const replacing = (set: WritableRrset): object => ({
    name: `${set.name}.`,
    type: set.type,
    ttl: set.ttl,
    changetype: 'REPLACE',
    records: set.data.map((data) => ({ content: presentationOf(data), disabled: false })),
  })

  return {
    server,
    api,
    sets,
    apex,
    ttl: 4000,
    secret: server.apiKey,
    async reset(wanted) {
      await api('DELETE', `/zones/${apex}.`).catch(() => undefined)
      await api('POST', '/zones', {
        name: `${apex}.`,
        kind: 'Native',
        nameservers: ['ns1.example.net.', 'ns2.example.net.'],
      })
      await api('PATCH', `/zones/${apex}.`, { rrsets: wanted.filter(isWritable).map(replacing) })
    },
    open: async (secret = server.apiKey) => open(secret, realParts),
    openWith: (parts) => open(server.apiKey, parts),
    openLosingAnswers: async () => open(server.apiKey, losingParts),
    async held(name, type) {
      const set = (await sets()).find((one) => one.name === `${name}.` && one.type === type)
      return (set?.records ?? []).map(({ content }) => content)
    },
    async setElsewhere(name, type, set) {
      const rrset = set === null ? { name: `${name}.`, type, changetype: 'DELETE' } : replacing(set)
      await api('PATCH', `/zones/${apex}.`, { rrsets: [rrset] })
    },
    edits: async () => (await zone()).serial,
    stop: () => server.stop(),
  }
}
