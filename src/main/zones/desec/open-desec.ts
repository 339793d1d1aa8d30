import { plainName } from '../../dns/diagnosis/records/presentation'
import * as v from 'valibot'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { SettingsOf } from '../../../preload/contract/zone-connections'
import { createHostHttp, type HostHttp } from '../host/host-http'
import { requireToken } from '../host/host-words'
import { writeZone } from '../host/write-zone'
import { ownersOf } from '../preconditions'
import type { HostedZone, ZoneAccess, ZoneAccessParts, ZoneCapabilities, ZoneContents } from '../zone-access'
import { DesecDomain, DesecRrset, desecWords } from './desec-answers'
import { patchOf, rrsetOf } from './desec-rrsets'

/** Names that are asked for one by one, since deSEC takes 50 reads a minute; for more, the whole zone is read. */
const MOST_NAMES = 3

/** TTL: the least is the domain's own, 3,600 s for most; the most is a week. Source: "RRset Field Reference". */
const CAPABILITIES: ZoneCapabilities = {
  atomic: 'zone',
  precondition: 'read-before',
  ttl: { least: 60, most: 604_800 },
  newTtl: 3600,
  mostChanges: 100,
  atOnce: 2,
  listsZones: true,
  saysWhenDone: false,
}

/**
 * deSEC's API v1: whole RRsets, and one bulk PATCH for all changes of a zone, which deSEC makes or does not.
 *
 * Source: https://desec.readthedocs.io/, read in November 2026.
 *
 * @param secret an API token
 * @throws ZonedeskError `invalid` where the token cannot be one
 */
export function openDesec(
  _settings: SettingsOf<'desec'>,
  secret: string,
  parts: ZoneAccessParts,
): ZoneAccess {
  const token = requireToken(secret, 'API token')
  const http = createHostHttp({
    host: 'deSEC',
    credential: 'API token',
    right: 'Give the token a policy that may write this domain, under Token Management at desec.io.',
    hasAddress: false,
    base: 'https://desec.io/api/v1',
    secret: token,
    headers: { authorization: `Token ${token}` },
    words: desecWords,
    atOnce: CAPABILITIES.atOnce,
    parts,
  })
  return {
    capabilities: CAPABILITIES,
    zones: async (signal) =>
      (await readPages(http, '/domains/?', DesecDomain, signal)).map(({ name }) => hostedZone(name, null)),
    async find(apex, signal) {
      const path = domainPath(apex)
      const domain = await found(http.read(path, DesecDomain, signal))
      if (domain === null || plainName(domain.value.name) !== apex) return []
      const servers = await found(http.read(`${path}rrsets/@/NS/`, DesecRrset, signal))
      return [hostedZone(domain.value.name, servers?.value.records ?? null)]
    },
    read: async (zone, owners, signal) => (await readZone(http, zone, owners, parts.now, signal)).contents,
    write: (zone, changes, signal) =>
      writeZone(
        {
          host: 'deSEC',
          capabilities: CAPABILITIES,
          zone,
          changes,
          read: (stop) => readZone(http, zone, ownersOf(changes), parts.now, stop),
          plan: (real, { sets, domain }) => patchOf(real, sets, domain),
          send: (patch) =>
            http.write(
              { method: 'PATCH', path: `${domainPath(zone.id)}rrsets/`, json: patch },
              null,
              new AbortController().signal,
            ),
        },
        signal,
      ),
    close: () => undefined,
  }
}

interface ZoneReading {
  readonly domain: DesecDomain
  readonly sets: readonly DesecRrset[]
  readonly contents: ZoneContents
}

async function readZone(
  http: HostHttp,
  zone: HostedZone,
  owners: readonly string[],
  now: () => number,
  signal: AbortSignal,
): Promise<ZoneReading> {
  const { value: domain } = await http.read(domainPath(zone.id), DesecDomain, signal)
  if (plainName(domain.name) !== zone.apex) {
    throw new ZonedeskError('bad-answer', `deSEC did not answer about the zone ${zone.apex}.`, {
      fix: 'List the zones of the connection again, then plan anew.',
      retryable: false,
    })
  }
  const path = `${domainPath(zone.id)}rrsets/?`
  const isWhole = owners.length === 0 || owners.length > MOST_NAMES
  const filters = isWhole
    ? ['']
    : owners.map((owner) => `subname=${encodeURIComponent(subname(owner, zone.apex))}&`)
  const sets = (
    await Promise.all(filters.map((filter) => readPages(http, `${path}${filter}`, DesecRrset, signal)))
  ).flat()
  const servers = sets.find(({ subname: label, type }) => label === '' && type === 'NS')
  return {
    domain,
    sets,
    contents: {
      zone: servers === undefined ? { ...zone, notWritable: null } : hostedZone(domain.name, servers.records),
      rrsets: sets.map(rrsetOf),
      extent: isWhole ? 'whole' : 'owners',
      serial: null,
      at: now(),
    },
  }
}

/** Reads page after page. Of the link to the next page only its cursor is taken: the secret goes to no other place. */
async function readPages<T>(
  http: HostHttp,
  path: string,
  schema: v.GenericSchema<unknown, T>,
  signal: AbortSignal,
): Promise<T[]> {
  const all: T[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = await http.read(`${path}cursor=${encodeURIComponent(cursor)}`, v.array(schema), signal)
    all.push(...page.value)
    cursor = nextCursor(page.headers.get('link'))
  }
  return all
}

/** Source: deSEC documentation, "Pagination"; RFC 8288. */
function nextCursor(link: string | null): string | null {
  const [, next] = /<([^<>]*)>\s*;\s*rel="?next"?/.exec(link ?? '') ?? []
  if (next === undefined || !URL.canParse(next)) return null
  return new URL(next).searchParams.get('cursor')
}

/** @returns null where the host does not have it */
async function found<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    if (error instanceof ZonedeskError && error.failure.code === 'not-found') return null
    throw error
  }
}

function hostedZone(name: string, servers: readonly string[] | null): HostedZone {
  const apex = plainName(name)
  return { id: apex, apex, nameServers: servers?.map(plainName).toSorted() ?? null, notWritable: null }
}

function subname(owner: string, apex: string): string {
  return plainName(owner) === apex ? '' : plainName(owner).slice(0, -apex.length - 1)
}

function domainPath(id: string): string {
  return `/domains/${encodeURIComponent(id)}/`
}
