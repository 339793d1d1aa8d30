import type { DnsRecord } from '../../../preload/contract/domain'
import type { ExportResult } from '../../../preload/contract/export-format'
import { isWithin, relativeName } from '../../names/zone-cut'
import { bareName } from '../rdata'

/** The records of one sending domain, and the zone they are kept in. */
export interface ExportSet {
  /** The sending domain, A-labels. */
  readonly domain: string
  /** The zone's apex, A-labels, without trailing dot. */
  readonly zone: string
  readonly records: readonly DnsRecord[]
}

/** The records of one zone: each with a value, inside the zone, none twice. */
export interface ZoneRecords {
  readonly zone: string
  readonly records: readonly DnsRecord[]
}

/** All records of one owner name and type. Source: RFC 2181 5. */
export interface RRset {
  /** Owner name without trailing dot, as the provider wrote it. */
  readonly name: string
  /** The part before the zone; empty at the apex. */
  readonly relative: string
  readonly type: DnsRecord['type']
  readonly records: readonly DnsRecord[]
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
  const zones = new Map<string, Map<string, DnsRecord>>()
  for (const { zone, records } of sets) {
    const known = zones.get(zone) ?? new Map<string, DnsRecord>()
    zones.set(zone, known)
    for (const record of records) {
      const reason = unfit(record, zone, options.apexCname)
      if (reason === null) known.set(identity(record), record)
      else leftOut.push(leaving(record, reason))
    }
  }
  const fit = [...zones].map(([zone, records]) => ({
    zone,
    records: withoutClashes([...records.values()], leftOut),
  }))
  return { zones: fit.filter(({ records }) => records.length > 0), leftOut }
}

/** Records as RRsets, in the order their first records have. */
export function rrsets({ zone, records }: ZoneRecords): RRset[] {
  const sets = new Map<string, DnsRecord[]>()
  for (const record of records) {
    const key = `${ownerKey(record)} ${record.type}`
    sets.set(key, [...(sets.get(key) ?? []), record])
  }
  return [...sets.values()].map((members) => {
    const first = members[0]!
    const name = bareName(first.name)
    return { name, relative: relativeName(name, zone) ?? name, type: first.type, records: members }
  })
}

export function leaving(record: DnsRecord, reason: string): LeftOut {
  return { name: bareName(record.name), type: record.type, reason }
}

function unfit(record: DnsRecord, zone: string, apexCname: boolean): string | null {
  if (record.value === '') return 'The provider gave no value for it.'
  if (!isWithin(record.name, zone)) return `It is not inside the zone ${zone}.`
  if (record.type === 'CNAME' && !apexCname && isWithin(zone, record.name)) {
    return 'A CNAME cannot stand at the apex of a zone (RFC 1034 3.6.2).'
  }
  return null
}

function withoutClashes(records: readonly DnsRecord[], leftOut: LeftOut[]): DnsRecord[] {
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

function identity(record: DnsRecord): string {
  const value =
    record.type === 'CNAME' || record.type === 'MX' ? bareName(record.value).toLowerCase() : record.value
  return JSON.stringify([ownerKey(record), record.type, value, record.priority])
}

/** Names compare without case. Source: RFC 4343. */
function ownerKey(record: DnsRecord): string {
  return bareName(record.name).toLowerCase()
}
