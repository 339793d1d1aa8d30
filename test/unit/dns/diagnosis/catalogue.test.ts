import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { CATALOGUE } from '../../../../src/preload/contract/finding-catalogue'
import { FINDING_CODES } from '../../../../src/preload/contract/finding-titles'
import { DomainCheck } from '../../../../src/preload/contract/findings'
import { CASES } from './cases'
import { check, findingsOf, HEALTHY } from './observed'

describe('the catalogue of findings', () => {
  it('has a cause and a cure for every code', () => {
    const tried = new Set(CASES.map(({ code }) => code))
    expect(FINDING_CODES.filter((code) => !tried.has(code))).toEqual([])
  })

  it('finds nothing where everything is right', () => {
    const result = check({ rows: HEALTHY })
    expect(findingsOf(result)).toEqual([])
    expect(result.records.map(({ standing }) => standing)).toEqual(Array(5).fill('published'))
    expect(result.summary).toMatchObject({ worst: null, sentence: 'All 5 records are published.' })
    expect(result.spf).toMatchObject({ lookups: 1, voidLookups: 0, complete: true })
  })

  describe.each(
    CASES.map((tried) => ({ ...tried, label: [tried.code, tried.name].filter(Boolean).join(': ') })),
  )('$label', ({ code, cause, cure }) => {
    const found = findingsOf(check(cause)).filter((finding) => finding.code === code)

    it('is found where its cause is', () => {
      expect(findingsOf(check(cause)).map((finding) => finding.code)).toContain(code)
    })

    it('is gone where it is cured', () => {
      expect(findingsOf(check(cure)).map((finding) => finding.code)).not.toContain(code)
    })

    it('crosses the border, and says what is the matter and what to do in whole sentences', () => {
      expect(v.parse(DomainCheck, check(cause))).toEqual(check(cause))
      for (const { sentence, explanation, fix, severity, title } of found) {
        expect(severity).toBe(CATALOGUE[code].severity)
        expect(title).toBe(CATALOGUE[code].title)
        for (const words of [sentence, explanation, fix.sentence]) {
          expect(words).toMatch(/^["\w+~?-].*\.$/s)
          expect(words).not.toMatch(/!|undefined|\bnull\b(?! MX)|\[object| {2}|\.\. /)
        }
        for (const record of fix.records) expect(record.name).not.toMatch(/\.$/)
      }
    })

    it('shows who answered what', () => {
      const silent = ['not-registered', 'no-name-servers', 'zone-unknown', 'servers-all-lame', 'server-lame']
      const ofZone = [
        'serials-differ',
        'delegation-differs',
        'dnssec-bogus',
        'spf-too-many-lookups',
        'spf-too-many-mx',
      ]
      if ([...silent, ...ofZone].includes(code)) return
      expect(found.every(({ evidence }) => evidence.length > 0)).toBe(true)
    })
  })
})
