import fc from '../../../generated/cases'
import { describe, expect, it } from 'vitest'
import { HeldZones } from '../../../../src/main/domains/publishing/held/held-zones'
import { planDomain, type PlannedDomain } from '../../../../src/main/domains/publishing/plan/plan-domain'
import type { Held } from '../../../../src/main/domains/publishing/held/held'
import { isWithin } from '../../../../src/main/names/zone-cut'
import {
  APEX,
  DOMAIN,
  expectedRecords,
  healthyBut,
  NOW,
  type Row,
  type World,
} from '../../dns/diagnosis/observed'
import { CURABLE, mistakenZones, UNDECIDED } from '../../dns/rehearsal/zones'
import { basisOf, CAPABILITIES, heldOf } from './held-of'

/** Milliseconds for hundreds of zones, each diagnosed several times, on a busy computer. */
const PATIENCE = 600_000

/** Names at which a zone may be delegated on: a domain, its keys, one key, a tracking host, a policy. */
const CUTS = [
  DOMAIN,
  `_domainkey.${DOMAIN}`,
  `mx._domainkey.${DOMAIN}`,
  `email.${DOMAIN}`,
  `_dmarc.${DOMAIN}`,
  `_dmarc.${APEX}`,
]

const below = (rows: readonly Row[], cut: string): Row[] => rows.filter(([name]) => isWithin(name, cut))
const besides = (rows: readonly Row[], cut: string): Row[] => rows.filter(([name]) => !isWithin(name, cut))

function planned(world: World, held: Held): PlannedDomain {
  const detail = { records: [...(world.expected ?? expectedRecords())] }
  return planDomain(detail, basisOf(world), held, CAPABILITIES, NOW)
}

/** The zone above, which delegates a name on. */
const cutting = (rows: readonly Row[], cut: string): ReturnType<typeof heldOf> =>
  heldOf([...besides(rows, cut), [cut, 'NS', 'ns1.example.org']])

describe('the plan of a domain with mistakes in its zones', () => {
  it(
    'writes nothing below a cut into the zone above, whoever holds the part and whoever knows of the cut',
    () => {
      fc.assert(
        fc.property(
          mistakenZones({ ...CURABLE, ...UNDECIDED }),
          fc.constantFrom(...CUTS),
          fc.constantFrom('held', 'known', 'unknown'),
          fc.boolean(),
          ({ world, mistakes }, cut, part, isInZoneAbove) => {
            const about = `${mistakes.join(', ')}; ${cut} ${part}`
            const above = isInZoneAbove ? cutting(world.rows, cut) : heldOf(besides(world.rows, cut))
            const child = heldOf(below(world.rows, cut), cut)
            fc.pre(part !== 'unknown' || isInZoneAbove)
            const held =
              part === 'held'
                ? new HeldZones([above, child], [])
                : part === 'known'
                  ? new HeldZones([above], [cut])
                  : above
            const plan = planned(world, held)
            for (const { name, zone } of plan.changes) {
              expect(zone, about).toBe(isWithin(name, cut) ? cut : APEX)
              expect(part === 'held' || !isWithin(name, cut), about).toBe(true)
            }
            for (const { name, zone } of plan.byHand) {
              expect(zone, about).toBe(cut)
              expect(isWithin(name, cut), about).toBe(true)
              expect(part, about).not.toBe('held')
            }
          },
        ),
        { numRuns: 120 },
      )
    },
    PATIENCE,
  )
})

describe('the plan of a domain in two zones', () => {
  const keyMissing: World = { rows: healthyBut([[`mx._domainkey.${DOMAIN}`], [`email.${DOMAIN}`]]) }
  const keys = `_domainkey.${DOMAIN}`

  it('gives each host’s own TTL to what comes', () => {
    const held = new HeldZones([cutting(keyMissing.rows, keys), heldOf([], keys)], [])
    const plan = planDomain(
      { records: [...expectedRecords()] },
      ...([basisOf(keyMissing), held] as const),
      (name) => ({ ...CAPABILITIES, newTtl: isWithin(name, keys) ? 120 : 600 }),
      NOW,
    )
    expect(plan.made.map(({ name, after }) => [name, after?.ttl])).toEqual([
      [`mx._domainkey.${DOMAIN}`, 120],
      [`email.${DOMAIN}`, 600],
    ])
    expect(plan.rehearsal?.sentence).toMatch(/^After this: all 5 published/)
  })

  it('takes no record of the zone above for one of a part that it delegates, however it came there', () => {
    const hidden: Row[] = [...keyMissing.rows, [`mx._domainkey.${DOMAIN}`, 'TXT', 'v=DKIM1; p=hidden']]
    const plan = planned(keyMissing, new HeldZones([heldOf(hidden)], [keys]))
    expect(plan.made.map(({ name }) => name)).toEqual([`email.${DOMAIN}`])
    expect(plan.byHand).toEqual([{ name: `mx._domainkey.${DOMAIN}`, type: 'TXT', zone: keys }])
    expect(plan.notes).toEqual([])
  })
})
