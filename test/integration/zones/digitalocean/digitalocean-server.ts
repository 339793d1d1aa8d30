import { openDigitalOcean } from '../../../../src/main/zones/digitalocean/open-digitalocean'
import { shownValue, type WritableRrset } from '../../../../src/main/zones/rrset'
import type { ContractHost } from '../access-contract'
import { startHostServer, type HostServer, type Reply, type SeenRequest } from '../host-server'

/*
 * DigitalOcean's API v2 as its OpenAPI description has it. Source: github.com/digitalocean/openapi,
 * specification/resources/domains, read on 29 November 2026.
 */

interface TestRecord {
  readonly id: number
  name: string
  type: string
  data: string
  priority: number | null
  ttl: number
}

export interface DigitalOceanHost extends ContractHost {
  readonly server: HostServer
  readonly domains: string[]
  records: TestRecord[]
}

const SETTINGS = { kind: 'digitalocean' } as const

export async function startDigitalOcean(): Promise<DigitalOceanHost> {
  const secret = 'dop_v1_b7d03a6947b217efb6f3ec3bd3504582'
  const apex = 'contract.example'
  let edits = 0
  let lastId = 28_448_428
  const server = await startHostServer('https://api.digitalocean.com', (request) => {
    if (request.headers.authorization !== `Bearer ${secret}`) {
      return refusal(
        401,
        'unauthorized',
        `Unable to authenticate you with ${String(request.headers.authorization)}`,
      )
    }
    const path = request.path.slice('/v2'.length)
    if (path === '/domains') {
      return page(
        'domains',
        host.domains.map((name) => ({ name, ttl: 1800, zone_file: '' })),
        request,
      )
    }
    const [, name = '', rest, id] = /^\/domains\/([^/]+)(\/records)?(?:\/(\d+))?$/.exec(path) ?? []
    if (!host.domains.includes(name))
      return refusal(404, 'not_found', 'The resource you requested could not be found.')
    if (rest === undefined) return { json: { domain: { name, ttl: 1800, zone_file: '' } } }
    if (request.method === 'GET') return page('domain_records', host.records, request)
    return edit(request, id === undefined ? null : Number(id))
  })

  function edit({ method, json }: SeenRequest, id: number | null): Reply {
    const old = host.records.find((one) => one.id === id)
    if (id !== null && old === undefined)
      return refusal(404, 'not_found', 'The resource you requested could not be found.')
    if (method === 'DELETE') {
      host.records = host.records.filter((one) => one !== old)
      edits += 1
      return { status: 204 }
    }
    const given = json as Partial<TestRecord>
    const record: TestRecord = { ...(old ?? newRecord()), ...given }
    if (given.data !== undefined && (record.type === 'CNAME' || record.type === 'MX')) {
      if (!given.data.endsWith('.'))
        return refusal(422, 'unprocessable_entity', 'Data needs to end with a dot (.)')
      record.data = given.data === `${apex}.` ? '@' : given.data.slice(0, -1)
    }
    const others = host.records.filter((one) => one !== old && one.name === record.name)
    if (others.some(({ type }) => (type === 'CNAME') !== (record.type === 'CNAME'))) {
      return refusal(422, 'unprocessable_entity', 'CNAME records cannot share a name with other records')
    }
    host.records =
      old === undefined ? [...host.records, record] : host.records.map((one) => (one === old ? record : one))
    edits += 1
    return { status: old === undefined ? 201 : 200, json: { domain_record: record } }
  }
  function newRecord(): TestRecord {
    lastId += 1
    return { id: lastId, name: '', type: '', data: '', priority: null, ttl: 1800 }
  }
  const label = (name: string): string => (name === apex ? '@' : name.slice(0, -apex.length - 1))
  const at = (name: string, type: string): TestRecord[] =>
    host.records.filter((one) => one.name === label(name) && one.type === type)
  const put = (set: WritableRrset): void => {
    for (const data of set.data) {
      const [priority, target] =
        data.type === 'MX' ? [data.preference, data.exchange] : [null, shownValue(data)]
      host.records.push({
        ...newRecord(),
        name: label(set.name),
        type: set.type,
        ttl: set.ttl ?? 1800,
        data: target,
        priority,
      })
    }
  }
  const host: DigitalOceanHost = {
    server,
    domains: [],
    records: [],
    apex,
    ttl: 4000,
    keepsPlainTextsOnly: true,
    secret,
    async reset(sets) {
      server.instead.length = 0
      host.domains.splice(0, Infinity, apex)
      host.records = ['ns1', 'ns2', 'ns3'].map((one) => ({
        ...newRecord(),
        name: '@',
        type: 'NS',
        data: `${one}.digitalocean.com`,
      }))
      host.records.push({ ...newRecord(), name: '@', type: 'SOA', data: '1800' })
      sets.forEach(put)
    },
    open: async (token = secret) => openDigitalOcean(SETTINGS, token, server.parts),
    openLosingAnswers: async () => openDigitalOcean(SETTINGS, secret, server.losingParts),
    held: async (name, type) =>
      at(name, type).map(({ data, priority }) => `${priority ?? ''} ${data}`.trim()),
    async setElsewhere(name, type, set) {
      const gone = new Set(at(name, type))
      host.records = host.records.filter((one) => !gone.has(one))
      if (set !== null) put(set)
    },
    edits: async () => edits,
    stop: () => server.stop(),
  }
  return host
}

function page(key: string, all: readonly unknown[], { query }: SeenRequest): Reply {
  const size = Math.min(200, Number(query.get('per_page') ?? 20))
  const number = Number(query.get('page') ?? 1)
  const more = number * size < all.length
  const next = `https://api.digitalocean.com/v2/domains?page=${number + 1}`
  const links = more ? { pages: { next, last: next } } : {}
  return {
    json: { [key]: all.slice((number - 1) * size, number * size), links, meta: { total: all.length } },
  }
}

export function refusal(status: number, id: string, message: string): Reply {
  return { status, json: { id, message, request_id: '4d9d8375-3c56-4925-a3e7-eb137fed17e9' } }
}
