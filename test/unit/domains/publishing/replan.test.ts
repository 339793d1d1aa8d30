import { describe, expect, it } from 'vitest'
import type { PlannedRow } from '../../../../src/main/domains/publishing/plan/planned-row'
import { replanned } from '../../../../src/main/domains/publishing/plan/replan'
import type { ZoneDraft } from '../../../../src/main/domains/publishing/zones/zone-draft'
import { ZoneDrafts } from '../../../../src/main/domains/publishing/zones/zone-drafts'
import type { ZoneAccess } from '../../../../src/main/zones/zone-access'
import { CAPABILITIES, rrsetsOf } from './held-of'

const ZONE = { id: 'z', apex: 'example.com', nameServers: null, notWritable: null }
const CONNECTION = { id: 'c', name: 'Our host', kind: 'test' }

const access = {
  capabilities: CAPABILITIES,
  read: () =>
    Promise.resolve({ zone: ZONE, rrsets: rrsetsOf([]), extent: 'whole', serial: null, at: 0 } as const),
} as unknown as ZoneAccess

/** A plan whose domains each write a text at a name, and depend on some names. */
async function planOf(
  domains: readonly { readonly at: string; readonly needs?: readonly string[] }[],
): Promise<{ rows: PlannedRow[]; drafts: ZoneDrafts; draft: ZoneDraft }> {
  const drafts = new ZoneDrafts({ accessFor: () => Promise.resolve(access) })
  const draft = await drafts.of({ state: 'ready', connection: CONNECTION, zone: ZONE })
  const rows = domains.map(({ at, needs = [] }) => rowAt(at, [at, ...needs], draft, drafts.nextTurn()))
  for (const row of rows) for (const part of row.parts) draft.add(part.deltas)
  return { rows, drafts, draft }
}

function rowAt(name: string, names: readonly string[], draft: ZoneDraft, turn: number): PlannedRow {
  const deltas = [
    { name, type: 'TXT' as const, adds: [{ type: 'TXT' as const, strings: [name] }], removes: [] },
  ]
  return {
    shown: {} as PlannedRow['shown'],
    parts: [{ draft, deltas, made: [], domains: [], accepted: [] }],
    ...{ drafts: [draft], names, turn, basis: null },
  }
}

/** Places that are planned once more when the domain at a place changes. */
async function again(
  domains: Parameters<typeof planOf>[0],
  first: number,
  names: readonly string[] = [],
): Promise<number[]> {
  const { rows, drafts, draft: old } = await planOf(domains)
  const planned: number[] = []
  const next = await replanned(
    rows,
    { first, names },
    () => drafts.afresh(),
    (at, fresh) => {
      planned.push(at)
      const draft = fresh.like(old)!
      expect(draft).not.toBe(old)
      const row = rowAt(domains[at]!.at, rows[at]!.names, draft, fresh.nextTurn())
      for (const part of row.parts) draft.add(part.deltas)
      return Promise.resolve(row)
    },
  )
  const draft = next.drafts.like(old)!
  expect(next.rows.every((row) => row?.drafts.every((one) => one === draft))).toBe(true)
  // Everybody's records are planned in the new draft, and the old one is as it was.
  const texts = await draft.turn([], new AbortController().signal, (held) =>
    domains.map(({ at }) => held.writable(at, 'TXT')?.data.length),
  )
  expect(texts).toEqual(domains.map(() => 1))
  return planned
}

describe('planning a domain of a plan once more', () => {
  it('leaves the others as they are, where they share no name with it', async () => {
    const domains = [{ at: 'a.one.example.com' }, { at: 'b.two.example.com' }, { at: 'c.three.example.com' }]
    expect(await again(domains, 1)).toEqual([1])
  })

  it('plans those once more that came after it and need names that it changes, each on top of the last', async () => {
    const domains = [
      { at: 'a.one.example.com' },
      { at: 'b.two.example.com' },
      { at: 'c.three.example.com', needs: ['x.two.example.com'] },
      { at: 'd.four.example.com', needs: ['y.three.example.com'] },
      { at: 'e.five.example.com' },
    ]
    expect(await again(domains, 1)).toEqual([1, 2, 3])
    // What was planned before it does not depend on it.
    expect(await again(domains, 2)).toEqual([2, 3])
  })

  it('minds a wildcard at the apex, and what a person decided on', async () => {
    const domains = [{ at: 'a.one.example.com' }, { at: 'b.two.example.com' }, { at: 'c.three.example.com' }]
    expect(await again(domains, 0, ['*.example.com'])).toEqual([0, 1, 2])
    expect(await again(domains, 0, ['w.three.example.com'])).toEqual([0, 2])
  })
})
