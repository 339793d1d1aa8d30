import { describe, expect, it } from 'vitest'
import { zonePlaces } from '../../../../src/main/domains/publishing/zones/zone-places'
import type { PlaceOfZone } from '../../../../src/main/domains/publishing/zones/zone-source'
import type { StoredZoneConnection } from '../../../../src/main/profile/connection-store'
import type { PlacedZone, ZoneOfName } from '../../../../src/main/zones/place-name'
import { aZone } from '../../zones/fake-access'

function held(id: string, name: string, more: Partial<PlacedZone> = {}): PlacedZone {
  const connection: StoredZoneConnection = {
    ...{ id, name, isReadOnly: false, createdAt: 1 },
    settings: { kind: 'desec' },
  }
  return { connection, zone: aZone('example.com'), notWritable: null, isLive: true, ...more }
}

const NEVER = new AbortController().signal
const office = held('1', 'Office')
const cloud = held('2', 'Cloud')

async function placed(found: ZoneOfName): Promise<PlaceOfZone> {
  const zoneOf = {
    ofName: () => Promise.resolve(found),
    ofNames: () => Promise.reject(new Error('not used')),
  }
  const source = zonePlaces(zoneOf, { accessFor: () => Promise.reject(new Error('not used')) })
  return source.placeOf('mg.example.com', { apex: null, delegation: null }, NEVER)
}

describe('where a zone can be written', () => {
  it('is for the user to say where several connections hold it', async () => {
    const place = await placed({ state: 'several', apex: 'example.com', candidates: [office, cloud] })
    expect(place).toMatchObject({
      state: 'several',
      message: 'Office and Cloud both hold a zone example.com, and DNS asks the name servers of each.',
      fix: 'Choose the zone to write.',
      candidates: [
        { connection: { id: '1', name: 'Office' }, apex: 'example.com', isLive: true, isChosen: false },
        { connection: { id: '2', name: 'Cloud' }, isChosen: false },
      ],
    })
  })

  it.each([
    [
      [office, held('2', 'Cloud', { isLive: null })],
      'Office and Cloud both hold a zone example.com, and it is not known which one DNS asks.',
    ],
    [
      [office, cloud, held('3', 'Old host', { isLive: null })],
      'Office, Cloud and Old host all hold a zone example.com, and it is not known which one DNS asks.',
    ],
    [
      [cloud, held('2', 'Cloud', { zone: { ...aZone('example.com'), id: 'other' } })],
      'Cloud holds 2 zones example.com, and DNS asks the name servers of each.',
    ],
  ])('says in one sentence who holds it', async (candidates, message) => {
    expect(await placed({ state: 'several', apex: 'example.com', candidates })).toMatchObject({ message })
  })

  it('says which one the user chose, and what else there is', async () => {
    const among = [office, held('2', 'Cloud', { notWritable: 'Cloud is read only in Zonedesk.' })]
    const place = await placed({ state: 'found', isChosen: true, among, ...office })
    expect(place).toMatchObject({
      state: 'ready',
      candidates: [
        { connection: { id: '1' }, isChosen: true },
        { connection: { id: '2' }, isChosen: false, notWritable: 'Cloud is read only in Zonedesk.' },
      ],
    })
    expect(await placed({ state: 'found', isChosen: false, among: [], ...office })).toMatchObject({
      state: 'ready',
      candidates: [],
    })
  })
})
