import type { DnsRecord } from '../../../../../preload/contract/domain'
import type { Finding, FixRecord } from '../../../../../preload/contract/findings'
import { bimiFaults, isBimi, isMeantAsBimi, repairedBimi } from '../../records/bimi-record'
import { fix } from '../../findings/finding'
import { isExpected } from '../../records/policy-kind'
import { listed, shortened } from '../../records/presentation'
import type { SeenAnswers } from '../../answers/seen-answers'
import type { Situation } from '../../answers/situation'
import { textRow, textsAt } from '../../findings/texts'
import { ignoredWords, singlePolicy, type PolicyFault } from './single-policy'

const MARK = '[address of your logo]'

/**
 * Whether there is a logo record, at the domain or above it, that can be read (BIMI draft section 4).
 *
 * @param expected what the provider wants: where that is such a record too, nothing else is offered to add
 */
export function bimi(
  { domain, zone }: Situation,
  seen: SeenAnswers,
  expected: readonly DnsRecord[],
): Finding[] {
  const { apex } = zone
  const above = `default._bimi.${zone.organizational}`
  const texts = [`default._bimi.${domain}`, above].map((name) => ({ name, texts: textsAt(seen, name) }))
  if (texts.some((at) => at.texts === null)) return []
  const has = (is: (text: string) => boolean): string | undefined =>
    texts.find((at) => at.texts?.some((text) => is(text)))?.name
  const name = has(isBimi) ?? has(isMeantAsBimi) ?? `default._bimi.${domain}`
  const record = (value: string, replaces: readonly string[]): FixRecord => ({
    ...textRow(name, value, apex, replaces),
    blank: value.includes(MARK) ? { mark: MARK, kind: 'web-address' } : null,
  })
  return singlePolicy(seen, {
    name,
    apex,
    isOne: isBimi,
    isMeant: isMeantAsBimi,
    missing: () => {
      if (isExpected(expected, 'bimi', name)) return null
      const right = record(`v=BIMI1; l=${MARK};`, [])
      const words =
        'Nothing has to be done. If you want the logo, put it on a web server as an SVG file, fill in its address and add this record.'
      return {
        code: 'bimi-missing',
        sentence: `There is no logo record at ${name}.`,
        fix: fix('add', words, [right]),
      }
    },
    wrong: (only, found) => {
      if (found.length > 1) return several(name, only, found)
      const faults = bimiFaults(only)
      if (faults.length === 0) return null
      const right = record(repairedBimi(only, MARK), found)
      const words =
        right.blank === null
          ? `First check that the logo is at its address. Then replace the record by this one, which keeps all that can be read.`
          : 'Fill in the address of your logo, and replace the record by this one.'
      return {
        code: 'bimi-syntax',
        sentence: ignoredWords('Mailbox providers', name, only, found, faults),
        fix: fix('edit', words, [right]),
      }
    },
  })
}

/** Only the owner knows which of several logos is the right one. */
function several(name: string, only: string, found: readonly string[]): PolicyFault {
  return {
    code: 'bimi-syntax',
    sentence: ignoredWords('Mailbox providers', name, only, found),
    fix: fix(
      'none',
      `Decide which one is right, and delete the others. These are there: ${listed(found.map((text) => `"${shortened(text)}"`))}.`,
    ),
  }
}
