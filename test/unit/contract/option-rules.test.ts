import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import {
  AddressList,
  HostLabel,
  HostName,
  ProviderId,
  Seconds,
  SmtpPassword,
  WebAddress,
} from '../../../src/preload/contract/option-rules'
import { tidyText } from '../../../src/preload/contract/option-shapes'
import { wrongOptions } from '../../../src/preload/contract/wrong-options'

/** The sentence against a value; null when it may be sent. */
const judgedBy = (rule: v.GenericSchema) => (value: unknown) => {
  const parsed = v.safeParse(rule, value, { abortPipeEarly: true })
  return parsed.success ? null : parsed.issues[0].message
}
const atom = judgedBy(HostLabel)
const smtpPassword = judgedBy(SmtpPassword)
const webAddress = judgedBy(WebAddress)
const hostName = judgedBy(HostName)
const addressList = judgedBy(AddressList)

describe('an atom', () => {
  it.each(['email', 'k1', 'a-b', 'EMAIL', '0', 'x'.repeat(63)])('may be %s', (value) => {
    expect(atom(value)).toBeNull()
  })
  it.each([
    ['', /Enter a word/],
    ['foo.bar', /without dots/],
    ['two words', /spaces/],
    ['käfer', /letters, digits/],
    ['a@b', /letters, digits/],
    ['a+b', /letters, digits/],
    ['under_score', /letters, digits/],
    ['\u{1f511}', /letters, digits/],
    ['a/b?x=1', /letters, digits/],
    ['-a', /Begin and end/],
    ['a-', /Begin and end/],
    ['-', /Begin and end/],
    ['a\n', /spaces/],
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
    expect(smtpPassword('\u{1f511}'.repeat(4))).toMatch(/too short/)
    expect(smtpPassword('\u{1f511}'.repeat(32))).toBeNull()
  })
})

describe('a web address', () => {
  it('is absolute, http or https', () => {
    expect(webAddress('https://example.com/archive?x=1')).toBeNull()
    expect(webAddress('http://127.0.0.1:8080')).toBeNull()
    expect(webAddress('')).toBeNull()
    for (const wrong of [
      'example.com',
      'ftp://example.com',
      'javascript:alert(1)',
      'https://',
      'https://a b',
      'https://?x=1',
      'https:example.com',
      'https://exa mple.com',
    ]) {
      expect(webAddress(wrong)).toMatch(/whole web address/)
    }
  })
})

describe('a host name', () => {
  it('is in lower case, of labels of 63 octets, 253 in all', () => {
    expect(hostName('bounce.example.com')).toBeNull()
    expect(hostName('a_b.example.com')).toMatch(/letters, digits/)
    expect(hostName('Bounce.example.com')).toMatch(/lower case/)
    expect(hostName('a..b')).toMatch(/host name/)
    expect(hostName('')).toMatch(/host name/)
    expect(hostName('example.com.')).toMatch(/host name/)
    expect(hostName('example.com/?a=1')).toMatch(/host name/)
    expect(hostName('-a.example.com')).toMatch(/host name/)
    expect(hostName('a-.example.com')).toMatch(/host name/)
    expect(hostName(`${'x'.repeat(64)}.com`)).toMatch(/host name/)
    expect(hostName(`${'abcdefg.'.repeat(32)}com`)).toMatch(/253/)
  })
})

describe('a list of addresses', () => {
  it('names the one that is wrong', () => {
    expect(addressList('192.0.2.1')).toBeNull()
    expect(addressList(tidyText('ips', '192.0.2.1, 198.51.100.255'))).toBeNull()
    expect(addressList(tidyText('ips', '192.0.2.1 , 300.1.1.1'))).toBe('300.1.1.1 is not an IPv4 address.')
    expect(addressList('192.0.2.1,,192.0.2.2')).toMatch(/one comma/)
  })
})

describe('a number of seconds', () => {
  it('is whole, from 1', () => {
    const seconds = judgedBy(Seconds)
    expect(seconds(1)).toBeNull()
    expect(seconds(2 ** 31 - 1)).toBeNull()
    for (const wrong of [0, -1, 1.5, Number.NaN, Infinity, 2 ** 31])
      expect(seconds(wrong)).toMatch(/whole number/)
  })
})

describe('an id of the provider', () => {
  it('is any word', () => {
    const id = judgedBy(ProviderId)
    expect(id('5f0-a_b')).toBeNull()
    expect(id('')).toMatch(/id/)
    expect(id('a b')).toMatch(/spaces/)
  })
})

describe('a text that was typed', () => {
  it('is judged without the spaces around it', () => {
    const judged = (text: string) => atom(tidyText('webPrefix', text))
    expect(judged(' email ')).toBeNull()
    expect(judged('a.b')).toMatch(/dots/)
    expect(tidyText('webPrefix', '  ')).toBe('')
  })

  it('keeps the spaces of a password', () => {
    expect(tidyText('smtpPassword', ' a b ')).toBe(' a b ')
  })
})

describe('options together', () => {
  it('are judged all at once, in the order of the table', () => {
    expect(wrongOptions({ archiveTo: 'x', webPrefix: 'a.b', wildcard: true, smtpPassword: '' })).toEqual([
      { field: 'smtpPassword', message: 'Password is too short. It must be between 5 and 32 characters.' },
      { field: 'webPrefix', message: 'Use one word without dots.' },
      { field: 'archiveTo', message: 'Enter a whole web address, such as https://example.com/archive.' },
    ])
    expect(wrongOptions({})).toEqual([])
  })

  it('have a DKIM host beside neither of the options it excludes', () => {
    for (const other of [{ forceDkimAuthority: true }, { forceRootDkimHost: true }]) {
      expect(wrongOptions({ dkimHostName: 'example.com', ...other }).map(({ field }) => field)).toEqual([
        'dkimHostName',
      ])
    }
    expect(wrongOptions({ dkimHostName: 'example.com', forceDkimAuthority: false })).toEqual([])
  })
})
