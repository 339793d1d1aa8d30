import { describe, expect, it } from 'vitest'
import { parseSearch, SEARCH_KEYS } from '../../../../../src/preload/contract/search-query'
import {
  complete,
  completionsAt,
  withoutTerm,
} from '../../../../../src/renderer/features/domains/search-completion'

const own = {
  tags: [
    { tag: 'client-a', domains: 40 },
    { tag: 'old', domains: 2 },
  ],
  accounts: ['Acme EU', 'Embedded'],
  subaccounts: [
    { name: 'Client A', domains: 3 },
    { name: 'Client B', domains: 0 },
  ],
}
const offered = (text: string, caret = text.length, asked = false): string[] =>
  completionsAt(text, caret, own, asked).items.map((item) => item.text)

describe('what a search could go on with', () => {
  it('is the keys that begin with two letters typed', () => {
    expect(offered('st')).toEqual(['state:'])
    expect(offered('s')).toEqual([])
    expect(offered('shop -ta')).toEqual(['-tag:'])
    expect(offered('example')).toEqual([])
  })

  it('is every key where the user asks and nothing is typed', () => {
    expect(offered('', 0)).toEqual([])
    expect(offered('', 0, true)).toHaveLength(SEARCH_KEYS.length)
  })

  it('is the values of the key at the caret', () => {
    expect(offered('state:')).toEqual(['state:active', 'state:unverified', 'state:disabled'])
    expect(offered('state:un shop', 8)).toEqual(['state:unverified'])
    expect(offered('-has:val')).toEqual(['-has:valid'])
    expect(offered('tag:cl')).toEqual(['tag:client-a'])
    expect(offered('verified:')).toContain('verified:never')
  })

  it('puts values that begin with what is typed first', () => {
    expect(offered('state:a')[0]).toBe('state:active')
  })

  it('quotes what has spaces', () => {
    expect(offered('account:ac')).toEqual(['account:"Acme EU"'])
  })

  it('is nothing for a whole value, free text or an unknown key', () => {
    expect(offered('state:active')).toEqual([])
    expect(offered('points:mx')).toEqual([])
    expect(offered('colour:red')).toEqual([])
    expect(offered('"st')).toEqual([])
  })
})

describe('taking one', () => {
  it('goes on behind a key and begins a new word behind a value', () => {
    const text = 'shop st'
    const found = completionsAt(text, text.length, own)
    expect(complete(text, found, found.items[0]!)).toEqual({ text: 'shop state:', caret: 11 })
    const values = completionsAt('state:un', 8, own)
    expect(complete('state:un', values, values.items[0]!)).toEqual({ text: 'state:unverified ', caret: 17 })
    const inside = completionsAt('state:un shop', 8, own)
    expect(complete('state:un shop', inside, inside.items[0]!)).toEqual({
      text: 'state:unverified shop',
      caret: 17,
    })
  })
})

it('drops one term and leaves the others', () => {
  const text = 'shop state:active has:failing'
  const { terms } = parseSearch(text)
  expect(terms.map((term) => withoutTerm(text, term))).toEqual([
    'state:active has:failing',
    'shop has:failing',
    'shop state:active',
  ])
})
