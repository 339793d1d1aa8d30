import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createKeychain } from '../../../src/main/accounts/keychain'
import { createSessionKeys } from '../../../src/main/accounts/session-keys'
import { openProfile, type Profile } from '../../../src/main/profile/profile'
import { openAccess } from '../../../src/main/zones/adapters/open-access'
import { createZoneConnections, type ZoneConnections } from '../../../src/main/zones/connections'
import { readTsigKey } from '../../../src/main/zones/rfc2136/tsig-key'
import { createZoneLists, type ZoneLists } from '../../../src/main/zones/zone-lists'
import { createZoneOf, type ZoneOf } from '../../../src/main/zones/zone-of'
import type { ConnectionSettings } from '../../../src/preload/contract/zone-connections'
import { startBind } from '../../dns-server/bind'
import { type PowerDnsServer, startPowerDns } from '../../dns-server/powerdns'
import { newTsigKey, type PrimaryServer } from '../../dns-server/primary'
import { zoneFor } from '../../dns-server/zone'
import { fakeKeychainBackend } from '../../unit/accounts/fake-keychain-backend'

const NEVER = new AbortController().signal
const testing = { signal: NEVER, onProgress: () => undefined }
const key = newTsigKey('zonedesk.example.com')
const KEY_TEXT = `key "${key.name}" { algorithm ${key.algorithm}; secret "${key.secret}"; };`

describe('connections to real DNS servers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'zonedesk-real-'))
  let bind: PrimaryServer
  let powerDns: PowerDnsServer
  let profile: Profile
  let connections: ZoneConnections
  let lists: ZoneLists
  let zoneOf: ZoneOf
  let rfc2136: ConnectionSettings
  let api: ConnectionSettings

  beforeAll(async () => {
    ;[bind, powerDns] = await Promise.all([
      startBind({ zones: { 'example.com': zoneFor('example.com', []) }, keys: [key] }),
      startPowerDns({
        zones: { 'example.com': zoneFor('example.com', []), 'example.org': zoneFor('example.org', []) },
        keys: [],
      }),
    ])
    rfc2136 = {
      ...{ kind: 'rfc2136', server: bind.host, port: bind.port, keyName: key.name },
      ...{ algorithm: key.algorithm, zones: [] },
    }
    api = { kind: 'powerdns', url: powerDns.apiUrl, serverId: 'localhost' }
    profile = openProfile(join(folder, 'profile.sqlite'))
    connections = createZoneConnections({
      store: profile.connections,
      keychain: createKeychain({ open: () => Promise.resolve(fakeKeychainBackend()), platform: 'linux' }),
      sessionKeys: createSessionKeys(),
      open: openAccess,
      parts: { fetch, now: Date.now, sleep: (ms, signal) => setTimeout(ms, undefined, { signal }) },
      readTsigKey,
      onOthers: (id) => lists.forget(id),
    })
    lists = createZoneLists({ accessFor: (id) => connections.accessFor(id), now: Date.now })
    zoneOf = createZoneOf({ store: profile.connections, lists, now: Date.now })
  })
  afterAll(async () => {
    connections.close()
    profile.close()
    await Promise.all([bind.stop(), powerDns.stop()])
    rmSync(folder, { recursive: true })
  })

  it('are tested with what a person pastes', async () => {
    expect(await connections.testNew(api, powerDns.apiKey, testing)).toMatchObject({ zones: 2, missing: [] })
    const zones = ['example.com', 'gone.example']
    expect(
      await connections.testNew({ ...rfc2136, zones } as ConnectionSettings, KEY_TEXT, testing),
    ).toMatchObject({
      ...{ zones: 1, missing: ['gone.example'] },
    })
  })

  it('say that a secret is wrong without repeating it', async () => {
    const wrong = Buffer.from('a secret that nobody has').toString('base64')
    const named = { ...rfc2136, zones: ['example.com'] } as ConnectionSettings
    for (const settings of [api, named]) {
      const failure = await connections.testNew(settings, wrong, testing).catch((error: unknown) => error)
      expect(failure).toMatchObject({ failure: { code: 'unauthorized' } })
      expect(JSON.stringify(failure)).not.toContain(wrong)
    }
  })

  it('tell which of two zones of one name is meant, or that nobody can tell', async () => {
    const shared = { keepSecret: 'session', isReadOnly: false } as const
    const server = await connections.add({ name: 'BIND', settings: rfc2136, secret: KEY_TEXT, ...shared })
    const office = await connections.add({
      name: 'PowerDNS',
      settings: api,
      secret: powerDns.apiKey,
      ...shared,
    })
    const nameServers = (await (await connections.accessFor(server.id)).find('example.com', NEVER))[0]
      ?.nameServers
    expect(nameServers).toHaveLength(nameServers?.length ?? -1)
    const delegation = { apex: 'example.com', nameServers: nameServers ?? [] }
    // Both have the same NS records.
    expect(await zoneOf.ofName({ name: 'mg.example.com', delegation }, NEVER)).toMatchObject({
      state: 'several',
    })
    const zoneId = (await lists.listed(profile.connections.get(office.id)!, 0, NEVER)).zones.find(
      ({ apex }) => apex === 'example.com',
    )!.id
    profile.connections.choose({ apex: 'example.com', connectionId: office.id, zoneId })
    expect(await zoneOf.ofName({ name: 'mg.example.com', delegation }, NEVER)).toMatchObject({
      ...{ state: 'found', isChosen: true, connection: { id: office.id } },
    })
    profile.connections.unchoose('example.com')
    const elsewhere = { apex: 'example.com', nameServers: ['ns.other.example'] }
    expect(await zoneOf.ofName({ name: 'mg.example.com', delegation: elsewhere }, NEVER)).toMatchObject({
      ...{ state: 'not-live', candidates: [{ isLive: false }, { isLive: false }] },
    })
    expect(await zoneOf.ofName({ name: 'mg.example.org', delegation: null }, NEVER)).toMatchObject({
      ...{ state: 'found', connection: { id: office.id }, zone: { apex: 'example.org' } },
    })
    expect(await zoneOf.ofName({ name: 'mg.nobody.example', delegation: null }, NEVER)).toMatchObject({
      state: 'none',
    })
  })
})
