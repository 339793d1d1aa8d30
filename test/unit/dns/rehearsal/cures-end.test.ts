import fc from '../../../generated/cases'
import { describe, expect, it } from 'vitest'
import { changeOf } from '../../../../src/main/dns/rehearsal/zone-change'
import { check, DOMAIN, findingsOf, type World } from '../diagnosis/observed'
import { changedWorld } from './changed-world'
import { CURABLE, mistakenZones, UNDECIDED, type MistakenZone } from './zones'

/** Milliseconds for thousands of zones, each diagnosed at every step, on a busy computer. */
const PATIENCE = 600_000
/** No zone needs more changes than it has records. */
const MOST_CHANGES = 30

/** Does what is offered, one cure after the other, until nothing is; each state of the zone comes once. */
export function cured({ world, foreign, ownTerms, mistakes }: MistakenZone): World {
  const seen = new Set<string>()
  let now = world
  // What the mistakes left of the user's own senders.
  const senders = ownTerms.filter((term) =>
    world.rows.some(([, type, value]) => type === 'TXT' && value.includes(term)),
  )
  for (let changes = 0; ; changes++) {
    const state = JSON.stringify(now.rows.map((row) => row.join(' ')).toSorted())
    expect(seen.has(state), `${mistakes.join(', ')}: a cure undid another`).toBe(false)
    expect(changes, mistakes.join(', ')).toBeLessThan(MOST_CHANGES)
    seen.add(state)
    const result = check(now)
    const [offered] = findingsOf(result).flatMap(({ fix, code }) => {
      const change = changeOf(fix, DOMAIN)
      return change === null ? [] : [{ change, fix, code }]
    })
    if (offered === undefined) return now
    now = changedWorld(now, offered.change)
    const rows = new Set(now.rows.map((row) => row.join(' ')))
    expect(
      foreign.map((row) => row.join(' ')).filter((row) => !rows.has(row)),
      `${mistakes.join(', ')}: ${offered.code} took what is somebody else's`,
    ).toEqual([])
    const policies = now.rows.filter(
      ([name, type, value]) => name === DOMAIN && type === 'TXT' && /^v=spf1( |$)/.test(value),
    )
    const own = offered.change.added.filter(
      ({ name, value }) => name === DOMAIN && value.startsWith('v=spf1'),
    )
    expect(own.filter(({ value }) => value.endsWith('+all'))).toEqual([])
    if (own.length > 0 && senders.length > 0 && policies.length === 1) {
      const dropped = senders.filter(
        (term) => !policies[0]![2].includes(term) && !offered.fix.drops.includes(term),
      )
      expect(dropped, `${mistakes.join(', ')}: ${offered.code} dropped a sender`).toEqual([])
    }
  }
}

describe('applying what is offered until nothing is', () => {
  it(
    'ends with every record published and nothing bad, and everything foreign untouched',
    () => {
      fc.assert(
        fc.property(mistakenZones(CURABLE), (zone) => {
          const end = check(cured(zone))
          const left = findingsOf(end).filter(({ severity }) => severity === 'bad')
          expect(
            {
              standings: end.records.map(({ standing }) => standing),
              left: left.map(({ code, sentence, fix }) => `${code}: ${sentence} ${fix.sentence}`),
            },
            zone.mistakes.join(', '),
          ).toEqual({ standings: Array(5).fill('published'), left: [] })
        }),
        { seed: 20_261_129, numRuns: 1500 },
      )
    },
    PATIENCE,
  )

  it(
    'ends, and leaves everything foreign untouched, where a person has to decide too',
    () => {
      fc.assert(
        fc.property(mistakenZones({ ...CURABLE, ...UNDECIDED }), (zone) => void cured(zone)),
        { seed: 7, numRuns: 1000 },
      )
    },
    PATIENCE,
  )
})
