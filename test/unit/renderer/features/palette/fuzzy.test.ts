import { describe, expect, it } from 'vitest'
import { fuzzy, stretches } from '../../../../../src/renderer/features/palette/fuzzy'

function ranked(typed: string, texts: string[]): string[] {
  return texts
    .flatMap((text) => {
      const fit = fuzzy(typed, text)
      return fit === null ? [] : [{ text, score: fit.score }]
    })
    .sort((a, b) => b.score - a.score)
    .map(({ text }) => text)
}

describe('fuzzy', () => {
  it('finds characters in their order only', () => {
    expect(fuzzy('vrf', 'Verify this domain')).not.toBeNull()
    expect(fuzzy('fv', 'Verify')).toBeNull()
    expect(fuzzy('verifyy', 'Verify')).toBeNull()
  })

  it('finds everything for nothing typed', () => {
    expect(fuzzy('  ', 'Sync')).toEqual({ score: 0, at: [] })
  })

  it('does not mind letter case and spaces', () => {
    expect(fuzzy('ADD dom', 'Add a domain')?.at).toEqual([0, 1, 2, 6, 7, 8])
  })

  it('puts what starts with the typed text before what only contains it', () => {
    expect(ranked('set', ['Reset zoom', 'Settings', 'Show disabled domains'])[0]).toBe('Settings')
  })

  it('puts a run of neighbours before scattered characters', () => {
    expect(ranked('copy', ['Change the options you', 'Copy all records'])[0]).toBe('Copy all records')
  })

  it('prefers the starts of words', () => {
    expect(fuzzy('vd', 'Verify this domain')?.at).toEqual([0, 12])
  })

  it('takes a place inside a word when only that lets the rest be found', () => {
    expect(fuzzy('sc', 'csc s')?.at).toEqual([1, 2])
  })
})

describe('stretches', () => {
  it('cuts a text where matched and unmatched characters meet, and loses none', () => {
    expect(stretches('Verify', [0, 1, 4])).toEqual([
      { text: 'Ve', matched: true },
      { text: 'ri', matched: false },
      { text: 'f', matched: true },
      { text: 'y', matched: false },
    ])
  })
})
