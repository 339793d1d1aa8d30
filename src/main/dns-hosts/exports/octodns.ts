import { stringify } from 'yaml'
import { address, bareName, preference, type WithData } from '../rdata'
import { goingText, oneLine } from '../text-format'
import { filePerZone, type Written } from './export-file'
import {
  byZone,
  goingFrom,
  leaving,
  wholeSets,
  type ExportRecord,
  type ExportSet,
  type LeftOut,
  type RRset,
} from './export-set'

/**
 * YAML for octoDNS's YamlProvider, one file a zone: names relative to the zone, empty at the apex; targets with
 * their trailing dot; semicolons of texts escaped. Keys are sorted, since the provider refuses others by default.
 * Source: octodns/octodns, docs/records.rst, octodns/record/chunked.py, octodns/yaml.py.
 */
export function octoDns(sets: readonly ExportSet[], ttl: number): Written {
  const leftOut: LeftOut[] = []
  const grouped = byZone(sets, { apexCname: false })
  const zones = grouped.zones
    .map((zone) => ({ ...zone, records: zone.records.filter((record) => fits(record, leftOut)) }))
    .map((zone) => ({ ...zone, seen: zone.seen.filter(({ records }) => records.every(isWritable)) }))
    .filter(({ records, removes }) => records.length > 0 || removes.length > 0)
  return filePerZone(
    { zones, leftOut: [...grouped.leftOut, ...leftOut] },
    'yaml',
    (zone) => {
      const names = new Map<string, unknown[]>()
      for (const rrset of wholeSets(zone).sets) {
        names.set(rrset.relative, [...(names.get(rrset.relative) ?? []), entry(rrset, ttl)])
      }
      const sorted = [...names].toSorted(([one], [other]) => compare(one, other))
      const content = Object.fromEntries(
        sorted.map(([name, entries]) => [name, entries.length === 1 ? entries[0] : entries]),
      )
      const going = goingFrom(zone).map((record) => `# Take out: ${oneLine(goingText(record))}\n`)
      return `---\n${going.join('')}${stringify(content, { lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'QUOTE_DOUBLE' })}`
    },
    [
      'octoDNS keeps a zone exactly as its file says: add these entries to the file of the zone, do not replace that file. An entry here replaces the entry with the same name and type there.',
    ],
  )
}

function entry({ type, records }: RRset, ttl: number): unknown {
  const values = records.map(value)
  return values.length === 1 ? { ttl, type, value: values[0] } : { ttl, type, values }
}

function value(record: WithData): unknown {
  switch (record.type) {
    case 'TXT':
    case 'SPF':
      return record.value.replaceAll(';', '\\;')
    case 'MX':
      return { exchange: `${bareName(record.value)}.`, preference: preference(record) }
    case 'CNAME':
      return `${bareName(record.value)}.`
    case 'A':
    case 'AAAA':
      return address(record)
  }
}

/**
 * octoDNS refuses or changes some texts; leaving a text out is better than publishing another one. Source:
 * octodns/record/chunked.py.
 */
function fits(record: ExportRecord, leftOut: LeftOut[]): boolean {
  if (record.type !== 'TXT') return true
  const reason = unwritable(record.value)
  if (reason !== null) leftOut.push(leaving(record, reason))
  return reason === null
}

/** An existing record that octoDNS could not hold is not written into its file. */
function isWritable({ type, value: text }: WithData): boolean {
  return type !== 'TXT' || unwritable(text) === null
}

function unwritable(text: string): string | null {
  if (/[^\x20-\x7e]/.test(text)) return 'octoDNS takes only printable ASCII in a text.'
  if (text.startsWith('"') || text.includes('" "'))
    return 'octoDNS would read its quotation marks as the ends of parts of the text.'
  if (text.includes('\\;')) return 'octoDNS cannot tell a backslash before a semicolon from its own escape.'
  return null
}

/** As octoDNS's natural sort: runs of digits by their number, and the text between them by code points. */
function compare(one: string, other: string): number {
  const ours = one.split(/(\d+)/)
  const theirs = other.split(/(\d+)/)
  for (const [index, part] of ours.entries()) {
    const against = theirs[index]
    if (against === undefined) return 1
    if (part === against) continue
    // Every second part is a run of digits.
    if (index % 2 === 1 && Number(part) !== Number(against)) return Number(part) - Number(against)
    if (index % 2 === 0) return part < against ? -1 : 1
  }
  return ours.length - theirs.length
}
