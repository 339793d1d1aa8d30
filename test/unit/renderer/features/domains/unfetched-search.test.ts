import { expect, it } from 'vitest'
import { searchOfUnfetched } from '../../../../../src/renderer/features/domains/unfetched-search'

it.each([
  ['key:1024', '-has:records'],
  ['-key:older-than:180d', '-has:records'],
  ['acme key:1024 state:active', 'acme state:active -has:records'],
  ['key:1024 points:mailgun tag:"client a" authority:example.com', 'tag:"client a" -has:records'],
  ['has:failing', '-has:records'],
  ['has:valid shop', 'shop -has:records'],
])('asks for those of which nobody knows whether they fit %j', (search, expected) => {
  expect(searchOfUnfetched(search)).toBe(expected)
})

it.each(['', 'acme', 'state:active', 'has:tags', 'has:records', 'created:<7d', 'key:', 'key:banana'])(
  'asks for none where the search needs no records: %j',
  (search) => expect(searchOfUnfetched(search)).toBeNull(),
)
