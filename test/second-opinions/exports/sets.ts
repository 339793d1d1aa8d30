import fc from '../../generated/cases'
import type { ExportResult } from '../../../src/preload/contract/export-format'
import type { ExportSet } from '../../../src/main/dns-hosts/exports/export-set'
import { sampleRecord } from '../../unit/domains/sample-domains'
import { anyAsciiText, anyText, LONG_DKIM, usualRecords } from '../../unit/dns-hosts/arbitrary-records'
import { setOf, sorted, told, type Told } from '../../unit/dns-hosts/exports/reading'

/** Texts that formats give a meaning of their own. */
const NOTED = [
  'yes',
  '1e3',
  '2026-11-23',
  '~',
  '- a',
  'a: b',
  '# c',
  '{x}',
  ';',
  '"',
  '\\',
  '(',
  '$INCLUDE x',
  '@',
  '\n',
  'a\tb',
  '\x7f',
  '\u0085',
  '\u2028',
]
const SEED = 1035

/** Zones as they are exported: usual ones, one of an internationalized name, and one of hard texts. */
export const SETS: readonly ExportSet[] = [
  setOf([
    ...usualRecords(),
    sampleRecord({ name: 'example.com', value: 'v=spf1 include:mailgun.org ~all' }),
    sampleRecord({ name: 'example.com', value: 'a second text' }),
    sampleRecord({ name: 'a10.example.com', type: 'A', value: '192.0.2.1' }),
    sampleRecord({ name: 'a10.example.com', type: 'A', value: '192.0.2.2' }),
    sampleRecord({ name: 'a9.example.com', type: 'AAAA', value: '2001:db8::1' }),
    sampleRecord({ name: '*.example.com', type: 'CNAME', value: 'mailgun.org.' }),
  ]),
  setOf(usualRecords('mg.xn--bcher-kva.example'), 'xn--bcher-kva.example'),
  setOf(usualRecords('example.org'), 'example.org'),
  setOf(
    [
      ...fc.sample(fc.oneof(anyAsciiText, anyText), { numRuns: 300, seed: SEED }),
      ...[LONG_DKIM, 'k'.repeat(255), 'k'.repeat(256), 'k'.repeat(510), 'k'.repeat(511)],
      ...NOTED,
    ].map((value, index) => sampleRecord({ name: `t${index}.hard.example`, value })),
    'hard.example',
  ),
]

/** By zone: what the reader of an export must have read, without what the export says that it left out. */
export function expected(result: ExportResult, sets = SETS): Record<string, Told[]> {
  const left = new Set(result.leftOut.map(({ name, type }) => `${name} ${type}`))
  return Object.fromEntries(
    sets.map(({ zone, records }) => [
      zone,
      sorted(
        records
          .filter(({ name, type }) => !left.has(`${name} ${type}`))
          .map((record) =>
            told({
              ...record,
              // What a lone surrogate becomes in UTF-8; and a host name without its dot at the end.
              value: Buffer.from(
                record.type === 'TXT' ? record.value : record.value.replace(/\.$/, ''),
              ).toString(),
            }),
          ),
      ),
    ]),
  )
}
