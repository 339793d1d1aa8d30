import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { restOfRun } from '../../../../src/main/domains/publishing/rest-of-run'
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
