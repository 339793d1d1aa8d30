import fc from '../../../generated/cases'
import { describe, expect, it } from 'vitest'
import {
  planDomain,
  planGiven,
  type PlannedDomain,
} from '../../../../src/main/domains/publishing/plan/plan-domain'
import {
  asZoneChange,
  composed,
  deltaOf,
  reversed,
  type WantedChange,
} from '../../../../src/main/domains/publishing/changes/set-delta'
import { shownValues } from '../../../../src/main/zones/rrset'
import type { DnsRecord } from '../../../../src/preload/contract/domain'
import {
  APEX,
  DOMAIN,
  expectedRecords,
  healthyBut,
  NOW,
  SURROUNDINGS,
  type Row,
  type World,
} from '../../dns/diagnosis/observed'
import { KEY, OTHER_KEY } from '../../dns/diagnosis/keys'
import { changedWorld } from '../../dns/rehearsal/changed-world'
import { CURABLE, mistakenZones, UNDECIDED } from '../../dns/rehearsal/zones'
import { basisOf, CAPABILITIES, heldOf, rrsetsOf } from './held-of'

/** Milliseconds for hundreds of zones, each diagnosed several times, on a busy computer. */
const PATIENCE = 300_000

interface Domain {
  readonly name: string
  readonly records: readonly DnsRecord[]
}

const KEY_NAME = `mx._domainkey.${DOMAIN}`
const OWN: Domain = { name: DOMAIN, records: expectedRecords() }

/** What another provider wants. */
const OTHER_ROWS: readonly Row[] = [
  ['mail.other.test', 'TXT', 'v=spf1 ip4:203.0.113.0/28 ~all'],
  ['mxa.other.test', 'A', '203.0.113.1'],
  ['mxb.other.test', 'A', '203.0.113.2'],
  ['track.other.test', 'A', '203.0.113.3'],
]

function otherwise(records: readonly DnsRecord[]): DnsRecord[] {
  return records.map((record) => ({
    ...record,
    value: record.value.includes('p=') ? `k=rsa; p=${OTHER_KEY}` : record.value.replace('provider', 'other'),
  }))
}

function moved(records: readonly DnsRecord[], from: string, to: string): DnsRecord[] {
  return records.map((record) => ({ ...record, name: record.name.replace(from, to) }))
}

/** Domains that share names, or a zone, with `DOMAIN`. */
const NEIGHBOURS: readonly (readonly [string, Domain])[] = [
  ['the same name at another provider', { name: DOMAIN, records: otherwise(OWN.records) }],
  [
    'the same name at another provider, with a selector of its own',
    { name: DOMAIN, records: moved(otherwise(OWN.records), 'mx._domainkey', 'other._domainkey') },
  ],
  [
    'a name that is the tracking host',
    { name: `email.${DOMAIN}`, records: expectedRecords({}, `email.${DOMAIN}`) },
  ],
  [
    'a name above whose tracking host is the domain',
    { name: APEX, records: moved(expectedRecords({}, APEX), `email.${APEX}`, DOMAIN) },
  ],
  ['a name above', { name: APEX, records: expectedRecords({}, APEX) }],
  [
    'a name below that signs with the same key',
    {
      name: `news.${DOMAIN}`,
      records: moved(
        expectedRecords({}, `news.${DOMAIN}`),
        `mx._domainkey.news.${DOMAIN}`,
        `mx._domainkey.${DOMAIN}`,
      ),
    },
  ],
]

function worldOf(rows: readonly Row[], { name, records }: Domain, others: readonly Domain[]): World {
  const neighbours = others
    .filter((other) => other.name !== name)
    .map((other) => ({ domain: other.name, records: other.records }))
  return { domain: name, rows, expected: records, neighbours }
}

function plan(world: World): PlannedDomain {
  return planDomain({ records: [...world.expected!] }, basisOf(world), heldOf(world.rows), CAPABILITIES, NOW)
}

/** What of a domain's records the zone has; of a policy, what it includes. */
function standing(rows: readonly Row[], { records }: Domain): string[] {
  const sets = rrsetsOf(rows)
  return records.flatMap(({ type, name, value, priority }) => {
    const set = sets.find((one) => one.name === name && one.type === type)
    const values = set === undefined ? [] : shownValues(set)
    const include = /include:\S+/.exec(value)?.[0]
    const wanted = type === 'MX' ? `${priority} ${value}` : value
    const isThere =
      include === undefined ? values.includes(wanted) : values.some((one) => one.includes(include))
    return isThere ? [`${name} ${type} ${include ?? wanted}`] : []
  })
}

describe('domains that share names', () => {
  it.each(NEIGHBOURS)(
    'keep each other’s records, planned one after the other: %s',
    (_, other) => {
      const zones = fc.tuple(mistakenZones({ ...CURABLE, ...UNDECIDED }), fc.boolean())
      fc.assert(
        fc.property(zones, ([{ world, mistakes }, isOwnFirst]) => {
          const about = mistakes.join(', ')
          const rows = [
            ...world.rows,
            ...OTHER_ROWS,
            ...SURROUNDINGS.filter((row) => !world.rows.includes(row)),
          ]
          const [first, second] = isOwnFirst ? [OWN, other] : [other, OWN]
          const before = worldOf(rows, first, [second])
          const one = plan(before)
          const between = changedWorld(before, asZoneChange(one.made)).rows
          const two = plan(worldOf(between, second, [first]))
          const after = changedWorld(worldOf(between, second, [first]), asZoneChange(two.made)).rows
          // What the second had is kept by the first, and what the first has is kept by the second.
          expect(standing(between, second), about).toEqual(expect.arrayContaining(standing(rows, second)))
          expect(standing(after, first), about).toEqual(expect.arrayContaining(standing(between, first)))
          // Taking back the first leaves the second's.
          const undone = composed(heldOf(after), reversed(one.made), CAPABILITIES)
          const left = changedWorld(worldOf(after, first, [second]), asZoneChange(undone)).rows
          const came = two.made.filter(
            ({ name, type }) => !one.made.some((change) => change.name === name && change.type === type),
          )
          const own = standing(after, second).filter((record) =>
            came.some(({ name, type }) => record.startsWith(`${name} ${type} `)),
          )
          expect(standing(left, second), about).toEqual(expect.arrayContaining(own))
        }),
        { numRuns: 60 },
      )
    },
    PATIENCE,
  )
})

describe('taking back a key that another domain signs with, too', () => {
  const below = NEIGHBOURS.at(-1)![1]
  const rows = healthyBut([])
  const keys: WantedChange = {
    record: { name: KEY_NAME, type: 'TXT' },
    reason: 'It came with a plan.',
    deltas: [deltaOf({ name: KEY_NAME, type: 'TXT', value: `k=rsa; p=${KEY}`, priority: null }, 'removes')],
  }
  const undo = (neighbours: World['neighbours']): PlannedDomain =>
    planGiven(
      [keys],
      basisOf({ ...worldOf(rows, OWN, []), neighbours: neighbours! }),
      heldOf(rows),
      CAPABILITIES,
      {
        mayUndo: true,
      },
    )

  it('says which', () => {
    const { notes, made } = undo([{ domain: below.name, records: below.records }])
    expect(made).toHaveLength(1)
    expect(notes).toContain(`news.${DOMAIN} needs the TXT record at ${KEY_NAME} too, and it goes.`)
  })

  it('says nothing of domains that sign with keys of their own', () => {
    const name = `news.${DOMAIN}`
    const { notes } = undo([{ domain: name, records: expectedRecords({}, name) }])
    expect(notes.join(' ')).not.toContain('and it goes')
  })
})
