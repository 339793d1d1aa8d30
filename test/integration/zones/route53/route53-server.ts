import { createHash, createHmac } from 'node:crypto'
import { openRoute53 } from '../../../../src/main/zones/route53/open-route53'
import { presentationOf } from '../../../../src/main/zones/presentation'
import type { WritableRrset } from '../../../../src/main/zones/rrset'
import type { ZoneAccess, ZoneAccessParts } from '../../../../src/main/zones/zone-access'
import type { ContractHost } from '../access-contract'
import { startHostServer, type HostServer, type Reply, type SeenRequest } from '../host-server'

/*
 * Route 53's API of 2013-04-01 as its reference describes it, with signatures checked (Signature Version 4). Source:
 * https://docs.aws.amazon.com/Route53/latest/APIReference/ and
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html, read on 29 November 2026.
 */

export interface TestSet {
  readonly name: string
  readonly type: string
  readonly ttl: number
  readonly values: string[]
  /** XML besides TTL and values, such as of an alias or of a routing policy. */
  readonly more?: string
}

export interface TestHostedZone {
  readonly id: string
  readonly name: string
  readonly isPrivate?: boolean
}

export interface Route53Host extends ContractHost {
  readonly server: HostServer
  readonly zones: TestHostedZone[]
  /** By the zone's id. */
  readonly sets: Map<string, TestSet[]>
  readonly zoneId: string
  /** Of the last change. */
  status: 'PENDING' | 'INSYNC'
  openWith(parts: ZoneAccessParts): ZoneAccess
}

const SETTINGS = { kind: 'route53', accessKeyId: 'AKIAIOSFODNN7EXAMPLE' } as const
const PREFIX = '/2013-04-01'
const SERVERS = ['ns-2048.awsdns-64.com', 'ns-2049.awsdns-65.net']

export async function startRoute53(): Promise<Route53Host> {
  const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
  const apex = 'contract.example'
  const zoneId = 'Z1D633PJN98FT9'
  let edits = 0
  const server = await startHostServer('https://route53.amazonaws.com', (request) => {
    if (!isSigned(request, secret)) {
      return refusal(403, 'SignatureDoesNotMatch', `The signature does not match that of ${secret}.`)
    }
    const path = request.path.slice(PREFIX.length)
    if (path === '/hostedzone') return listZones(request)
    if (path === '/hostedzonesbyname') return zonesByName(request)
    if (path.startsWith('/change/')) return xml('GetChangeResponse', changeInfo())
    const [, id = '', rest] = /^\/hostedzone\/([^/]+)(\/rrset\/?)?$/.exec(path) ?? []
    const zone = host.zones.find((one) => one.id === id)
    if (zone === undefined) return refusal(404, 'NoSuchHostedZone', `No hosted zone found with ID: ${id}`)
    if (rest === undefined) {
      const servers = SERVERS.map((one) => `<NameServer>${one}</NameServer>`).join('')
      return xml(
        'GetHostedZoneResponse',
        `${zoneXml(zone)}<DelegationSet><NameServers>${servers}</NameServers></DelegationSet>`,
      )
    }
    return request.method === 'POST' ? change(id, request) : listSets(id, request)
  })

  function listZones({ query }: SeenRequest): Reply {
    const from = Number(query.get('marker') ?? 0)
    const most = Number(query.get('maxitems') ?? 100)
    const more = from + most < host.zones.length
    const page = host.zones
      .slice(from, from + most)
      .map(zoneXml)
      .join('')
    return xml(
      'ListHostedZonesResponse',
      `<HostedZones>${page}</HostedZones><MaxItems>${most}</MaxItems><IsTruncated>${more}</IsTruncated>${more ? `<NextMarker>${from + most}</NextMarker>` : ''}`,
    )
  }
  function zonesByName({ query }: SeenRequest): Reply {
    const name = query.get('dnsname') ?? ''
    const found = host.zones.filter((one) => `${one.name}.` >= name)
    return xml(
      'ListHostedZonesByNameResponse',
      `<HostedZones>${found.map(zoneXml).join('')}</HostedZones><MaxItems>100</MaxItems><IsTruncated>false</IsTruncated>`,
    )
  }
  /** In the order of their names, from a name on. */
  function listSets(id: string, { query }: SeenRequest): Reply {
    const key = (set: TestSet): string => `${set.name.split('.').toReversed().join('.')} ${set.type}`
    const name = query.get('name')
    const start = name === null ? '' : `${name.split('.').toReversed().join('.')} ${query.get('type') ?? ''}`
    const all = (host.sets.get(id) ?? [])
      .toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
      .filter((set) => key(set) >= start)
    const most = Number(query.get('maxitems') ?? 300)
    const next = all[most]
    return xml(
      'ListResourceRecordSetsResponse',
      `<ResourceRecordSets>${all.slice(0, most).map(setXml).join('')}</ResourceRecordSets><MaxItems>${most}</MaxItems><IsTruncated>${next !== undefined}</IsTruncated>${next === undefined ? '' : `<NextRecordName>${next.name}</NextRecordName><NextRecordType>${next.type}</NextRecordType>`}`,
    )
  }

  /** All changes, in their order, or none. */
  function change(id: string, { text }: SeenRequest): Reply {
    let next = [...(host.sets.get(id) ?? [])]
    for (const [, one = ''] of text.matchAll(/<Change>([^]*?)<\/Change>/g)) {
      const set: TestSet = {
        name: field(one, 'Name'),
        type: field(one, 'Type'),
        ttl: Number(field(one, 'TTL')),
        values: [...one.matchAll(/<Value>([^]*?)<\/Value>/g)].map(([, value = '']) => unescaped(value)),
      }
      const old = next.find((held) => held.name === set.name && held.type === set.type)
      if (field(one, 'Action') === 'DELETE') {
        const isSame =
          old !== undefined &&
          old.ttl === set.ttl &&
          [...old.values].sort().join('\n') === [...set.values].sort().join('\n')
        if (!isSame)
          return refusal(
            400,
            'InvalidChangeBatch',
            `Tried to delete resource record set [name='${set.name}', type='${set.type}'] but the values provided do not match the current values`,
          )
        next = next.filter((held) => held !== old)
        continue
      }
      if (old !== undefined)
        return refusal(
          400,
          'InvalidChangeBatch',
          `Tried to create resource record set [name='${set.name}', type='${set.type}'] but it already exists`,
        )
      if (set.type === 'TXT' && set.values.some((value) => !/^"/.test(value)))
        return refusal(
          400,
          'InvalidChangeBatch',
          'InvalidCharacterString (Value should be enclosed in quotation marks)',
        )
      if (next.some((held) => held.name === set.name && (held.type === 'CNAME') !== (set.type === 'CNAME'))) {
        return refusal(
          400,
          'InvalidChangeBatch',
          'RRSet of type CNAME is not permitted as it conflicts with other records with the same DNS name',
        )
      }
      next.push(set)
    }
    host.sets.set(id, next)
    edits += 1
    return xml('ChangeResourceRecordSetsResponse', changeInfo())
  }
  const changeInfo = (): string =>
    `<ChangeInfo><Id>/change/C2682N5HXP0BZ4</Id><Status>${host.status}</Status><SubmittedAt>2026-11-29T01:36:41.958Z</SubmittedAt></ChangeInfo>`

  const at = (name: string, type: string): TestSet | undefined =>
    (host.sets.get(zoneId) ?? []).find((one) => one.name === `${name}.` && one.type === type)
  const put = (set: WritableRrset): void => {
    const values = set.data.map((data) => presentationOf(data, 8))
    host.sets.set(zoneId, [
      ...(host.sets.get(zoneId) ?? []),
      { name: `${set.name}.`, type: set.type, ttl: set.ttl ?? 300, values },
    ])
  }
  const host: Route53Host = {
    server,
    zones: [],
    sets: new Map(),
    zoneId,
    status: 'PENDING',
    apex,
    ttl: 4000,
    secret,
    async reset(sets) {
      server.instead.length = 0
      host.zones.splice(0, Infinity, { id: zoneId, name: apex })
      host.sets.clear()
      host.sets.set(zoneId, [
        { name: `${apex}.`, type: 'NS', ttl: 172_800, values: SERVERS.map((one) => `${one}.`) },
        {
          name: `${apex}.`,
          type: 'SOA',
          ttl: 900,
          values: [`${SERVERS[0]}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`],
        },
      ])
      sets.forEach(put)
    },
    open: async (key = secret) => openRoute53(SETTINGS, key, server.parts),
    openWith: (parts) => openRoute53(SETTINGS, secret, parts),
    openLosingAnswers: async () => openRoute53(SETTINGS, secret, server.losingParts),
    held: async (name, type) => at(name, type)?.values ?? [],
    async setElsewhere(name, type, set) {
      host.sets.set(
        zoneId,
        (host.sets.get(zoneId) ?? []).filter((one) => one !== at(name, type)),
      )
      if (set !== null) put(set)
    },
    edits: async () => edits,
    stop: () => server.stop(),
  }
  return host
}

/** Signature Version 4, as a server checks it. */
function isSigned({ method, path, query, headers, text }: SeenRequest, secret: string): boolean {
  const given = headers.authorization ?? ''
  const [, scope = '', signed = '', signature = ''] =
    /Credential=[^/]+\/([^,]+), SignedHeaders=([^,]+), Signature=(\w+)/.exec(given) ?? []
  const encode = (part: string): string =>
    encodeURIComponent(part).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)
  const canonicalQuery = [...query]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&')
  const sha = (of: string): string => createHash('sha256').update(of).digest('hex')
  const hmac = (key: string | Buffer, of: string): Buffer => createHmac('sha256', key).update(of).digest()
  const lines = signed
    .split(';')
    .map((name) => `${name}:${name === 'host' ? 'route53.amazonaws.com' : String(headers[name]).trim()}\n`)
  const canonical = [
    method,
    path.replaceAll('%', '%25'),
    canonicalQuery,
    lines.join(''),
    signed,
    sha(text),
  ].join('\n')
  const [date = '', region = '', service = ''] = scope.split('/')
  const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), service), 'aws4_request')
  const toSign = ['AWS4-HMAC-SHA256', String(headers['x-amz-date']), scope, sha(canonical)].join('\n')
  return hmac(key, toSign).toString('hex') === signature
}

function zoneXml({ id, name, isPrivate = false }: TestHostedZone): string {
  return `<HostedZone><Id>/hostedzone/${id}</Id><Name>${name}.</Name><CallerReference>r</CallerReference><Config><PrivateZone>${isPrivate}</PrivateZone></Config><ResourceRecordSetCount>2</ResourceRecordSetCount></HostedZone>`
}

function setXml({ name, type, ttl, values, more = '' }: TestSet): string {
  const records = values
    .map((value) => `<ResourceRecord><Value>${escaped(value)}</Value></ResourceRecord>`)
    .join('')
  const plain = values.length === 0 ? '' : `<TTL>${ttl}</TTL><ResourceRecords>${records}</ResourceRecords>`
  return `<ResourceRecordSet><Name>${escaped(name)}</Name><Type>${type}</Type>${more}${plain}</ResourceRecordSet>`
}

function xml(root: string, inner: string): Reply {
  return {
    text: `<?xml version="1.0"?>\n<${root} xmlns="https://route53.amazonaws.com/doc/2013-04-01/">${inner}</${root}>`,
  }
}

export function refusal(status: number, code: string, message: string): Reply {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error><RequestId>b25f48e8</RequestId>`
  return { status, ...xml('ErrorResponse', error) }
}

function field(text: string, name: string): string {
  return unescaped(new RegExp(`<${name}>([^]*?)</${name}>`).exec(text)?.[1] ?? '')
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

function unescaped(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&gt;', '>')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&')
}
