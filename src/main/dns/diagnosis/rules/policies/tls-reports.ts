import type { DnsRecord } from '../../../../../preload/contract/domain'
import type { Finding, FixRecord } from '../../../../../preload/contract/findings'
import { fix } from '../../findings/finding'
import { isExpected } from '../../records/policy-kind'
import type { SeenAnswers } from '../../answers/seen-answers'
import type { Situation } from '../../answers/situation'
import { textRow } from '../../findings/texts'
import {
  isMeantAsTlsReport,
  isTlsReport,
  repairedTlsReport,
  tlsReportFaults,
} from '../../records/tls-report-record'
import { ignoredWords, singlePolicy } from './single-policy'

const MARK = '[your mailbox]'

/**
 * Whether failures of TLS are reported (RFC 8460 section 3).
 *
 * @param expected what the provider wants: where that is such a record too, nothing else is offered to add
 */
export function tlsReports(
  { domain, zone }: Situation,
  seen: SeenAnswers,
  expected: readonly DnsRecord[],
): Finding[] {
  const { apex } = zone
  const name = `_smtp._tls.${domain}`
  const row = (value: string, replaces: readonly string[]): FixRecord => ({
    ...textRow(name, value, apex, replaces),
    blank: value.includes(MARK) ? { mark: MARK, kind: 'mailbox' } : null,
  })
  return singlePolicy(seen, {
    name,
    apex,
    isOne: isTlsReport,
    isMeant: isMeantAsTlsReport,
    missing: () => {
      if (isExpected(expected, 'tls-rpt', name)) return null
      const record = row(`v=TLSRPTv1; rua=mailto:${MARK}`, [])
      const words = 'If you want the reports, fill in the mailbox for them and add this record.'
      return {
        code: 'tls-rpt-missing',
        sentence: `There is no TLS-RPT record at ${name}.`,
        fix: fix('add', words, [record]),
      }
    },
    wrong: (only, found) => {
      const faults = tlsReportFaults(only)
      if (found.length === 1 && faults.length === 0) return null
      const record = row(repairedTlsReport(found, MARK), found)
      const those = found.length === 1 ? 'it' : 'them'
      const words =
        record.blank !== null
          ? `Fill in the mailbox for the reports, and replace ${those} by this record.`
          : `Replace ${those} by this record, which keeps every address that can be read.`
      return {
        code: 'tls-rpt-syntax',
        sentence: ignoredWords('Senders', name, only, found, faults),
        fix: fix('edit', words, [record]),
      }
    },
  })
}
