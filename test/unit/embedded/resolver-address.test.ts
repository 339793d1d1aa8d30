import { describe, expect, it } from 'vitest'
import { parseResolverAddress } from '../../../src/main/embedded/resolver-address'
import { ZonedeskError } from '../../../src/preload/contract/failure'

describe('a resolver setting', () => {
  it.each([
    ['system', null],
    [' System ', null],
    ['192.0.2.53', '192.0.2.53'],
    ['192.0.2.53:5353', '192.0.2.53:5353'],
    ['2001:db8::53', '[2001:db8::53]'],
    ['[2001:db8::53]', '[2001:db8::53]'],
    ['[2001:db8::53]:5353', '[2001:db8::53]:5353'],
    ['::1', '[::1]'],
  ])('%j is read', (text, address) => {
    expect(parseResolverAddress(text)).toBe(address)
  })

  it.each([
    '',
    'dns.example.net',
    '192.0.2',
    '192.0.2.256',
    '192.0.2.53:0',
    '192.0.2.53:65536',
    '192.0.2.53:',
    '192.0.2.53:53:53',
    '[192.0.2.53]:53',
    '[2001:db8::53',
    '[2001:db8::53]:x',
    'https://192.0.2.53/dns-query',
    '192.0.2.53, 192.0.2.54',
  ])('%j is refused with what can be entered', (text) => {
    try {
      parseResolverAddress(text)
    } catch (error) {
      if (!(error instanceof ZonedeskError)) throw error
      expect(error.failure).toMatchObject({ code: 'invalid', field: 'resolver' })
      expect(error.failure.message).toBe(`"${text}" is not the address of a DNS resolver.`)
      expect(error.failure.fix).toContain('Enter system, or an IP address')
      return
    }
    throw new Error('accepted')
  })
})
