import { describe, expect, it } from 'vitest'
import { dkimAuthority } from '../../../../src/main/domains/details/dkim-authority'
import { sampleRecord } from '../sample-domains'

const spf = sampleRecord({ name: 'mg.example.com' })

describe('the DKIM authority', () => {
  it('is the domain itself when the key is published under it', () => {
    expect(dkimAuthority([spf, sampleRecord({ name: 'mx._domainkey.mg.example.com' })])).toBe(
      'mg.example.com',
    )
  })

  it('is a parent when the key is published there, whatever the selector', () => {
    expect(dkimAuthority([spf, sampleRecord({ name: 'k1.news._domainkey.example.com' })])).toBe('example.com')
  })

  it('is found in the CNAMEs of automatic sender security', () => {
    const alias = sampleRecord({ type: 'CNAME', name: 'pdk1._domainkey.example.com' })
    expect(dkimAuthority([spf, alias])).toBe('example.com')
  })

  it('is not known without a record of a key', () => {
    expect(dkimAuthority([])).toBeNull()
    expect(dkimAuthority([spf, sampleRecord({ name: '_domainkey.example.com' })])).toBeNull()
    expect(dkimAuthority([sampleRecord({ name: 'mx._domainkey.' })])).toBeNull()
  })

  it('is not read from records for receiving, or of another type', () => {
    const name = 'mx._domainkey.example.com'
    expect(dkimAuthority([sampleRecord({ name, purpose: 'receiving' })])).toBeNull()
    expect(dkimAuthority([sampleRecord({ name, type: 'MX' })])).toBeNull()
  })
})
