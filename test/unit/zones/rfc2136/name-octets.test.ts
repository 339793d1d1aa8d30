import { describe, expect, it } from 'vitest'
import {
  ancestorsWithin,
  canonicalName,
  isWithin,
  nameOctets,
} from '../../../../src/main/zones/rfc2136/name-octets'

describe('names as octets', () => {
  it('writes labels, escapes and the root', () => {
    expect(nameOctets('')).toEqual(Buffer.from([0]))
    expect(nameOctets('a.bc')).toEqual(Buffer.from([1, 0x61, 2, 0x62, 0x63, 0]))
    expect(nameOctets('a\\.b\\\\\\200.c')).toEqual(Buffer.from([5, 0x61, 0x2e, 0x62, 0x5c, 200, 1, 0x63, 0]))
  })

  it.each([
    'a..b',
    '.a',
    'a.',
    `${'a'.repeat(64)}.com`,
    Array(130).fill('a').join('.'),
    'a\\',
    'a\\3',
    'a\\999',
    'ä€',
  ])('refuses %s', (name) => {
    expect(() => nameOctets(name)).toThrow()
  })

  it('has one spelling for each name', () => {
    expect(canonicalName('WWW.Example.COM.')).toBe('www.example.com')
    expect(canonicalName('\\065\\.b.example')).toBe('a\\.b.example')
  })

  it('knows what is within a zone, whatever its dots', () => {
    expect(isWithin('a.example.com', 'example.com')).toBe(true)
    expect(isWithin('example.com', 'example.com')).toBe(true)
    expect(isWithin('notexample.com', 'example.com')).toBe(false)
    expect(isWithin('a\\.example.com', 'example.com')).toBe(false)
    expect(ancestorsWithin('a\\.x.b.example.com', 'example.com')).toEqual(['b.example.com', 'example.com'])
  })
})
