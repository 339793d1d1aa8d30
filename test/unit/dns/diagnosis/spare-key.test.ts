import { describe, expect, it } from 'vitest'
import { outcomeOf } from '../../../../src/main/dns/rehearsal/outcome'
import { KEY, OTHER_KEY } from './keys'
import { check, DOMAIN, expectedRecords, findingsOf, HEALTHY, healthyBut } from './observed'

const DKIM = `mx._domainkey.${DOMAIN}`
const SPARE = `old._domainkey.${DOMAIN}`
const records = (signs: { mx: boolean | null; old: boolean | null }) =>
  expectedRecords().flatMap((record) =>
    record.name === DKIM
      ? [
          { ...record, name: SPARE, isActive: signs.old },
          { ...record, isActive: signs.mx },
        ]
      : [record],
  )

describe('a spare DKIM key', () => {
  it('is passed by: nothing is sick for want of it, and it is in no count', () => {
    const result = check({ rows: HEALTHY, expected: records({ mx: true, old: false }) })
    expect(result.summary).toMatchObject({
      worst: null,
      sentence: 'All 5 records are published.',
      standings: { published: 5, missing: 0 },
      severities: { bad: 0, warn: 0, info: 0 },
    })
    const spare = result.records.find(({ name }) => name === SPARE)
    expect(spare).toMatchObject({ isSpare: true, standing: 'missing' })
    expect(spare?.findings.map(({ code, sentence, fix }) => [code, sentence, fix.action])).toEqual([
      ['spare-key', 'Spare key: the provider does not sign with it.', 'none'],
    ])
  })

  it('is in no count of what a cure leads to', () => {
    const result = check({ rows: HEALTHY, expected: records({ mx: true, old: false }) })
    expect(outcomeOf(result, [])).toMatchObject({ published: 5, needed: 5 })
  })

  it('is passed by whatever stands in its place, and where it is published nothing is said', () => {
    const of = (text: string) =>
      findingsOf(
        check({ rows: [...HEALTHY, [SPARE, 'TXT', text]], expected: records({ mx: true, old: false }) }),
      ).map(({ code }) => code)
    expect(of('v=spf1 -all')).toEqual(['spare-key'])
    expect(of(`k=rsa; p=${OTHER_KEY}`)).toEqual(['spare-key'])
    expect(of(`k=rsa; p=${KEY}`)).toEqual([])
  })

  it('leaves the key that signs as needed as ever', () => {
    const result = check({ rows: healthyBut([[DKIM]]), expected: records({ mx: true, old: false }) })
    expect(result.summary.sentence).toBe('1 of 5 records needs attention.')
    expect(result.summary.worst).toBe('bad')
  })

  it.each([
    { mx: false, old: false },
    { mx: null, old: null },
    { mx: true, old: null },
    { mx: true, old: true },
  ])('is none where the provider says of them %j: each one is missed', (signs) => {
    const result = check({ rows: HEALTHY, expected: records(signs) })
    expect(result.records.every(({ isSpare }) => isSpare === undefined)).toBe(true)
    expect(result.summary.sentence).toBe('1 of 6 records needs attention.')
  })
})
