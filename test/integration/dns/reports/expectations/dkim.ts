import { expect } from 'vitest'
import { faultsOf, offeredOf, recordAt, removedOf, saidOf, type Expectation } from './said'

const KEY_AT = 'mx._domainkey.mg.example.com'
const CUT = '_domainkey.mg.example.com'

export const DKIM: Readonly<Record<string, Expectation>> = {
  'dkim-delegated-missing': (check) => {
    const record = recordAt(check, KEY_AT, 'TXT')
    expect(record).toMatchObject({ standing: 'missing', host: 'mx', seen: [] })
    expect(faultsOf(check)).toEqual(record.findings)
    expect(record.findings).toHaveLength(1)
    expect(offeredOf(check)).toMatchObject([
      { type: 'TXT', name: KEY_AT, host: 'mx', value: record.expected },
    ])
    const said = saidOf(record.findings)
    expect(said).toContain(`zone ${CUT}`)
    expect(said).toContain('ns.third.example.com')
    expect(said).toMatch(/in example\.com has no effect/)
    // The rest is in the zone of the domain.
    expect(recordAt(check, 'email.mg.example.com', 'CNAME')).toMatchObject({
      ...{ standing: 'published', host: 'email.mg' },
    })
  },
  'dkim-k1-mailchimp': (check) => {
    const { findings } = recordAt(check, 'k1._domainkey.example.com', 'TXT')
    const said = saidOf(findings)
    expect(said).toContain('dkim.vendor.net')
    expect(said).toMatch(/another service/)
    expect(said).toMatch(/another selector/)
    const [only] = findings
    expect(findings).toHaveLength(1)
    expect(only?.fix.sentence).toMatch(/another selector/)
    // What removes the alias says what stops working.
    if (only?.fix.records.length !== 0) expect(only?.fix.sentence).toMatch(/breaks|stops/)
  },
  'dkim-leftover-piece': (check) => {
    const { findings, seen, expected } = recordAt(check, KEY_AT, 'TXT')
    expect(seen).toHaveLength(2)
    const [piece = ''] = seen.filter((value) => value !== expected)
    expect(piece).toMatch(/^AUfIGj/)
    expect(faultsOf(check)).toHaveLength(1)
    expect(saidOf(findings)).toMatch(/\b(2|two)\b/i)
    expect(removedOf(check)).toMatchObject([{ type: 'TXT', name: KEY_AT, value: piece }])
    expect(offeredOf(check)).toEqual([])
    expect(findings[0]?.fix.sentence).toMatch(/stays/)
  },
  'dkim-second-half': (check) => {
    const { findings, standing, expected } = recordAt(check, KEY_AT, 'TXT')
    expect(standing).toBe('different')
    expect(faultsOf(check)).toHaveLength(1)
    expect(findings[0]?.sentence).toMatch(/start of the key is missing/)
    expect(saidOf(findings)).not.toMatch(/key is whole/)
    expect(offeredOf(check)).toMatchObject([{ type: 'TXT', name: KEY_AT, value: expected }])
  },
}
