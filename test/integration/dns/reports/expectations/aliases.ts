import { expect } from 'vitest'
import { expectNothingWrong, type Expectation } from './said'

/** Aliases that lead out of the zone. */
export const ALIASES: Readonly<Record<string, Expectation>> = {
  'alias-dmarc': expectNothingWrong,
  'alias-spf-include': (check) => {
    expectNothingWrong(check)
    const [own] = check.spf?.tree.children ?? []
    expect(own).toMatchObject({
      ...{ domain: 'spf.example.com', state: 'ok', policy: 'v=spf1 ip4:203.0.113.0/24 ~all' },
    })
    expect(check.spf).toMatchObject({ lookups: 3, voidLookups: 0, complete: true })
  },
}
