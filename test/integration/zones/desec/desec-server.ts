import { characterStrings } from '../../../../src/main/dns/diagnosis/records/presentation'
import { openDesec } from '../../../../src/main/zones/desec/open-desec'
import { presentationOf, stringsFromPresentation, quoted } from '../../../../src/main/zones/presentation'
import { type WritableRrset } from '../../../../src/main/zones/rrset'
import type { ContractHost } from '../access-contract'
import { startHostServer, type HostServer, type Reply, type SeenRequest } from '../host-server'

/*
 * deSEC's API v1 as its documentation describes it. Source: https://desec.readthedocs.io/ and
 * github.com/desec-io/desec-stack/tree/main/docs, read on 29 November 2026.
 */

export interface TestRrset {
  readonly name: string
  readonly domain: string
  readonly subname: string
  readonly type: string
  ttl: number
  records: string[]
}

export interface DesecHost extends ContractHost {
  readonly server: HostServer
  /** By name; the value is the least TTL. */
  readonly domains: Map<string, number>
  sets: TestRrset[]
}

const SETTINGS = { kind: 'desec' } as const
const A_PAGE = 500

export async function startDesec(): Promise<DesecHost> {
  const secret = '4pnk7u-NHvrEkFzrhFDRTjGFyX_S'
  const apex = 'contract.example'
  let edits = 0
  const server = await startHostServer('https://desec.io', (request) => {
    if (request.headers.authorization !== `Token ${secret}`) {
      return { status: 401, json: { detail: `Invalid token ${String(request.headers.authorization)}.` } }
    }
    const path = request.path.slice('/api/v1'.length)
    if (path === '/domains/') {
      return page(
        [...host.domains.keys()].map((name) => ({ name, minimum_ttl: host.domains.get(name) })),
        request,
      )
    }
    const [, name = '', rest = ''] = /^\/domains\/([^/]+)\/(.*)$/.exec(path) ?? []
    const least = host.domains.get(name)
    if (least === undefined) return { status: 404, json: { detail: 'Not found.' } }
    if (rest === '') return { json: { name, minimum_ttl: least, keys: [] } }
    if (rest === 'rrsets/@/NS/') {
      const servers = host.sets.find((one) => one.domain === name && one.subname === '' && one.type === 'NS')
      return servers === undefined ? { status: 404, json: { detail: 'Not found.' } } : { json: servers }
    }
    if (rest !== 'rrsets/') return { status: 404, json: { detail: 'Not found.' } }
    if (request.method === 'PATCH') return bulk(name, least, request)
    const subname = request.query.get('subname')
    const sets = host.sets.filter(
      (one) => one.domain === name && (subname === null || one.subname === subname),
    )
    return page(sets, request)
  })

  /** Either all are accepted, or none. */
  function bulk(domain: string, least: number, { json }: SeenRequest): Reply {
    const patches = json as { subname?: string; type: string; ttl?: number; records?: string[] }[]
    let next = host.sets.map((one) => ({ ...one }))
    const errors = patches.map((patch) => {
      const { subname = '', type, ttl, records } = patch
      const isHere = (one: TestRrset): boolean =>
        one.domain === domain && one.subname === subname && one.type === type
      const old = next.find(isHere)
      if (type === 'SOA') return { type: ['You cannot tinker with the SOA RRset.'] }
      if (records?.length === 0) {
        next = next.filter((one) => !isHere(one))
        return {}
      }
      if (old === undefined && (ttl === undefined || records === undefined))
        return { ttl: ['This field is required.'] }
      if (ttl !== undefined && ttl < least)
        return { ttl: [`Ensure this value is greater than or equal to ${least}.`] }
      if ((type === 'CNAME' || type === 'MX') && records?.some((one) => !one.endsWith('.'))) {
        return { records: ['Hostnames must be fully qualified.'] }
      }
      if (type === 'TXT' && records?.some((one) => !one.startsWith('"')))
        return { records: ['Data for TXT records must be given using quotation marks.'] }
      const set = old ?? {
        name: `${subname === '' ? '' : `${subname}.`}${domain}.`,
        domain,
        subname,
        type,
        ttl: 0,
        records: [],
      }
      if (old === undefined) next.push(set)
      if (ttl !== undefined) set.ttl = ttl
      if (records !== undefined) set.records = records.map((one) => canonical(type, one))
      return {}
    })
    if (errors.some((one) => Object.keys(one).length > 0)) return { status: 400, json: errors }
    const names = new Set(next.filter(({ type }) => type === 'CNAME').map(({ name }) => name))
    if (next.some(({ name, type }) => type !== 'CNAME' && names.has(name))) {
      return { status: 400, json: { non_field_errors: ['RRset with conflicting type present.'] } }
    }
    host.sets = next
    edits += 1
    return { json: patches }
  }

  const at = (name: string, type: string): TestRrset | undefined =>
    host.sets.find((one) => one.name === `${name}.` && one.type === type)
  const put = (set: WritableRrset): void => {
    const subname = set.name === apex ? '' : set.name.slice(0, -apex.length - 1)
    host.sets.push({
      name: `${set.name}.`,
      domain: apex,
      subname,
      type: set.type,
      ttl: set.ttl ?? 3600,
      records: set.data.map((data) => presentationOf(data)),
    })
  }
  const host: DesecHost = {
    server,
    domains: new Map([[apex, 3600]]),
    sets: [],
    apex,
    ttl: 4000,
    secret,
    async reset(sets) {
      server.instead.length = 0
      host.domains.clear()
      host.domains.set(apex, 3600)
      host.sets = [
        {
          name: `${apex}.`,
          domain: apex,
          subname: '',
          type: 'NS',
          ttl: 3600,
          records: ['ns1.desec.io.', 'ns2.desec.org.'],
        },
      ]
      sets.forEach(put)
    },
    open: async (token = secret) => openDesec(SETTINGS, token, server.parts),
    openLosingAnswers: async () => openDesec(SETTINGS, secret, server.losingParts),
    held: async (name, type) => at(name, type)?.records ?? [],
    async setElsewhere(name, type, set) {
      host.sets = host.sets.filter((one) => one !== at(name, type))
      if (set !== null) put(set)
    },
    edits: async () => edits,
    stop: () => server.stop(),
  }
  return host
}

/** deSEC keeps a text in character-strings of 255 octets, however they were given. */
function canonical(type: string, record: string): string {
  if (type !== 'TXT') return record
  const octets = (stringsFromPresentation(record) ?? []).join('')
  return characterStrings(Buffer.from(octets, 'latin1').toString('utf8'))
    .map((string) => quoted(string))
    .join(' ')
}

function page(all: readonly unknown[], { query }: SeenRequest): Reply {
  const cursor = query.get('cursor')
  if (cursor === null && all.length > A_PAGE) {
    return { status: 400, json: { detail: 'Pagination required. You can query up to 500 items at a time.' } }
  }
  const from = Number(cursor ?? 0)
  const next =
    from + A_PAGE < all.length ? `<https://elsewhere.example/?cursor=${from + A_PAGE}>; rel="next"` : null
  return {
    json: all.slice(from, from + A_PAGE),
    headers: {
      link: ['<https://desec.io/api/v1/domains/?cursor=>; rel="first"', next]
        .filter((one) => one !== null)
        .join(', '),
    },
  }
}
