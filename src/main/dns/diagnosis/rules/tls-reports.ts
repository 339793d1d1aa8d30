import type { Observation } from '../../../../preload/contract/dns-answer'
import type { Finding, FixRecord } from '../../../../preload/contract/findings'
import { fix, hostWords } from '../finding'
import type { SeenAnswers } from '../seen-answers'
import { textRow } from '../texts'
import { ignoredWords, singlePolicy } from './single-policy'

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
    missing: () => {
      const record = withBlank([])
      const words = `When you want the reports, fill in the mailbox they shall go to and add this record. ${hostWords(record)}`
      return {
        code: 'tls-rpt-missing',
        sentence: `There is no TLS-RPT record at ${name}.`,
        fix: fix('add', words, [record]),
      }
    },
    wrong: (only, found) => {
      if (found.length === 1 && isReadable(only)) return null
      const mailboxes = [...new Set(found.flatMap(mailboxesIn))]
      const value = `v=TLSRPTv1; rua=${mailboxes.map((mailbox) => `mailto:${mailbox}`).join(',')}`
      const record = mailboxes.length === 0 ? withBlank(found) : textRow(name, value, zone.apex, found)
      const words = mailboxes.length === 0 ? 'Fill in the mailbox for the reports, and replace' : 'Replace'
      return {
        code: 'tls-rpt-syntax',
        sentence: ignoredWords('Senders', name, only, found),
        fix: fix('edit', `${words} it by this record. ${hostWords(record)}`, [record]),
      }
    },
  })
}

function isReadable(text: string): boolean {
  return /^v=TLSRPTv1\s*;\s*rua=(mailto:|https:)\S+\s*;?\s*$/.test(text)
}

/** Mailboxes that stand in a record, whatever else is wrong with it; a stranger may write any number. */
function mailboxesIn(text: string): string[] {
  return (text.slice(0, 1000).match(/[\w.+-]{1,64}@[\w.-]{1,253}\w/g) ?? []).slice(0, 4)
}
