import { describe, expect, it } from 'vitest'
import { redact } from '../../../src/main/log/redaction'

describe('redact', () => {
  it.each([
    ['authorization: Basic YXBpOmtleS0xMjM0', 'YXBpOmtleS0xMjM0'],
    ['Authorization: Bearer abc.def-123', 'abc.def-123'],
    ['sent key-0123456789abcdef0123456789abcdef', '0123456789abcdef'],
    ['sent 0123456789abcdef0123456789abcdef-01234567-89abcdef', '89abcdef'],
    ['body smtp_password=hunter22&wildcard=yes', 'hunter22'],
    ['body {"smtpPassword":"hunter22"}', 'hunter22'],
    ['{ apiKey: "hunter22" }', 'hunter22'],
  ])('takes the secret out of %j', (line, secret) => {
    const redacted = redact(line)
    expect(redacted).not.toContain(secret)
    expect(redacted).toContain('[redacted]')
  })

  it('keeps what is not secret', () => {
    expect(redact('body smtp_password=hunter22&wildcard=yes')).toBe(
      'body smtp_password=[redacted]&wildcard=yes',
    )
    expect(redact('GET /v4/domains/mg.example.com 200')).toBe('GET /v4/domains/mg.example.com 200')
  })
})
