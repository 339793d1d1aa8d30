import { describe, expect, it } from 'vitest'
import { filledIn } from '../../../../../../src/renderer/features/dns/findings/blanks'

describe('a blank in a record', () => {
  const mailbox = { mark: '[your mailbox]', kind: 'mailbox' as const }
  const value = 'v=TLSRPTv1; rua=mailto:[your mailbox]'

  it('is filled with what was typed, without the spaces around it', () => {
    expect(filledIn(value, mailbox, ' tls$&@example.com ')).toBe('v=TLSRPTv1; rua=mailto:tls$&@example.com')
  })

  it.each(['', 'example.com', 'a@b', 'a b@example.com', 'a@example.com,b@example.com', 'a@example.com; x'])(
    'stays open at "%s", which is no mailbox',
    (typed) => expect(filledIn(value, mailbox, typed)).toBeNull(),
  )

  it('takes a web address only over HTTPS', () => {
    const logo = { mark: '[logo]', kind: 'web-address' as const }
    expect(filledIn('l=[logo];', logo, 'https://example.com/logo.svg')).toBe(
      'l=https://example.com/logo.svg;',
    )
    expect(filledIn('l=[logo];', logo, 'http://example.com/logo.svg')).toBeNull()
    expect(filledIn('l=[logo];', logo, 'https://example.com/a;b')).toBeNull()
  })
})
