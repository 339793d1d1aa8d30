import { plainName } from '../../dns/diagnosis/records/presentation'
import * as v from 'valibot'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { SettingsOf } from '../../../preload/contract/zone-connections'
import { Semaphore } from '../../async/semaphore'
import type { Sent } from '../host/attempts'
import { createHostHttp, type HostHttp } from '../host/host-http'
import { requireToken } from '../host/host-words'
import { writeZone } from '../host/write-zone'
import { ownersOf } from '../preconditions'
import { type RrsetChange } from '../rrset'
import type {
  Difference,
  HostedZone,
  WriteOutcome,
  ZoneAccess,
  ZoneAccessParts,
  ZoneCapabilities,
  ZoneContents,
} from '../zone-access'
import { PowerDnsMetadata, PowerDnsZone, powerDnsWords, type PowerDnsRrset } from './powerdns-answers'
import { wasRaisedOnce } from './powerdns-serial'
import { answeredBy, patchOf, rrsetsOf, type RrsetPatch } from './powerdns-rrsets'

/**
 * `webserver-max-bodysize` is 2 MB by default (PowerDNS documentation, "Settings"); 500 RRsets of some kilobytes stay
 * below. A TTL has 31 bits (RFC 2181 section 8).
 */
const CAPABILITIES: ZoneCapabilities = {
  atomic: 'zone',
  precondition: 'read-before',
  ttl: { least: 0, most: 2_147_483_647 },
  newTtl: 3600,
  mostChanges: 500,
  atOnce: 4,
  listsZones: true,
  saysWhenDone: false,
}

/** A zone of these kinds is changed here; any other is a copy of another server's, or a catalog (RFC 9432). */
const PRIMARY_KINDS = new Set(['native', 'master', 'primary'])

/**
 * PowerDNS Authoritative Server, over its HTTP API.
 *
 * Source: https://doc.powerdns.com/authoritative/http-api/, read in November 2026, and PowerDNS 4.7.3.
 *
 * @param secret the API key
 * @throws ZonedeskError `invalid` where the key cannot be one
 */
export function openPowerDns(
  settings: SettingsOf<'powerdns'>,
  secret: string,
  parts: ZoneAccessParts,
): ZoneAccess {
  const key = requireToken(secret, 'API key')
  const http = createHostHttp({
    host: 'PowerDNS',
    credential: 'API key',
    right:
      'Use the API key of this PowerDNS server, and check that it lets this computer in (webserver-allow-from).',
    hasAddress: true,
    base: `${settings.url.replace(/\/+$/, '')}/api/v1/servers/${encodeURIComponent(settings.serverId)}`,
    secret: key,
    headers: { 'x-api-key': key },
    words: powerDnsWords,
    atOnce: CAPABILITIES.atOnce,
    parts,
  })
  // With an SQLite database, PowerDNS answers with status 500 where two changes meet ("database is locked").
  const patches = new Semaphore(1)
  return {
    capabilities: CAPABILITIES,
    async zones(signal) {
      const { value } = await http.read('/zones?dnssec=false', v.array(PowerDnsZone), signal)
      return value.map((zone) => hostedZone(zone, null, false))
    },
    async find(apex, signal) {
      const path = `/zones?dnssec=false&zone=${encodeURIComponent(`${apex}.`)}`
      const { value } = await http.read(path, v.array(PowerDnsZone), signal)
      const named = value.filter(({ name }) => plainName(name) === apex)
      // Servers before 4.7 leave the filter unheeded and answer with the whole zone.
      const filter = `?rrset_name=${encodeURIComponent(`${apex}.`)}&rrset_type=NS`
      return Promise.all(
        named.map(async ({ id }) => {
          const { value: zone } = await http.read(`${zonePath(id)}${filter}`, PowerDnsZone, signal)
          return hostedZone(zone, zone.rrsets ?? [], await isPresigned(http, id, signal))
        }),
      )
    },
    read: async (zone, _owners, signal) => (await readZone(http, zone, parts.now, signal)).contents,
    write: (zone, changes, signal) => write({ http, patches, now: parts.now }, zone, changes, signal),
    close: () => undefined,
  }
}

interface Writing {
  readonly http: HostHttp
  /** One change at a time. */
  readonly patches: Semaphore
  readonly now: () => number
}

function write(
  { http, patches, now }: Writing,
  zone: HostedZone,
  changes: readonly RrsetChange[],
  signal: AbortSignal,
): Promise<WriteOutcome> {
  return writeZone(
    {
      host: 'PowerDNS',
      capabilities: CAPABILITIES,
      zone,
      changes,
      read: (stop) => readZone(http, zone, now, stop),
      readAfter: (stop) => readChanged(http, zone, changes, now, stop),
      meanwhile: ({ answer }, after) =>
        wasRaisedOnce(answer, after.answer.serial) === false ? changedMeanwhile(zone) : null,
      alsoInTheWay: ({ sets }) => answeredElsewhere(changes, sets),
      plan: (real, { sets }) => patchOf(real, sets),
      send: (patch, { answer }) => patches.run(() => send(http, zone, patch, answer)),
    },
    signal,
  )
}

async function send(
  http: HostHttp,
  zone: HostedZone,
  patch: readonly RrsetPatch[],
  before: PowerDnsZone,
): Promise<Sent<unknown>> {
  const { signal } = new AbortController()
  const path = zonePath(zone.id)
  const sent = await http.write({ method: 'PATCH', path, json: { rrsets: patch } }, null, signal)
  if (sent.state !== 'done' || before.dnssec !== true || before.api_rectify === true) return sent
  // Without this, PowerDNS answers wrong proofs for new names. It is safe to ask for twice.
  const rectified = await http.write({ method: 'PUT', path: `${path}/rectify` }, null, signal)
  if (rectified.state === 'done') return sent
  return { state: 'unknown', error: notRectified(zone, rectified.error), status: rectified.status }
}

/** An ALIAS or LUA record that already answers what a change would add. */
function answeredElsewhere(changes: readonly RrsetChange[], sets: readonly PowerDnsRrset[]): Difference[] {
  return changes.flatMap((change): Difference[] => {
    if (change.after === null) return []
    const other = sets.find(
      (set) => plainName(set.name) === plainName(change.name) && answeredBy(set).includes(change.type),
    )
    if (other === undefined) return []
    return [{ change, inTheWay: other.type === 'ALIAS' ? 'an ALIAS record' : `a ${other.type} record` }]
  })
}

interface ZoneReading {
  readonly answer: PowerDnsZone
  readonly sets: readonly PowerDnsRrset[]
  readonly contents: ZoneContents
}

/**
 * Reads the whole zone: PowerDNS 4.7 leaves disabled records out of an answer about one name, and a write has to keep
 * them.
 */
async function readZone(
  http: HostHttp,
  zone: HostedZone,
  now: () => number,
  signal: AbortSignal,
): Promise<ZoneReading> {
  // Asked at once, so that a write follows the answer about the records.
  const [presigned, { answer, sets }] = await Promise.all([
    isPresigned(http, zone.id, signal),
    askZone(http, zone, '', signal),
  ])
  return {
    answer,
    sets,
    contents: {
      zone: hostedZone(answer, sets, presigned),
      rrsets: rrsetsOf(sets),
      extent: 'whole',
      serial: answer.edited_serial ?? answer.serial,
      at: now(),
    },
  }
}

/** Names that are asked for one by one after a write; for more, the whole zone is read. */
const MOST_NAMES = 5

/** Reads the names of changes once they were written: disabled records do not matter any more. */
async function readChanged(
  http: HostHttp,
  zone: HostedZone,
  changes: readonly RrsetChange[],
  now: () => number,
  signal: AbortSignal,
): Promise<ZoneReading> {
  const owners = ownersOf(changes)
  const isWhole = owners.length > MOST_NAMES
  const filters = isWhole ? [''] : owners.map((owner) => `?rrset_name=${encodeURIComponent(`${owner}.`)}`)
  const answers = await Promise.all(filters.map((filter) => askZone(http, zone, filter, signal)))
  // A server that does not know the filter answers with the whole zone each time.
  const once = new Map(
    answers.flatMap((one) => one.sets).map((set) => [`${plainName(set.name)} ${set.type}`, set]),
  )
  const sets = [...once.values()]
  const last = answers.map(({ answer }) => answer).toSorted((one, other) => other.serial - one.serial)[0]!
  return {
    answer: last,
    sets,
    contents: {
      zone,
      rrsets: rrsetsOf(sets),
      extent: isWhole ? 'whole' : 'owners',
      serial: last.edited_serial ?? last.serial,
      at: now(),
    },
  }
}

/** @throws ZonedeskError `bad-answer` where it is not this zone that is answered */
async function askZone(
  http: HostHttp,
  zone: HostedZone,
  filter: string,
  signal: AbortSignal,
): Promise<{ answer: PowerDnsZone; sets: readonly PowerDnsRrset[] }> {
  const { value: answer } = await http.read(`${zonePath(zone.id)}${filter}`, PowerDnsZone, signal)
  if (plainName(answer.name) === zone.apex && answer.rrsets !== undefined)
    return { answer, sets: answer.rrsets }
  throw new ZonedeskError('bad-answer', `PowerDNS did not answer about the zone ${zone.apex}.`, {
    fix: 'Check the address of the API.',
    retryable: false,
  })
}

/** The answer about a zone does not say it in PowerDNS 4.7. */
async function isPresigned(http: HostHttp, id: string, signal: AbortSignal): Promise<boolean> {
  const { value } = await http.read(`${zonePath(id)}/metadata`, PowerDnsMetadata, signal)
  return value.some(({ kind, metadata }) => kind === 'PRESIGNED' && metadata.includes('1'))
}

function hostedZone(
  zone: PowerDnsZone,
  sets: readonly PowerDnsRrset[] | null,
  presigned: boolean,
): HostedZone {
  const apex = plainName(zone.name)
  const servers = sets?.find(({ name, type }) => plainName(name) === apex && type === 'NS')
  return {
    id: zone.id,
    apex,
    nameServers:
      servers === undefined
        ? null
        : servers.records
            .filter(({ disabled }) => disabled !== true)
            .map(({ content }) => plainName(content))
            .toSorted(),
    notWritable: notWritable(zone, presigned),
  }
}

function notWritable(zone: PowerDnsZone, presigned: boolean): string | null {
  const apex = plainName(zone.name)
  if (!PRIMARY_KINDS.has(zone.kind.toLowerCase())) {
    return `PowerDNS holds ${apex} as a ${zone.kind} zone, which is changed on another server.`
  }
  if (presigned) {
    return `${apex} comes to PowerDNS with its DNSSEC signatures, so a change here would break them.`
  }
  // Without it the serial stays, and secondaries would not fetch the change. Native zones have no secondaries.
  if (zone.kind.toLowerCase() !== 'native' && /^(?:off)?$/i.test(zone.soa_edit_api ?? 'DEFAULT')) {
    return `PowerDNS does not raise the serial of ${apex} when its API changes it, so its secondaries would miss changes: set SOA-EDIT-API to DEFAULT.`
  }
  return null
}

/** PowerDNS cannot compare before it writes, and replaces RRsets whole. */
function changedMeanwhile({ apex }: HostedZone): string {
  return `Somebody else changed ${apex} at the same moment. If they changed one of these RRsets, their change is lost: the RRset is as Zonedesk wrote it. Look at the zone.`
}

function notRectified({ apex }: HostedZone, cause: ZonedeskError): ZonedeskError {
  return new ZonedeskError(
    'bad-answer',
    `PowerDNS took the changes of ${apex} but did not renew the DNSSEC order of the zone.`,
    {
      fix: `Run pdnsutil rectify-zone ${apex} on the server.`,
      retryable: false,
      cause,
    },
  )
}

function zonePath(id: string): string {
  return `/zones/${encodeURIComponent(id)}`
}
