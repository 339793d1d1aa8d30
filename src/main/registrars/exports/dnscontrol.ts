import type { DnsRecord } from '../../../preload/contract/domain'
import { relativeName } from '../../names/zone-cut'
import { address, bareName, preference } from '../rdata'
import { oneFile, type Written } from './export-file'
import { byZone, type ExportSet } from './export-set'

/**
 * JavaScript for DNSControl's `dnsconfig.js`. `D_EXTEND` adds to a domain that is defined there already: a `D` of
 * these records alone would purge all others. DNSControl quotes and splits texts itself.
 * Source: docs.dnscontrol.org, language reference, D_EXTEND, TXT, MX.
 */
export function dnsControl(sets: readonly ExportSet[], ttl: number): Written {
  const grouped = byZone(sets, { apexCname: false })
  const calls = grouped.zones.map(({ zone, records }) =>
    [
      `D_EXTEND(${literal(zone)},`,
      ...records.map((record) => `  ${modifier(record, zone, ttl)},`),
      ');',
    ].join('\n'),
  )
  return oneFile(grouped, 'dnsconfig-part.js', `${calls.join('\n\n')}\n`, [
    'Put it behind the D() of the same zone in dnsconfig.js; D_EXTEND adds to it.',
  ])
}

function modifier(record: DnsRecord, zone: string, ttl: number): string {
  const relative = relativeName(record.name, zone)
  const label = literal(relative === null || relative === '' ? '@' : relative)
  const values = {
    A: () => [literal(address(record))],
    AAAA: () => [literal(address(record))],
    CNAME: () => [literal(`${bareName(record.value)}.`)],
    MX: () => [String(preference(record)), literal(`${bareName(record.value)}.`)],
    TXT: () => [literal(record.value)],
  }[record.type]()
  return `${record.type}(${[label, ...values, `TTL(${ttl})`].join(', ')})`
}

/** A JavaScript string literal; U+2028 and U+2029 end a line in older engines (ECMA-262 before 2019). */
function literal(text: string): string {
  return JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
}
