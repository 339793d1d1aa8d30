import type { Question } from '../../../../preload/contract/dns-answer'
import type { DnsRecord } from '../../../../preload/contract/domain'
import type { Finding, Fix, ZoneRecord } from '../../../../preload/contract/findings'
import { dropping, finding, fix, onlyIf } from '../findings/finding'
import { dkimPlace } from '../answers/misplaced-names'
import { liveKeys, recordWords, useOfName } from '../comparison/name-use'
import { plainName } from '../records/presentation'
import { present, wanted, type RecordContext } from '../findings/record-context'
import { evidenceOf, evidenceOn, type SeenAnswers } from '../answers/seen-answers'
import { isOtherRegionOf, isSlipOf } from '../comparison/slips'
import { addressesOf, hasNoAddress, targetQuestions } from '../answers/targets'
import { textsAt } from '../findings/texts'
import { decoratedValue } from './different-value'

/** A CNAME with another target than the provider's. */
export function differentAlias(context: RecordContext): Finding[] {
  const { answer, apex, record, subject, values, seen } = context
  const [target] = values
  if (answer === null || target === undefined) return []
  const right = wanted(context, present(context))
  const evidence = [evidenceOf(answer)]
  if (hasZoneAppended(target, record.value, apex)) {
    return [
      finding('cname-zone-appended', {
        subject,
        sentence: `The CNAME leads to ${target}: ${apex ?? ''} was added to ${record.value}.`,
        evidence,
        fix: fix('edit', `Write the target with a dot at its end: ${record.value}.`, [
          { ...right, value: `${plainName(record.value)}.` },
        ]),
      }),
    ]
  }
  const decorated = decoratedValue(context, values)
  if (decorated !== null) return [decorated]
  const type = dkimPlace(record.name) === null ? 'A' : 'TXT'
  const { words, cure } = changedTarget(context, target)
  return [
    finding('cname-wrong-target', {
      subject,
      sentence: `The CNAME leads to ${target}, but the provider wants ${record.value}.${words}`,
      evidence: [...evidence, ...evidenceOn(seen, { name: plainName(target), type }, 1)],
      fix: cure,
    }),
  ]
}

/** What to ask to find out whether the target that is there serves anybody. */
export function seenTargetQuestions(record: DnsRecord, seen: SeenAnswers): Question[] {
  const [only] = seen.data({ name: record.name, type: 'CNAME' })?.records ?? []
  if (record.type !== 'CNAME' || only?.type !== 'CNAME') return []
  return targetQuestions({ ...record, value: only.target }, seen)
}

interface AliasDifference {
  /** What else the finding says, with a space in front. */
  readonly words: string
  readonly cure: Fix
}

/** What the change means for those behind the target that is there. */
function changedTarget(context: RecordContext, seenTarget: string): AliasDifference {
  const { record, seen } = context
  const target = plainName(seenTarget)
  const right = wanted(context, present(context))
  const change = `Change the target to ${record.value}.`
  const isKey = dkimPlace(record.name) !== null
  const use = isKey ? keyUse(seen, target) : hostUse(seen, target)
  const round = isKey
    ? 'have the provider use another selector for this domain, sync, and publish the record it then wants'
    : 'have the provider use another web prefix for this domain, sync, and publish the record it then wants'
  // Mail and texts are found through an alias as addresses are (RFC 1034 section 3.6.2).
  const others = isKey ? [] : useOfName(seen, record.name).records.filter(isBehindAlias)
  if (use === 'none' && others.length > 0) {
    const drop = `what ${record.name} has through the alias (${recordWords(others)})`
    return {
      words: ` That name has ${recordWords(others)}.`,
      cure: dropping(
        fix(
          'edit',
          `If ${record.name} is in use for that, leave the record, and ${round}. Otherwise, change the target to ${record.value}. That ends ${drop}.`,
          [right],
        ),
        [drop],
      ),
    }
  }
  if (use === 'none' && isKey && !isOtherRegionOf(target, record.value) && !isSlipOf(target, record.value)) {
    return {
      words: ' That name has no key.',
      // A service that keeps its keys behind aliases has none at the one that it does not sign with.
      cure: onlyIf(
        fix(
          'edit',
          `If another service put the alias there, it may sign with a key at ${target} later: leave the alias, and ${round}. If it serves nobody, change the target to ${record.value}.`,
          [right],
        ),
      ),
    }
  }
  if (use === 'none') {
    return {
      words: isKey ? ' That name has no key.' : ' That name has no address.',
      cure: fix('edit', change, [right]),
    }
  }
  if (isOtherRegionOf(target, record.value)) {
    return {
      words: ' That is the target for another region of the provider.',
      cure: fix('edit', change, [right]),
    }
  }
  if (use === 'unknown') {
    if (isSlipOf(target, record.value)) {
      return { words: '', cure: fix('edit', change, [right]) }
    }
    return {
      words: ' What is at that name could not be looked up.',
      cure: fix(
        'none',
        `Find out whether another service uses ${record.name}. If one does, leave the record, and ${round}. If none does, change the target to ${record.value}.`,
      ),
    }
  }
  if (isKey) {
    return {
      words: ' That name has a live key of another service.',
      cure: fix(
        'none',
        `Leave the alias while that service signs mail: without the alias, its DKIM signatures fail. Instead, ${round}. If the service is no longer used, change the target to ${record.value}.`,
      ),
    }
  }
  const drop = `what ${target} serves at ${record.name}`
  return {
    words: ` That name has the ${use.includes(' and ') ? 'addresses' : 'address'} ${use}.`,
    cure: dropping(
      fix(
        'edit',
        `If another service uses ${record.name}, leave the record, and ${round}. Otherwise, change the target to ${record.value}. That ends ${drop}.`,
        [right],
      ),
      [drop],
    ),
  }
}

function isBehindAlias({ type }: ZoneRecord): boolean {
  return type === 'MX' || type === 'TXT'
}

function keyUse(seen: SeenAnswers, target: string): 'none' | 'unknown' | 'key' {
  const texts = textsAt(seen, target)
  if (texts === null) return 'unknown'
  return liveKeys(texts).length > 0 ? 'key' : 'none'
}

/** The addresses behind a target, as words; `none` or `unknown` without. */
function hostUse(seen: SeenAnswers, target: string): string {
  if (hasNoAddress(seen, target)) return 'none'
  const addresses = addressesOf(seen, target)
  return addresses.length === 0 ? 'unknown' : addresses.slice(0, 2).join(' and ')
}

/** Whether a name is another one with the zone's name behind it, as RFC 1035 section 5.1 reads names without a dot. */
export function hasZoneAppended(seen: string, expected: string, apex: string | null): boolean {
  return apex !== null && plainName(seen) === `${plainName(expected)}.${apex}`
}
