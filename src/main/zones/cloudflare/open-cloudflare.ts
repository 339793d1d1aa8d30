import { plainName } from '../../dns/diagnosis/records/presentation'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { SettingsOf } from '../../../preload/contract/zone-connections'
import { createHostHttp, type HostHttp } from '../host/host-http'
import { requireToken } from '../host/host-words'
import { writeZone } from '../host/write-zone'
import { ownersOf } from '../preconditions'
import type { WritableType } from '../rrset'
import type { HostedZone, ZoneAccess, ZoneAccessParts, ZoneCapabilities, ZoneContents } from '../zone-access'
import {
  BatchAnswer,
  cloudflareStatus,
  cloudflareWords,
  RecordsAnswer,
  ZoneAnswer,
  ZonesAnswer,
  type CloudflareRecord,
  type CloudflareZone,
} from './cloudflare-answers'
import { batchOf, rrsetsOf, type RecordBatch } from './cloudflare-records'

const BASE = 'https://api.cloudflare.com/client/v4'
/** The most that `GET /zones` takes. */
const ZONES_A_PAGE = 50
const RECORDS_A_PAGE = 1000
/** Names that are asked for one by one; for more, the whole zone is read. */
const MOST_NAMES = 5
/** Records of one batch on the free plan; other plans take 3,500. Source: "Batch record changes". */
const MOST_RECORDS = 200

/**
 * Cloudflare answers a CNAME at the apex with addresses ("CNAME flattening"), on every plan, and so other types stand beside
 * it; A, AAAA and another CNAME do not. Sources: https://developers.cloudflare.com/dns/cname-flattening/, and
 * https://support.cloudflare.com/hc/articles/200169056, which names MX; both read in November 2026.
 */
const BESIDE_APEX_ALIAS: ReadonlySet<WritableType> = new Set(['TXT', 'MX'])

/** TTL: 60 to 86,400 s, and "automatic". Source: Cloudflare API, "DNS records". */
const CAPABILITIES: ZoneCapabilities = {
  atomic: 'zone',
  precondition: 'read-before',
  ttl: { least: 60, most: 86_400 },
  newTtl: null,
  mostChanges: 100,
  atOnce: 4,
  listsZones: true,
  saysWhenDone: false,
}

/**
 * Cloudflare's API v4: single records, and one batch for all changes of a zone, which Cloudflare makes in one transaction.
 * Cloudflare takes 1,200 requests in five minutes of one user.
 *
 * Source: https://developers.cloudflare.com/api/ and https://developers.cloudflare.com/dns/manage-dns-records/, read in
 * November 2026.
 *
 * @param secret an API token
 * @throws ZonedeskError `invalid` where the token cannot be one
 */
export function openCloudflare(
  _settings: SettingsOf<'cloudflare'>,
  secret: string,
  parts: ZoneAccessParts,
): ZoneAccess {
  const token = requireToken(secret, 'API token')
  const http = createHostHttp({
    host: 'Cloudflare',
    credential: 'API token',
    right:
      'Give the token the permissions Zone > DNS > Edit and Zone > Zone > Read for this zone, in My Profile > API Tokens.',
    hasAddress: false,
    base: BASE,
    secret: token,
    headers: { authorization: `Bearer ${token}` },
    words: cloudflareWords,
    statusOf: cloudflareStatus,
    atOnce: CAPABILITIES.atOnce,
    parts,
  })
  return {
    capabilities: CAPABILITIES,
    zones: async (signal) => (await readZones(http, '', signal)).map(hostedZone),
    find: async (apex, signal) =>
      (await readZones(http, `&name=${encodeURIComponent(apex)}`, signal))
        .filter(({ name }) => plainName(name) === apex)
        .map(hostedZone),
    read: async (zone, owners, signal) => (await readZone(http, zone, owners, parts.now, signal)).contents,
    write: (zone, changes, signal) =>
      writeZone(
        {
          host: 'Cloudflare',
          capabilities: CAPABILITIES,
          zone,
          changes,
          read: (stop) => readZone(http, zone, ownersOf(changes), parts.now, stop),
          besideApexAlias: BESIDE_APEX_ALIAS,
          plan: (real, { records }) => requireSmall(batchOf(real, records)),
          send: (batch) =>
            http.write(
              { method: 'POST', path: `${zonePath(zone.id)}/dns_records/batch`, json: batch },
              BatchAnswer,
              new AbortController().signal,
            ),
        },
        signal,
      ),
    close: () => undefined,
  }
}

async function readZones(http: HostHttp, filter: string, signal: AbortSignal): Promise<CloudflareZone[]> {
  const zones: CloudflareZone[] = []
  for (let page = 1; ; page += 1) {
    const path = `/zones?per_page=${ZONES_A_PAGE}&page=${page}${filter}`
    const { result, result_info: info } = (await http.read(path, ZonesAnswer, signal)).value
    zones.push(...result)
    if (result.length === 0 || page >= (info?.total_pages ?? 1)) return zones
  }
}

interface ZoneReading {
  readonly records: readonly CloudflareRecord[]
  readonly contents: ZoneContents
}

/** Reads the zone by its id, so that one of the same name in another account is never taken for it. */
async function readZone(
  http: HostHttp,
  zone: HostedZone,
  owners: readonly string[],
  now: () => number,
  signal: AbortSignal,
): Promise<ZoneReading> {
  const { result } = (await http.read(zonePath(zone.id), ZoneAnswer, signal)).value
  if (plainName(result.name) !== zone.apex) {
    throw new ZonedeskError('bad-answer', `Cloudflare did not answer about the zone ${zone.apex}.`, {
      fix: 'List the zones of the connection again, then plan anew.',
      retryable: false,
    })
  }
  const isWhole = owners.length === 0 || owners.length > MOST_NAMES
  const records = isWhole
    ? await readRecords(http, zone, '', signal)
    : (
        await Promise.all(
          owners.map((owner) =>
            readRecords(http, zone, `&name=${encodeURIComponent(plainName(owner))}`, signal),
          ),
        )
      ).flat()
  const once = [...new Map(records.map((record) => [record.id, record])).values()]
  return {
    records: once,
    contents: {
      zone: hostedZone(result),
      rrsets: rrsetsOf(once),
      extent: isWhole ? 'whole' : 'owners',
      serial: null,
      at: now(),
    },
  }
}

async function readRecords(
  http: HostHttp,
  zone: HostedZone,
  filter: string,
  signal: AbortSignal,
): Promise<CloudflareRecord[]> {
  const records: CloudflareRecord[] = []
  for (let page = 1; ; page += 1) {
    const path = `${zonePath(zone.id)}/dns_records?per_page=${RECORDS_A_PAGE}&page=${page}${filter}`
    const { result, result_info: info } = (await http.read(path, RecordsAnswer, signal)).value
    records.push(...result)
    if (result.length === 0 || page >= (info?.total_pages ?? 1)) return records
  }
}

function requireSmall(batch: RecordBatch): RecordBatch {
  const count = batch.deletes.length + batch.patches.length + batch.posts.length
  if (count <= MOST_RECORDS) return batch
  throw new ZonedeskError('invalid', `${count} records are more than Cloudflare changes at once.`, {
    fix: `Change at most ${MOST_RECORDS} records at once.`,
  })
}

/** A paused zone is only not proxied, and a pending one waits for its name servers: both can be written. */
function hostedZone(zone: CloudflareZone): HostedZone {
  const vanity = zone.vanity_name_servers ?? []
  const servers = vanity.length > 0 ? vanity : (zone.name_servers ?? [])
  return {
    id: zone.id,
    apex: plainName(zone.name),
    nameServers: servers.length === 0 ? null : servers.map(plainName).toSorted(),
    notWritable: notWritable(zone),
  }
}

function notWritable({ name, type, status }: CloudflareZone): string | null {
  if (type === 'secondary') return `Cloudflare holds ${name} as a secondary, which is changed at its primary.`
  if (type === 'partial')
    return `${name} has a CNAME set-up at Cloudflare: its records are at another DNS host.`
  if (type === 'internal') return `${name} is an internal zone, which the public DNS does not ask.`
  if (status === 'moved' || status === 'deactivated' || status === 'deleted') {
    return `Cloudflare no longer serves ${name}: its name servers were moved away.`
  }
  return null
}

function zonePath(id: string): string {
  return `/zones/${encodeURIComponent(id)}`
}
