import { expect } from 'vitest'
import { expectPublished, faultsOf, offeredOf, removedOf, saidOf, type Expectation } from './said'

const DOMAIN = 'mg.example.com'

export const MX: Readonly<Record<string, Expectation>> = {
  'mx-null-beside': (check) => {
    expectPublished(check)
    expect(faultsOf(check)).toHaveLength(1)
    expect(removedOf(check)).toMatchObject([{ type: 'MX', name: DOMAIN, value: '.', priority: 0 }])
    expect(offeredOf(check)).toEqual([])
  },
  'mx-own-alias': (check) => {
    const faults = faultsOf(check)
    const said = saidOf(faults)
    expect(said).toMatch(/alias/)
    expect(said).not.toMatch(/(another|other|two) systems?/i)
    expect(
      offeredOf(check).map(({ type, name, value, priority }) => ({ type, name, value, priority })),
    ).toEqual([
      { type: 'MX', name: DOMAIN, value: 'mxa.mailgun.org', priority: 10 },
      { type: 'MX', name: DOMAIN, value: 'mxb.mailgun.org', priority: 10 },
    ])
    const replaced = JSON.stringify(offeredOf(check).map(({ replaces }) => replaces))
    expect(replaced).toContain('mx1.mg.example.com')
    expect(replaced).toContain('mx2.mg.example.com')
    expect(removedOf(check)).toEqual([])
  },
}
