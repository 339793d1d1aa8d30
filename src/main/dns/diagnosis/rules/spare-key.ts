import type { RecordCheck } from '../../../../preload/contract/findings'
import { cureOf, finding, fix } from '../findings/finding'
import { evidenceOf, type SeenAnswers } from '../answers/seen-answers'

/** Answers shown. */
const MOST_SHOWN = 6

/**
 * Passes by a DKIM key that the provider does not sign with: whatever DNS has of it, no mail suffers. If the key is not
 * published, one finding says that it is spare, in place of all others.
 */
export function passedBy(check: RecordCheck, seen: SeenAnswers): RecordCheck {
  const { index, name, type, standing } = check
  const isThere = standing === 'published'
  const told = finding('spare-key', {
    subject: { index, name, type },
    sentence: 'Spare key: the provider does not sign with it.',
    evidence: seen.all({ name, type }).slice(0, MOST_SHOWN).map(evidenceOf),
    fix: fix('none', cureOf('spare-key')),
  })
  return { ...check, isSpare: true, findings: isThere ? [] : [told] }
}
