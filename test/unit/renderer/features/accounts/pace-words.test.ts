import { expect, it } from 'vitest'
import { ceilingOf, paceSentence } from '../../../../../src/renderer/features/accounts/pace-words'

it.each<[string, number | null | undefined]>([
  ['', null],
  ['  ', null],
  ['1', 1],
  [' 42 ', 42],
  ['1000', 1_000],
  ['1001', undefined],
  ['0', undefined],
  ['-3', undefined],
  ['2.5', undefined],
  ['ten', undefined],
])('“%s” is the ceiling %s', (text, ceiling) => {
  expect(ceilingOf(text)).toBe(ceiling)
})

it('says how fast requests may be sent', () => {
  expect(paceSentence(42.4)).toBe('Zonedesk sends at most about 42 a second now.')
  expect(paceSentence(0.5)).toBe('Zonedesk sends at most about 30 a minute now.')
})
