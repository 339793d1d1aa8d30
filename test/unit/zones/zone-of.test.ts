import { beforeEach, describe, expect, it } from 'vitest'
import type { StoredZoneConnection, ZoneChoice } from '../../../src/main/profile/connection-store'
import { createZoneLists } from '../../../src/main/zones/zone-lists'
import { createZoneOf } from '../../../src/main/zones/zone-of'
import { ZonedeskError } from '../../../src/preload/contract/failure'
import { aZone, fakeAccess, type FakeAccess } from './fake-access'

const NEVER = new AbortController().signal
const seen = (apex: string, ...nameServers: string[]) => ({ apex, nameServers })
const offline = new ZonedeskError('offline', 'The host cannot be reached.')

let now = 0
let accesses: Record<string, FakeAccess>
let choices: ZoneChoice[]
let connections: StoredZoneConnection[]
beforeEach(() => {
  now = 1_000_000
  choices = []
  accesses = {
    cloud: fakeAccess([aZone('example.com'), aZone('example.org')]),
    server: fakeAccess([aZone('corp.example')], { listsZones: false, atOnce: 2 }),
  }
  connections = [
    { id: 'cloud', name: 'Cloud', settings: { kind: 'desec' }, isReadOnly: false, createdAt: 1 },
    { id: 'server', name: 'Server', settings: rfc2136(), isReadOnly: false, createdAt: 2 },
  ]
})

function rfc2136(...zones: string[]): StoredZoneConnection['settings'] {
  return { kind: 'rfc2136', server: 'ns.example', port: 53, keyName: 'k', algorithm: 'hmac-sha256', zones }
}

function open() {
  const lists = createZoneLists({ accessFor: (id) => Promise.resolve(accesses[id]!), now: () => now })
  const store = { list: () => connections, choices: () => choices }
  return { lists, zoneOf: createZoneOf({ store, lists, now: () => now }) }
}

describe('the zones of many names', () => {
  it('are found with one list for each host that lists, and one question for each apex elsewhere', async () => {
    const { zoneOf } = open()
    const names = Array.from({ length: 3_000 }, (_, index) => ({
      name: `mg${index}.example.com`,
      delegation: seen('example.com', 'ns.host.example'),
    }))
    const placed = await zoneOf.ofNames(names, NEVER)
    expect(placed.size).toBe(3_000)
    expect([...placed.values()].every(({ state }) => state === 'found')).toBe(true)
    expect(accesses['cloud']!.asked).toEqual(['zones'])
    expect(accesses['server']!.asked).toEqual(['find example.com'])
    await zoneOf.ofNames(names, NEVER)
    expect([accesses['cloud']!.asked.length, accesses['server']!.asked.length]).toEqual([1, 1])
  })

  it('are asked for again when what is known is old, when it is wanted, and after the connection changed', async () => {
    const { zoneOf, lists } = open()
    const name = { name: 'example.com', delegation: null }
    await zoneOf.ofName(name, NEVER)
    now += 11 * 60_000
    await zoneOf.ofName(name, NEVER)
    expect(accesses['cloud']!.asked).toHaveLength(2)
    now += 1
    await zoneOf.ofName(name, NEVER, { fresh: true })
    expect(accesses['cloud']!.asked).toHaveLength(3)
    lists.forget('cloud')
    accesses['cloud']!.zoneList = []
    expect(await zoneOf.ofName(name, NEVER)).toMatchObject({ state: 'none' })
  })

  it('are looked for upwards to the registered domain where DNS says nothing', async () => {
    const { zoneOf } = open()
    expect(await zoneOf.ofName({ name: 'a.mg.corp.example', delegation: null }, NEVER)).toMatchObject({
      ...{ state: 'found', zone: { apex: 'corp.example' }, connection: { id: 'server' } },
    })
    expect(accesses['server']!.asked.toSorted()).toEqual([
      'find a.mg.corp.example',
      'find corp.example',
      'find mg.corp.example',
    ])
  })

  it('are asked for only among those that the settings name', async () => {
    connections = [{ ...connections[1]!, settings: rfc2136('corp.example') }]
    const { zoneOf } = open()
    const delegation = seen('corp.example', 'ns.host.example')
    await zoneOf.ofNames([{ name: 'mg.other.example', delegation: null }], NEVER)
    expect(accesses['server']!.asked).toEqual([])
    expect(await zoneOf.ofName({ name: 'mg.corp.example', delegation }, NEVER)).toMatchObject({
      state: 'found',
    })
  })

  it('learn the name servers that a list leaves out, where they decide', async () => {
    const cloud = accesses['cloud']!
    cloud.zoneList = [
      aZone('example.com', { nameServers: null }),
      aZone('example.org', { nameServers: null }),
    ]
    const exact = { ...cloud, find: async () => [aZone('example.com', { nameServers: ['ns.a.example'] })] }
    accesses = { ...accesses, cloud: exact }
    const { zoneOf } = open()
    expect(
      await zoneOf.ofName({ name: 'example.com', delegation: seen('example.com', 'ns.b.example') }, NEVER),
    ).toMatchObject({ state: 'not-live' })
    expect(
      await zoneOf.ofName({ name: 'example.com', delegation: seen('example.com', 'ns.a.example') }, NEVER),
    ).toMatchObject({ state: 'found', isLive: true })
  })

  it('say which connection failed, and ask a host that cannot be reached no more', async () => {
    accesses['server']!.failure = offline
    const { zoneOf } = open()
    const names = Array.from({ length: 200 }, (_, index) => ({
      name: `d${index}.example`,
      delegation: seen(`d${index}.example`, 'ns.x.example'),
    }))
    const placed = await zoneOf.ofNames([...names, { name: 'example.com', delegation: null }], NEVER)
    expect(placed.get('d7.example')).toMatchObject({
      ...{ state: 'failed', connection: { id: 'server' }, error: offline },
    })
    expect(accesses['server']!.asked.length).toBeLessThan(20)
  })

  it('stop for one who leaves and go on for the other', async () => {
    const letGo = accesses['cloud']!.hold()
    const { zoneOf } = open()
    const leaving = new AbortController()
    const name = { name: 'example.com', delegation: seen('example.com') }
    const [first, second] = [zoneOf.ofName(name, leaving.signal), zoneOf.ofName(name, NEVER)]
    const left = expect(first).rejects.toThrow()
    await Promise.resolve()
    leaving.abort(new ZonedeskError('cancelled', 'It was stopped.'))
    await left
    letGo()
    expect(await second).toMatchObject({ state: 'found' })
    expect(accesses['cloud']!.asked).toEqual(['zones'])
  })

  it('keep to what the user chose', async () => {
    choices = [{ apex: 'mg.example.com', connectionId: 'server', zoneId: 'mg.example.com' }]
    accesses['server']!.zoneList.push(aZone('mg.example.com'))
    const { zoneOf } = open()
    const delegation = seen('example.com', 'ns.host.example')
    expect(await zoneOf.ofName({ name: 'a.mg.example.com', delegation }, NEVER)).toMatchObject({
      ...{ state: 'found', isChosen: true, isLive: false, connection: { id: 'server' } },
    })
  })
})
