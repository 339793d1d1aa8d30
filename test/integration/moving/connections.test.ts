import { describe, expect, it } from 'vitest'
import type { StoredZoneConnection } from '../../../src/main/profile/connection-store'
import { broughtIn, computer, fill, inDatabase, inProfile, opened, saved } from './profiles'

const POWERDNS = { kind: 'powerdns', url: 'https://dns.example', serverId: 'localhost' } as const

function connection(fields: Partial<StoredZoneConnection>): StoredZoneConnection {
  return { id: 'c-1', name: 'Here', settings: POWERDNS, isReadOnly: false, createdAt: 1, ...fields }
}

async function fileOf(...connections: StoredZoneConnection[]): Promise<string> {
  const old = computer()
  inProfile(old, (profile) => {
    for (const one of connections) profile.connections.add(one)
  })
  return saved(old)
}

describe('connections to DNS hosts in a file', () => {
  it('never change the server of one that is here, even where the file wins', async () => {
    const path = await fileOf(
      connection({
        name: 'Renamed',
        settings: { ...POWERDNS, url: 'https://evil.example' },
        isReadOnly: true,
      }),
    )
    const now = computer()
    inProfile(now, (profile) => profile.connections.add(connection({})))
    await broughtIn(now, path, 'file')
    expect(inProfile(now, (profile) => profile.connections.list())).toEqual([
      connection({ name: 'Renamed', isReadOnly: true }),
    ])
  })

  it('are those that are here where settings and name are the same, and their choices with them', async () => {
    const old = computer()
    inProfile(old, (profile) => {
      profile.connections.add(connection({ id: 'c-there', name: 'HERE' }))
      profile.connections.choose({ apex: 'example.com', connectionId: 'c-there', zoneId: 'z' })
    })
    const now = computer()
    inProfile(now, (profile) => profile.connections.add(connection({})))
    const { plan } = await broughtIn(now, await saved(old))
    expect(plan.kinds.find(({ kind }) => kind === 'connections')).toMatchObject({ added: 0, different: 1 })
    inProfile(now, (profile) => {
      expect(profile.connections.list()).toEqual([connection({})])
      expect(profile.connections.choices()).toEqual([
        { apex: 'example.com', connectionId: 'c-1', zoneId: 'z' },
      ])
    })
  })

  it('get another name where theirs is taken, once however often the file comes', async () => {
    const path = await fileOf(
      connection({ id: 'abcdefgh-there', settings: { ...POWERDNS, url: 'https://other.example' } }),
    )
    const now = computer()
    inProfile(now, (profile) => profile.connections.add(connection({})))
    await broughtIn(now, path)
    await broughtIn(now, path, 'file')
    expect(inProfile(now, (profile) => profile.connections.list().map(({ name }) => name))).toEqual([
      'Here',
      'Here (abcdefgh)',
    ])
  })

  it('are left out where their settings hold more than a connection has', async () => {
    const old = computer()
    fill(old)
    inDatabase(old.profile, (db) =>
      db.exec(`UPDATE zone_connection SET settings = json_set(settings, '$.apiKey', 'a secret')`),
    )
    const { kinds } = await opened(computer(), await saved(old))
    expect(kinds.find(({ kind }) => kind === 'connections')).toMatchObject({ added: 0 })
  })
})
