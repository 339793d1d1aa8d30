import type { DnsRecord, RecordType } from '../../../../src/preload/contract/domain'

/** One public report of a domain whose mail or verification fails, reduced: names replaced, nothing quoted. */
export interface Report {
  readonly name: string
  /** Where it was reported. */
  readonly source: string
  readonly situation: string
  /** The right answer, in words; the expectation of the same name holds it. */
  readonly right: string
  readonly domain: string
  /** Further sending domains of the account. */
  readonly others: readonly string[]
  readonly expected: readonly DnsRecord[]
  /** The zone the domain is in. */
  readonly own: ReportedZone
  /** Zones that `own` delegates to other name servers; their SOA and NS are left out. */
  readonly delegated: readonly ReportedZone[]
  /** Zones elsewhere, such as `net`; their SOA and NS are left out. */
  readonly elsewhere: readonly ReportedZone[]
}

export interface ReportedZone {
  readonly apex: string
  /** Records in zone file form, relative to the apex. */
  readonly lines: readonly string[]
}

/** A key in the comment at the top, and a record that the provider wants. */
const FIELD = /^; (case|source|situation|right|sending domain|other sending domains): (.*)$/
const WANTED = /^;\s+(TXT|CNAME|MX|A)\s+(\S+)\s+(.+)$/
const ORIGIN = /^\$ORIGIN (\S+)\.$/

/**
 * Reads the text of a report: fields and wanted records as comments, then zones, each after its `$ORIGIN`.
 *
 * @throws Error naming what is missing
 */
export function parseReport(text: string): Report {
  const lines = text.split('\n').map((line) => line.trimEnd())
  const fields = new Map(
    lines.flatMap((line) => matched(FIELD, line)).map(([, key = '', is = '']) => [key, is]),
  )
  const field = (key: string): string => {
    const value = fields.get(key)
    if (value === undefined) throw new Error(`The report ${fields.get('case') ?? ''} has no "${key}".`)
    return value
  }
  const expected = lines
    .filter((line) => line.startsWith(';   '))
    .flatMap((line) => matched(WANTED, line))
    .map(([, type, name = '', value = '']) => wantedRecord(type as RecordType, name, value))
  const zones = zonesOf(lines)
  const [own] = zones.filter(({ section }) => section === 'own')
  if (own === undefined || expected.length === 0) throw new Error(`The report ${field('case')} is not whole.`)
  return {
    ...{ name: field('case'), source: field('source'), situation: field('situation'), right: field('right') },
    ...{ domain: field('sending domain'), expected, own },
    others: (fields.get('other sending domains') ?? '').split(/[ ,]+/).filter((name) => name !== ''),
    delegated: zones.filter(({ section }) => section === 'delegated'),
    elsewhere: zones.filter(({ section }) => section === 'elsewhere'),
  }
}

function zonesOf(
  lines: readonly string[],
): (ReportedZone & { section: 'own' | 'delegated' | 'elsewhere'; lines: string[] })[] {
  const zones: ReturnType<typeof zonesOf> = []
  let section: 'own' | 'delegated' | 'elsewhere' = 'own'
  for (const line of lines) {
    if (/^; zone \S+ at other name servers:/.test(line)) section = 'delegated'
    if (/^; elsewhere:/.test(line)) section = 'elsewhere'
    const origin = ORIGIN.exec(line)
    if (origin !== null) zones.push({ apex: origin[1] ?? '', section, lines: [] })
    else if (line !== '' && !line.startsWith(';')) zones.at(-1)?.lines.push(line)
  }
  return zones
}

function wantedRecord(type: RecordType, name: string, value: string): DnsRecord {
  const [priority = '', exchange = ''] = value.split(' ')
  const isMx = type === 'MX'
  return {
    purpose: isMx ? 'receiving' : 'sending',
    ...{ type, name, value: isMx ? exchange : value, priority: isMx ? Number(priority) : null },
    // No report says what the provider saw.
    ...{ valid: 'unknown', cached: [], isActive: true },
  }
}

function matched(pattern: RegExp, line: string): RegExpExecArray[] {
  const found = pattern.exec(line)
  return found === null ? [] : [found]
}
