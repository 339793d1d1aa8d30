import { describe, expect, it } from 'vitest'
import type { DnsRecord } from '../../../../../src/preload/contract/domain'
import type { Change } from '../../../../../src/preload/contract/history'
import {
  changedValue,
  changeLine,
  settingValue,
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
const line = (change: Change): string => {
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
    expect(settingValue('messageTtl', 259_200)).toBe('3 days')
    expect(settingValue('messageTtl', 3600)).toBe('1 hour')
    expect(settingValue('spamAction', 'block')).toBe('Block')
    expect(settingValue('archiveTo', null)).toBe('Not set')
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
    expect(line({ what: 'record', before: null, after: mx })).toBe('neutral: Record now asked for')
    expect(line({ what: 'record', before: mx, after: null })).toBe('neutral: Record no longer asked for')
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
