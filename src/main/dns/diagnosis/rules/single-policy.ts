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
  readonly isRight: (text: string) => boolean
  readonly missing: { readonly code: FindingCode; readonly sentence: string; readonly fix: () => Fix }
  readonly wrong: {
    readonly code: FindingCode
    /** Who ignores it. */
    readonly who: string
    /** @param found what stands there now */
    readonly fix: (found: readonly string[]) => Fix
  }
}

/** Whether the policy is there, is one, and can be read. */
export function singlePolicy(seen: SeenAnswers, policy: SinglePolicy): Finding[] {
  const { name, missing, wrong } = policy
  const texts = textsAt(seen, name)
  if (texts === null) return []
  const found = texts.filter((text) => policy.isOne(text))
  const tell = (code: FindingCode, sentence: string, how: Fix): Finding =>
    finding(code, {
      subject: { index: null, name, type: 'TXT' },
      sentence,
      evidence: evidenceOn(seen, { name, type: 'TXT' }, 2),
      fix: how,
    })
  const [only] = found
  if (only === undefined) return [tell(missing.code, missing.sentence, missing.fix())]
  if (found.length === 1 && policy.isRight(only)) return []
  const why =
    found.length > 1
      ? `${found.length} records stand there, and one is allowed.`
      : `It says "${shortened(only)}".`
  return [tell(wrong.code, `${wrong.who} ignore the record at ${name}. ${why}`, wrong.fix(found))]
}
