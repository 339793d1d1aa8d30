import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { restOfRun } from '../../../../src/main/domains/publishing/given/rest-of-run'
import type { StoredRun, StoredZoneWrite } from '../../../../src/main/profile/publish-store'
import type { DomainPlan } from '../../../../src/preload/contract/publishing'
import { APEX, DOMAIN, type Row, SURROUNDINGS } from '../../../unit/dns/diagnosis/observed'
import { rrsetsOf } from '../../../unit/domains/publishing/held-of'
import { type MemoryPlace, memoryPlace } from './memory-place'

const LINK = `email.${DOMAIN}`
const SITE = '203.0.113.5'
const ROWS: Row[] = [...SURROUNDINGS, [LINK, 'A', SITE, 900]]

let place: MemoryPlace

beforeEach(() => {
  place = memoryPlace(ROWS)
})

afterEach(async () => {
  await place.close()
  expect(place.faults).toEqual([])
})

/** A run in which a person decided on the web site, and of which the host declined everything. */
async function declined(): Promise<number> {
  place.host.onWrite = (count) => place.host.faults.set(count, 'declines')
  const run = await place.write(await place.accept(await place.planned([DOMAIN]), 0))
  place.host.onWrite = () => undefined
  expect(place.runs.zones(run, 'failed', 0, 1).total).toBe(1)
  return run
}

type Whole = { readonly run: StoredRun; readonly zones: readonly StoredZoneWrite[] }

/** Plans anew what a run did not write. */
async function rest(
  run: number,
  changed: (whole: Whole) => Whole = (whole) => whole,
): Promise<{ readonly id: number; readonly line: DomainPlan }> {
  const whole = changed(place.runs.stored(run))
  const id = await place.ready(place.plans.start(restOfRun(whole, ({ name }) => place.isListed(name))))
  return { id, line: place.plans.line(id, 0) }
}

/** Somebody changes the web site. */
function edit(...addresses: readonly string[]): void {
  place.rows = [...SURROUNDINGS, ...addresses.map((address): Row => [LINK, 'A', address, 900])]
  place.host.edit(APEX, () => rrsetsOf(place.rows))
}

const siteGoes = ({ changes }: DomainPlan): boolean =>
  changes.some(({ name, type, after }) => name === LINK && type === 'A' && after === null)

describe.each([
  ['in the list', true],
  ['in no list', false],
])('what a person decided on for a domain %s, once its run did not write it', (_, isListed) => {
  it('still counts where it is the same change, is shown as decided, and is written once', async () => {
    const run = await declined()
    place.isListed = () => isListed
    const { id, line } = await rest(run)
    expect(line.decidable).toMatchObject([{ type: 'CNAME', name: LINK, isAccepted: true }])
    expect(line.decidable[0]?.ends).toEqual([`the web site or other service at ${SITE}`])
    expect(siteGoes(line)).toBe(true)
    const decided = line.changes.filter(({ isDecided }) => isDecided === true)
    expect(decided.map(({ type }) => type).toSorted()).toEqual(['A', 'CNAME'])
    // The reason stands with the decision, and under no RRset besides.
    expect(decided.flatMap(({ reasons }) => reasons)).toEqual([])
    expect(line.notes.join(' ')).not.toContain('no longer counts')
    const second = await place.write(id)
    expect(place.host.set(APEX, LINK, 'CNAME')).toMatchObject({ data: [{ target: 'track.provider.test' }] })
    const [entry] = place.runs.zones(second, 'written', 0, 1).items
    const set = entry?.sets.find(({ type, name }) => type === 'CNAME' && name === LINK)
    expect(set?.reasons[0]).toBe('A person decided on this in the plan.')
    expect(set?.reasons).toHaveLength(2)
  })

  it('can be left out again there', async () => {
    const run = await declined()
    place.isListed = () => isListed
    const { id, line } = await rest(run)
    const [one] = line.decidable
    const without = await place.plans.decide(id, { position: 0, change: one!.id, accept: false })
    expect(siteGoes(place.plans.line(without.id, 0))).toBe(false)
    expect(place.plans.line(without.id, 0).decidable).toMatchObject([{ id: one!.id, isAccepted: false }])
    await place.write(without.id)
    expect(place.host.set(APEX, LINK, 'A')).toMatchObject({ data: [{ address: SITE }] })
  })

  it('no longer counts where it became another change, and says so', async () => {
    const run = await declined()
    place.isListed = () => isListed
    edit(SITE, '203.0.113.6')
    const { line } = await rest(run)
    expect(siteGoes(line)).toBe(false)
    expect(line.decidable.filter(({ isAccepted }) => isAccepted)).toEqual([])
    const said = [...line.notes, ...line.decisions.map(({ reason }) => reason)].join(' ')
    if (isListed) {
      expect(said).toContain(`What you decided about CNAME at ${LINK} no longer counts`)
      expect(line.decidable).toHaveLength(1)
    } else expect(said).toContain('have changed since the run was planned')
  })

  it('is over where the zone has it by now', async () => {
    const run = await declined()
    place.isListed = () => isListed
    place.rows = [...SURROUNDINGS, [LINK, 'CNAME', 'track.provider.test', 900]]
    place.host.edit(APEX, () => rrsetsOf(place.rows))
    const { line } = await rest(run)
    expect(line.decidable).toEqual([])
    expect(line.notes).toContain(`The zone already has what you decided about CNAME at ${LINK}.`)
  })
})

/** Every state that a write which ended half-way can leave at the name: the alias comes once nothing else is left. */
const SITES: readonly Row[] = [
  [LINK, 'A', SITE, 900],
  [LINK, 'A', '203.0.113.6', 900],
  [LINK, 'AAAA', '2001:db8::6', 900],
]
const HALVES = Array.from({ length: 2 ** SITES.length }, (_, bits) =>
  SITES.filter((_row, at) => (bits & (2 ** at)) === 0),
)

describe.each([
  ['in the list', true],
  ['in no list', false],
])('what a person decided on for a domain %s, of which a part was written', (_, isListed) => {
  async function half(rows: readonly Row[]): Promise<{ readonly id: number; readonly line: DomainPlan }> {
    await place.close()
    place = memoryPlace([...SURROUNDINGS, ...SITES])
    const run = await declined()
    place.isListed = () => isListed
    place.rows = [...SURROUNDINGS, ...rows]
    place.host.edit(APEX, () => rrsetsOf(place.rows))
    return rest(run)
  }

  it.each(HALVES.map((stays) => [stays.map((row) => row[2]).join(' and ') || 'nothing', stays] as const))(
    'is told by what the zone has of it, where this stays: %s',
    async (_name, stays) => {
      const { id, line } = await half(stays)
      const said = line.notes.filter((note) => note.includes('you decided'))
      const gone = SITES.filter((row) => !stays.includes(row)).map((row) => `the ${row[1]} record ${row[2]}`)
      const list = [gone.slice(0, -1).join(', '), gone.at(-1)].filter(Boolean).join(' and ')
      const isWhole = !isListed || stays.length === 0
      const rests = isWhole
        ? 'This plan has the rest.'
        : 'The rest no longer counts, because it is another change by now.'
      expect(said).toEqual(
        gone.length === 0
          ? []
          : [
              `The zone already has a part of what you decided about CNAME at ${LINK}: ${list} ${gone.length === 1 ? 'is' : 'are'} gone. ${rests}`,
            ],
      )
      const isCarried = isWhole || gone.length === 0
      expect(line.decidable.filter(({ isAccepted }) => !isAccepted)).toHaveLength(isCarried ? 0 : 1)
      await place.write(isCarried ? id : await place.accept(id, 0))
      expect(place.host.set(APEX, LINK, 'CNAME')).toMatchObject({ data: [{ target: 'track.provider.test' }] })
      expect(place.host.set(APEX, LINK, 'A')).toBeUndefined()
    },
  )

  it('is none of it where somebody put something else there', async () => {
    const { line } = await half([[LINK, 'A', '203.0.113.9', 900], ...SITES.slice(2)])
    expect(line.notes.join(' ')).not.toContain('already has a part')
    expect(siteGoes(line)).toBe(false)
    const said = [...line.notes, ...line.decisions.map(({ reason }) => reason)].join(' ')
    expect(said).toContain(isListed ? 'no longer counts' : 'have changed since the run was planned')
  })
})

describe('what a person decided on, planned anew before it was written', () => {
  it('is over where somebody made the change by hand meanwhile, and half over where it was half of it', async () => {
    for (const [rows, words] of [
      [
        [[LINK, 'CNAME', 'track.provider.test', 900]],
        `The zone already has what you decided about CNAME at ${LINK}.`,
      ],
      [
        [],
        `a part of what you decided about CNAME at ${LINK}: the A record ${SITE} is gone. This plan has the rest.`,
      ],
    ] as const) {
      await place.close()
      place = memoryPlace(ROWS)
      const id = await place.accept(await place.planned([DOMAIN]), 0)
      place.rows = [...SURROUNDINGS, ...rows]
      place.host.edit(APEX, () => rrsetsOf(place.rows))
      const again = await place.ready(place.plans.again(id))
      expect(place.plans.line(again, 0).notes.join(' ')).toContain(words)
    }
  })
})

describe('what a person decided on for a domain in no list', () => {
  it('is listed again where the journal does not say on what', async () => {
    const run = await declined()
    place.isListed = () => false
    const { line } = await rest(run, ({ run: stored, zones }) => ({
      run: stored,
      zones: zones.map(({ decided: _, ...zone }) => zone),
    }))
    expect(siteGoes(line)).toBe(false)
    const [open, ...others] = line.decidable
    expect(others).toEqual([])
    expect(open?.isAccepted).toBe(false)
    expect(open?.sets.map(({ type }) => type).toSorted()).toEqual(['A', 'CNAME'])
  })
})
