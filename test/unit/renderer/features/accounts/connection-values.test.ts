import { describe, expect, it } from 'vitest'
import {
  baseUrlError,
  connectionErrors,
  connectionSentence,
  type ConnectionValues,
  keyHelp,
} from '../../../../../src/renderer/features/accounts/connection-values'

const values = (parts: Partial<ConnectionValues>): ConnectionValues => ({
  name: 'Acme',
  region: 'us',
  baseUrl: '',
  apiKey: 'key-0123456789',
  keepKey: 'keychain',
  writeMode: 'normal',
  ceiling: '',
  ...parts,
})

describe('the form for a new account', () => {
  it('takes a region and a key', () => {
    expect(connectionErrors(values({}))).toEqual({})
  })

  it('asks for a base URL only where there is no region', () => {
    expect(connectionErrors(values({ region: 'eu', baseUrl: 'nonsense' }))).toEqual({})
    expect(connectionErrors(values({ region: 'own' }))).toHaveProperty('baseUrl')
  })

  it('says which key is meant: one of the account at the provider, and any that may do it elsewhere', () => {
    expect(keyHelp('unknown')).toMatch(/not a domain sending key/)
    expect(keyHelp('eu')).toBe(keyHelp('unknown'))
    expect(keyHelp('own')).not.toMatch(/Mailgun/)
  })

  it('refuses a key that cannot be one', () => {
    expect(connectionErrors(values({ apiKey: '  ' })).apiKey).toMatch(/Paste/)
    expect(connectionErrors(values({ apiKey: 'two words' })).apiKey).toMatch(/spaces/)
    expect(connectionErrors(values({ apiKey: 'x'.repeat(513) })).apiKey).toMatch(/512/)
    expect(connectionErrors(values({ apiKey: ' key-with-ends-trimmed ' }))).toEqual({})
  })

  it.each(['0', '-1', '1.5', '1e3', '1001', '12345', 'fast', '٣'])('refuses the ceiling %j', (ceiling) => {
    expect(connectionErrors(values({ ceiling })).ceiling).toMatch(/whole number from 1 to 1000/)
  })

  it.each(['', ' ', '1', ' 20 ', '1000'])('takes the ceiling %j', (ceiling) => {
    expect(connectionErrors(values({ ceiling }))).toEqual({})
  })
})

describe('a base URL', () => {
  it('is https, or http on this machine only', () => {
    expect(baseUrlError('https://api.example.com')).toBeNull()
    expect(baseUrlError('http://127.0.0.1:8080')).toBeNull()
    expect(baseUrlError('http://localhost:8080')).toBeNull()
    expect(baseUrlError('http://[::1]:8080')).toBeNull()
    expect(baseUrlError('http://api.example.com')).toMatch(/https/)
    expect(baseUrlError('http://127.0.0.1.example.com')).toMatch(/https/)
    expect(baseUrlError('ftp://api.example.com')).toMatch(/https/)
    expect(baseUrlError('api.example.com')).toMatch(/https/)
    expect(baseUrlError('')).toMatch(/Enter/)
  })

  it('carries no user name or password', () => {
    expect(baseUrlError('https://api:key@api.example.com')).toMatch(/Leave/)
  })
})

describe('where an account sends its requests', () => {
  it('is said for each kind', () => {
    expect(connectionSentence({ kind: 'embedded', region: null, baseUrl: null })).toMatch(/inside this app/)
    expect(connectionSentence({ kind: 'samples', region: null, baseUrl: null })).toMatch(/^Made-up domains/)
    expect(connectionSentence({ kind: 'provider', region: 'eu', baseUrl: null })).toBe('api.eu.mailgun.net')
    expect(connectionSentence({ kind: 'provider', region: 'own', baseUrl: 'https://api.example.com' })).toBe(
      'https://api.example.com',
    )
  })
})
