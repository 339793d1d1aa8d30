import fc from '../../../generated/cases'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Diagnosis } from '../../../../src/main/dns/diagnose'
import { SeenAnswers } from '../../../../src/main/dns/diagnosis/answers/seen-answers'
import type { Situation } from '../../../../src/main/dns/diagnosis/answers/situation'
import { changeOf, type ZoneChange } from '../../../../src/main/dns/rehearsal/zone-change'
import type { Observation } from '../../../../src/preload/contract/dns-answer'
import { CASES } from '../diagnosis/cases'
import { expectedRecords, findingsOf, observe, type World } from '../diagnosis/observed'
import { CURABLE, mistakenZones, UNDECIDED } from './zones'

/** Milliseconds for hundreds of zones, each diagnosed twice at every step, on a busy computer. */
const PATIENCE = 600_000
/** Rounds of further questions that are looked at one by one. */
const ROUNDS = 3

/** Everything that is said of a world, round after round, by a diagnosis for each step. */
function said(stages: readonly Observation[], next: () => Diagnosis): unknown[] {
  const whole = stages.at(-1)!
  const check = next().diagnose(whole)
  const changes = findingsOf(check).flatMap(({ fix }) => changeOf(fix, whole.domain) ?? [])
  const together: ZoneChange = {
    removed: changes.flatMap(({ removed }) => removed),
    added: changes.flatMap(({ added }) => added),
  }
  return [
    ...stages.map((stage) => next().furtherQuestions(stage)),
    check,
    next().rehearseWhole(whole, together, check),
    ...changes.map((change) => next().rehearseWhole(whole, change, check)),
  ]
}

/** What was seen of a world, from the first answers to all of them; an answer stays the same object. */
function stagesOf(world: World): Observation[] {
  const whole = observe(world)
  const lengths = Array.from({ length: ROUNDS }, (_, rounds) => observe({ ...world, rounds }).answers.length)
  const stages = [...new Set(lengths)].map((length) => ({
    ...whole,
    answers: whole.answers.slice(0, length),
    complete: false,
  }))
  return [...stages, whole]
}

/** Works everything out each time, and holds nothing for the same. */
function workEverythingOut(situation: Situation): void {
  vi.spyOn(SeenAnswers.prototype, 'once').mockImplementation((_part, work) => work())
  vi.spyOn(SeenAnswers.prototype, 'fact').mockImplementation(function (this: SeenAnswers, _name, work) {
    return work(this)
  })
  vi.spyOn(SeenAnswers.prototype, 'altered').mockImplementation((answer, outcome) => ({ ...answer, outcome }))
  vi.spyOn(SeenAnswers.prototype, 'withAltered').mockImplementation(function (this: SeenAnswers, altered) {
    const answers = this.answers.map((answer) => altered.get(answer) ?? answer)
    return new SeenAnswers({ ...situation, answers })
  })
}

function expectTheSame(world: World): void {
  const expected = world.expected ?? expectedRecords()
  const stages = stagesOf(world)
  workEverythingOut(stages.at(-1)!)
  const plain = said(stages, () => new Diagnosis(expected, world.neighbours))
  vi.restoreAllMocks()
  const one = new Diagnosis(expected, world.neighbours)
  expect(said(stages, () => one)).toEqual(plain)
  // Again, with all that is worked out by now, and in another order.
  expect(said(stages.toReversed(), () => one).slice(0, stages.length)).toEqual(
    plain.slice(0, stages.length).toReversed(),
  )
}

describe('what is worked out once', () => {
  afterEach(() => vi.restoreAllMocks())

  it(
    'says the same as if it was worked out each time, of every case of the catalogue',
    () => {
      for (const { cause } of CASES) expectTheSame(cause)
    },
    PATIENCE,
  )

  it(
    'says the same of zones with several mistakes',
    () => {
      fc.assert(
        fc.property(mistakenZones({ ...CURABLE, ...UNDECIDED }), ({ world }) => expectTheSame(world)),
        {
          ...{ seed: 20_261_130, numRuns: 60 },
        },
      )
    },
    PATIENCE,
  )

  it('is worked out anew where an answer is another', () => {
    const expected = expectedRecords()
    const one = new Diagnosis(expected)
    const [first, second] = CASES.slice(0, 2).map(({ cause }) => observe(cause))
    for (const observation of [first!, second!, first!]) {
      expect(one.diagnose(observation)).toEqual(new Diagnosis(expected).diagnose(observation))
    }
  })

  it('has the time of each observation in what it says', () => {
    const expected = expectedRecords()
    const one = new Diagnosis(expected)
    const observation = CASES.map(({ cause }) => observe(cause)).find((seen) =>
      findingsOf(new Diagnosis(expected).diagnose(seen)).some(({ code }) => code === 'mta-sts-missing'),
    )!
    const ids = [0, 1, 999, 1_000, 61_000, 0].map((later) => {
      const seen = { ...observation, finishedAt: observation.finishedAt + later }
      const check = one.diagnose(seen)
      expect(check).toEqual(new Diagnosis(expected).diagnose(seen))
      return findingsOf(check).flatMap(({ fix }) =>
        fix.records.flatMap(({ value }) => /id=(\w+)/.exec(value)?.[1] ?? []),
      )
    })
    expect(new Set(ids.flat()).size).toBeGreaterThan(2)
  })
})
