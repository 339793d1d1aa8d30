import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { answerFromWire, pageFromWire, UNREAD_RECORDS } from '../../../src/main/provider/from-wire'
import { WireAnswer, WireMessage, WirePage } from '../../../src/main/provider/wire'
import { DnsRecord, Domain, NOTHING_SAID } from '../../../src/preload/contract/domain'

/** The domain of the API's own examples, as create, get and update answer it. */
const SANDBOX = {
  id: '123456789012345678901234',
  name: 'example.com',
  type: 'sandbox',
  state: 'active',
  created_at: 'Thu, 13 Oct 2011 18:02:00 GMT',
  smtp_login: 'postmaster@example.com',
  spam_action: 'disabled',
  require_tls: true,
  use_automatic_sender_security: true,
  web_prefix: 'email',
  web_scheme: 'http',
}
const CACHED = ['list', 'of', 'cached', 'mx', 'records']
const A = {
  record_type: 'A',
  name: 'example.com',
  value: '1.2.3.4',
  priority: '10',
  valid: 'valid',
  cached: CACHED,
}
const MX_WITHOUT_VALUE = {
  record_type: 'MX',
  name: 'example.com',
  priority: '10',
  valid: 'unknown',
  cached: [],
}
const DESCRIBED_IN_WORDS = {
  record_type: 'the record type like CNAME, MX, DKIM, ...',
  name: 'example.com',
  value: 'value from cache or name server',
  priority: '10',
  valid: 'either valid or unknown',
  cached: CACHED,
}
const BLACKLISTED = { code: 'blacklisted', reason: 'bad customer', note: 'for debugging', permanently: true }

function read(answer: unknown) {
  const parsed = answerFromWire(v.parse(WireAnswer, answer))
  return {
    domain: v.parse(Domain, parsed.domain),
    records: v.parse(v.array(DnsRecord), parsed.records),
    message: parsed.message,
  }
}

describe('the examples of the API itself', () => {
  it('list: a disabled domain with little said, and a date that is none', async () => {
    const page = await pageFromWire(
      v.parse(WirePage, {
        total_count: 1,
        items: [
          {
            created_at: 'RFC1123 formatted date',
            disabled: BLACKLISTED,
            id: '1',
            name: 'example.com',
            state: 'unverified',
            type: 'custom',
            web_prefix: 'email',
          },
        ],
      }),
    )
    expect(page.total).toBe(1)
    expect(v.parse(Domain, page.items[0])).toEqual({
      name: 'example.com',
      id: '1',
      state: 'unverified',
      type: 'custom',
      createdAt: null,
      smtpLogin: null,
      subaccountId: null,
      trackingHost: null,
      disabled: { ...BLACKLISTED, until: null },
      settings: {
        ...NOTHING_SAID,
        spamAction: null,
        wildcard: null,
        requireTls: null,
        skipVerification: null,
        useAutomaticSenderSecurity: null,
        webPrefix: 'email',
        webScheme: null,
        encryptIncomingMessage: null,
        webhooksRedactPii: null,
        messageTtl: null,
        archiveTo: null,
        mailfromHost: null,
      },
      other: { created_at: '"RFC1123 formatted date"' },
    })
  })

  it('create: records with a missing value and an A record that carries a priority', () => {
    const { domain, records, message } = read({
      message: 'Domain DNS records have been created',
      domain: SANDBOX,
      sending_dns_records: [A],
      receiving_dns_records: [MX_WITHOUT_VALUE],
    })
    expect(message).toBe('Domain DNS records have been created')
    expect(domain).toMatchObject({
      id: '123456789012345678901234',
      state: 'active',
      type: 'sandbox',
      createdAt: Date.UTC(2011, 9, 13, 18, 2),
      smtpLogin: 'postmaster@example.com',
      disabled: null,
      settings: { spamAction: 'disabled', requireTls: true, useAutomaticSenderSecurity: true },
      other: {},
    })
    expect(records).toEqual([
      {
        purpose: 'sending',
        type: 'A',
        name: 'example.com',
        value: '1.2.3.4',
        priority: null,
        valid: 'valid',
        cached: CACHED,
        isActive: null,
      },
      {
        purpose: 'receiving',
        type: 'MX',
        name: 'example.com',
        value: '',
        priority: 10,
        valid: 'unknown',
        cached: [],
        isActive: null,
      },
    ])
  })

  it('get: no records and no message', () => {
    expect(read({ domain: SANDBOX })).toMatchObject({
      domain: { name: 'example.com' },
      records: [],
      message: '',
    })
  })

  it('update: no message', () => {
    const { records, message } = read({
      domain: SANDBOX,
      sending_dns_records: [A],
      receiving_dns_records: [MX_WITHOUT_VALUE],
    })
    expect(records.map(({ type }) => type)).toEqual(['A', 'MX'])
    expect(message).toBe('')
  })

  it('verify: records whose type is not one keep their text, for nothing received is lost', () => {
    const { domain, records } = read({
      message: 'Domain DNS records have been updated',
      domain: {
        ...SANDBOX,
        state: 'unverified',
        disabled: BLACKLISTED,
        created_at: 'RFC1123 formatted date',
      },
      sending_dns_records: [DESCRIBED_IN_WORDS],
      receiving_dns_records: [DESCRIBED_IN_WORDS],
    })
    expect(records).toEqual([])
    expect(domain.disabled).toEqual({ ...BLACKLISTED, until: null })
    expect(JSON.parse(domain.other[UNREAD_RECORDS] ?? '')).toEqual([DESCRIBED_IN_WORDS, DESCRIBED_IN_WORDS])
  })

  it('delete: the message alone', () => {
    expect(v.parse(WireMessage, { message: 'Domain will be deleted on the background' }).message).toBe(
      'Domain will be deleted on the background',
    )
  })
})
