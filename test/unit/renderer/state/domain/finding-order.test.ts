import { describe, expect, it } from 'vitest'
import {
  byServer,
  isBehind,
  isCheckOf,
  isOutdated,
  ordered,
} from '../../../../../src/renderer/state/domain/finding-order'
import { aCheck, aFinding, aRecord, aRecordCheck, aSighting } from '../../a-check'

const bad = aFinding({ severity: 'bad' })
const warn = aFinding({ severity: 'warn', code: 'serials-differ' })
const info = aFinding({ severity: 'info', code: 'dmarc-missing' })
const unseen = aFinding({ severity: 'info', code: 'not-verified-yet' })

describe('what a check says', () => {
  it('comes with the worst record first, and the worst finding of each first', () => {
    const check = aCheck([
      aRecordCheck(0, { findings: [info] }),
      aRecordCheck(1, { findings: [info, warn] }),
      aRecordCheck(2, { standing: 'missing', findings: [warn, bad] }),
    ])
    const { toFix } = ordered(check, [])
    expect(toFix.map(({ index }) => index)).toEqual([2, 1, 0])
    expect(toFix[0]?.findings.map(({ severity }) => severity)).toEqual(['bad', 'warn'])
  })

  it('takes a missing record without a finding of its own for as bad as what made it so', () => {
    const check = aCheck([aRecordCheck(0, { findings: [warn] }), aRecordCheck(1, { standing: 'missing' })])
    expect(ordered(check, []).toFix.map(({ index }) => index)).toEqual([1, 0])
  })

  it('tells what is wrong with the domain apart from advice', () => {
    const { ofDomain, advice } = ordered(aCheck([], [info, warn, bad]), [])
    expect(ofDomain).toEqual([bad, warn])
    expect(advice).toEqual([info])
  })

  it('says once that the provider has not looked, and no longer when it has since', () => {
    const check = aCheck([aRecordCheck(0, { findings: [unseen] }), aRecordCheck(1, { findings: [unseen] })])
    const { fine, toFix, unseen: places } = ordered(check, [aRecord(0), aRecord(1, { valid: 'valid' })])
    expect(toFix).toEqual([])
    expect(fine.map(({ findings }) => findings)).toEqual([[], []])
    expect([...places]).toEqual([0])
  })
})

describe('a record', () => {
  it('is behind while it is not published, or somebody remembers something else', () => {
    expect(isBehind(aRecordCheck(0))).toBe(false)
    expect(isBehind(aRecordCheck(0, { findings: [warn] }))).toBe(false)
    expect(isBehind(aRecordCheck(0, { standing: 'partly' }))).toBe(true)
    expect(isBehind(aRecordCheck(0, { findings: [aFinding({ code: 'stale-resolver' })] }))).toBe(true)
  })

  it('is known again by name, type and data, an MX by its priority too', () => {
    const mx = aRecordCheck(0, { type: 'MX', expected: '10 mxa.mailgun.org' })
    const record = aRecord(0, { type: 'MX', value: 'mxa.mailgun.org', priority: 10 })
    expect(isCheckOf(mx, record)).toBe(true)
    expect(isCheckOf(mx, { ...record, priority: 20 })).toBe(false)
    expect(isCheckOf(mx, { ...record, name: 'other.example.com' })).toBe(false)
    expect(isCheckOf(undefined, record)).toBe(false)
  })

  it('that is a spare key stands apart, and makes the check outdated once it is needed', () => {
    const told = aFinding({ severity: 'info', code: 'spare-key' })
    const names = ['mx', 'old'].map((selector) => `${selector}._domainkey.mg.example.com`)
    const check = aCheck([
      aRecordCheck(0, { name: names[0]! }),
      aRecordCheck(1, { name: names[1]!, standing: 'missing', isSpare: true, findings: [told] }),
    ])
    const keys = (signs: boolean) => [
      aRecord(0, { name: names[0]!, isActive: signs }),
      aRecord(1, { name: names[1]!, isActive: false }),
    ]
    const { toFix, fine, spare } = ordered(check, keys(true))
    expect([toFix, fine, spare].map((some) => some.map(({ index }) => index))).toEqual([[], [0], [1]])
    expect(isOutdated(check, keys(true))).toBe(false)
    expect(isOutdated(check, keys(false))).toBe(true)
  })

  it('that came, went or changed since makes a check outdated', () => {
    const check = aCheck([aRecordCheck(0), aRecordCheck(1)])
    expect(isOutdated(check, [aRecord(0), aRecord(1)])).toBe(false)
    expect(isOutdated(check, [aRecord(0)])).toBe(true)
    expect(isOutdated(check, [aRecord(0), aRecord(1, { value: 'another' })])).toBe(true)
  })
})

it('the servers of the zone come first and by name, resolvers in the order of the list', () => {
  const at = (name: string, kind: 'authoritative' | 'system' | 'public') =>
    aSighting({ server: { id: name, name, kind, address: '' } })
  const where = [
    at('Quad9', 'public'),
    at('ns10', 'authoritative'),
    at('System', 'system'),
    at('ns2', 'authoritative'),
    at('Cloudflare', 'public'),
  ]
  expect(byServer(where).map(({ server }) => server.name)).toEqual([
    'ns2',
    'ns10',
    'System',
    'Quad9',
    'Cloudflare',
  ])
})
