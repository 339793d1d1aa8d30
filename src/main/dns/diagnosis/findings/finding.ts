import type { DnsRecord } from '../../../../preload/contract/domain'
import { CATALOGUE } from '../../../../preload/contract/finding-catalogue'
import { type FindingCode } from '../../../../preload/contract/finding-titles'
import type {
  Evidence,
  Finding,
  FindingSubject,
  Fix,
  FixAction,
  FixRecord,
  ZoneRecord,
} from '../../../../preload/contract/findings'
import { hostOf } from '../records/presentation'

/** What a finding says beyond the catalogue. */
export interface FindingDetails {
  readonly subject: FindingSubject
  readonly sentence: string
  readonly evidence?: readonly Evidence[]
  readonly fix: Fix
}

/** A finding of a code. The catalogue's words stand where the case needs no words of its own. */
export function finding(code: FindingCode, { subject, sentence, evidence, fix }: FindingDetails): Finding {
  const { title, severity, cause, source } = CATALOGUE[code]
  return {
    code,
    severity,
    subject,
    title,
    sentence: bounded(sentence),
    explanation: cause,
    evidence: [...(evidence ?? [])],
    fix: { ...fix, sentence: bounded(fix.sentence) },
    source: { ...source },
  }
}

/** A hostile zone may put 64 KB into one term; no sentence needs that. In characters. */
const MAX_SENTENCE = 1000

function bounded(sentence: string): string {
  return sentence.length <= MAX_SENTENCE ? sentence : `${sentence.slice(0, MAX_SENTENCE - 3)}...`
}

/**
 * @param sentence what to do; the catalogue's cure when the case needs no words of its own
 * @param wait seconds, for `wait`
 */
export function fix(
  action: FixAction,
  sentence: string,
  records: readonly FixRecord[] = [],
  wait: number | null = null,
): Fix {
  return { action, sentence, records: [...records], drops: [], after: null, wait }
}

/**
 * The same fix, saying what it costs.
 *
 * @param drops what stops working after it; the fix's sentence names each of these words
 */
export function dropping(fix: Fix, drops: readonly string[]): Fix {
  return { ...fix, drops: [...drops] }
}

/**
 * The same fix, as one that is right only if something holds that DNS does not show. Only a person can say whether it
 * does.
 *
 * @param fix its sentence names the condition
 */
export function onlyIf(fix: Fix): Fix {
  return { ...fix, isConditional: true }
}

/** The catalogue's cure for a code. */
export function cureOf(code: FindingCode): string {
  return CATALOGUE[code].cure
}

/**
 * A record ready to copy.
 *
 * @param apex the zone's, for the host field; null when it is not known
 * @param replaces records that it takes the place of
 */
export function fixRecord(
  record: Pick<DnsRecord, 'type' | 'name' | 'value' | 'priority'>,
  apex: string | null,
  replaces: readonly ZoneRecord[] = [],
): FixRecord {
  const { type, name, value } = record
  const priority = type === 'MX' ? (record.priority ?? 10) : null
  return { type, name, host: hostOf(name, apex), value, priority, replaces: [...replaces], blank: null }
}

/** A record as it stands in a zone, or behind an alias or a wildcard, ready to copy. */
export function copied({ type, name, value, priority }: ZoneRecord, apex: string | null): FixRecord {
  const data = type === 'MX' && value === '' ? '.' : value
  return fixRecord({ type: type === 'SPF' ? 'TXT' : type, name, value: data, priority }, apex)
}
