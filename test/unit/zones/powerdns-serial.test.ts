import { describe, expect, it } from 'vitest'
import { wasRaisedOnce } from '../../../src/main/zones/powerdns/powerdns-serial'

describe('wasRaisedOnce', () => {
  it.each([
    ['by one', 'DEFAULT', 2026113001, 2026113002, true],
    ['by one, of a serial that is no date', 'INCREASE', 7, 8, true],
    ['to the first of a day', 'DEFAULT', 2026112907, 2026113001, true],
    ['to the first of a day, of a serial that is no date', 'DEFAULT', 7, 2026113001, true],
    ['over the end of all serials', 'INCREASE', 4_294_967_295, 0, true],
    ['by two', 'DEFAULT', 2026113001, 2026113003, false],
    ['to the second of a day', 'DEFAULT', 2026112907, 2026113002, false],
    ['not at all', 'DEFAULT', 2026113001, 2026113001, false],
    ['backwards', 'DEFAULT', 2026113005, 2026113001, false],
    ['to no day', 'DEFAULT', 2026113001, 2026134001, false],
    ['to the first of a day, where one is added', 'INCREASE', 2026112907, 2026113001, false],
    ['in a way that is not known', 'EPOCH', 1, 2, null],
    ['in no way', '', 1, 1, null],
  ])('knows a serial that was raised %s', (_, how, before, after, wanted) => {
    expect(wasRaisedOnce({ serial: before, soa_edit_api: how }, after)).toBe(wanted)
  })

  it('knows nothing where the server says nothing', () => {
    expect(wasRaisedOnce({ serial: 1 }, 2)).toBeNull()
  })
})
