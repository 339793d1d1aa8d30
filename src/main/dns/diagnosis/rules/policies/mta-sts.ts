import { isIP } from 'node:net'
import type { Observation } from '../../../../../preload/contract/dns-answer'
import type { DnsRecord } from '../../../../../preload/contract/domain'
import type { Finding } from '../../../../../preload/contract/findings'
import { fix } from '../../findings/finding'
import { isMeantAsMtaSts, isMtaSts, mtaStsFaults, repairedMtaSts } from '../../records/mta-sts-record'
import { isExpected } from '../../records/policy-kind'
import { plainName } from '../../records/presentation'
import type { SeenAnswers } from '../../answers/seen-answers'
import type { Situation } from '../../answers/situation'
import { textRow } from '../../findings/texts'
import { ignoredWords, singlePolicy } from './single-policy'

/** A hostile zone may name any number. */
const MAX_EXCHANGES = 5

/**
 * Whether senders are asked to use TLS alone (RFC 8461 section 3.1).
 *
 * @param expected what the provider wants: where that is such a record too, nothing else is offered to add
 */
export function mtaSts(
  { domain, zone, finishedAt }: Situation & Pick<Observation, 'finishedAt'>,
  seen: SeenAnswers,
  expected: readonly DnsRecord[],
): Finding[] {
  const { apex } = zone
  const name = `_mta-sts.${domain}`
  return singlePolicy(seen, {
    name,
    apex,
    isOne: isMtaSts,
    isMeant: isMeantAsMtaSts,
    missing: () => {
      if (isExpected(expected, 'mta-sts', name)) return null
      const record = textRow(name, `v=STSv1; id=${mtaStsId(finishedAt)};`, apex)
      const steps = [
        `If you want it, first put a text file on a web server, at https://mta-sts.${domain}/.well-known/mta-sts.txt, with the lines: ${fileLines(domain, seen)}.`,
        'Then add this record.',
      ]
      return {
        code: 'mta-sts-missing',
        sentence: `There is no MTA-STS record at ${name}.`,
        fix: fix('add', steps.join(' '), [record]),
      }
    },
    wrong: (only, found) => {
      const faults = mtaStsFaults(only)
      if (found.length === 1 && faults.length === 0) return null
      const record = textRow(name, repairedMtaSts(found, mtaStsId(finishedAt)), apex, found)
      const words = `First look at the mode in the policy file at https://mta-sts.${domain}/.well-known/mta-sts.txt: senders follow that file once they can read the record. Then replace ${found.length === 1 ? 'it' : 'them'} by this record, which keeps all that can be read.`
      return {
        code: 'mta-sts-syntax',
        sentence: ignoredWords('Senders', name, only, found, faults),
        fix: fix('edit', words, [record]),
      }
    },
  })
}

/** The lines name hosts (RFC 8461 section 3.2, `mx`): no address, and no single label, for which nobody gets a certificate. */
function isHost(exchange: string): boolean {
  return exchange.includes('.') && isIP(exchange) === 0
}

/** RFC 8461 section 3.2: in testing mode failures are only reported. */
function fileLines(domain: string, seen: SeenAnswers): string {
  const all = (seen.data({ name: domain, type: 'MX' })?.records ?? []).flatMap((record) =>
    record.type === 'MX' ? [plainName(record.exchange)] : [],
  )
  const exchanges = [...new Set(all.filter(isHost))].slice(0, MAX_EXCHANGES)
  const servers = exchanges.length === 0 ? ['mx: and the name of a mail server, one line for each'] : []
  return [
    'version: STSv1',
    'mode: testing',
    ...exchanges.map((host) => `mx: ${host}`),
    ...servers,
    'max_age: 86400',
  ]
    .map((line) => `"${line}"`)
    .join(', ')
}

/**
 * The time as the id, which has to be new with each change, as in RFC 8461 section 3.1.
 *
 * @param at milliseconds since the epoch; one second has one id
 */
function mtaStsId(at: number): string {
  return new Date(at)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '')
}
