import fc from '../../generated/cases'
import { describe, expect, it } from 'vitest'
import {
  countFailing,
  neededRecords,
  spareKeys,
  type KeyFacts,
} from '../../../src/preload/contract/needed-records'

const DOMAIN = 'mg.example.com'

function key(selector: string, isActive: boolean | null, more: Partial<KeyFacts> = {}): KeyFacts {
  const name = `${selector}._domainkey.${DOMAIN}`
  return { purpose: 'sending', type: 'TXT', name, valid: 'unknown', isActive, ...more }
}
const SPF: KeyFacts = { purpose: 'sending', type: 'TXT', name: DOMAIN, valid: 'valid', isActive: true }
const TRACKING: KeyFacts = { ...SPF, type: 'CNAME', name: `email.${DOMAIN}`, valid: 'invalid' }
const MX: KeyFacts = { ...SPF, purpose: 'receiving', type: 'MX' }

const spare = (...records: KeyFacts[]): number[] => [...spareKeys(records)]

describe('which records are needed', () => {
  it('the only key, whatever is said of it', () => {
    for (const isActive of [true, false, null]) expect(spare(SPF, key('mx', isActive))).toEqual([])
  })

  it('a key that signs, and not the ones beside it that do not', () => {
    expect(spare(key('old', false), SPF, key('mx', true), TRACKING, key('next', false), MX)).toEqual([0, 4])
  })

  it('every key while none signs: which one is about to is not known', () => {
    expect(spare(key('k1', false), key('string', false), SPF, TRACKING, MX, MX)).toEqual([])
  })

  it('every key that signs, and a key about which the provider says nothing', () => {
    expect(spare(key('a', true), key('b', true), key('c', null))).toEqual([])
  })

  it('a key of another signing domain than the one that signs, because the provider may wait for it', () => {
    const parents = key('k1', true, { name: 'k1._domainkey.example.com' })
    expect(spare(parents, key('mx', false))).toEqual([])
    expect(spare(parents, key('mx', false), key('k2', false, { name: 'k2._domainkey.example.com' }))).toEqual(
      [2],
    )
  })

  it('both CNAMEs of automatic sender security, whatever is said of them', () => {
    const cname = (selector: string, isActive: boolean, more: Partial<KeyFacts> = {}) =>
      key(selector, isActive, { type: 'CNAME', ...more })
    expect(spare(cname('pdk1', true, { valid: 'valid' }), cname('pdk2', false))).toEqual([])
    expect(spare(cname('pdk1', false), cname('pdk2', false))).toEqual([])
    expect(spare(cname('pdk1', true), cname('pdk2', true), key('mx', false))).toEqual([])
    expect(spare(cname('pdk1', true, { valid: 'valid' }), cname('pdk2', true), key('mx', false))).toEqual([2])
    expect(spare(cname('pdk1', false), cname('pdk2', false), key('mx', true))).toEqual([])
  })

  it('what is no DKIM key, whatever is said of it', () => {
    const inactive = [SPF, TRACKING, MX, key('mx', true, { name: `_domainkey.${DOMAIN}` })]
    expect(spare(key('mx', true), ...inactive.map((record) => ({ ...record, isActive: false })))).toEqual([])
    // A record for receiving is no key, whatever its name.
    expect(spare(key('mx', true), key('k1', false, { purpose: 'receiving' }))).toEqual([])
  })

  it('is the same in any order, leaves a key wherever there was one, and counts none that is spare', () => {
    const some = fc.record({
      selector: fc.constantFrom('a', 'b', 'c', 'd'),
      isActive: fc.constantFrom(true, false, null),
      type: fc.constantFrom<KeyFacts['type']>('TXT', 'TXT', 'CNAME'),
      valid: fc.constantFrom<KeyFacts['valid']>('valid', 'unknown', 'invalid'),
      at: fc.constantFrom(DOMAIN, 'example.com'),
    })
    fc.assert(
      fc.property(
        fc.uniqueArray(some, { maxLength: 6, selector: ({ selector, at }) => `${selector} ${at}` }),
        fc.nat(),
        (keys, turn) => {
          const records = [
            SPF,
            MX,
            ...keys.map(({ selector, at, ...more }) => ({
              ...key(selector, null),
              ...more,
              name: `${selector}._domainkey.${at}`,
            })),
          ]
          const turned = records.map((_, index) => records[(index + turn) % records.length]!)
          expect(new Set(neededRecords(turned))).toEqual(new Set(neededRecords(records)))
          for (const at of new Set(keys.map((one) => one.at))) {
            expect(neededRecords(records).some(({ name }) => name.endsWith(`._domainkey.${at}`))).toBe(true)
          }
          expect(neededRecords(records)).toEqual(expect.arrayContaining([SPF, MX]))
          expect(countFailing(records)).toBe(
            neededRecords(records).filter(({ valid }) => valid !== 'valid').length,
          )
        },
      ),
      { numRuns: 1000, seed: 11 },
    )
  })
})
