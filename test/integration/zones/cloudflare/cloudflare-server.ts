import { openCloudflare } from '../../../../src/main/zones/cloudflare/open-cloudflare'
import { presentationOf } from '../../../../src/main/zones/presentation'
import type { WritableRrset, WritableType } from '../../../../src/main/zones/rrset'
import type { ZoneAccess, ZoneAccessParts } from '../../../../src/main/zones/zone-access'
import type { ContractHost } from '../access-contract'
import { startHostServer, type HostServer, type Reply, type SeenRequest } from '../host-server'

/*
 * Cloudflare's API v4 as its documentation describes it. Source: https://developers.cloudflare.com/api/ (resources Zones
 * and DNS records, "Batch DNS Records") and
 * https://developers.cloudflare.com/dns/manage-dns-records/how-to/batch-record-changes/, read on 29 November 2026.
 */

export interface TestRecord {
  readonly id: string
  name: string
  type: string
  content: string
  ttl: number
  proxied: boolean
  priority?: number
  comment: string | null
  tags: string[]
  settings: object
  meta: object
}

export interface TestZone {
  readonly id: string
  readonly name: string
  readonly status: string
  readonly type: string
  readonly paused: boolean
  readonly name_servers: string[]
  readonly account: { readonly id: string; readonly name: string }
}

export interface CloudflareHost extends ContractHost {
  readonly server: HostServer
  readonly zones: TestZone[]
  /** By the zone's id. */
  readonly records: Map<string, TestRecord[]>
  readonly zoneId: string
  add(fields: Partial<TestRecord> & Pick<TestRecord, 'name' | 'type' | 'content'>): TestRecord
  openWith(parts: ZoneAccessParts): ZoneAccess
}

const PREFIX = '/client/v4'
const SETTINGS = { kind: 'cloudflare' } as const

export async function startCloudflare(): Promise<CloudflareHost> {
  const secret = 'cfut-Sn3lZJTBX6kkg7OdcBUAxOO963GEIyGQqnFTOFYY'
  const apex = 'contract.example'
  const zoneId = '023e105f4ecef8ad9ca31a8372d0c353'
  const zones: TestZone[] = [zone(zoneId, apex)]
  const records = new Map<string, TestRecord[]>()
  let edits = 0
  let lastId = 0

  const server = await startHostServer('https://api.cloudflare.com', (request) => {
    if (request.headers.authorization !== `Bearer ${secret}`) {
      return refusal(403, 9109, `Invalid access token ${String(request.headers.authorization)}`)
    }
    const path = request.path.slice(PREFIX.length)
    if (path === '/zones') return listZones(request)
    const [, id = '', rest] = /^\/zones\/([^/]+)(?:\/(.*))?$/.exec(path) ?? []
    const found = zones.find((one) => one.id === id)
    if (found === undefined)
      return refusal(404, 7003, 'Could not route to the zone, perhaps your object identifier is invalid?')
    if (rest === undefined) return success(found)
    if (rest === 'dns_records') return listRecords(id, request)
    if (rest === 'dns_records/batch' && request.method === 'POST') return batch(id, request)
    return refusal(405, 10405, 'Method not allowed')
  })

  function listZones({ query }: SeenRequest): Reply {
    const name = query.get('name')
    const all = zones.filter((one) => name === null || one.name === name)
    return pageOf(all, query, 50)
  }
  function listRecords(id: string, { query }: SeenRequest): Reply {
    const name = query.get('name')
    return pageOf(
      (records.get(id) ?? []).filter((one) => name === null || one.name === name),
      query,
      5_000_000,
    )
  }

  /** One transaction: deletes, patches, puts, posts; the first error undoes all. */
  function batch(id: string, { json }: SeenRequest): Reply {
    const { deletes = [], patches = [], posts = [] } = json as Record<string, Record<string, unknown>[]>
    if (deletes.length + patches.length + posts.length > 200)
      return refusal(400, 9000, 'Too many records in a batch.')
    let next = (records.get(id) ?? []).map((one) => ({ ...one }))
    for (const one of deletes) {
      if (!next.some((record) => record.id === one['id']))
        return refusal(404, 81044, 'Record does not exist.')
      next = next.filter((record) => record.id !== one['id'])
    }
    for (const patch of patches) {
      const record = next.find((one) => one.id === patch['id'])
      if (record === undefined) return refusal(404, 81044, 'Record does not exist.')
      if ((record.meta as { read_only?: boolean }).read_only)
        return refusal(400, 1043, 'Record is managed by another product.')
      Object.assign(record, patch)
      const wrong = wrongIn(record, next)
      if (wrong !== null) return wrong
    }
    for (const post of posts) {
      const record = { ...newRecord(), ...post }
      next.push(record)
      const wrong = wrongIn(record, next)
      if (wrong !== null) return wrong
    }
    records.set(id, next)
    edits += 1
    return success({ deletes, patches, posts })
  }

  function wrongIn(record: TestRecord, all: readonly TestRecord[]): Reply | null {
    const others = all.filter((one) => one !== record && one.name === record.name)
    if (record.type === 'TXT' && !/^"/.test(record.content))
      return refusal(400, 9009, 'TXT content must be quoted.')
    if (record.ttl !== 1 && (record.ttl < 60 || record.ttl > 86_400))
      return refusal(400, 9021, 'Invalid TTL.')
    // At the apex, a CNAME is answered with addresses ("CNAME flattening"), and keeps no others away than those.
    const isApart = (type: string): boolean => type === 'TXT' || type === 'MX' || type === 'NS'
    const held = record.name === apex ? others.filter(({ type }) => !isApart(type)) : others
    const isFree = record.name === apex && isApart(record.type)
    if (
      !isFree &&
      held.some(({ type }) => (type === 'CNAME') !== (record.type === 'CNAME') || type === 'CNAME')
    ) {
      return refusal(400, 81053, 'An A, AAAA, or CNAME record with that host already exists.')
    }
    if (others.some(({ type, content }) => type === record.type && content === record.content)) {
      return refusal(400, 81058, 'An identical record already exists.')
    }
    return null
  }

  function newRecord(): TestRecord {
    lastId += 1
    return {
      id: `372e67954025e0ba6aaa6d586b9e${String(lastId).padStart(4, '0')}`,
      name: '',
      type: '',
      content: '',
      ttl: 1,
      proxied: false,
      comment: null,
      tags: [],
      settings: {},
      meta: {},
    }
  }
  const host: CloudflareHost = {
    server,
    zones,
    records,
    zoneId,
    apex,
    ttl: 4000,
    secret,
    add(fields) {
      const record = { ...newRecord(), ...fields }
      records.set(zoneId, [...(records.get(zoneId) ?? []), record])
      return record
    },
    async reset(sets) {
      records.clear()
      zones.splice(0, zones.length, zone(zoneId, apex))
      server.instead.length = 0
      for (const set of sets) put(set)
    },
    open: async (token = secret) => openCloudflare(SETTINGS, token, server.parts),
    openWith: (parts) => openCloudflare(SETTINGS, secret, parts),
    openLosingAnswers: async () => openCloudflare(SETTINGS, secret, server.losingParts),
    held: async (name, type) =>
      at(name, type).map(({ content, priority }) => `${priority ?? ''} ${content}`.trim()),
    async setElsewhere(name, type, set) {
      const gone = new Set(at(name, type))
      records.set(
        zoneId,
        (records.get(zoneId) ?? []).filter((one) => !gone.has(one)),
      )
      if (set !== null) put(set)
    },
    edits: async () => edits,
    stop: () => server.stop(),
  }
  const at = (name: string, type: WritableType): TestRecord[] =>
    (records.get(zoneId) ?? []).filter((one) => one.name === name && one.type === type)
  function put(set: WritableRrset): void {
    for (const data of set.data) {
      const text = presentationOf(data)
      const [, priority, exchange] = set.type === 'MX' ? (/^(\d+) (.*)$/.exec(text) ?? []) : []
      const content = (exchange ?? text).replace(/(?<=[^"])\.$/, '')
      host.add({
        name: set.name,
        type: set.type,
        ttl: set.ttl ?? 1,
        content,
        ...(priority !== undefined && { priority: Number(priority) }),
      })
    }
  }
  return host
}

export function zone(id: string, name: string, rest: Partial<TestZone> = {}): TestZone {
  return {
    id,
    name,
    status: 'active',
    type: 'full',
    paused: false,
    name_servers: ['bob.ns.cloudflare.com', 'lola.ns.cloudflare.com'],
    account: { id: '01a7362d577a6c3019a474fd6f485823', name: 'Example account' },
    ...rest,
  }
}

function pageOf(all: readonly unknown[], query: URLSearchParams, most: number): Reply {
  const size = Number(query.get('per_page') ?? 20)
  const page = Number(query.get('page') ?? 1)
  if (size > most) return refusal(400, 6003, `per_page must be at most ${most}`)
  const result = all.slice((page - 1) * size, page * size)
  return success(result, {
    page,
    per_page: size,
    count: result.length,
    total_count: all.length,
    total_pages: Math.ceil(all.length / size),
  })
}

function success(result: unknown, info?: object): Reply {
  return {
    json: {
      success: true,
      errors: [],
      messages: [],
      result,
      ...(info !== undefined && { result_info: info }),
    },
  }
}

export function refusal(status: number, code: number, message: string): Reply {
  return { status, json: { success: false, errors: [{ code, message }], messages: [], result: null } }
}
