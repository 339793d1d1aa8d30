import { describe, expect, it } from 'vitest'
import { judge } from '../../../src/main/embedded/records/judgement'
import type { ExpectedRecord } from '../../../src/main/embedded/records/record-generation'

function expected(role: ExpectedRecord['role'], type: ExpectedRecord['type'], value: string): ExpectedRecord {
  const priority = type === 'MX' ? 10 : null
  return { role, type, purpose: 'sending', name: 'mg.example.com', value, priority }
}

describe('SPF', () => {
  const record = expected('spf', 'TXT', 'v=spf1 include:mailgun.org ~all')

  it.each([
    'v=spf1 include:mailgun.org ~all',
    'v=spf1 include:mailgun.org -all',
    'v=spf1 include:mailgun.org',
    'v=spf1 a mx include:_spf.example.net include:mailgun.org ip4:192.0.2.0/24 ?all',
    'v=spf1  include:_spf.example.net   include:mailgun.org  ~all',
    'V=SPF1 Include:MAILGUN.org ~ALL',
    'v=spf1 +include:mailgun.org ~all',
    'v=spf1 include:mailgun.org. ~all',
    'v=spf1 include:mailgun.org redirect=example.net',
  ])('is valid when it includes the provider: %s', (text) => {
    expect(judge(record, { type: 'TXT', texts: ['site-verification=1', text] })).toEqual({
      valid: 'valid',
      cached: [text],
    })
  })

  it.each([
    'v=spf1 ~all',
    'v=spf1',
    'v=spf1 include:notmailgun.org ~all',
    'v=spf1 include:mailgun.org.example.net ~all',
    'v=spf1 include:eu.mailgun.org ~all',
    'v=spf1 -include:mailgun.org ~all',
    'v=spf1 ~include:mailgun.org ~all',
    'v=spf1 ?include:mailgun.org ~all',
    'v=spf1 ~all include:mailgun.org',
    'v=spf1 +all include:mailgun.org',
    'v=spf1 redirect=mailgun.org',
    'v=spf1 x-include:mailgun.org ~all',
    'v=spf1 include=mailgun.org ~all',
  ])('is invalid when it does not: %s', (text) => {
    expect(judge(record, { type: 'TXT', texts: [text] })).toEqual({ valid: 'invalid', cached: [text] })
  })

  it('is invalid when there are two policies, even if both include the provider', () => {
    const texts = ['v=spf1 include:mailgun.org ~all', 'v=spf1 include:mailgun.org -all']
    expect(judge(record, { type: 'TXT', texts })).toEqual({ valid: 'invalid', cached: texts })
  })

  it.each([
    'v=spf1include:mailgun.org ~all',
    '"v=spf1 include:mailgun.org ~all"',
    'v=spf10 ~all',
    'spf1 ~all',
  ])('shows a misspelt policy: %s', (text) => {
    expect(judge(record, { type: 'TXT', texts: [text, 'other'] })).toEqual({
      valid: 'invalid',
      cached: [text],
    })
  })

  it('is unknown when there is no TXT record, or only others', () => {
    expect(judge(record, { type: 'TXT', texts: [] })).toEqual({ valid: 'unknown', cached: [] })
    expect(judge(record, { type: 'TXT', texts: ['other', ''] })).toEqual({ valid: 'unknown', cached: [] })
  })
})

describe('a DKIM key', () => {
  const record = expected('dkim-key', 'TXT', 'k=rsa; p=MIGfMA0GCS+/==')

  it.each([
    'k=rsa; p=MIGfMA0GCS+/==',
    'v=DKIM1; k=rsa; p=MIGfMA0GCS+/==',
    'v=DKIM1;k=rsa;p=MIGfMA0GCS+/==;',
    ' v = DKIM1 ; p = MIGf MA0GCS\t+/= = ; t=s',
    'p=MIGfMA0GCS+/==',
    'k=rsa; s=email; n=a note; p=MIGfMA0GCS+/==',
  ])('is valid when the key is the very same: %s', (text) => {
    expect(judge(record, { type: 'TXT', texts: [text] })).toEqual({ valid: 'valid', cached: [text] })
  })

  it.each([
    ['another key', 'k=rsa; p=MIGfMA0GCS'],
    ['a longer key', 'k=rsa; p=MIGfMA0GCS+/==AAAA'],
    ['a key in another case', 'k=rsa; p=migfma0gcs+/=='],
    ['a revoked key', 'k=rsa; p='],
    ['no key', 'k=rsa'],
    ['another key type', 'k=ed25519; p=MIGfMA0GCS+/=='],
    ['another version', 'v=DKIM2; k=rsa; p=MIGfMA0GCS+/=='],
    ['a version that does not come first', 'k=rsa; v=DKIM1; p=MIGfMA0GCS+/=='],
    ['quotation marks', '"k=rsa; p=MIGfMA0GCS+/=="'],
    ['a tag twice', 'p=MIGfMA0GCS+/==; p=MIGfMA0GCS+/=='],
    ['an escaped semicolon', 'k=rsa\\; p=MIGfMA0GCS+/=='],
    ['no tag list', 'hello'],
    ['an empty text', ''],
  ])('is invalid with %s', (_, text) => {
    expect(judge(record, { type: 'TXT', texts: [text] })).toEqual({ valid: 'invalid', cached: [text] })
  })

  it('is invalid when the selector has two records, and unknown when it has none', () => {
    const texts = ['k=rsa; p=MIGfMA0GCS+/==', 'k=rsa; p=AAAA']
    expect(judge(record, { type: 'TXT', texts })).toEqual({ valid: 'invalid', cached: texts })
    expect(judge(record, { type: 'TXT', texts: [] })).toEqual({ valid: 'unknown', cached: [] })
  })
})

describe('an alias', () => {
  const record = expected('tracking', 'CNAME', 'mailgun.org')

  it.each(['mailgun.org', 'mailgun.org.', 'MailGun.ORG'])(
    'is valid when its target is the host: %s',
    (target) => {
      expect(judge(record, { type: 'CNAME', targets: [target], addresses: [] }).valid).toBe('valid')
    },
  )

  it('is invalid with another target, and shows it', () => {
    expect(judge(record, { type: 'CNAME', targets: ['mailgun.org.example.com.'], addresses: [] })).toEqual({
      valid: 'invalid',
      cached: ['mailgun.org.example.com'],
    })
  })

  it('is invalid when addresses stand in its place, and unknown when nothing does', () => {
    expect(judge(record, { type: 'CNAME', targets: [], addresses: ['192.0.2.1'] })).toEqual({
      valid: 'invalid',
      cached: ['192.0.2.1'],
    })
    expect(judge(record, { type: 'CNAME', targets: [], addresses: [] })).toEqual({
      valid: 'unknown',
      cached: [],
    })
  })
})

describe('a mail exchange', () => {
  const record = expected('mail-exchange', 'MX', 'mxa.mailgun.org')
  const mx = (...exchanges: [number, string][]) =>
    ({ type: 'MX', exchanges: exchanges.map(([priority, host]) => ({ priority, host })) }) as const

  it('is valid with its host and priority, whatever else is there', () => {
    expect(judge(record, mx([20, 'b.example.net'], [10, 'MXA.mailgun.org.'], [5, 'a.example.net']))).toEqual({
      valid: 'valid',
      cached: ['5 a.example.net', '10 MXA.mailgun.org', '20 b.example.net'],
    })
  })

  it('is invalid with another priority or only other hosts', () => {
    expect(judge(record, mx([20, 'mxa.mailgun.org']))).toEqual({
      valid: 'invalid',
      cached: ['20 mxa.mailgun.org'],
    })
    expect(judge(record, mx([10, 'mxb.mailgun.org']))).toEqual({
      valid: 'invalid',
      cached: ['10 mxb.mailgun.org'],
    })
  })

  it('is invalid when the domain takes no mail at all (null MX)', () => {
    expect(judge(record, mx([0, '']))).toEqual({ valid: 'invalid', cached: ['0 .'] })
  })

  it('is unknown when there is none', () => {
    expect(judge(record, mx())).toEqual({ valid: 'unknown', cached: [] })
  })
})
