import { describe, expect, it } from 'vitest'
import { parseDkimKey } from '../../../../src/main/dns/diagnosis/records/dkim-key'
import { mergeSpf } from '../../../../src/main/dns/diagnosis/spf/spf-merge'
import { parseSpf } from '../../../../src/main/dns/diagnosis/spf/spf-policy'
import { check, DOMAIN, expectedRecords, findingsOf, healthyBut, type Row } from './observed'

const PROVIDER = 'include:mail.provider.test'
/** About 6,000 characters of addresses. */
const MANY = Array.from({ length: 320 }, (_, index) => `ip4:203.0.${index % 256}.128/25`).join(' ')
const policy = (text: string, ...rows: Row[]) =>
  check({ rows: healthyBut([[DOMAIN, 'TXT']], [[DOMAIN, 'TXT', text], ...rows]) })
const spfCodes = (result: ReturnType<typeof check>) =>
  findingsOf(result)
    .map(({ code }) => code)
    .filter((code) => code.startsWith('spf'))

describe('an SPF policy longer than is read', () => {
  it('is reported as such, and nothing is said about the part that is not read', () => {
    for (const text of [`v=spf1 ${MANY} ${PROVIDER} ~all`, `v=spf1 ${PROVIDER} ${MANY} ~all nonsense`]) {
      const result = policy(text)
      expect(spfCodes(result)).toEqual(['spf-long'])
      expect(findingsOf(result).find(({ code }) => code === 'spf-long')?.sentence).toMatch(
        /^The SPF record has \d+ characters\. That is so long that Zonedesk did not read it to its end, so it is not known/,
      )
      expect(result.records[0]?.standing).toBe('different')
      expect(result.spf?.complete).toBe(false)
    }
  })

  it('is read by its first part alone, whatever stands there', () => {
    expect(parseSpf(`v=spf1 ${'a '.repeat(30_000)}`).terms.length).toBeLessThan(2_100)
    // To the end of a term: half a term would be a fault that nobody made.
    expect(parseSpf(`v=spf1 ${MANY} ~all`).faults).toEqual([])
  })

  it('says so of what is left out when it is merged with another', () => {
    const { text, leftOut } = mergeSpf([`v=spf1 ${MANY} ~all`, 'v=spf1 mx -all'], `v=spf1 ${PROVIDER} ~all`)
    expect(leftOut).toHaveLength(1)
    expect(`v=spf1 ${MANY} ~all`.endsWith(leftOut[0] ?? '?')).toBe(true)
    expect(text).toContain(PROVIDER)
  })

  it('is not followed where it is included, so that the count is not known', () => {
    const result = policy(`v=spf1 ${PROVIDER} include:long.test ~all`, [
      'long.test',
      'TXT',
      `v=spf1 ${MANY} ~all`,
    ])
    expect(result.spf?.tree.children.map(({ state }) => state)).toEqual(['ok', 'not-followed'])
    expect(result.spf?.complete).toBe(false)
    expect(spfCodes(result)).toEqual(['spf-lookup-failed'])
  })
})

describe('a list of tags longer than is read', () => {
  it('is a fault of the list', () => {
    const key = expectedRecords()[1]!.value
    expect(parseDkimKey(`${key};${'x=y;'.repeat(20_000)}`).faults).toContain(
      'It has more than 100 parts, and Zonedesk did not read the others.',
    )
  })
})
