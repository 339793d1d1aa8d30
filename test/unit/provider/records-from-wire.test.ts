import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { recordsFromWire } from '../../../src/main/provider/records-from-wire'
import { WireAnswer } from '../../../src/main/provider/wire'
import { DnsRecord } from '../../../src/preload/contract/domain'

function read(record: Record<string, unknown>): DnsRecord {
  const { records } = recordsFromWire([record], 'mg.example.com', 'receiving')
  return v.parse(DnsRecord, records[0])
}

describe('a record of the API', () => {
  it('belongs to the domain itself when it has no name', () => {
    expect(read({ record_type: 'MX', value: 'mxa.mailgun.org', priority: '10' })).toEqual({
      purpose: 'receiving',
      type: 'MX',
      name: 'mg.example.com',
      value: 'mxa.mailgun.org',
      priority: 10,
      valid: 'unknown',
      cached: [],
      isActive: null,
    })
    expect(read({ record_type: 'MX', name: '' }).name).toBe('mg.example.com')
  })

  it('writes the owner name in lower case without a trailing dot', () => {
    expect(read({ record_type: 'TXT', name: 'MX._DomainKey.mg.example.com.' }).name).toBe(
      'mx._domainkey.mg.example.com',
    )
  })

  it('takes a preference out of the value of an MX', () => {
    expect(read({ record_type: 'mx', value: '10 mxa.mailgun.org' })).toMatchObject({
      value: 'mxa.mailgun.org',
      priority: 10,
    })
  })

  it.each([65_536, '-1', 'high', ''])('does not take %j as a preference', (priority) => {
    expect(read({ record_type: 'MX', priority }).priority).toBeNull()
  })

  it('joins the quoted strings of a TXT, and leaves other text alone', () => {
    expect(read({ record_type: 'TXT', value: '"k=rsa; p=MIG" "fMA0\\"x"' }).value).toBe('k=rsa; p=MIGfMA0"x')
    expect(read({ record_type: 'TXT', value: 'v=spf1 "quoted" ~all' }).value).toBe('v=spf1 "quoted" ~all')
  })

  it.each(['SPF', 'dkim', 'DMARC'])('reads the type %s as TXT, which it is published as', (type) => {
    expect(read({ record_type: type }).type).toBe('TXT')
  })

  it('takes null in place of what the provider last saw, and passes over nulls in it', () => {
    expect(read({ record_type: 'MX', cached: null }).cached).toEqual([])
    expect(read({ record_type: 'MX', cached: ['10 mxa.mailgun.org', null] }).cached).toEqual([
      '10 mxa.mailgun.org',
    ])
  })

  it('hands back a record of a type it does not know', () => {
    const srv = { record_type: 'SRV', name: 'x', value: 'y' }
    expect(recordsFromWire([srv, {}], 'mg.example.com', 'sending')).toEqual({
      records: [],
      unread: [srv, {}],
    })
  })
})

describe('the arrays of an answer', () => {
  it('may hold nulls, or be null', () => {
    const answer = v.parse(WireAnswer, {
      domain: { name: 'mg.example.com' },
      sending_dns_records: [null, { record_type: 'TXT' }, null],
      receiving_dns_records: null,
    })
    expect(answer.sending_dns_records).toHaveLength(1)
    expect(answer.receiving_dns_records).toEqual([])
  })
})
