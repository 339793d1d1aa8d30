import fc from '../../generated/cases'
import { describe, expect, it } from 'vitest'
import {
  formatTerm,
  parseSearch,
  parseSearchTime,
  SEARCH_FINDINGS,
  SEARCH_KEYS,
  SEARCH_TIMES,
  splitSearch,
  type SearchTerm,
} from '../../../src/preload/contract/search-query'

/** The terms without their places. */
function terms(text: string): Omit<SearchTerm, 'from' | 'to'>[] {
  return parseSearch(text).terms.map(({ key, value, negated }) => ({ key, value, negated }))
}

/** Text in which what means something to the syntax is frequent. */
const TYPED = fc
  .array(
    fc.oneof(
      fc.constantFrom(' ', '"', '-', ':', 'state:', 'has:failing', 'TAG:', 'points:', 'nokey:', 'created:<'),
      fc.constantFrom('mg.example.com', 'Münch', 'mu\u0308nch', '\u3000', '7d', '\u212a', 'ΑΣ'),
      fc.string({ unit: 'binary', maxLength: 6 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))

describe('the search text', () => {
  it('is part of a name where nothing else is said, whatever the case and the way accents are written', () => {
    expect(terms('  MG.Example  mu\u0308nch ')).toEqual([
      { key: 'text', value: 'mg.example', negated: false },
      { key: 'text', value: 'münch', negated: false },
    ])
  })

  it('asks about more than the name by keys, in any case', () => {
    expect(terms('State:UNVERIFIED -tag:Client points:"v=spf1 include" has:failing')).toEqual([
      { key: 'state', value: 'unverified', negated: false },
      { key: 'tag', value: 'client', negated: true },
      { key: 'points', value: 'v=spf1 include', negated: false },
      { key: 'has', value: 'failing', negated: false },
    ])
  })

  it('asks for findings by code and by how bad they are, and for no others', () => {
    expect(terms('finding:SPF-several -finding:bad')).toEqual([
      { key: 'finding', value: 'spf-several', negated: false },
      { key: 'finding', value: 'bad', negated: true },
    ])
    expect(terms('finding:nonsense')).toEqual([])
    expect(parseSearch('finding:nonsense').problems[0]?.message).toContain('No finding has the code nonsense')
    for (const { value } of SEARCH_FINDINGS) expect(terms(`finding:${value}`)).toHaveLength(1)
  })

  it('keeps what is in quotation marks together, as text', () => {
    expect(terms('"state:active" -"a b" "say ""x"""')).toEqual([
      { key: 'text', value: 'state:active', negated: false },
      { key: 'text', value: 'a b', negated: true },
      { key: 'text', value: 'say "x"', negated: false },
    ])
  })

  it('takes a quotation mark that is never closed as open to the end', () => {
    expect(terms('tag:"two words')).toEqual([{ key: 'tag', value: 'two words', negated: false }])
    expect(parseSearch('"')).toEqual({ terms: [], problems: [] })
  })

  it('takes a hyphen alone, and one inside, as text', () => {
    expect(terms('- a-b --x')).toEqual([
      { key: 'text', value: '-', negated: false },
      { key: 'text', value: 'a-b', negated: false },
      { key: 'text', value: '-x', negated: true },
    ])
  })

  it('searches a key nobody knows as text, and says so', () => {
    expect(parseSearch('-Color:Red')).toEqual({
      terms: [{ key: 'text', value: 'color:red', negated: true, from: 0, to: 10 }],
      problems: [{ message: 'There is no search key color, so this is searched as text.', from: 0, to: 10 }],
    })
  })

  it('leaves a value the key does not take out, and says which it takes', () => {
    expect(parseSearch('type:big mg')).toEqual({
      terms: [{ key: 'text', value: 'mg', negated: false, from: 9, to: 11 }],
      problems: [{ message: 'type: takes custom or sandbox.', from: 0, to: 8 }],
    })
    expect(parseSearch('created:soon').problems[0]?.message).toContain('takes a date')
  })

  it('leaves a key whose value is still to come out, silently', () => {
    expect(parseSearch('state: -tag:"" points:"')).toEqual({ terms: [], problems: [] })
  })

  it('takes every value that is offered for completion', () => {
    for (const { key, values } of SEARCH_KEYS) {
      for (const { value } of values ?? []) {
        expect(terms(`${key}:${value}`)).toEqual([{ key, value, negated: false }])
      }
    }
    for (const [key, values] of Object.entries(SEARCH_TIMES)) {
      for (const { value } of values) {
        expect(terms(`${key}:${value}`)).toEqual([{ key, value, negated: false }])
      }
    }
  })

  it('reads back what is formatted', () => {
    const term = fc.record({
      key: fc.constantFrom('text', 'tag', 'account', 'authority', 'points'),
      value: TYPED.map((value) => value.trim().toLowerCase().normalize('NFC').trim()).filter(
        (value) => value !== '' && value === value.toLowerCase().normalize('NFC'),
      ),
      negated: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(term, { maxLength: 4 }), (wanted) => {
        const given = wanted.map((one) => ({ ...one, key: one.key }))
        expect(terms(given.map(formatTerm).join(' '))).toEqual(given)
      }),
      { numRuns: 1000 },
    )
  })

  it('means the same when what was read is formatted again, and never throws', () => {
    fc.assert(
      fc.property(TYPED, (text) => {
        const read = terms(text)
        expect(terms(read.map(formatTerm).join(' '))).toEqual(read)
      }),
      { numRuns: 1000 },
    )
  })

  it('is covered by its words, which do not overlap and leave out white space only', () => {
    fc.assert(
      fc.property(TYPED, (text) => {
        let at = 0
        for (const word of splitSearch(text)) {
          expect(text.slice(at, word.from).trim()).toBe('')
          expect(word.to).toBeGreaterThan(word.from)
          expect(word.valueFrom).toBeGreaterThanOrEqual(word.from)
          expect(word.valueFrom).toBeLessThanOrEqual(word.to)
          at = word.to
        }
        expect(text.slice(at).trim()).toBe('')
        const places = new Set(splitSearch(text).map(({ from, to }) => `${from}-${to}`))
        const { terms, problems } = parseSearch(text)
        for (const { from, to } of [...terms, ...problems]) expect(places).toContain(`${from}-${to}`)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('a time in a search', () => {
  it.each([
    ['never', { kind: 'never' }],
    ['<30d', { kind: 'age', within: true, days: 30 }],
    ['>2w', { kind: 'age', within: false, days: 14 }],
    ['>1y', { kind: 'age', within: false, days: 365 }],
    ['2026-01-31', { kind: 'date', side: 'on', date: '2026-01-31' }],
    ['<2024-02-29', { kind: 'date', side: 'before', date: '2024-02-29' }],
    ['>2026-01-31', { kind: 'date', side: 'after', date: '2026-01-31' }],
  ])('reads %s', (value, time) => {
    expect(parseSearchTime(value)).toEqual(time)
  })

  it.each([
    '',
    '30d',
    '<',
    '<d',
    '<30',
    '<30m',
    '<999999d',
    '<99999y',
    '2026-02-30',
    '2025-02-29',
    '2026-1-1',
  ])('does not take %s', (value) => {
    expect(parseSearchTime(value)).toBeNull()
  })
})
