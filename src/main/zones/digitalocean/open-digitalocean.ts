import { plainName } from '../../dns/diagnosis/records/presentation'
import * as v from 'valibot'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { SettingsOf } from '../../../preload/contract/zone-connections'
import type { Sent } from '../host/attempts'
import { createHostHttp, type HostHttp } from '../host/host-http'
import { requireToken } from '../host/host-words'
import { writeZone } from '../host/write-zone'
import type { HostedZone, ZoneAccess, ZoneAccessParts, ZoneCapabilities, ZoneContents } from '../zone-access'
import { DigitalOceanRecord, rrsetsOf, stepsOf, type RecordStep } from './digitalocean-records'

/** The most of one page. */
const A_PAGE = 200

/** Records are changed one by one, so a batch can end half-way. A TTL is 30 s or more. */
const CAPABILITIES: ZoneCapabilities = {
  atomic: 'record',
  precondition: 'read-before',
  ttl: { least: 30, most: 2_147_483_647 },
  newTtl: 1800,
  mostChanges: 20,
  atOnce: 2,
  listsZones: true,
  saysWhenDone: false,
}

const Domain = v.object({ name: v.string() })
/** `next` is absent on the last page. */
const links = v.optional(
  v.nullable(v.object({ pages: v.optional(v.nullable(v.object({ next: v.optional(v.string()) }))) })),
)
const DomainsAnswer = v.object({ domains: v.array(Domain), links })
const DomainAnswer = v.object({ domain: Domain })
const RecordsAnswer = v.object({ domain_records: v.array(DigitalOceanRecord), links })
const Refusal = v.object({ message: v.string() })

/**
 * DigitalOcean's API v2.
 *
 * Source: https://docs.digitalocean.com/reference/api/ and github.com/digitalocean/openapi, read in November 2026.
 *
 * @param secret a personal access token
 * @throws ZonedeskError `invalid` where the token cannot be one
 */
export function openDigitalOcean(
  _settings: SettingsOf<'digitalocean'>,
  secret: string,
  parts: ZoneAccessParts,
): ZoneAccess {
  const token = requireToken(secret, 'access token')
  const http = createHostHttp({
    host: 'DigitalOcean',
    credential: 'access token',
    right:
      'Give the token the scopes domain:read, domain:create, domain:update and domain:delete, under API in the control panel.',
    hasAddress: false,
    base: 'https://api.digitalocean.com/v2',
    secret: token,
    headers: { authorization: `Bearer ${token}` },
    words: (body) => v.parse(Refusal, body).message,
    atOnce: CAPABILITIES.atOnce,
    parts,
  })
  return {
    capabilities: CAPABILITIES,
    async zones(signal) {
      const zones: HostedZone[] = []
      for (let page = 1; ; page += 1) {
        const path = `/domains?per_page=${A_PAGE}&page=${page}`
        const { domains, links: more } = (await http.read(path, DomainsAnswer, signal)).value
        zones.push(...domains.map(({ name }) => hostedZone(name, null)))
        if (domains.length === 0 || more?.pages?.next === undefined) return zones
      }
    },
    async find(apex, signal) {
      try {
        const { domain } = (await http.read(domainPath(apex), DomainAnswer, signal)).value
        if (plainName(domain.name) !== apex) return []
      } catch (error) {
        if (error instanceof ZonedeskError && error.failure.code === 'not-found') return []
        throw error
      }
      return [(await readZone(http, hostedZone(apex, null), parts.now, signal)).contents.zone]
    },
    read: async (zone, _owners, signal) => (await readZone(http, zone, parts.now, signal)).contents,
    write: (zone, changes, signal) =>
      writeZone(
        {
          host: 'DigitalOcean',
          capabilities: CAPABILITIES,
          zone,
          changes,
          read: (stop) => readZone(http, zone, parts.now, stop),
          plan: (real, { records }) => stepsOf(real, records, zone.apex),
          send: (steps) => sendSteps(http, zone, steps),
        },
        signal,
      ),
    close: () => undefined,
  }
}

/** Sends one step after the other, and stops at the first that fails: what was made before stays, so the end is unknown. */
async function sendSteps(
  http: HostHttp,
  zone: HostedZone,
  steps: readonly RecordStep[],
): Promise<Sent<unknown>> {
  const { signal } = new AbortController()
  for (const [at, { method, id, json }] of steps.entries()) {
    const path = `${domainPath(zone.id)}/records${id === undefined ? '' : `/${id}`}`
    const sent = await http.write({ method, path, ...(json !== undefined && { json }) }, null, signal)
    if (sent.state === 'done') continue
    if (at === 0) return sent
    const { message, fix } = sent.error.failure
    return {
      state: 'unknown',
      status: null,
      error: new ZonedeskError('refused', `Only some changes of ${zone.apex} were made. ${message}`, {
        fix: `Look at the zone at the DNS host to see which. ${fix}`.trim(),
        cause: sent.error,
      }),
    }
  }
  return { state: 'done', value: null }
}

interface ZoneReading {
  readonly records: readonly DigitalOceanRecord[]
  readonly contents: ZoneContents
}

async function readZone(
  http: HostHttp,
  zone: HostedZone,
  now: () => number,
  signal: AbortSignal,
): Promise<ZoneReading> {
  const records: DigitalOceanRecord[] = []
  for (let page = 1; ; page += 1) {
    const path = `${domainPath(zone.id)}/records?per_page=${A_PAGE}&page=${page}`
    const answer = (await http.read(path, RecordsAnswer, signal)).value
    records.push(...answer.domain_records)
    if (answer.domain_records.length === 0 || answer.links?.pages?.next === undefined) break
  }
  const servers = records.filter(({ name, type }) => name === '@' && type === 'NS').map(({ data }) => data)
  return {
    records,
    contents: {
      zone: hostedZone(zone.apex, servers),
      rrsets: rrsetsOf(records, zone.apex),
      extent: 'whole',
      serial: null,
      at: now(),
    },
  }
}

function hostedZone(name: string, servers: readonly string[] | null): HostedZone {
  const apex = plainName(name)
  const nameServers = servers === null || servers.length === 0 ? null : servers.map(plainName).toSorted()
  return { id: apex, apex, nameServers, notWritable: null }
}

function domainPath(id: string): string {
  return `/domains/${encodeURIComponent(id)}`
}
