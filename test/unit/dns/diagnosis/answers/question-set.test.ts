import fc from '../../../../generated/cases'
import { expect, it } from 'vitest'
import { QuestionSet } from '../../../../../src/main/dns/diagnosis/answers/question-set'

const places = fc.array(fc.nat({ max: 200 }), { maxLength: 12 })

function setOf(list: readonly number[]): QuestionSet {
  const set = new QuestionSet()
  for (const at of list) set.add(at)
  return set
}

it('has the questions that were put into it, and no other', () => {
  fc.assert(
    fc.property(places, (list) => {
      const set = setOf(list)
      for (let at = 0; at <= 201; at += 1) expect(set.has(at)).toBe(list.includes(at))
    }),
  )
})

it('meets another where one question is in both', () => {
  fc.assert(
    fc.property(places, places, (one, other) => {
      const isShared = one.some((at) => other.includes(at))
      expect(setOf(one).meets(setOf(other))).toBe(isShared)
      expect(setOf(other).meets(setOf(one))).toBe(isShared)
    }),
  )
})

it('takes all questions of another, which keeps its own', () => {
  fc.assert(
    fc.property(places, places, (one, other) => {
      const [set, taken] = [setOf(one), setOf(other)]
      set.addAll(taken)
      for (let at = 0; at <= 201; at += 1) {
        expect(set.has(at)).toBe(one.includes(at) || other.includes(at))
        expect(taken.has(at)).toBe(other.includes(at))
      }
    }),
  )
})
