import fc from '../../generated/cases'
import { describe, expect, it } from 'vitest'
import { characterStrings, octetLength, quotedText } from '../../../src/main/dns-hosts/character-strings'
import { anyText } from './arbitrary-records'
import { readQuoted } from './quoted-reader'

describe('character-strings', () => {
  it('join to the value, and none has more than 255 octets', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const parts = characterStrings(text)
        expect(Buffer.concat(parts).toString('utf8')).toBe(Buffer.from(text).toString('utf8'))
        expect(parts.every((part) => part.length <= 255)).toBe(true)
      }),
    )
  })

  it('are as few as there can be', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(characterStrings(text)).toHaveLength(Math.ceil(octetLength(text) / 255))
      }),
    )
  })

  it.each([
    [255, 1],
    [256, 2],
    [510, 2],
    [511, 3],
  ])('of %i octets are %i', (length, count) => {
    expect(characterStrings('k'.repeat(length))).toHaveLength(count)
  })

  it.each(['decimal', 'octal'] as const)('read back to the value with %s escapes', (escapes) => {
    fc.assert(
      fc.property(anyText, (text) => {
        const read = readQuoted(quotedText(text, escapes), escapes === 'octal' ? 8 : 10)
        expect(Buffer.concat(read).equals(Buffer.from(text))).toBe(true)
        expect(read.every((part) => part.length <= 255)).toBe(true)
      }),
    )
  })

  it('write an octet outside ASCII by its decimal or octal number', () => {
    expect(quotedText('é')).toBe(String.raw`"\195\169"`)
    expect(quotedText('é', 'octal')).toBe(String.raw`"\303\251"`)
  })

  it('are one empty one for the empty text', () => {
    expect(quotedText('')).toBe('""')
  })
})
