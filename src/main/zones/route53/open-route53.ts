import { plainName } from '../../dns/diagnosis/records/presentation'
import {
  ChangeResourceRecordSetsCommand,
  GetChangeCommand,
  GetHostedZoneCommand,
  ListHostedZonesByNameCommand,
  ListHostedZonesCommand,
  ListResourceRecordSetsCommand,
  type HostedZone as Route53Zone,
  type ResourceRecordSet,
} from '@aws-sdk/client-route-53'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { SettingsOf } from '../../../preload/contract/zone-connections'
import { writeZone } from '../host/write-zone'
import { ownersOf } from '../preconditions'
import type { HostedZone, ZoneAccess, ZoneAccessParts, ZoneCapabilities, ZoneContents } from '../zone-access'
import { createRoute53Calls, type Route53Calls } from './route53-client'
import { batchOf, ownerOf, route53Name, rrsetsOf } from './route53-sets'

/** Names that are asked for one by one; for more, the whole zone is read. */
const MOST_NAMES = 5
/** The most of one page. */
const SETS_A_PAGE = 300

/**
 * Route 53 takes 1,000 records of one request, each old and new; 32,000 characters are counted beside them. It takes few
 * requests a second of one account, and one change of a zone at a time.
 */
const CAPABILITIES: ZoneCapabilities = {
  atomic: 'zone',
  precondition: 'host',
  ttl: { least: 0, most: 2_147_483_647 },
  newTtl: 300,
  mostChanges: 100,
  atOnce: 2,
  listsZones: true,
  saysWhenDone: true,
}

/**
 * Amazon Route 53, by its official package.
 *
 * Source: https://docs.aws.amazon.com/Route53/latest/APIReference/ and the developer guide, read in November 2026.
 *
 * @param secret the secret access key
 * @throws ZonedeskError `invalid` where the key cannot be one
 */
export function openRoute53(
  settings: SettingsOf<'route53'>,
  secret: string,
  parts: ZoneAccessParts,
): ZoneAccess {
  const calls = createRoute53Calls(settings, secret, parts, CAPABILITIES.atOnce)
  /** The last change that was written here, by the zone's id. */
  const lastChanges = new Map<string, string>()
  return {
    capabilities: CAPABILITIES,
    zones: async (signal) => (await listZones(calls, signal)).map((zone) => hostedZone(zone, null)),
    async find(apex, signal) {
      const zones = await zonesNamed(calls, apex, signal)
      return Promise.all(zones.map(({ Id: id }) => getZone(calls, id ?? '', signal)))
    },
    read: async (zone, owners, signal) => (await readZone(calls, zone, owners, parts.now, signal)).contents,
    write: (zone, changes, signal) =>
      writeZone(
        {
          host: 'Route 53',
          capabilities: CAPABILITIES,
          zone,
          changes,
          read: (stop) => readZone(calls, zone, ownersOf(changes), parts.now, stop),
          plan: (real, { sets }) => batchOf(real, sets),
          async send(batch) {
            const command = new ChangeResourceRecordSetsCommand({
              HostedZoneId: zone.id,
              ChangeBatch: { Changes: batch },
            })
            const sent = await calls.write((client) => client.send(command))
            const id = sent.state === 'done' ? sent.value.ChangeInfo?.Id : undefined
            if (id !== undefined) lastChanges.set(zone.id, id)
            return sent
          },
        },
        signal,
      ),
    async isDone(zone, signal) {
      const id = lastChanges.get(zone.id)
      if (id === undefined) return null
      const command = new GetChangeCommand({ Id: id })
      const { ChangeInfo: info } = await calls.read(
        (client, abortSignal) => client.send(command, { abortSignal }),
        signal,
      )
      return info?.Status === 'INSYNC'
    },
    close: () => calls.close(),
  }
}

/** Every public hosted zone; the public DNS does not ask a private one. */
async function listZones(calls: Route53Calls, signal: AbortSignal): Promise<Route53Zone[]> {
  const zones: Route53Zone[] = []
  for (let marker: string | undefined; ;) {
    const command = new ListHostedZonesCommand({ Marker: marker, MaxItems: 100 })
    const page = await calls.read((client, abortSignal) => client.send(command, { abortSignal }), signal)
    zones.push(...(page.HostedZones ?? []).filter(isPublic))
    if (page.IsTruncated !== true || page.NextMarker === undefined) return zones
    marker = page.NextMarker
  }
}

async function zonesNamed(calls: Route53Calls, apex: string, signal: AbortSignal): Promise<Route53Zone[]> {
  const zones: Route53Zone[] = []
  for (let next: string | undefined; ;) {
    const command = new ListHostedZonesByNameCommand({
      DNSName: route53Name(apex),
      HostedZoneId: next,
      MaxItems: 100,
    })
    const page = await calls.read((client, abortSignal) => client.send(command, { abortSignal }), signal)
    zones.push(...(page.HostedZones ?? []).filter((zone) => ownerOf(zone) === apex && isPublic(zone)))
    // Zones come in the order of their names, so those of one name stand together.
    const goesOn = page.IsTruncated === true && ownerOf({ Name: page.NextDNSName }) === apex
    if (!goesOn || page.NextHostedZoneId === undefined) return zones
    next = page.NextHostedZoneId
  }
}

async function getZone(calls: Route53Calls, id: string, signal: AbortSignal): Promise<HostedZone> {
  const command = new GetHostedZoneCommand({ Id: id })
  const answer = await calls.read((client, abortSignal) => client.send(command, { abortSignal }), signal)
  return hostedZone(answer.HostedZone ?? {}, answer.DelegationSet?.NameServers ?? null)
}

interface ZoneReading {
  readonly sets: readonly ResourceRecordSet[]
  readonly contents: ZoneContents
}

/** Reads the zone by its id, so that another of the same name is never taken for it. */
async function readZone(
  calls: Route53Calls,
  zone: HostedZone,
  owners: readonly string[],
  now: () => number,
  signal: AbortSignal,
): Promise<ZoneReading> {
  const current = await getZone(calls, zone.id, signal)
  if (current.apex !== zone.apex) {
    throw new ZonedeskError('bad-answer', `Route 53 did not answer about the zone ${zone.apex}.`, {
      fix: 'List the zones of the connection again, then plan anew.',
      retryable: false,
    })
  }
  const isWhole = owners.length === 0 || owners.length > MOST_NAMES
  const sets = isWhole
    ? await readSets(calls, zone, null, signal)
    : (await Promise.all(owners.map((owner) => readSets(calls, zone, plainName(owner), signal)))).flat()
  return {
    sets,
    contents: {
      zone: current,
      rrsets: rrsetsOf(sets),
      extent: isWhole ? 'whole' : 'owners',
      serial: null,
      at: now(),
    },
  }
}

/** @param owner the name whose RRsets are wanted; null for all */
async function readSets(
  calls: Route53Calls,
  zone: HostedZone,
  owner: string | null,
  signal: AbortSignal,
): Promise<ResourceRecordSet[]> {
  const sets: ResourceRecordSet[] = []
  let from = owner === null ? {} : { StartRecordName: route53Name(owner) }
  for (;;) {
    const command = new ListResourceRecordSetsCommand({
      HostedZoneId: zone.id,
      MaxItems: SETS_A_PAGE,
      ...from,
    })
    const page = await calls.read((client, abortSignal) => client.send(command, { abortSignal }), signal)
    const found = page.ResourceRecordSets ?? []
    sets.push(...(owner === null ? found : found.filter((set) => ownerOf(set) === owner)))
    const goesOn = page.IsTruncated === true && page.NextRecordName !== undefined
    if (!goesOn || (owner !== null && ownerOf({ Name: page.NextRecordName }) !== owner)) return sets
    from = {
      StartRecordName: page.NextRecordName,
      ...(page.NextRecordType !== undefined && { StartRecordType: page.NextRecordType }),
      ...(page.NextRecordIdentifier !== undefined && { StartRecordIdentifier: page.NextRecordIdentifier }),
    } as typeof from
  }
}

function hostedZone(zone: Partial<Route53Zone>, servers: readonly string[] | null): HostedZone {
  const apex = ownerOf(zone)
  return {
    id: (zone.Id ?? '').replace(/^\/hostedzone\//, ''),
    apex,
    nameServers: servers === null || servers.length === 0 ? null : servers.map(plainName).toSorted(),
    notWritable: notWritable(apex, zone),
  }
}

function notWritable(apex: string, zone: Partial<Route53Zone>): string | null {
  if (!isPublic(zone)) return `${apex} is a private hosted zone, which the public DNS does not ask.`
  if (zone.LinkedService !== undefined) return `Another service of AWS keeps the hosted zone ${apex}.`
  return null
}

function isPublic({ Config: config }: Partial<Route53Zone>): boolean {
  return config?.PrivateZone !== true
}
