import type { Observation, Question } from '../../preload/contract/dns-answer'
import type { DnsRecord } from '../../preload/contract/domain'
import type { DomainCheck, Finding, Rehearsal } from '../../preload/contract/findings'
import { judge, questionsLedTo, questionsLedToBesides } from './diagnosis/judge'
import type { Neighbour } from './diagnosis/findings/neighbour'
import { distinct } from './diagnosis/answers/questions'
import { SeenAnswers } from './diagnosis/answers/seen-answers'
import { rehearsedEdit, withRehearsedCures } from './rehearsal/rehearse'
import { findingsOf, isSameFinding, seenAfter, type ZoneKnowledge } from './rehearsal/trial'
import { type WholeRehearsal, rehearsedWhole } from './rehearsal/whole-change'
import { changeOf, type ZoneChange } from './rehearsal/zone-change'

/**
 * The diagnosis of one domain, while answers come in and after. What was worked out of some answers is not worked out
 * again as long as they stay the same. Pure: it asks nothing, and says the same as if it was made anew each time.
 */
export class Diagnosis {
  readonly #expected: readonly DnsRecord[]
  readonly #neighbours: readonly Neighbour[]
  #seen: SeenAnswers | null = null

  /**
   * @param expected the provider's records, in their order
   * @param neighbours other sending domains that are known, whose records stand where they are by right
   */
  constructor(expected: readonly DnsRecord[], neighbours: readonly Neighbour[] = []) {
    this.#expected = expected
    this.#neighbours = neighbours
  }

  /**
   * Says of a domain which of the provider's records DNS has, why the others fail, and what to do. Each cure was
   * rehearsed: applied to what was observed, and the zone as it would be judged again.
   */
  diagnose(observation: Observation): DomainCheck {
    return withRehearsedCures(this.#judged(observation))
  }

  /**
   * What must be asked besides, so that `diagnose` can say all it can say: what the answers lead to, and what they would
   * lead to once a cure is applied. Ask, add the answers to the observation, and call again, until it is empty.
   */
  furtherQuestions(observation: Observation): Question[] {
    const seen = this.#seenIn(observation)
    const needed = questionsLedTo(observation, this.#expected, seen)
    // What is there decides which cures are proposed, so it is asked first.
    if (needed.length > 0) return needed
    const known = this.#judged(observation)
    const changes = findingsOf(known.check).flatMap(({ fix }) => changeOf(fix, observation.domain) ?? [])
    const led = changes.flatMap((change) =>
      questionsLedToBesides(observation, this.#expected, seenAfter(known, change), seen),
    )
    return distinct(led).filter((question) => !seen.isAsked(question))
  }

  /**
   * What a cure leads to when a person edits one of its values first.
   *
   * @param which the finding, as `diagnose` said it of the same observation
   * @param at place of the record among its fix's
   * @returns null when there is no such finding, or no such record is offered for it
   */
  rehearseEdit(
    observation: Observation,
    which: Pick<Finding, 'code' | 'subject'>,
    at: number,
    value: string,
  ): Rehearsal | null {
    const judged = this.#judged(observation)
    const finding = findingsOf(judged.check).find((other) => isSameFinding(other, which))
    return finding === undefined ? null : rehearsedEdit(judged, finding, at, value)
  }

  /**
   * What a change made of several cures leads to.
   *
   * @param check what `diagnose` said of the same observation
   */
  rehearseWhole(observation: Observation, change: ZoneChange, check: DomainCheck): WholeRehearsal {
    return rehearsedWhole({ ...this.#known(observation), check }, change)
  }

  #judged(observation: Observation): ZoneKnowledge {
    const known = this.#known(observation)
    return { ...known, check: judge(observation, this.#expected, this.#neighbours, known.before) }
  }

  #known(observation: Observation): Omit<ZoneKnowledge, 'check'> {
    const before = this.#seenIn(observation)
    return { observation, expected: this.#expected, neighbours: this.#neighbours, before }
  }

  #seenIn(observation: Observation): SeenAnswers {
    const last = this.#seen?.isLike(observation) === true ? this.#seen : undefined
    if (last?.hasAnswers(observation.answers) === true) return last
    const seen = new SeenAnswers(observation, last)
    this.#seen = seen
    return seen
  }
}

/** As `Diagnosis` says it, of one observation. */
export function diagnose(
  observation: Observation,
  expected: readonly DnsRecord[],
  neighbours: readonly Neighbour[] = [],
): DomainCheck {
  return new Diagnosis(expected, neighbours).diagnose(observation)
}

/** As `Diagnosis` says it, of one observation. */
export function rehearseEdit(
  observation: Observation,
  expected: readonly DnsRecord[],
  neighbours: readonly Neighbour[],
  which: Pick<Finding, 'code' | 'subject'>,
  at: number,
  value: string,
): Rehearsal | null {
  return new Diagnosis(expected, neighbours).rehearseEdit(observation, which, at, value)
}

/** As `Diagnosis` says it, of one observation. */
export function rehearseWhole(
  observation: Observation,
  expected: readonly DnsRecord[],
  neighbours: readonly Neighbour[],
  change: ZoneChange,
  check: DomainCheck,
): WholeRehearsal {
  return new Diagnosis(expected, neighbours).rehearseWhole(observation, change, check)
}

/** As `Diagnosis` says it, of one observation. */
export function furtherQuestions(
  observation: Observation,
  expected: readonly DnsRecord[],
  neighbours: readonly Neighbour[] = [],
): Question[] {
  return new Diagnosis(expected, neighbours).furtherQuestions(observation)
}
