import { expect, it } from 'vitest'
import { markParts, namePartsOf } from '../../../../../src/renderer/features/domains/highlight'

const drawn = (name: string, parts: string[]): string =>
  markParts(name, parts)
    .map(({ text, marked }) => (marked ? `[${text}]` : text))
    .join('')

it('marks what was searched for in a name', () => {
  expect(drawn('mail.example.com', ['exam'])).toBe('mail.[exam]ple.com')
  expect(drawn('Mail.example.com', ['mail'])).toBe('[Mail].example.com')
  expect(drawn('mail.example.com', [])).toBe('mail.example.com')
  expect(drawn('mail.example.com', ['nowhere'])).toBe('mail.example.com')
})

it('joins parts that overlap or touch, and keeps the whole name', () => {
  expect(drawn('mail.example.com', ['exa', 'xam', 'com'])).toBe('mail.[exam]ple.[com]')
  expect(drawn('mail.example.com', ['mail', '.exa'])).toBe('[mail.exa]mple.com')
  expect(drawn('aaa', ['a', 'aaa', 'aa'])).toBe('[aaa]')
})

it('takes only the texts of a search that must be in the name', () => {
  expect(namePartsOf('Shop -beta state:active "a b" tag:x')).toEqual(['shop', 'a b'])
})
