import { expect } from 'vitest'
import { expectPublished, faultsOf, offeredOf, recordAt, saidOf, type Expectation } from './said'

const POLICY_CODES = ['dmarc-missing', 'mta-sts-missing', 'tls-rpt-missing', 'bimi-missing']

/** Zones, and names that other records have. */
export const NAMES: Readonly<Record<string, Expectation>> = {
  'private-suffix': (check) => {
    expectPublished(check)
    expect(check.zone).toBe('is-a.dev')
    // Policies that the report does not speak of.
    expect(faultsOf(check).filter(({ code }) => !POLICY_CODES.includes(code))).toEqual([])
    expect(check.records.map(({ host }) => host)).toEqual([
      ...['someone', 'mx._domainkey.someone', 'email.someone', 'someone', 'someone'],
    ])
  },
  'two-domains-www': (check) => {
    expect(check.records.map(({ standing }) => standing)).toEqual(Array(5).fill('missing'))
    for (const { findings, name, type, expected } of check.records) {
      expect(findings).toHaveLength(1)
      expect(findings[0]?.fix).toMatchObject({ action: 'add', records: [{ name, type }] })
      const [offered] = findings[0]?.fix.records ?? []
      expect(type === 'MX' ? `${offered?.priority} ${offered?.value}` : offered?.value).toBe(expected)
      expect(offered?.replaces).toEqual([])
    }
    expect(faultsOf(check).filter(({ code }) => code.startsWith('owner-'))).toEqual([])
    expect(saidOf(faultsOf(check))).not.toMatch(/(change|rename|move) .*www\./i)
  },
  'wildcard-web': (check) => {
    expect(check.records.map(({ standing }) => standing)).toEqual(Array(3).fill('missing'))
    const { findings } = recordAt(check, 'news.example.com', 'TXT')
    expect(saidOf(findings)).toMatch(/wildcard .*no longer answers/)
    expect(offeredOf(check)).toContainEqual(
      expect.objectContaining({ type: 'A', name: 'news.example.com', host: 'news', value: '203.0.113.80' }),
    )
    const wanted = check.records.map(({ name, type, expected }) => `${name} ${type} ${expected}`)
    const offered = offeredOf(check).map(
      ({ name, type, priority, value }) =>
        `${name} ${type} ${priority === null ? '' : `${priority} `}${value}`,
    )
    expect(offered).toEqual(expect.arrayContaining(wanted))
  },
}
