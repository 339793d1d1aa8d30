import { expect, it } from 'vitest'
import { byDay } from '../../../../../src/renderer/features/history/days'

const at = (day: number, hour: number): { at: number } => ({ at: new Date(2026, 10, day, hour).getTime() })

it('groups by the calendar day, newest first, with words for the last two', () => {
  const days = byDay(
    [at(23, 9), at(23, 1), at(22, 23), at(20, 12), at(20, 8)],
    new Date(2026, 10, 23, 10).getTime(),
  )
  expect(days.map(({ name, items }) => [name, items.length])).toEqual([
    ['Today', 2],
    ['Yesterday', 1],
    [expect.stringContaining('20'), 2],
  ])
})

it('has no days without anything', () => {
  expect(byDay([], Date.now())).toEqual([])
})
