import { createServer, type AddressInfo } from 'node:net'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createKeychain } from '../../../src/main/accounts/keychain'
import { createSessionKeys } from '../../../src/main/accounts/session-keys'
import { openProfile, type Profile } from '../../../src/main/profile/profile'
import { openAccess, OPENABLE_KINDS } from '../../../src/main/zones/adapters/open-access'
import { createZoneConnections } from '../../../src/main/zones/connections'
import { readTsigKey } from '../../../src/main/zones/rfc2136/tsig-key'
import type { RrsetChange } from '../../../src/main/zones/rrset'
import type { HostedZone, ZoneAccess, ZoneAccessParts } from '../../../src/main/zones/zone-access'
import type { ConnectionKind, ConnectionSettings } from '../../../src/preload/contract/zone-connections'
import { fakeKeychainBackend } from '../../unit/accounts/fake-keychain-backend'

const never = new AbortController().signal
const APEX = 'example.com'
const ZONE: HostedZone = { id: APEX, apex: APEX, nameServers: null, notWritable: null }
const CHANGE: RrsetChange = {
  ...{ name: `x.${APEX}`, type: 'TXT', before: null },
  after: { name: `x.${APEX}`, type: 'TXT', ttl: 300, data: [{ type: 'TXT', strings: ['a'] }] },
}
/** Base64 with characters that an address, JSON and XML spell otherwise, so that it can be a TSIG secret too. */
const SECRET = 'c2VjcmV0L29mL3RoZSt0ZXN0cysvLz0vPS8vKysvLy8='

const SETTINGS: Readonly<Partial<Record<ConnectionKind, ConnectionSettings>>> = {
  powerdns: { kind: 'powerdns', url: 'http://127.0.0.1:8081', serverId: 'localhost' },
  cloudflare: { kind: 'cloudflare' },
  desec: { kind: 'desec' },
  digitalocean: { kind: 'digitalocean' },
  route53: { kind: 'route53', accessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
}

const signedUpdates = (port: number): ConnectionSettings => ({
  ...{ kind: 'rfc2136', server: '127.0.0.1', port, zones: [APEX] },
  ...{ keyName: 'k.example', algorithm: 'hmac-sha256' },
})

type Answering = (request: { echo: string; isXml: boolean }) => Response

/** A body in the form of each host's refusals that repeats all it was told, the secret as well. */
function bodyOf(echo: string, isXml: boolean): string {
  if (isXml) {
    const text = echo.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
    return `<?xml version="1.0"?><ErrorResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Error><Type>Sender</Type><Code>InvalidInput</Code><Message>${text}</Message></Error><RequestId>b</RequestId></ErrorResponse>`
  }
  return JSON.stringify({
    ...{ error: echo, detail: echo, message: echo, id: echo, non_field_errors: [echo] },
    errors: [{ code: 1000, message: echo, error_chain: [{ code: 1001, message: echo }] }],
  })
}

const replying =
  (status: number, headers: Record<string, string> = {}): Answering =>
  ({ echo, isXml }) =>
    new Response(bodyOf(echo, isXml), { status, headers })

const ANSWERS: readonly [string, Answering][] = [
  ...[200, 400, 401, 403, 404, 409, 422, 429, 500, 503].map((status): [string, Answering] => [
    `answers with ${status} and repeats what it was told`,
    replying(status, { 'retry-after': '1' }),
  ]),
  [
    'answers with a web page that repeats it',
    ({ echo }) => new Response(`<html><title>${echo}</title></html>`, { status: 200 }),
  ],
  [
    'answers with a text that repeats it',
    ({ echo }) => new Response(echo, { status: 400, statusText: 'Bad Request' }),
  ],
  [
    'leads elsewhere with it',
    ({ echo }) =>
      new Response('', { status: 302, headers: { location: `http://x.test/${encodeURIComponent(echo)}` } }),
  ],
  [
    'is not reached, and the error repeats it',
    ({ echo }) => {
      throw Object.assign(new TypeError(`fetch failed: ${echo}`), {
        cause: Object.assign(new Error(`connect ${echo}`), { code: 'ECONNRESET' }),
      })
    },
  ],
]

/** A host that answers every request in one way. */
function partsThat(answering: Answering): ZoneAccessParts {
  return {
    fetch: async (input, init) => {
      const url = input instanceof Request ? input.url : String(input)
      const told = JSON.stringify([...new Headers(init?.headers)])
      const forms = formsOf(SECRET).join(' ')
      return answering({
        echo: `${url} ${told} ${forms}`,
        isXml: url.startsWith('https://route53.amazonaws.com'),
      })
    },
    now: Date.now,
    sleep: async () => undefined,
  }
}

/** As it is, and as addresses, headers and JSON spell it. */
function formsOf(secret: string): string[] {
  return [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]
}

function expectNoSecretIn(text: string, where: string): void {
  for (const form of formsOf(SECRET)) expect(text.includes(form), `${where}: ${text}`).toBe(false)
}

/** All that a log line about it could have, before the log takes out what looks like a secret. */
const everything = (thing: unknown): string =>
  `${inspect(thing, { depth: 10, showHidden: true, maxStringLength: null })} ${JSON.stringify(thing)}`

/** Every call of an access, and how each ended. */
async function allCalls(access: ZoneAccess): Promise<unknown[]> {
  const ended = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error)
  return [
    await ended(access.zones(never)),
    await ended(access.find(APEX, never)),
    await ended(access.read(ZONE, [APEX], never)),
    await ended(access.write(ZONE, [CHANGE], never)),
  ]
}

describe('the secret of a connection', () => {
  let folder: string
  let profile: Profile
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'zonedesk-secrets-'))
    profile = openProfile(join(folder, 'profile.sqlite'))
  })
  afterEach(() => {
    profile.close()
    rmSync(folder, { recursive: true })
  })

  it('is tried for every kind that can be opened', () => {
    expect([...Object.keys(SETTINGS), 'rfc2136'].toSorted()).toEqual([...OPENABLE_KINDS].toSorted())
  })

  describe.each(Object.entries(SETTINGS))('at %s', (kind, settings) => {
    it.each(ANSWERS)('stands in nothing that is told or logged where the host %s', async (_, answering) => {
      const access = await openAccess(settings, SECRET, partsThat(answering))
      for (const said of await allCalls(access)) expectNoSecretIn(everything(said), kind)
      access.close()
    })
  })

  it('stands in nothing that is told where a server of signed updates answers with what it was sent', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.on('data', (piece) => socket.write(piece))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const settings = signedUpdates(port)
    const access = await openAccess(settings, SECRET, partsThat(replying(500)))
    const octets = Buffer.from(SECRET, 'base64').toString('latin1')
    for (const said of await allCalls(access)) {
      expectNoSecretIn(everything(said), 'rfc2136')
      expect(everything(said)).not.toContain(octets)
    }
    access.close()
    await new Promise((resolve) => server.close(resolve))
  })

  it.each([...OPENABLE_KINDS])('is in the keychain alone, and never on the disk, at %s', async (kind) => {
    const backend = fakeKeychainBackend()
    const connections = createZoneConnections({
      store: profile.connections,
      keychain: createKeychain({ open: () => Promise.resolve(backend), platform: 'linux' }),
      sessionKeys: createSessionKeys(),
      open: openAccess,
      parts: partsThat(replying(400)),
      readTsigKey,
      onOthers: () => undefined,
    })
    const settings = SETTINGS[kind] ?? signedUpdates(9)
    const testing = { signal: never, onProgress: () => undefined }
    for (const keepSecret of ['keychain', 'session'] as const) {
      const name = `${kind} ${keepSecret}`
      const added = await connections.add({ name, settings, secret: SECRET, keepSecret, isReadOnly: false })
      expectNoSecretIn(everything(added), kind)
      const tested = await connections.test(added.id, testing).catch((error: unknown) => error)
      expectNoSecretIn(everything(tested), kind)
      const access = await connections.accessFor(added.id)
      for (const said of await allCalls(access)) expectNoSecretIn(everything(said), kind)
    }
    expectNoSecretIn(everything(await connections.list()), kind)
    expect([...backend.entries.values()]).toEqual([SECRET])
    connections.close()
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      expectNoSecretIn(readFileSync(join(folder, file)).toString('latin1'), file)
    }
  })
})
