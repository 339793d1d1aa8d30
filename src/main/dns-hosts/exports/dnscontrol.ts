import { relativeName } from '../../names/zone-cut'
import { address, bareName, preference, type WithData } from '../rdata'
import { oneFile, type Written } from './export-file'
import { byZone, goingFrom, leaving, type ExportRecord, type ExportSet, type LeftOut } from './export-set'
import { goingNotes } from './going-notes'

/**
 * JavaScript for DNSControl's `dnsconfig.js`. `D_EXTEND` adds to a domain that is defined there already: a `D` of
 * these records alone would purge all others. DNSControl quotes and splits texts itself.
 * Source: docs.dnscontrol.org, language reference, D_EXTEND, TXT, MX.
 */
export function dnsControl(sets: readonly ExportSet[], ttl: number): Written {
  const all = byZone(sets, { apexCname: false })
  const leftOut: LeftOut[] = []
  const zones = all.zones
    .map((zone) => ({ ...zone, records: zone.records.filter((record) => fits(record, leftOut)) }))
    .filter(({ records, removes }) => records.length > 0 || removes.length > 0)
  const grouped = { zones, leftOut: [...all.leftOut, ...leftOut] }
  const calls = grouped.zones.map((one) =>
    [
      `D_EXTEND(${literal(one.zone)},`,
      ...goingFrom(one).map((record) => `  // Take out of the D(): ${modifier(record, one.zone, null)}`),
      ...one.records.map((record) => `  ${modifier(record, one.zone, ttl)},`),
      ');',
    ].join('\n'),
  )
  return oneFile(grouped, 'dnsconfig-part.js', `${calls.join('\n\n')}\n`, [
    ...goingNotes(grouped.zones),
    'Put it after the D() of the same zone in dnsconfig.js; D_EXTEND adds to it.',
  ])
}

/** DNSControl 4 puts control characters into a zone file as they are, where a line break ends the record. */
function fits(record: ExportRecord, leftOut: LeftOut[]): boolean {
  // eslint-disable-next-line no-control-regex -- these are the ones
  if (record.type !== 'TXT' || !/[\x00-\x1f\x7f]/.test(record.value)) return true
  leftOut.push(leaving(record, 'DNSControl cannot carry a line break or other control character in a text.'))
  return false
}

/** @param ttl seconds; null for a record that goes */
function modifier(record: WithData, zone: string, ttl: number | null): string {
  const relative = relativeName(record.name, zone)
  const label = literal(relative === null || relative === '' ? '@' : relative)
  const values = {
    A: () => [literal(address(record))],
    AAAA: () => [literal(address(record))],
    CNAME: () => [literal(`${bareName(record.value)}.`)],
    MX: () => [String(preference(record)), literal(`${bareName(record.value)}.`)],
    TXT: () => [literal(record.value)],
    SPF: () => [literal(record.value)],
  }[record.type]()
  return `${record.type}(${[label, ...values, ...(ttl === null ? [] : [`TTL(${ttl})`])].join(', ')})`
}

/** A JavaScript string literal; U+2028 and U+2029 end a line in older engines (ECMA-262 before 2019). */
function literal(text: string): string {
  return JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
}
