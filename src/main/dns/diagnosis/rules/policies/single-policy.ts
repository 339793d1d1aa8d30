import type { FindingCode } from '../../../../../preload/contract/finding-titles'
import type { Finding, Fix, FixRecord } from '../../../../../preload/contract/findings'
import { isWithin } from '../../../../names/zone-cut'
import { finding, fix } from '../../findings/finding'
import { hostOf, shortened } from '../../records/presentation'
import { evidenceOn, type SeenAnswers } from '../../answers/seen-answers'
import { textsAt } from '../../findings/texts'

/** A policy in one TXT record at a name of its own. */
export interface SinglePolicy {
  readonly name: string
  /** The zone's, for the host field; null when it is not known. */
  readonly apex: string | null
  /** Whether those who look for a policy take a text for one. Other texts at the name are not looked at. */
  readonly isOne: (text: string) => boolean
  /** Whether a text is meant as one, even if it is ignored. */
  readonly isMeant: (text: string) => boolean
  /** Null if there is nothing to say about it. */
  readonly missing: () => PolicyFault | null
  /**
   * What is the matter with what is there; null when nothing is.
   *
   * @param only the policy
   * @param found all texts that count, of which one is allowed; if none counts, all that are meant as one
   */
  readonly wrong: (only: string, found: readonly string[]) => PolicyFault | null
}

export interface PolicyFault {
  readonly code: FindingCode
  readonly sentence: string
  readonly fix: Fix
}

/** Whether the policy is there, is the only one, and can be read. Without an answer there is no finding. */
export function singlePolicy(seen: SeenAnswers, policy: SinglePolicy): Finding[] {
  const { name, apex, isOne, isMeant, missing, wrong } = policy
  const texts = textsAt(seen, name)
  if (texts === null) return []
  const counted = texts.filter((text) => isOne(text))
  const found = counted.length > 0 ? counted : texts.filter((text) => isMeant(text))
  const [only] = found
  const fault = only === undefined ? missing() : wrong(only, found)
  return fault === null ? [] : [policyFinding(seen, name, apex, fault)]
}

/** The finding on a policy at a name. Where the name is an alias, its record is the one the alias leads to. */
export function policyFinding(
  seen: SeenAnswers,
  name: string,
  apex: string | null,
  fault: PolicyFault,
): Finding {
  return finding(fault.code, {
    subject: { index: null, name, type: 'TXT' },
    sentence: fault.sentence,
    evidence: evidenceOn(seen, { name, type: 'TXT' }, 2),
    fix: whereItStands(seen, name, apex, fault.fix),
  })
}

/**
 * The same fix where the record really is: a name with a CNAME has no other record (RFC 1034 section 3.6.2), so that
 * none can be added or edited there.
 */
function whereItStands(seen: SeenAnswers, name: string, apex: string | null, proposed: Fix): Fix {
  const data = seen.data({ name, type: 'TXT' })
  if (
    data === null ||
    data.aliases.length === 0 ||
    !proposed.records.some((record) => record.name === name)
  ) {
    return proposed
  }
  const { owner } = data
  if (apex === null || !isWithin(owner, apex)) {
    return fix(
      'none',
      `${name} is an alias (CNAME) for ${owner}, so nothing can be changed at ${name} itself. Whoever keeps ${owner} has to correct it there.`,
    )
  }
  const moved = (record: FixRecord): FixRecord =>
    record.name === name
      ? {
          ...record,
          name: owner,
          host: hostOf(owner, apex),
          replaces: record.replaces.map((old) => (old.name === name ? { ...old, name: owner } : old)),
        }
      : record
  const sentence = `${name} is an alias (CNAME) for ${owner}, so the record is at ${owner}. ${proposed.sentence}`
  return { ...proposed, sentence, records: proposed.records.map(moved) }
}

/**
 * Says that the record that is there is ignored.
 *
 * @param who ignores it
 * @param faults what is wrong with the only one; without faults, the sentence quotes it
 */
export function ignoredWords(
  who: string,
  name: string,
  only: string,
  found: readonly string[],
  faults: readonly string[] = [],
): string {
  const why =
    found.length > 1
      ? `${found.length} records stand there, but only one is allowed.`
      : faults.length > 0
        ? faults.join(' ')
        : `It says "${shortened(only)}".`
  return `${who} ignore the record at ${name}. ${why}`
}
