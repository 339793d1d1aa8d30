import { describe, expect, it } from 'vitest'
import {
  stepAfter,
  stepAfterDeed,
  stepBefore,
  TOUR_STEPS,
  tourCard,
  type TourFacts,
} from '../../../../../src/renderer/features/tour/tour-steps'

const facts = (parts: Partial<TourFacts> = {}): TourFacts => ({
  some: true,
  open: true,
  tab: 'dns',
  check: 'wrong',
  ...parts,
})

describe('what the tour says', () => {
  it.each(TOUR_STEPS)('offers samples in step %s where there is no domain, and points at nothing', (step) => {
    expect(tourCard(step, facts({ some: false, open: false }))).toMatchObject({
      at: [],
      action: 'add-samples',
    })
  })

  it.each(['read', 'copy', 'watch'] as const)('asks for an open domain first in step %s', (step) => {
    expect(tourCard(step, facts({ open: false }))).toMatchObject({
      title: 'Open a domain first',
      action: 'open-wrong',
    })
  })

  it('points at the search, and leads back to the list where one pane hides it', () => {
    const card = tourCard('find', facts({ open: false }))
    expect(card.at).toEqual(['search', 'back'])
    expect(card.elsewhere).toMatch(/list/)
  })

  it('leads to the tab DNS, to the check, to another domain, or to the finding, as the domain is', () => {
    expect(tourCard('read', facts({ tab: 'records' }))).toMatchObject({ at: ['dns-tab'], action: 'show-dns' })
    expect(tourCard('read', facts({ check: 'none' }))).toMatchObject({ at: ['check'], action: null })
    expect(tourCard('read', facts({ check: 'fine' }))).toMatchObject({ at: ['health'], action: 'open-wrong' })
    expect(tourCard('read', facts()).at[0]).toBe('finding')
  })
})

describe('where the tour goes on', () => {
  it('goes through its steps and back, and ends', () => {
    expect(TOUR_STEPS.map(stepAfter)).toEqual(['read', 'copy', 'watch', null])
    expect(TOUR_STEPS.map(stepBefore)).toEqual([null, 'find', 'read', 'copy'])
  })

  it('goes on by what the person does, and never backwards', () => {
    const after = (deed: 'opened' | 'copied' | 'checked') =>
      TOUR_STEPS.map((step) => stepAfterDeed(step, deed))
    expect(after('opened')).toEqual(['read', 'read', 'copy', 'watch'])
    expect(after('copied')).toEqual(['find', 'watch', 'watch', 'watch'])
    expect(after('checked')).toEqual(['find', 'read', 'copy', null])
  })
})
