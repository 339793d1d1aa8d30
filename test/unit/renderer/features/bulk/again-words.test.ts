import { expect, it } from 'vitest'
import { againWords } from '../../../../../src/renderer/features/bulk/again-words'

const NONE = { waiting: 0, sending: 0, unsure: 0, done: 3, there: 1, failed: 0, cancelled: 0, 'left-out': 2 }

it.each([
  [{}, null],
  [{ cancelled: 944 }, 'Continue with the rest'],
  [{ unsure: 1 }, 'Continue with the rest'],
  [{ failed: 2 }, 'Try the declined domains again'],
  [{ failed: 2, cancelled: 944 }, 'Continue, and try the declined again'],
])('the button of a job with %o says %j: it sends all of them', (counts, words) => {
  expect(againWords({ counts: { ...NONE, ...counts } })).toBe(words)
})
