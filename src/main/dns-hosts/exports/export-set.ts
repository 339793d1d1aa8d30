import type { SeenSet } from '../../../preload/contract/advice'
import type { ExportResult } from '../../../preload/contract/export-format'
import { isWithin, relativeName } from '../../names/zone-cut'
import { bareName, type WithData } from '../rdata'
import type { WithGoing } from '../text-format'

/** A record to publish, or one that is there. */
export type ExportRecord = WithGoing

/** The records of one sending domain, and the zone they are kept in. */
export interface ExportSet {
  /** The sending domain, A-labels. */
  readonly domain: string
  /** The zone's apex, A-labels, without trailing dot. */
  readonly zone: string
  readonly records: readonly ExportRecord[]
  /** Records that go, and nothing takes their place. */
  readonly removes?: readonly WithData[]
  /** RRsets as they are now, as far as DNS was asked. */
  readonly seen?: readonly SeenSet[]
}

/** The records of one zone: each with a value, inside the zone, none twice. */
export interface ZoneRecords {
  readonly zone: string
  readonly records: readonly ExportRecord[]
  readonly removes: readonly WithData[]
  readonly seen: readonly SeenSet[]
}

/** All records of one owner name and type. Source: RFC 2181 5. */
export interface RRset {
  /** Owner name without trailing dot, as the provider wrote it. */
  readonly name: string
  /** The part before the zone; empty at the apex. */
  readonly relative: string
  readonly type: WithData['type']
  readonly records: readonly WithData[]
}

export type LeftOut = ExportResult['leftOut'][number]

export interface Grouped {
  readonly zones: readonly ZoneRecords[]
  readonly leftOut: readonly LeftOut[]
}

/**
 * Brings the records of several domains together by zone, for formats that a program reads.
 *
 * Left out, with the reason: records without a value or outside their zone, and a CNAME beside other records of
 * its name or a second one there (RFC 1034 3.6.2). A CNAME at the apex is left out too, since SOA and NS are
 * there, unless the format's host takes one.
 */
export function byZone(sets: readonly ExportSet[], options: { apexCname: boolean }): Grouped {
  const leftOut: LeftOut[] = []
  const zones = new Map<string, ZoneSoFar>()
  for (const { zone, records, removes = [], seen = [] } of sets) {
    const known: ZoneSoFar = zones.get(zone) ?? { records: new Map(), removes: new Map(), seen: [] }
    zones.set(zone, known)
    for (const record of records) {
      const reason = unfit(record, zone, options.apexCname)
      if (reason === null) known.records.set(identity(record), record)
      else leftOut.push(leaving(record, reason))
    }
    for (const record of removes) known.removes.set(identity(record), record)
    known.seen.push(...seen)
  }
  const fit = [...zones].map(([zone, { records, removes, seen }]) => ({
    zone,
    seen,
    records: withoutClashes([...records.values()], leftOut),
    removes: [...removes.values()],
  }))
  return {
    zones: fit.filter(({ records, removes }) => records.length > 0 || removes.length > 0),
    leftOut,
  }
}

interface ZoneSoFar {
  readonly records: Map<string, ExportRecord>
  readonly removes: Map<string, WithData>
  readonly seen: SeenSet[]
}

/** Everything that goes from a zone, each record once. */
export function goingFrom({ records, removes }: Pick<ZoneRecords, 'records' | 'removes'>): WithData[] {
  const going = [...records.flatMap(({ replaces = [] }) => replaces), ...removes]
  return [...new Map(going.map((record) => [identity(record), record])).values()]
}

/** The RRsets of a zone as they are to be. */
export interface WholeSets {
  /** With what is there and stays, where that is known. */
  readonly sets: readonly (RRset & {
    /** Whether all values that the name has are in it. */
    readonly isWhole: boolean
  })[]
  /** RRsets of which nothing is left, as they are now. */
  readonly ended: readonly (RRset & {
    /** Seconds; null when it is not known. */
    readonly ttl: number | null
  })[]
  /** Records that go from RRsets of which not all is known. */
  readonly loose: readonly WithData[]
}

/** A zone's records as whole RRsets, in the order their first records have. */
export function wholeSets(zone: ZoneRecords): WholeSets {
  const going = goingFrom(zone)
  const gone = new Set(going.map(identity))
  const published = Map.groupBy(zone.records, setKey)
  const seen = new Map(zone.seen.map((set) => [setKey(set), set]))
  const staying = (key: string): WithData[] => {
    const own = new Set((published.get(key) ?? []).map(identity))
    return (seen.get(key)?.records ?? []).filter(
      (record) => !gone.has(identity(record)) && !own.has(identity(record)),
    )
  }
  const sets = [...published].map(([key, records]) => ({
    ...rrset([...records, ...staying(key)], zone.zone),
    isWhole: seen.has(key),
  }))
  const ended: (RRset & { ttl: number | null })[] = []
  const loose: WithData[] = []
  for (const [key, records] of Map.groupBy(going, setKey)) {
    if (published.has(key)) continue
    const known = knownSet(seen.get(key), records)
    const left = staying(key)
    if (known === null) loose.push(...records)
    else if (left.length > 0) sets.push({ ...rrset(left, zone.zone), isWhole: true })
    else ended.push({ ...rrset(known.records, zone.zone), ttl: known.ttl })
  }
  return { sets, ended, loose }
}

/** An RRset of which all is known; a name has one CNAME at most. */
function knownSet(
  seen: SeenSet | undefined,
  going: readonly WithData[],
): (Pick<RRset, 'records'> & { ttl: number | null }) | null {
  if (seen !== undefined && seen.records.length > 0) return seen
  return going.length === 1 && going[0]?.type === 'CNAME' ? { records: going, ttl: null } : null
}

function rrset(records: readonly WithData[], zone: string): RRset {
  const first = records[0]!
  const name = bareName(first.name)
  return { name, relative: relativeName(name, zone) ?? name, type: first.type, records }
}

function setKey(record: Pick<WithData, 'name' | 'type'>): string {
  return `${ownerKey(record)} ${record.type}`
}

export function leaving(record: Pick<WithData, 'name' | 'type'>, reason: string): LeftOut {
  return { name: bareName(record.name), type: record.type, reason }
}

function unfit(record: ExportRecord, zone: string, apexCname: boolean): string | null {
  if (record.value === '') return 'The provider gave no value for it.'
  if (!isWithin(record.name, zone)) return `It is not inside the zone ${zone}.`
  if (record.type === 'CNAME' && !apexCname && isWithin(zone, record.name)) {
    return 'A CNAME cannot stand at the apex of a zone (RFC 1034 3.6.2).'
  }
  return null
}

function withoutClashes(records: readonly ExportRecord[], leftOut: LeftOut[]): ExportRecord[] {
  const byOwner = Map.groupBy(records, ownerKey)
  return records.filter((record) => {
    if (record.type !== 'CNAME') return true
    const there = byOwner.get(ownerKey(record)) ?? []
    const clashes = there[0] !== record || there.some(({ type }) => type !== 'CNAME')
    if (clashes) {
      leftOut.push(leaving(record, 'A CNAME must be the only record of its name (RFC 1034 3.6.2).'))
    }
    return !clashes
  })
}

function identity(record: WithData): string {
  const value =
    record.type === 'CNAME' || record.type === 'MX' ? bareName(record.value).toLowerCase() : record.value
  return JSON.stringify([ownerKey(record), record.type, value, record.priority])
}

/** Names compare without case. Source: RFC 4343. */
function ownerKey(record: Pick<WithData, 'name'>): string {
  return bareName(record.name).toLowerCase()
}
