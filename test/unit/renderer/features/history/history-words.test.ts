import { describe, expect, it } from 'vitest'
import type { DnsRecord } from '../../../../../src/preload/contract/domain'
import type { DomainChange, RecordedOutcome } from '../../../../../src/preload/contract/history'
import {
  changedValue,
  changeLine,
  sourceWords,
} from '../../../../../src/renderer/features/history/history-words'

const mx: DnsRecord = {
  purpose: 'receiving',
  type: 'MX',
  name: 'mg.example.com',
  value: 'mxa.mailgun.org',
  priority: 10,
  valid: 'valid',
  cached: ['10 mxa.mailgun.org'],
  isActive: null,
}
const line = (change: DomainChange): string => {
  const { tone, title, before, after } = changeLine(change)
  return `${tone}: ${title}${before === null ? '' : ` ${before} > ${String(after)}`}`
}

describe('a change in words', () => {
  it('tells of the domain and its state', () => {
    expect(line({ what: 'domain', change: 'added' })).toBe('ok: Domain added')
    expect(line({ what: 'state', before: 'unverified', after: 'active' })).toBe(
      'ok: State Unverified > Active',
    )
    expect(line({ what: 'state', before: 'active', after: 'disabled' })).toBe('bad: State Active > Disabled')
  })

  it('tells of a setting by its label and what it was and is', () => {
    expect(line({ what: 'setting', setting: 'requireTls', before: false, after: true })).toBe(
      'neutral: Require TLS Off > On',
    )
  })

  it('tells of a record that came to be published, and of one that is gone from DNS', () => {
    const missing = { ...mx, valid: 'invalid' as const, cached: [] }
    expect(line({ what: 'record', before: missing, after: mx })).toBe('ok: Record Missing > Published')
    expect(line({ what: 'record', before: mx, after: missing })).toBe('warn: Record Published > Missing')
    expect(line({ what: 'record', before: mx, after: { ...missing, cached: ['10 mx.other.example'] } })).toBe(
      'warn: Record Published > Different',
    )
  })

  it('tells of a record the provider asks for newly or no longer', () => {
    expect(line({ what: 'record', before: null, after: mx })).toBe(
      'neutral: The provider now wants this record',
    )
    expect(line({ what: 'record', before: mx, after: null })).toBe(
      'neutral: The provider no longer wants this record',
    )
  })
})

describe('two values beside each other', () => {
  it('are what is asked for, when that changed', () => {
    expect(changedValue({ what: 'record', before: mx, after: { ...mx, priority: 20 } })).toEqual({
      before: '10 mxa.mailgun.org',
      after: '20 mxa.mailgun.org',
    })
  })

  it('are what is seen, when another wrong value is seen', () => {
    const wrong = (cached: string): DnsRecord => ({ ...mx, valid: 'invalid', cached: [cached] })
    expect(
      changedValue({ what: 'record', before: wrong('10 a.example'), after: wrong('10 b.example') }),
    ).toEqual({
      before: '10 a.example',
      after: '10 b.example',
    })
  })

  it('are none when only the verdict changed, or the record came or went', () => {
    expect(changedValue({ what: 'record', before: { ...mx, valid: 'unknown' }, after: mx })).toBeNull()
    expect(changedValue({ what: 'record', before: null, after: mx })).toBeNull()
  })
})

describe('what a verification or a check found, in words', () => {
  const found = (changes: Partial<RecordedOutcome>): string =>
    line({ what: 'check', found: 3, needed: 5, foundBefore: null, repeats: false, ...changes })

  it('counts what was found, and what was found before where that is another number', () => {
    expect(found({})).toBe('warn: 3 of 5 records published')
    expect(found({ foundBefore: 3, repeats: true })).toBe('warn: 3 of 5 records published')
    expect(found({ foundBefore: 2 })).toBe('warn: Published records 2 > 3 of 5')
    expect(found({ what: 'verification' })).toBe('warn: The provider found 3 of 5 records')
    expect(found({ what: 'verification', foundBefore: 2 })).toBe(
      'warn: Records the provider found 2 > 3 of 5',
    )
  })

  it('is good when all were found and bad when fewer than before', () => {
    expect(found({ found: 5, foundBefore: 4 })).toBe('ok: Published records 4 > 5 of 5')
    expect(found({ foundBefore: 4 })).toBe('bad: Published records 4 > 3 of 5')
    expect(found({ found: 1, needed: 1 })).toBe('ok: 1 of 1 record published')
  })

  it('tells how a record stood and stands, and of findings', () => {
    const record = { what: 'standing', type: 'TXT', name: 'mg.example.com' } as const
    expect(line({ ...record, before: 'missing', after: 'published' })).toBe('ok: Record Missing > Published')
    expect(line({ ...record, before: 'published', after: 'different' })).toBe(
      'warn: Record Published > Different',
    )
    expect(line({ ...record, before: null, after: 'missing' })).toBe('warn: Record now needed: missing')
    expect(line({ ...record, before: 'missing', after: null })).toBe('neutral: Record no longer needed')
    const finding = { what: 'finding', code: 'spf-several', title: 'Several SPF policies' } as const
    expect(line({ ...finding, change: 'came' })).toBe('warn: New finding: Several SPF policies')
    expect(line({ ...finding, change: 'went' })).toBe('ok: No longer found: Several SPF policies')
  })

  it('says how often and since when the same was found', () => {
    expect(sourceWords({ source: 'check' })).toBe('DNS was checked')
    expect(sourceWords({ source: 'check', repeated: { times: 1200, since: 0 } })).toMatch(
      /^DNS was checked, 1,200 times the same since .*(1969|1970)/,
    )
    expect(sourceWords({ source: 'verify', repeated: { times: 2, since: 0 } })).toMatch(
      /^After a verification, 2 times the same since /,
    )
  })
})
