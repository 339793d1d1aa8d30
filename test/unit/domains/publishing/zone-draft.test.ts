import fc from '../../../generated/cases'
import { describe, expect, it } from 'vitest'
import { type HeldZone, ownersToRead } from '../../../../src/main/domains/publishing/held/held'
import { composed, type SetDelta } from '../../../../src/main/domains/publishing/changes/set-delta'
import { ZoneDraft } from '../../../../src/main/domains/publishing/zones/zone-draft'
import { dataOf, type Rrset, type WritableData } from '../../../../src/main/zones/rrset'
import type { HostedZone, ZoneAccess, ZoneContents } from '../../../../src/main/zones/zone-access'
import { CAPABILITIES, heldZone, written } from './held-of'

const APEX = 'zone.test'
const ZONE: HostedZone = { id: APEX, apex: APEX, nameServers: null, notWritable: null }
const CONNECTION = { id: 'connection', name: 'Ours', kind: 'powerdns' } as const
const NEVER = new AbortController().signal

/** A host that reads what it is asked for, as large hosts do, or always the whole zone. */
function draftOf(rrsets: readonly Rrset[], extent: 'whole' | 'owners'): ZoneDraft {
  const byName = Map.groupBy(rrsets, (set) => set.name)
  const read = (_: HostedZone, owners: readonly string[]): Promise<ZoneContents> => {
    const sets = extent === 'whole' ? rrsets : owners.flatMap((owner) => byName.get(owner) ?? [])
    return Promise.resolve({ zone: ZONE, rrsets: sets, extent, serial: null, at: 0 })
  }
  const access: Pick<ZoneAccess, 'capabilities' | 'read'> = {
    capabilities: {
      ...CAPABILITIES,
      ...{ atomic: 'zone', precondition: 'host', mostChanges: 100, atOnce: 1, listsZones: true },
      saysWhenDone: false,
    },
    read,
  }
  return new ZoneDraft(CONNECTION, ZONE, access as ZoneAccess)
}

const text = (value: string): WritableData => dataOf({ type: 'TXT', value, priority: null })
const address = (value: string): WritableData => dataOf({ type: 'A', value, priority: null })

/** Few names and few records, so that changes meet each other and what is there. */
const NAMES = ['', 'a', 'b', 'a.b', '*.b', 'c.a.b', '_dmarc'].map((label) =>
  label === '' ? APEX : `${label}.${APEX}`,
)
const name = fc.constantFrom(...NAMES)
const texts = fc.subarray(['one', 'two', 'three'].map(text))
const addresses = fc.subarray(['192.0.2.1', '192.0.2.2'].map(address))

const writableSet: fc.Arbitrary<Rrset> = fc.oneof(
  fc.record({ name, type: fc.constant('TXT' as const), ttl: fc.constant(60), data: texts }),
  fc.record({ name, type: fc.constant('A' as const), ttl: fc.constant(null), data: addresses }),
  fc.record({
    ...{ name, type: fc.constant('A' as const), ttl: fc.constant(300), data: addresses },
    isProxied: fc.constant(true as const),
  }),
)
const otherSet: fc.Arbitrary<Rrset> = fc.record({
  ...{ name, type: fc.constantFrom('NS', 'CAA', 'DNAME', 'NSEC', 'RRSIG'), ttl: fc.constant(60) },
  values: fc.constant(['value']),
})
/** Each RRset once, none of them empty. */
const zone = fc
  .uniqueArray(fc.oneof(writableSet, otherSet), { selector: (set) => `${set.name} ${set.type}` })
  .map((sets) => sets.filter((set) => !('data' in set) || set.data.length > 0))

const delta: fc.Arbitrary<SetDelta> = fc.oneof(
  fc.record({ name, type: fc.constant('TXT' as const), adds: texts, removes: texts }),
  fc.record({ name, type: fc.constant('A' as const), adds: addresses, removes: addresses }),
)
/** What each domain asks for, and what it then changes there. */
const domains = fc.array(
  fc
    .record({ names: fc.subarray(NAMES, { minLength: 1 }), deltas: fc.array(delta, { maxLength: 4 }) })
    .map(({ names, deltas }) => ({ names, deltas: deltas.filter((one) => names.includes(one.name)) })),
  { minLength: 1, maxLength: 5 },
)

/** All that a plan can ask of a zone, at every name. */
function answers(held: HeldZone): unknown {
  return [...NAMES, `d.${APEX}`, `d.b.${APEX}`, `d.a.b.${APEX}`].map((at) => ({
    ...{ name: at, sets: held.at(at), exists: held.exists(at), wildcard: held.wildcardFor(at) },
    ...{ cut: held.cutAbove(at), renamed: held.renamedAbove(at), place: held.placeOf(at) },
    ...{ text: held.writable(at, 'TXT'), address: held.writable(at, 'A') },
    known: held.isKnown(at, 'TXT'),
  }))
}

/** What is known after some names were asked for, made anew from what the host holds. */
function rebuilt(
  rrsets: readonly Rrset[],
  asked: ReadonlySet<string> | null,
  deltas: readonly SetDelta[],
): HeldZone {
  const known = asked === null ? rrsets : rrsets.filter((set) => asked.has(set.name))
  const owners = asked === null ? null : [...asked]
  const asRead = heldZone(known, owners, APEX)
  return heldZone(written(known, composed(asRead, deltas, CAPABILITIES)), owners, APEX)
}

describe('a zone while its domains are planned', () => {
  it.each(['whole', 'owners'] as const)(
    'answers each domain as a zone with all changes made would (%s)',
    async (extent) => {
      await fc.assert(
        fc.asyncProperty(zone, domains, async (rrsets, of) => {
          const draft = draftOf(rrsets, extent)
          const asked = extent === 'whole' ? null : new Set<string>()
          const planned: SetDelta[] = []
          for (const { names, deltas } of of) {
            for (const owner of ownersToRead(names, APEX)) asked?.add(owner)
            await draft.turn(names, NEVER, (held) => {
              const before = answers(held)
              expect(before).toEqual(answers(rebuilt(rrsets, asked, planned)))
              draft.add(deltas)
              expect(answers(held), 'while a domain is planned, nothing moves').toEqual(before)
            })
            planned.push(...deltas)
            expect(answers(draft.held()), 'as it was read').toEqual(answers(rebuilt(rrsets, asked, [])))
          }
        }),
        { numRuns: 200 },
      )
    },
  )

  it.each(['whole', 'owners'] as const)(
    'looks at what changes, however many record sets it has (%s)',
    async (extent) => {
      const few = await looksOf(1000, 200, extent)
      const many = await looksOf(10_000, 200, extent)
      expect(many.first, 'looks are counted').toBeGreaterThan(extent === 'whole' ? 10_000 : 0)
      expect(many.later).toBe(few.later)
    },
  )

  it('looks twice as often for twice as many domains', async () => {
    const once = await looksOf(2000, 500, 'whole')
    const twice = await looksOf(2000, 1000, 'whole')
    expect(twice.later / once.later).toBeGreaterThan(1.9)
    expect(twice.later / once.later).toBeLessThan(2.1)
  })
})

/** How often record sets of a zone are looked at while domains are planned in it: for the first, and for the others. */
async function looksOf(
  sets: number,
  count: number,
  extent: 'whole' | 'owners',
): Promise<{ readonly first: number; readonly later: number }> {
  let looks = 0
  const counted = Array.from({ length: sets }, (_, at): Rrset => {
    const set = { name: `d${at}.${APEX}`, type: 'TXT', ttl: 60, data: [text('old')] } as const
    return new Proxy<Rrset>(set, {
      get(target, property, receiver): unknown {
        looks += 1
        return Reflect.get(target, property, receiver)
      },
    })
  })
  const draft = draftOf(counted, extent)
  let first = 0
  for (let at = 0; at < count; at += 1) {
    const owner = `d${at}.${APEX}`
    const others = [`new.${owner}`, `_dmarc.${owner}`]
    await draft.turn([owner, ...others], NEVER, (held) => {
      const deltas = [owner, ...others].map((one): SetDelta => ({
        ...{ name: one, type: 'TXT', adds: [text('new')], removes: [text('old')] },
      }))
      expect(composed(held, deltas, CAPABILITIES)).toHaveLength(3)
      draft.add(deltas)
    })
    if (at === 0) first = looks
  }
  return { first, later: looks - first }
}
