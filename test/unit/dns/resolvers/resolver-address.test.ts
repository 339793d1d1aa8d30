import { describe, expect, it } from 'vitest'
import {
  isResolver,
  requireResolver,
  resolverServer,
} from '../../../../src/main/dns/resolvers/resolver-address'
import { ZonedeskError } from '../../../../src/preload/contract/failure'

function refusal(input: string): ZonedeskError['failure'] {
  try {
    requireResolver(input)
  } catch (error) {
    if (error instanceof ZonedeskError) return error.failure
  }
  throw new Error(`${input} was accepted`)
}

describe('the resolver setting', () => {
  it.each([
    ['system', 'system', null],
    [' System ', 'system', null],
    ['192.0.2.53', '192.0.2.53', '192.0.2.53'],
    ['  192.0.2.53 ', '192.0.2.53', '192.0.2.53'],
    ['192.0.2.53:5353', '192.0.2.53:5353', '192.0.2.53:5353'],
    ['2001:db8::53', '2001:db8::53', '[2001:db8::53]'],
    ['::1', '::1', '[::1]'],
    ['[2001:db8::53]', '[2001:db8::53]', '[2001:db8::53]'],
    ['[2001:db8::53]:65535', '[2001:db8::53]:65535', '[2001:db8::53]:65535'],
  ])('takes %j, keeps it as %j and asks %j', (typed, kept, server) => {
    expect(requireResolver(typed)).toBe(kept)
    expect(isResolver(kept)).toBe(true)
    expect(resolverServer(typed)).toBe(server)
  })

  it.each(['dns.example.com', 'localhost', 'dns.example.com:53', 'https://192.0.2.53/dns-query'])(
    'refuses the host name %s and says that it is one',
    (input) => {
      expect(refusal(input)).toMatchObject({
        code: 'invalid',
        field: 'resolver',
        message: 'The resolver must be an address; a host name cannot be used.',
      })
    },
  )

  it.each(['192.0.2.53:0', '192.0.2.53:65536', '[2001:db8::53]:99999', '192.0.2.53:'])(
    'refuses the port of %s',
    (input) => {
      expect(refusal(input).message).toContain('port')
    },
  )

  it.each([
    '',
    '256.0.0.1',
    '1.2.3',
    '[192.0.2.1]',
    '[192.0.2.1]:53',
    '[2001:db8::53',
    '[2001:db8::53]:x',
    '2001:db8::53::1',
    '192.0.2.53:53:53',
    '192.0.2.1 192.0.2.2',
    '192.0.2.1, 192.0.2.2',
  ])('refuses "%s"', (input) => {
    expect(refusal(input)).toMatchObject({ code: 'invalid', field: 'resolver' })
    expect(refusal(input).fix).toContain('Enter system, or an address')
    expect(isResolver(input)).toBe(false)
  })
})
