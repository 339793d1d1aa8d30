import type { Finding } from '../../../../preload/contract/findings'
import { dkimPlace } from '../answers/misplaced-names'
import { cureOf, finding, fix } from '../findings/finding'
import { plainName } from '../records/presentation'
import type { RecordContext } from '../findings/record-context'
import { evidenceOn, saysNoName } from '../answers/seen-answers'
import { hasNoAddress } from '../answers/targets'

/** A CNAME that is right, but leads to a name that has nothing of use (RFC 1034 section 3.6.2). */
export function danglingAlias({ record, seen, subject }: RecordContext): Finding[] {
  const target = plainName(record.value)
  const isKey = dkimPlace(record.name) !== null
  const question = { name: target, type: isKey ? ('TXT' as const) : ('A' as const) }
  const best = seen.best(question)
  const isEmpty = isKey ? seen.data(question)?.records.length === 0 : hasNoAddress(seen, target)
  if (best === null || !isEmpty) return []
  const lack = saysNoName(best)
    ? 'that name does not exist'
    : isKey
      ? 'that name has no key'
      : 'that name has no address'
  const harm = isKey ? 'receivers cannot verify the signatures of your mail' : 'links in mail lead nowhere'
  return [
    finding('cname-dangling', {
      subject,
      sentence: `The CNAME leads to ${target}, as the provider wants it, but ${lack}, so ${harm}.`,
      evidence: evidenceOn(seen, question, 2),
      fix: fix('none', cureOf('cname-dangling')),
    }),
  ]
}
