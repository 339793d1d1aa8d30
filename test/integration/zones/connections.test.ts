import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createKeychain } from '../../../src/main/accounts/keychain'
import { createSessionKeys } from '../../../src/main/accounts/session-keys'
import { openProfile, type Profile } from '../../../src/main/profile/profile'
import { connectionHandlers } from '../../../src/main/zones/connection-handlers'
import { createZoneConnections, UNDO_MS, type ZoneConnections } from '../../../src/main/zones/connections'
import { createZoneLists } from '../../../src/main/zones/zone-lists'
import type { Handlers } from '../../../src/preload/contract'
import type { ConnectionTestProgress } from '../../../src/preload/contract/connections'
import { connections as channels } from '../../../src/preload/contract/connections'
import { type Failure, ZonedeskError } from '../../../src/preload/contract/failure'
import type { ConnectionSettings, SettingsOf } from '../../../src/preload/contract/zone-connections'
import { answer } from '../../../src/main/ipc/answer'
import { type FakeKeychainBackend, fakeKeychainBackend } from '../../unit/accounts/fake-keychain-backend'
import { aZone, fakeAccess, type FakeAccess } from '../../unit/zones/fake-access'

const SECRET = 'c2VjcmV0LW9mLXRoZS10ZXN0cw=='
const OTHER = 'b3RoZXItc2VjcmV0'
const POWERDNS = { kind: 'powerdns', url: 'https://dns.example', serverId: 'localhost' } as const
const RFC2136: SettingsOf<'rfc2136'> = {
  ...{ kind: 'rfc2136' as const, server: 'ns1.example', port: 53, keyName: 'k.example' },
  ...{ algorithm: 'hmac-sha256' as const, zones: [] },
}
const NEVER = new AbortController().signal

/** Reads `name:secret`, or the secret alone. */
const readTsigKey = (text: string) => {
  const at = text.indexOf(':')
  return { name: at < 0 ? null : text.slice(0, at), algorithm: null, secret: text.slice(at + 1) }
}

let folder: string
let profile: Profile
let backend: FakeKeychainBackend
let connections: ZoneConnections
let handlers: Handlers['connections']
let opened: { settings: ConnectionSettings; secret: string; access: FakeAccess }[]
let failing: Error | null
let progress: ConnectionTestProgress[]
let changes: number

function begin(): void {
  profile = openProfile(join(folder, 'profile.sqlite'))
  connections = createZoneConnections({
    store: profile.connections,
    keychain: createKeychain({ open: () => Promise.resolve(backend), platform: 'linux', probeLimitMs: 200 }),
    sessionKeys: createSessionKeys(),
    open: async (settings, secret) => {
      if (failing !== null) throw failing
      const access = fakeAccess([
        aZone('example.com'),
        aZone('b.example', { notWritable: 'It is a secondary.' }),
      ])
      opened.push({ settings, secret, access })
      return access
    },
    readTsigKey,
    parts: { fetch, now: Date.now, sleep: () => Promise.resolve() },
    onOthers: (id) => lists.forget(id),
  })
  const lists = createZoneLists({ accessFor: (id) => connections.accessFor(id), now: Date.now })
  handlers = connectionHandlers({
    ...{ connections, lists, store: profile.connections, now: Date.now, readTsigKey },
    kinds: ['powerdns'],
    onChange: () => void (changes += 1),
    onProgress: (one) => void progress.push(one),
  })
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-connections-'))
  backend = fakeKeychainBackend()
  opened = []
  progress = []
  failing = null
  changes = 0
  begin()
})
afterEach(() => {
  vi.useRealTimers()
  connections.close()
  profile.close()
  rmSync(folder, { recursive: true })
})

const add = (fields: Partial<Parameters<ZoneConnections['add']>[0]> = {}) =>
  connections.add({
    ...{ name: 'Office', settings: POWERDNS, secret: SECRET, keepSecret: 'keychain', isReadOnly: false },
    ...fields,
  })
const urlOf = (settings: ConnectionSettings): string => (settings.kind === 'powerdns' ? settings.url : '')
const kept = (): string[] => [...backend.entries.values()]

async function failure(work: unknown): Promise<Failure> {
  try {
    await work
  } catch (error) {
    if (error instanceof ZonedeskError) return error.failure
    throw error
  }
  throw new Error('nothing failed')
}

describe('a connection to a DNS host', () => {
  it('is kept without its secret, which is in the keychain under an id that no account has', async () => {
    const added = await add({ name: '  Office   DNS ' })
    expect(added).toMatchObject({ name: 'Office DNS', settings: POWERDNS, secret: 'keychain' })
    expect([...backend.entries]).toEqual([[`Zonedesk/connection:${added.id}`, SECRET]])
    expect(await connections.list()).toEqual([added])
    connections.close()
    profile.close()
    for (const file of readdirSync(folder)) {
      expect(readFileSync(join(folder, file)).includes(SECRET)).toBe(false)
    }
    begin()
    expect(await connections.list()).toEqual([added])
    await connections.accessFor(added.id)
    expect(opened.at(-1)).toMatchObject({ secret: SECRET, settings: POWERDNS })
  })

  it('kept for the session is gone after the next start, and says so', async () => {
    const { id } = await add({ keepSecret: 'session' })
    expect(kept()).toEqual([])
    expect(await connections.list()).toMatchObject([{ secret: 'session' }])
    connections.close()
    profile.close()
    begin()
    expect(await connections.list()).toMatchObject([{ secret: 'missing' }])
    expect(await failure(connections.accessFor(id))).toMatchObject({
      ...{ code: 'unauthorized', message: 'The secret of Office is not on this computer.' },
    })
  })

  it('is not added without a keychain, nor with a bad name, secret or address', async () => {
    backend.mode = 'fails'
    expect(await failure(add())).toMatchObject({ code: 'keychain' })
    expect(await connections.list()).toEqual([])
    backend.mode = 'works'
    await add()
    expect(await failure(add({ name: 'OFFICE' }))).toMatchObject({
      ...{ code: 'invalid', field: 'name', message: 'There is already a connection named OFFICE.' },
    })
    expect(await failure(add({ name: 'B', secret: 'two words' }))).toMatchObject({ field: 'secret' })
    const bad = (settings: ConnectionSettings) => failure(add({ name: 'B', settings }))
    expect(await bad({ ...POWERDNS, url: 'http://dns.example' })).toMatchObject({ field: 'url' })
    expect(await bad({ ...POWERDNS, url: 'https://u:p@dns.example' })).toMatchObject({ field: 'url' })
    expect(await bad({ ...RFC2136, server: 'https://ns1.example' })).toMatchObject({ field: 'server' })
    expect(await bad({ ...RFC2136, port: 0 })).toMatchObject({ field: 'port' })
    expect(await bad({ ...RFC2136, keyName: '' })).toMatchObject({ field: 'keyName' })
    expect(await bad({ ...RFC2136, zones: ['a b'] })).toMatchObject({ field: 'zones' })
    expect(kept()).toEqual([SECRET])
  })

  it('has its settings as they are compared later', async () => {
    const settings = {
      ...{ ...RFC2136, server: ' NS1.Example. ', keyName: 'Key.Example.' },
      zones: ['Bücher.example', 'xn--bcher-kva.example.'],
    }
    expect(await add({ settings })).toMatchObject({
      settings: { server: 'ns1.example', keyName: 'key.example', zones: ['xn--bcher-kva.example'] },
    })
    const { settings: api } = await add({
      name: 'P',
      settings: { ...POWERDNS, url: 'https://D.example/api/v1/' },
    })
    expect(api).toMatchObject({ url: 'https://d.example' })
  })

  it('takes the whole text of a TSIG key, of the key that its settings name', async () => {
    const named = { settings: RFC2136, secret: `other.example:${SECRET}` }
    expect(await failure(add(named))).toMatchObject({ code: 'invalid', field: 'keyName' })
    await add({ ...named, secret: `k.example:${SECRET}` })
    expect(kept()).toEqual([SECRET])
    expect(await handlers.readTsigKey({ text: `k.example:${SECRET}` })).toEqual({
      ...{ keyName: 'k.example', algorithm: null },
    })
  })

  it('never takes its secret to another server', async () => {
    const { id } = await add()
    const elsewhere = { ...POWERDNS, url: 'https://evil.example' }
    expect(await failure(connections.change(id, elsewhere, null, 'keychain'))).toMatchObject({
      ...{ code: 'invalid', field: 'secret' },
    })
    await connections.accessFor(id)
    await connections.change(id, elsewhere, OTHER, 'keychain')
    await connections.accessFor(id)
    expect(opened.map(({ settings, secret }) => [urlOf(settings), secret])).toEqual([
      [POWERDNS.url, SECRET],
      [elsewhere.url, OTHER],
    ])
    expect(opened[0]!.access.asked).toEqual(['close'])
    expect(kept()).toEqual([OTHER])
  })

  it('leads where it led when the new secret cannot be kept', async () => {
    const { id } = await add()
    const set = backend.set.bind(backend)
    Object.assign(backend, {
      set: (service: string, account: string, secret: string) =>
        secret === OTHER ? Promise.reject(new Error(`no room for ${secret}`)) : set(service, account, secret),
    })
    const elsewhere = { ...POWERDNS, url: 'https://new.example' }
    expect(await failure(connections.change(id, elsewhere, OTHER, 'keychain'))).toMatchObject({
      code: 'keychain',
    })
    expect(await connections.list()).toMatchObject([{ settings: POWERDNS, secret: 'keychain' }])
    await connections.accessFor(id)
    expect(opened.at(-1)).toMatchObject({ secret: SECRET })
  })

  it('pairs no settings with the secret of others, however it is used meanwhile', async () => {
    const { id } = await add()
    const elsewhere = { ...POWERDNS, url: 'https://new.example' }
    await Promise.all([
      connections.accessFor(id),
      connections.change(id, elsewhere, OTHER, 'keychain'),
      connections.accessFor(id),
      connections.change(id, POWERDNS, SECRET, 'session'),
      connections.accessFor(id),
    ])
    for (const { settings, secret } of opened) {
      expect(secret).toBe(urlOf(settings) === POWERDNS.url ? SECRET : OTHER)
    }
  })

  it('is one for all who use it, and closed once nothing is under way', async () => {
    const { id } = await add()
    const [first, second] = await Promise.all([connections.accessFor(id), connections.accessFor(id)])
    expect(first).toBe(second)
    expect(opened).toHaveLength(1)
    const { access } = opened[0]!
    const letGo = access.hold()
    const writing = first.write(aZone('example.com'), [], NEVER)
    await connections.change(id, POWERDNS, OTHER, 'keychain')
    expect(access.asked).toEqual(['write example.com'])
    letGo()
    expect(await writing).toMatchObject({ state: 'written' })
    expect(access.asked).toEqual(['write example.com', 'close'])
  })

  it('that is read only writes nothing, from the moment it is', async () => {
    const { id } = await add({ isReadOnly: true })
    const access = await connections.accessFor(id)
    expect(await access.write(aZone('example.com'), [], NEVER)).toMatchObject({
      ...{ state: 'unchanged', error: { failure: { code: 'read-only' } } },
    })
    expect(await access.zones(NEVER)).toHaveLength(2)
    await connections.setReadOnly(id, false)
    expect(await access.write(aZone('example.com'), [], NEVER)).toMatchObject({ state: 'written' })
    await connections.setReadOnly(id, true)
    expect(await access.write(aZone('example.com'), [], NEVER)).toMatchObject({ state: 'unchanged' })
    await connections.remove(id)
    expect(await access.write(aZone('example.com'), [], NEVER)).toMatchObject({ state: 'unchanged' })
    expect(opened[0]!.access.asked.filter((one) => one.startsWith('write'))).toHaveLength(1)
  })

  it('goes with its secret and its choices, and comes back with them for a minute', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const added = await add()
    await handlers.chooseZone({ connectionId: added.id, apex: 'example.com', zoneId: 'z' })
    const chosen = { zones: [{ apex: 'example.com', zoneId: 'z' }] }
    expect(await handlers.chosenZones({ connectionId: added.id })).toEqual(chosen)
    expect(await handlers.chosenZones({ connectionId: 'another' })).toEqual({ zones: [] })
    await connections.remove(added.id)
    expect([kept(), await connections.list(), profile.connections.choices()]).toEqual([[], [], []])
    expect(await connections.undoRemove(added.id)).toEqual(added)
    expect(kept()).toEqual([SECRET])
    expect(profile.connections.choices()).toEqual([
      { apex: 'example.com', connectionId: added.id, zoneId: 'z' },
    ])
    await connections.remove(added.id)
    vi.advanceTimersByTime(UNDO_MS)
    expect(await failure(connections.undoRemove(added.id))).toMatchObject({ code: 'not-found' })
  })

  it('stays when its secret cannot be removed', async () => {
    const { id } = await add()
    backend.mode = 'fails'
    expect(await failure(connections.remove(id))).toMatchObject({ code: 'keychain' })
    backend.mode = 'works'
    expect(await connections.list()).toMatchObject([{ id, secret: 'keychain' }])
  })
})

describe('the test of a connection', () => {
  it('says how many zones there are and which cannot be written, and keeps nothing', async () => {
    expect(await handlers.testNew({ settings: POWERDNS, secret: SECRET })).toEqual({
      ...{ zones: 2, notWritable: [{ apex: 'b.example', reason: 'It is a secondary.' }] },
      ...{ notWritableCount: 1, missing: [] },
    })
    expect(progress.map(({ step }) => step)).toEqual(['opening', 'listing'])
    expect(opened[0]!.access.asked).toEqual(['zones', 'close'])
    expect([kept(), await connections.list(), changes]).toEqual([[], [], 0])
  })

  it('finds the zones that the settings name', async () => {
    const settings = { ...RFC2136, zones: ['example.com', 'gone.example'] }
    expect(await handlers.testNew({ settings, secret: SECRET })).toMatchObject({
      ...{ zones: 1, missing: ['gone.example'] },
    })
    expect(progress.at(-1)).toEqual({ step: 'finding', done: 1, total: 2 })
  })

  it('can be cancelled, and another one takes its place', async () => {
    const { id } = await add()
    await connections.accessFor(id)
    const letGo = opened[0]!.access.hold()
    const first = failure(handlers.test({ connectionId: id }))
    const second = failure(handlers.test({ connectionId: id }))
    expect(await first).toMatchObject({ code: 'cancelled' })
    await handlers.cancelTest({})
    expect(await second).toMatchObject({ code: 'cancelled' })
    letGo()
    expect(await handlers.test({ connectionId: id })).toMatchObject({ zones: 2 })
  })
})

describe('no secret', () => {
  it('is in what the window is answered, or in any error, whatever a host says', async () => {
    const faults: unknown[] = []
    const call = async (name: keyof typeof channels, request: unknown): Promise<string> =>
      JSON.stringify(
        await answer(
          name,
          channels[name],
          handlers[name] as (request: unknown) => unknown,
          request,
          (_, error) => faults.push(error),
        ),
      )
    const request = {
      ...{ name: 'Office', settings: POWERDNS, secret: SECRET, keepSecret: 'session', isReadOnly: false },
    }
    const added = await call('add', request)
    const connectionId = (await connections.list())[0]!.id
    const said = [added, await call('list', {}), await call('zones', { connectionId, fresh: true })]
    const { access } = opened[0]!
    const echo = `X-API-Key: ${SECRET} / ${encodeURIComponent(SECRET)} / ${Buffer.from(SECRET).toString('base64')}`
    for (const error of [
      new ZonedeskError('refused', `The host says: ${echo}`, { fix: echo, cause: new Error(echo) }),
      new Error(echo),
      Object.assign(new Error('odd'), { config: { headers: { key: SECRET } } }),
    ]) {
      access.failure = error
      said.push(await call('zones', { connectionId, fresh: true }), await call('test', { connectionId }))
      failing = error
      said.push(await call('testNew', { settings: POWERDNS, secret: SECRET }))
      failing = null
    }
    for (const bad of [
      { ...request, secret: `${SECRET} ${SECRET}` },
      { ...request, settings: { kind: SECRET } },
    ]) {
      said.push(await call('add', bad))
    }
    const { inspect } = await import('node:util')
    const all = [...said, ...faults.map((fault) => inspect(fault, { depth: 10 }))].join('\n')
    for (const form of [SECRET, encodeURIComponent(SECRET), Buffer.from(SECRET).toString('base64')]) {
      expect(all).not.toContain(form)
    }
    expect(said).toHaveLength(14)
  })
})
