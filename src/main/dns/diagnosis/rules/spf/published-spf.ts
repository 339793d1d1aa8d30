import type { FindingCode } from '../../../../../preload/contract/finding-titles'
import type { Finding, Fix } from '../../../../../preload/contract/findings'
import { finding } from '../../findings/finding'
import { shortened } from '../../records/presentation'
import type { RecordContext } from '../../findings/record-context'
import { evidenceOf } from '../../answers/seen-answers'
import type { SpfText } from '../../spf/spf-intended'

/** A TXT record that is an SPF policy, or is meant to be one. */
export interface Published {
  /** As a person writes it, its character-strings joined. */
  readonly value: string
  readonly text: SpfText
}

/** Stands in place of the cure for a flaw while receivers cannot read the record. */
export const AFTER_THE_OTHERS =
  'First correct the record so that receivers can read it. Then look at this again.'

/** The most ways to a server that a sentence names. */
export const MAX_WAYS = 3

interface Words {
  readonly sentence: string
  readonly fix: Fix
}

/** A finding about the record that is judged, with the answer that shows it. */
export function spfFinding({ subject, answer }: RecordContext, code: FindingCode, words: Words): Finding {
  return finding(code, { subject, evidence: answer === null ? [] : [evidenceOf(answer)], ...words })
}

/** A piece of a policy in quotation marks, shortened. */
export function quoted(text: string): string {
  return text.includes('"') ? shortened(text) : `"${shortened(text)}"`
}
