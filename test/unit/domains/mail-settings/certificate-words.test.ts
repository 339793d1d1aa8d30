import { describe, expect, it } from 'vitest'
import { readCertificate } from '../../../../src/main/domains/mail-settings/certificate-words'

const HOST = 'email.mg.example.com'

describe('the certificate of a tracking host', () => {
  it('in a state that Zonedesk does not know says what "Renew" does', () => {
    const reading = readCertificate(HOST, { status: 'revoked', error: null }, 'https')
    expect(reading).toMatchObject({ state: 'other', next: 'renew' })
    expect(reading.sentence).toContain('"revoked", which Zonedesk does not know')
    expect(reading.advice).toMatch(/"Renew the certificate" asks the provider for a new one/)
    expect(reading.advice).toMatch(/keeps a certificate that is still good/)
  })

  it.each([
    ['processing', null],
    ['ACTIVE', null],
    ['expired', 'renew'],
    ['error', 'begin'],
    ['anything', 'renew'],
  ])('%s: where a button is offered, the advice is not empty', (status, next) => {
    const reading = readCertificate(HOST, { status, error: null }, 'http')
    expect(reading.next).toBe(next)
    expect(reading.advice).not.toBe('')
  })
})
