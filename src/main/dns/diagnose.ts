import type { Observation, Question } from '../../preload/contract/dns-answer'
import type { DnsRecord } from '../../preload/contract/domain'
import type { DomainCheck } from '../../preload/contract/findings'
import { judge, questionsLedTo } from './diagnosis/judge'
import type { Neighbour } from './diagnosis/neighbour'

/**
 * Says of a domain which of the provider's records DNS has, why the others fail, and what to do. Pure.
 *
 * @param expected the provider's records, in their order
 * @param neighbours other sending domains that are known, whose records stand where they are by right
 */
export function diagnose(
  observation: Observation,
  expected: readonly DnsRecord[],
  neighbours: readonly Neighbour[] = [],
): DomainCheck {
  return judge(observation, expected, neighbours)
}

/**
 * What must be asked besides, so that `diagnose` can say all it can say. Ask, add the answers to the observation, and
 * call again, until it is empty.
 */
export function furtherQuestions(observation: Observation, expected: readonly DnsRecord[]): Question[] {
  return questionsLedTo(observation, expected)
}
