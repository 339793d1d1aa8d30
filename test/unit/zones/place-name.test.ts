import fc from '../../generated/cases'
import { describe, expect, it } from 'vitest'
import { isWithin } from '../../../src/main/names/zone-cut'
import type { StoredZoneConnection } from '../../../src/main/profile/connection-store'
import { type Delegation, type KnownZones, placeName } from '../../../src/main/zones/place-name'
import type { HostedZone } from '../../../src/main/zones/zone-access'
import { aZone } from './fake-access'

function aConnection(id: string, fields: Partial<StoredZoneConnection> = {}): StoredZoneConnection {
  return {
    id,
    name: id.toUpperCase(),
    settings: { kind: 'desec' },
    isReadOnly: false,
    createdAt: 1,
    ...fields,
  }
}

interface Scene {
  readonly held: readonly (readonly [StoredZoneConnection, HostedZone])[]
  readonly choices?: Readonly<Record<string, readonly [string, string]>>
  readonly failing?: Readonly<Record<string, StoredZoneConnection>>
}

function known({ held, choices = {}, failing = {} }: Scene): KnownZones {
  return {
    at: (apex) =>
      held.filter(([, zone]) => zone.apex === apex).map(([connection, zone]) => ({ connection, zone })),
    choice: (apex) => {
      const choice = choices[apex]
      return choice && { apex, connectionId: choice[0], zoneId: choice[1] }
    },
    failure: (apexes) => {
      const connection = apexes.map((apex) => failing[apex]).find((one) => one !== undefined)
      return connection === undefined
        ? null
        : { state: 'failed', connection, error: new Error('failed') as never }
    },
  }
}

const place = (name: string, delegation: Delegation | null, scene: Scene) =>
  placeName({ name, delegation }, known(scene))
const at = (apex: string, ...nameServers: string[]): Delegation => ({ apex, nameServers })
const [one, two] = [
  aConnection('one'),
  aConnection('two', { settings: { kind: 'powerdns', url: 'https://p.example', serverId: 'localhost' } }),
]

describe('the zone of a name', () => {
  it('is the longest apex that holds it where DNS says nothing', () => {
    const held = [
      [one, aZone('example.com')],
      [one, aZone('mg.example.com')],
      [one, aZone('g.example.com')],
    ] as const
    expect(place('a.mg.example.com', null, { held })).toMatchObject({
      ...{ state: 'found', zone: { apex: 'mg.example.com' }, isLive: null, isChosen: false },
    })
    expect(place('mg.example.com', null, { held })).toMatchObject({ zone: { apex: 'mg.example.com' } })
    expect(place('xmg.example.com', null, { held })).toMatchObject({ zone: { apex: 'example.com' } })
    expect(place('example.org', null, { held })).toEqual({ state: 'none', above: null })
  })

  it('is the one that DNS says, and no other', () => {
    const held = [
      [one, aZone('example.com')],
      [one, aZone('mg.example.com')],
    ] as const
    expect(place('a.mg.example.com', at('example.com', 'ns.host.example'), { held })).toMatchObject({
      ...{ state: 'found', zone: { apex: 'example.com' }, isLive: true },
    })
  })

  it('is not one from which the name is delegated away', () => {
    const held = [[one, aZone('example.com')]] as const
    expect(place('a.mg.example.com', at('mg.example.com', 'ns.other.example'), { held })).toMatchObject({
      ...{ state: 'none', above: { zone: { apex: 'example.com' } } },
    })
  })

  it('is not one that nobody asks, which is said', () => {
    const undelegated = [[one, aZone('mg.example.com')]] as const
    expect(
      place('mg.example.com', at('example.com', 'ns.host.example'), { held: undelegated }),
    ).toMatchObject({
      ...{ state: 'not-live', apex: 'mg.example.com', candidates: [{ isLive: false }] },
    })
    const elsewhere = [[one, aZone('example.com')]] as const
    expect(place('mg.example.com', at('example.com', 'ns.other.example'), { held: elsewhere })).toMatchObject(
      {
        ...{ state: 'not-live', apex: 'example.com', delegation: { nameServers: ['ns.other.example'] } },
      },
    )
  })

  it('is the one of two whose name servers DNS asks', () => {
    const held = [
      [one, aZone('example.com', { nameServers: ['ns.one.example'] })],
      [two, aZone('example.com', { nameServers: ['ns.two.example'] })],
    ] as const
    expect(place('example.com', at('example.com', 'ns.two.example', 'ns.b.example'), { held })).toMatchObject(
      {
        ...{ state: 'found', connection: { id: 'two' }, isLive: true },
      },
    )
    expect(place('example.com', null, { held })).toMatchObject({ state: 'several' })
    expect(
      place('example.com', at('example.com', 'ns.one.example', 'ns.two.example'), { held }),
    ).toMatchObject({ state: 'several', candidates: [{ isLive: true }, { isLive: true }] })
  })

  it('is not guessed where no name server is known', () => {
    const held = [
      [one, aZone('example.com', { nameServers: null })],
      [two, aZone('example.com', { nameServers: ['ns.two.example'] })],
    ] as const
    expect(place('example.com', at('example.com', 'ns.x.example'), { held })).toMatchObject({
      ...{ state: 'found', connection: { id: 'one' }, isLive: null },
    })
    expect(place('example.com', at('example.com'), { held })).toMatchObject({ state: 'several' })
  })

  it('is what the user chose, live or not', () => {
    const held = [
      [one, aZone('example.com', { nameServers: ['ns.one.example'] })],
      [two, aZone('example.com', { nameServers: ['ns.two.example'], id: 'z2' })],
    ] as const
    const choices = { 'example.com': ['two', 'z2'] } as const
    expect(place('example.com', at('example.com', 'ns.one.example'), { held, choices })).toMatchObject({
      ...{ state: 'found', connection: { id: 'two' }, isChosen: true, isLive: false },
    })
    // A choice whose zone is gone says nothing.
    const gone = { 'example.com': ['two', 'z3'] } as const
    expect(place('example.com', at('example.com', 'ns.one.example'), { held, choices: gone })).toMatchObject({
      ...{ state: 'found', connection: { id: 'one' }, isChosen: false },
    })
    // One that cannot be asked is not passed over.
    const failing = { 'example.com': two }
    expect(
      place('example.com', at('example.com', 'ns.one.example'), { held, choices: gone, failing }),
    ).toMatchObject({ state: 'failed', connection: { id: 'two' } })
  })

  it('counts one zone that two connections reach once, by the one that can write', () => {
    const [reads, writes] = [aConnection('reads', { isReadOnly: true }), aConnection('writes')]
    const held = [
      [reads, aZone('example.com')],
      [writes, aZone('example.com')],
    ] as const
    expect(place('example.com', null, { held })).toMatchObject({
      ...{ state: 'found', connection: { id: 'writes' }, notWritable: null },
    })
    expect(place('example.com', null, { held: [held[0]] })).toMatchObject({
      notWritable: 'READS is read only in Zonedesk.',
    })
  })

  it('is unknown where a connection that may hold it did not answer', () => {
    const failing = { 'example.com': two }
    expect(place('mg.example.com', at('example.com', 'ns.x.example'), { held: [], failing })).toMatchObject({
      state: 'failed',
    })
    // A zone that is surely the right one needs no other answer.
    const held = [[one, aZone('example.com', { nameServers: ['ns.x.example'] })]] as const
    expect(place('example.com', at('example.com', 'ns.x.example'), { held, failing })).toMatchObject({
      state: 'found',
    })
    // A longer apex might be there.
    expect(place('mg.example.com', null, { held, failing: { 'mg.example.com': two } })).toMatchObject({
      state: 'failed',
    })
  })

  it('always contains the name, is never a dead one unasked, and does not depend on the order', () => {
    const label = fc.constantFrom('a', 'b', 'mg', 'xn--bcher-kva', '_dmarc', 'com', '\\046x')
    const name = fc.array(label, { minLength: 1, maxLength: 5 }).map((labels) => labels.join('.'))
    const servers = fc.option(fc.subarray(['n1', 'n2', 'n3']), { nil: null })
    const zone = fc.record({ connection: fc.constantFrom(one, two), apex: name, nameServers: servers })
    const delegation = fc.option(fc.record({ apex: name, nameServers: fc.subarray(['n1', 'n2', 'n3']) }), {
      nil: null,
    })
    fc.assert(
      fc.property(name, fc.array(zone, { maxLength: 12 }), delegation, (asked, zones, seen) => {
        const held = zones.map(
          ({ connection, ...fields }, index) =>
            [connection, aZone(fields.apex, { ...fields, id: `z${index}` })] as const,
        )
        const placed = place(asked, seen, { held })
        const applies = seen !== null && isWithin(asked, seen.apex)
        if (placed.state === 'found') {
          expect(isWithin(asked, placed.zone.apex)).toBe(true)
          expect(placed.isLive).not.toBe(false)
          if (applies) expect(placed.zone.apex).toBe(seen.apex)
          const rivals = held.filter(([, { apex }]) => apex === placed.zone.apex && apex === seen?.apex)
          if (placed.isLive !== true && applies) {
            expect(
              rivals.filter(([, one]) => one.nameServers?.some((ns) => seen.nameServers.includes(ns))),
            ).toEqual([])
          }
        }
        if (placed.state === 'several' || placed.state === 'not-live') {
          for (const candidate of placed.candidates) expect(isWithin(asked, candidate.zone.apex)).toBe(true)
        }
        if (placed.state === 'none' && !applies) {
          expect(held.filter(([, { apex }]) => isWithin(asked, apex))).toEqual([])
        }
        const reversed = place(asked, seen, { held: held.toReversed() })
        expect(reversed.state).toBe(placed.state)
        if (placed.state === 'found' && reversed.state === 'found') {
          expect(reversed.zone.id).toBe(placed.zone.id)
        }
      }),
      { numRuns: 3_000 },
    )
  })
})
