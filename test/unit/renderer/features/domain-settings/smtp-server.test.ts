import { describe, expect, it } from 'vitest'
import { smtpServer } from '../../../../../src/renderer/features/domain-settings/smtp-server'

describe('the SMTP server', () => {
  it('is the one of the region', () => {
    expect(smtpServer({ kind: 'provider', region: 'us' })).toEqual({ host: 'smtp.mailgun.org', port: 587 })
    expect(smtpServer({ kind: 'provider', region: 'eu' })).toEqual({ host: 'smtp.eu.mailgun.org', port: 587 })
  })

  it('is not made up where it is not known', () => {
    expect(smtpServer({ kind: 'provider', region: 'own' })).toBeNull()
    expect(smtpServer({ kind: 'embedded', region: null })).toBeNull()
    expect(smtpServer(undefined)).toBeNull()
  })
})
