import { expect, it } from 'vitest'
import { notesLinks } from '../../../src/main/updates/notes-links'

it('finds the addresses in the notes of a release, each once', () => {
  expect(
    notesLinks(
      'See [one](https://example.com/a?b=c#d), <https://example.com/e>, https://example.com/f. Again: https://example.com/f',
    ),
  ).toEqual(['https://example.com/a?b=c#d', 'https://example.com/e', 'https://example.com/f'])
})

it.each([
  'http://example.com/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'https://',
  'https://example.com@evil.example/',
  'https://name:word@evil.example/',
])('does not find %s', (address) => {
  expect(notesLinks(`[here](${address})`)).toEqual([])
})

it('finds no more than 200', () => {
  const many = Array.from({ length: 500 }, (_, at) => `https://example.com/${at}`)
  expect(notesLinks(many.join('\n'))).toHaveLength(200)
})
