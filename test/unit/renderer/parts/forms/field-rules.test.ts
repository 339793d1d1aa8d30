import { describe, expect, it } from 'vitest'
import {
  addressList,
  atom,
  hostName,
  smtpPassword,
  webAddress,
  whenFilled,
} from '../../../../../src/renderer/parts/forms/field-rules'

describe('an atom', () => {
  it.each(['email', 'k1', 'a-b', 'under_score', 'x'.repeat(63)])('may be %s', (value) => {
    expect(atom(value)).toBeNull()
  })
  it.each([
    ['', /Write a word/],
    ['foo.bar', /without dots/],
    ['two words', /spaces/],
    ['käfer', /letters, digits/],
    ['a@b', /letters, digits/],
    ['x'.repeat(64), /63/],
  ])('may not be %s', (value, reason) => {
    expect(atom(value)).toMatch(reason)
  })
})

describe('an SMTP password', () => {
  it('has 5 to 32 characters', () => {
    expect(smtpPassword('12345')).toBeNull()
    expect(smtpPassword('x'.repeat(32))).toBeNull()
    expect(smtpPassword('1234')).toMatch(/between 5 and 32/)
    expect(smtpPassword('x'.repeat(33))).toMatch(/between 5 and 32/)
  })
})

describe('a web address', () => {
  it('is absolute, http or https', () => {
    expect(webAddress('https://example.com/archive?x=1')).toBeNull()
    expect(webAddress('http://127.0.0.1:8080')).toBeNull()
    for (const wrong of [
      'example.com',
      'ftp://example.com',
      'javascript:alert(1)',
      'https://',
      'https://a b',
    ]) {
      expect(webAddress(wrong)).toMatch(/whole web address/)
    }
  })
})

describe('a host name', () => {
  it('is in lower case, of labels of 63 octets, 253 in all', () => {
    expect(hostName('bounce.example.com')).toBeNull()
    expect(hostName('_x.example.com')).toBeNull()
    expect(hostName('Bounce.example.com')).toMatch(/lower case/)
    expect(hostName('a..b')).toMatch(/host name/)
    expect(hostName('-a.example.com')).toMatch(/host name/)
    expect(hostName('a-.example.com')).toMatch(/host name/)
    expect(hostName(`${'x'.repeat(64)}.com`)).toMatch(/host name/)
    expect(hostName(`${'abcdefg.'.repeat(32)}com`)).toMatch(/253/)
  })
})

describe('a list of addresses', () => {
  it('names the one that is wrong', () => {
    expect(addressList('192.0.2.1')).toBeNull()
    expect(addressList('192.0.2.1, 198.51.100.255')).toBeNull()
    expect(addressList('192.0.2.1, 300.1.1.1')).toBe('300.1.1.1 is not an IPv4 address.')
    expect(addressList('192.0.2.1,,192.0.2.2')).toMatch(/one comma/)
  })
})

describe('an optional field', () => {
  it('may be empty, and is trimmed before it is judged', () => {
    expect(whenFilled(atom)('  ')).toBeNull()
    expect(whenFilled(atom)(' email ')).toBeNull()
    expect(whenFilled(atom)('a.b')).toMatch(/dots/)
  })
})
