import type { Observation, Question } from '../../preload/contract/dns-answer'
import type { DnsRecord } from '../../preload/contract/domain'
import type { DomainCheck, Finding, Rehearsal } from '../../preload/contract/findings'
import { judge, questionsLedTo } from './diagnosis/judge'
import type { Neighbour } from './diagnosis/findings/neighbour'
import { distinct, questionKey } from './diagnosis/answers/questions'
import { SeenAnswers } from './diagnosis/answers/seen-answers'
import { applied } from './rehearsal/applied'
import { rehearsedEdit, withRehearsedCures } from './rehearsal/rehearse'
import { findingsOf, isSameFinding, type ZoneKnowledge } from './rehearsal/trial'
import { type WholeRehearsal, rehearsedWhole } from './rehearsal/whole-change'
import { changeOf, type ZoneChange } from './rehearsal/zone-change'

/**
 * Says of a domain which of the provider's records DNS has, why the others fail, and what to do. Each cure was
 * rehearsed: applied to what was observed, and the zone as it would be judged again. Pure.
 *
 * @param expected the provider's records, in their order
 * @param neighbours other sending domains that are known, whose records stand where they are by right
 */
export function diagnose(
  observation: Observation,
  expected: readonly DnsRecord[],
  neighbours: readonly Neighbour[] = [],
): DomainCheck {
  return withRehearsedCures(known(observation, expected, neighbours))
}

/**
 * What a cure leads to when a person edits one of its values first.
 *
 * @param which the finding, as `diagnose` said it of the same observation
 * @param at place of the record among its fix's
 * @returns null when there is no such finding, or no such record is offered for it
 */
export function rehearseEdit(
  observation: Observation,
  expected: readonly DnsRecord[],
  neighbours: readonly Neighbour[],
  which: Pick<Finding, 'code' | 'subject'>,
  at: number,
  value: string,
): Rehearsal | null {
  const judged = known(observation, expected, neighbours)
  const finding = findingsOf(judged.check).find((other) => isSameFinding(other, which))
  return finding === undefined ? null : rehearsedEdit(judged, finding, at, value)
}

/**
 * What a change made of several cures leads to.
 *
 * @param check what `diagnose` said of the same observation
 */
export function rehearseWhole(
  observation: Observation,
  expected: readonly DnsRecord[],
  neighbours: readonly Neighbour[],
  change: ZoneChange,
  check: DomainCheck,
): WholeRehearsal {
  return rehearsedWhole({ observation, expected, neighbours, check }, change)
}

function known(
  observation: Observation,
  expected: readonly DnsRecord[],
  neighbours: readonly Neighbour[],
): ZoneKnowledge {
  const check = judge(observation, expected, neighbours)
  return { observation, expected, neighbours, check, before: new SeenAnswers(observation) }
}

/**
 * What must be asked besides, so that `diagnose` can say all it can say: what the answers lead to, and what they would
 * lead to once a cure is applied. Ask, add the answers to the observation, and call again, until it is empty.
 */
export function furtherQuestions(
  observation: Observation,
  expected: readonly DnsRecord[],
  neighbours: readonly Neighbour[] = [],
): Question[] {
  const needed = questionsLedTo(observation, expected)
  // What is there decides which cures are proposed, so it is asked first.
  if (needed.length > 0) return needed
  const asked = new Set(observation.answers.map(({ question }) => questionKey(question)))
  const led = proposedChanges(observation, expected, neighbours).flatMap((change) =>
    questionsLedTo(applied(observation, change), expected),
  )
  return distinct(led).filter((question) => !asked.has(questionKey(question)))
}

function proposedChanges(
  observation: Observation,
  expected: readonly DnsRecord[],
  neighbours: readonly Neighbour[],
): ZoneChange[] {
  return findingsOf(judge(observation, expected, neighbours)).flatMap(({ fix }) => {
    return changeOf(fix, observation.domain) ?? []
  })
}
