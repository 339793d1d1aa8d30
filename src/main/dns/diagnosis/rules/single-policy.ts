import type { FindingCode } from '../../../../preload/contract/finding-catalogue'
import type { Finding, Fix } from '../../../../preload/contract/findings'
import { finding } from '../finding'
import { shortened } from '../presentation'
import { evidenceOn, type SeenAnswers } from '../seen-answers'
import { textsAt } from '../texts'

/** A policy in one TXT record at a name of its own. */
export interface SinglePolicy {
  readonly name: string
  /** Other texts at the name are not looked at. */
  readonly isOne: (text: string) => boolean
  readonly missing: () => PolicyFault
  /**
   * What is the matter with what is there; null when nothing is.
   *
   * @param only the policy
   * @param found all of them; receivers want one
   */
  readonly wrong: (only: string, found: readonly string[]) => PolicyFault | null
}

export interface PolicyFault {
  readonly code: FindingCode
  readonly sentence: string
  readonly fix: Fix
}

/** Whether the policy is there, is one, and can be read. Nothing is said where nobody answered. */
export function singlePolicy(seen: SeenAnswers, { name, isOne, missing, wrong }: SinglePolicy): Finding[] {
  const texts = textsAt(seen, name)
  if (texts === null) return []
  const found = texts.filter((text) => isOne(text))
  const [only] = found
  const fault = only === undefined ? missing() : wrong(only, found)
  if (fault === null) return []
  return [
    finding(fault.code, {
      subject: { index: null, name, type: 'TXT' },
      sentence: fault.sentence,
      evidence: evidenceOn(seen, { name, type: 'TXT' }, 2),
      fix: fault.fix,
    }),
  ]
}

/**
 * That what is there is not read.
 *
 * @param who ignores it
 */
export function ignoredWords(who: string, name: string, only: string, found: readonly string[]): string {
  const why =
    found.length > 1
      ? `${found.length} records stand there, and one is allowed.`
      : `It says "${shortened(only)}".`
  return `${who} ignore the record at ${name}. ${why}`
}
