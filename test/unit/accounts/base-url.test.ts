import { describe, expect, it } from 'vitest'
import { resolveBaseUrl } from '../../../src/main/accounts/base-url'
import { ZonedeskError } from '../../../src/preload/contract/failure'

function refusal(input: string | null): ZonedeskError['failure'] {
  try {
    resolveBaseUrl('own', input)
  } catch (error) {
    if (error instanceof ZonedeskError) return error.failure
  }
  throw new Error(`${input} was accepted`)
}

describe('the base URL of a connection', () => {
  it('is Mailgun’s for its regions, whatever else was entered', () => {
    expect(resolveBaseUrl('us', null)).toBe('https://api.mailgun.net')
    expect(resolveBaseUrl('eu', 'http://ignored.example')).toBe('https://api.eu.mailgun.net')
  })

  it.each([
    ['https://api.example.com', 'https://api.example.com'],
    [' HTTPS://API.Example.com/ ', 'https://api.example.com'],
    ['https://api.example.com:8443/mail//', 'https://api.example.com:8443/mail'],
    ['https://api.example.com:443', 'https://api.example.com'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
    ['http://localhost:3000/', 'http://localhost:3000'],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
    ['http://127.255.3.4', 'http://127.255.3.4'],
    ['http://127.1', 'http://127.0.0.1'],
    ['http://[::1]:3000', 'http://[::1]:3000'],
    ['http://[0:0:0:0:0:0:0:1]', 'http://[::1]'],
  ])('takes %s', (input, output) => {
    expect(resolveBaseUrl('own', input)).toBe(output)
  })

  it.each([
    'http://api.example.com',
    'http://10.0.0.1',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'http://127.example.com',
    'http://[::2]',
    'http://0.0.0.0',
  ])('refuses %s: a key is not sent in the clear', (input) => {
    expect(refusal(input)).toMatchObject({ code: 'invalid', field: 'baseUrl' })
    expect(refusal(input).message).toContain('https')
  })

  it.each([
    [null, 'empty'],
    ['', 'empty'],
    ['   ', 'empty'],
    ['api.example.com', 'start with https'],
    ['api.example.com:8080', 'start with https'],
    ['ftp://api.example.com', 'start with https'],
    ['file:///etc/passwd', 'start with https'],
    ['javascript:alert(1)', 'start with https'],
    ['https://', 'is not a valid address'],
    ['https://exa mple.com', 'is not a valid address'],
    ['https://api:key-secret@api.example.com', 'user name or password'],
    ['https://key-secret@api.example.com', 'user name or password'],
    ['https://api.example.com/?a=1', 'query'],
    ['https://api.example.com?', 'query'],
    ['https://api.example.com/#top', 'fragment'],
    ['https://api.example.com/v3', 'version'],
    ['https://api.example.com/v4/domains/', 'version'],
    [`https://api.example.com/${'a'.repeat(2048)}`, 'longer'],
  ])('refuses %s', (input, reason) => {
    const failure = refusal(input)
    expect(failure).toMatchObject({ code: 'invalid', field: 'baseUrl' })
    expect(failure.message).toContain(reason)
    expect(failure.message + failure.fix).not.toContain('key-secret')
  })
})
