import type { Observation } from '../../../../preload/contract/dns-answer'
import type { Finding, FixRecord } from '../../../../preload/contract/findings'
import { fix, hostWords } from '../finding'
import type { SeenAnswers } from '../seen-answers'
import { textRow } from '../texts'
import { singlePolicy } from './single-policy'

const MARK = '[your mailbox]'

/** Whether failures of TLS are reported (RFC 8460 section 3). */
export function tlsReports({ domain, zone }: Observation, seen: SeenAnswers): Finding[] {
  const name = `_smtp._tls.${domain}`
  const withBlank = (replaces: readonly string[]): FixRecord => ({
    ...textRow(name, `v=TLSRPTv1; rua=mailto:${MARK}`, zone.apex, replaces),
    blank: { mark: MARK, kind: 'mailbox' },
  })
  return singlePolicy(seen, {
    name,
    isOne: (text) => /^v=TLSRPTv1\s*(;|$)/.test(text),
    isRight: (text) => /^v=TLSRPTv1\s*;\s*rua=(mailto:|https:)\S+\s*;?\s*$/.test(text),
    missing: {
      code: 'tls-rpt-missing',
      sentence: `There is no TLS-RPT record at ${name}.`,
      fix: () => {
        const record = withBlank([])
        return fix(
          'add',
          `When you want the reports, fill in the mailbox they shall go to and add this record. ${hostWords(record)}`,
          [record],
        )
      },
    },
    wrong: {
      code: 'tls-rpt-syntax',
      who: 'Senders',
      fix: (found) => {
        const mailboxes = [...new Set(found.flatMap(mailboxesIn))]
        const value = `v=TLSRPTv1; rua=${mailboxes.map((mailbox) => `mailto:${mailbox}`).join(',')}`
        const record = mailboxes.length === 0 ? withBlank(found) : textRow(name, value, zone.apex, found)
        const words = mailboxes.length === 0 ? 'Fill in the mailbox for the reports, and replace' : 'Replace'
        return fix('edit', `${words} it by this record. ${hostWords(record)}`, [record])
      },
    },
  })
}

/** Mailboxes that stand in a record, whatever else is wrong with it; a stranger may write any number. */
function mailboxesIn(text: string): string[] {
  return (text.slice(0, 1000).match(/[\w.+-]{1,64}@[\w.-]{1,253}\w/g) ?? []).slice(0, 4)
}
