import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { exampleZone, startLab, type Lab } from '../../../dns-server/lab'
import { zoneLine } from '../../../dns-server/zone'
import { inProcess, openCache } from '../../../cache/local-cache'
import { clientFor, resolver } from '../../dns/clients'
import type { Cache } from '../../../../src/main/cache/cache'
import { checkDomain } from '../../../../src/main/domains/checks/check-domain'
import { createDomains, type Domains } from '../../../../src/main/domains/domains'
import { createEmbeddedService, EMBEDDED_BASE_URL } from '../../../../src/main/embedded/service'
import { createProviderClient } from '../../../../src/main/provider/client/client'
import type { Fetch } from '../../../../src/main/provider/types'
import { ZonedeskError } from '../../../../src/preload/contract/failure'
import type { ChangedKeys } from '../../../../src/preload/contract/keys'
import { manualTimer } from '../../../unit/domains/manual-timer'

const KEY = { accountId: 'embedded', name: 'mg.example.com' }

let folder: string
let lab: Lab
let embedded: ReturnType<typeof createEmbeddedService>
let cache: Cache
let service: Domains
let dnsClient: ReturnType<typeof clientFor>
let requests: string[]
/** Drops the answer of the next request that begins like this, after it was carried out. */
let loses: string | null
/** The file that the user chooses; null where the user chooses none. */
let chosen: string | null
/** How often the user was asked for a file. */
let asked: number
const time = manualTimer(Date.now())

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-keys-'))
  lab = await startLab({ first: { 'example.com': exampleZone([], { minimum: 1 }) } })
  embedded = createEmbeddedService({
    databasePath: join(folder, 'embedded.sqlite'),
    apiKey: 'key-of-the-tests-only',
    resolver: lab.resolver.address,
  })
  requests = []
  loses = null
  chosen = null
  asked = 0
  const network: Fetch = async (url, init) => {
    const request = `${init.method} ${new URL(url).pathname}`
    requests.push(request)
    const response = await embedded.fetch(new Request(url, init))
    if (loses === null || !request.startsWith(loses)) return response
    loses = null
    throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } })
  }
  cache = inProcess(openCache(join(folder, 'cache.sqlite')))
  const provider = createProviderClient({
    ...{ baseUrl: EMBEDDED_BASE_URL, apiKey: async () => 'key-of-the-tests-only', fetch: network },
    ...{ tries: 1, perSecond: null },
  })
  dnsClient = clientFor()
  service = createDomains({
    cache,
    clientFor: async () => provider,
    accountIds: () => ['embedded'],
    emit: () => undefined,
    timer: time.timer,
    syncEveryMinutes: () => 0,
    chooseKeyFile: () => {
      asked += 1
      return Promise.resolve(chosen)
    },
    lookAtRecords: ({ name }, records) =>
      checkDomain(
        {
          client: dnsClient,
          resolvers: () => [resolver(lab.resolver.address)],
          families: () => [4],
          authoritativePort: lab.port,
        },
        name,
        records,
        { neighbours: [], fresh: true, signal: new AbortController().signal },
      ),
  })
  await service.domains.create({ ...KEY, options: {} })
})
afterEach(async () => {
  await service.close()
  await cache.close()
  dnsClient.close()
  embedded.close()
  await lab.stop()
  rmSync(folder, { recursive: true })
})

async function failure(call: () => unknown) {
  try {
    await call()
  } catch (error) {
    if (error instanceof ZonedeskError) return error.failure
    throw error
  }
  throw new Error('nothing failed')
}

/** Puts the records of the domain into the zone, save some. */
async function publish(
  without: (name: string) => boolean,
  servers: readonly ('first' | 'second')[],
): Promise<void> {
  const { records } = await service.domains.refresh(KEY)
  const lines = records
    .filter(({ name }) => !without(name))
    .map(({ type, name, value, priority }) => zoneLine({ type, name, value, priority }))
  const zone = exampleZone(lines, { serial: (serial += 10), minimum: 1 })
  for (const server of servers) await lab[server].setZone('example.com', zone)
}
let serial = 5_000

const states = ({ keys }: Pick<ChangedKeys, 'keys'>) =>
  keys.map(({ selector, record }) => `${selector} ${record.isActive === true ? 'signs' : 'waits'}`)

function pem(bits: number, type: 'pkcs1' | 'pkcs8'): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: bits })
  return privateKey.export({ type, format: 'pem' }).toString()
}

describe('the keys of a domain on the embedded service', () => {
  it('go from creation over DNS to signing, and the old one goes last', async () => {
    const first = await service.keys.refresh(KEY)
    expect(first).toMatchObject({ authority: 'mg.example.com', isChangeable: true, lack: null })
    const [old] = first.keys
    await publish(() => false, ['first', 'second'])
    await service.domains.verify(KEY)
    expect(states(await service.keys.refresh(KEY))).toEqual([`${old!.selector} signs`])

    const created = await service.keys.create({ ...KEY, selector: ' New ', bits: 2048 })
    expect(created.keys.find(({ selector }) => selector === 'new')).toMatchObject({
      bits: 2048,
      isNeeded: false,
    })
    expect(created.notes).toEqual([])
    expect(cache.get(KEY)?.records.some(({ name }) => name === 'new._domainkey.mg.example.com')).toBe(true)

    const activate = () => service.keys.activate({ ...KEY, selector: 'new' })
    requests.length = 0
    expect(await failure(activate)).toMatchObject({ code: 'refused' })
    await publish(() => false, ['first'])
    expect((await failure(activate)).message).toContain('not have new._domainkey.mg.example.com yet')
    expect(requests.filter((request) => request.startsWith('PUT'))).toEqual([])
    const look = async () => (await service.keys.look({ ...KEY, selector: 'NEW' })).check
    expect(await look()).toMatchObject({ name: 'new._domainkey.mg.example.com', standing: 'partly' })
    expect(await failure(() => service.keys.look({ ...KEY, selector: 'none' }))).toMatchObject({
      code: 'not-found',
    })

    await publish(() => false, ['first', 'second'])
    expect(await look()).toMatchObject({ standing: 'published' })
    // The provider's resolver remembers for a second that there was nothing.
    await expect.poll(activate, { timeout: 50_000, interval: 500 }).toMatchObject({ notes: [] })
    const both = await service.keys.list(KEY)
    expect(states(both)).toEqual([`new signs`, `${old!.selector} signs`].sort())
    expect(
      await failure(() => service.keys.delete({ ...KEY, selector: 'new', confirmation: 'new' })),
    ).toMatchObject({
      code: 'refused',
    })
    const after = await service.keys.deactivate({ ...KEY, selector: old!.selector })
    expect(states(after)).toEqual([`new signs`, `${old!.selector} waits`].sort())
    expect(await failure(() => service.keys.deactivate({ ...KEY, selector: 'new' }))).toMatchObject({
      code: 'refused',
      fix: 'Sign with another key first.',
    })
    expect(
      await failure(() => service.keys.delete({ ...KEY, selector: old!.selector, confirmation: 'other' })),
    ).toMatchObject({ code: 'invalid', field: 'confirmation' })
    const left = await service.keys.delete({ ...KEY, selector: old!.selector, confirmation: old!.selector })
    expect(states(left)).toEqual(['new signs'])
    expect(left.suggestedSelector).toMatch(/^k\d{6}$/)
  })

  it('can be imported, whose private half stands in no file of the app', async () => {
    const secret = pem(2048, 'pkcs8')
    const imported = await service.keys.import({ ...KEY, selector: 'own', pem: secret })
    expect(imported.notes).toEqual([
      'The key was in PKCS #8. Zonedesk sent it in PKCS #1, which the provider takes.',
    ])
    expect(imported.keys.find(({ selector }) => selector === 'own')?.bits).toBe(2048)
    // The lines before it are of the modulus, which is public.
    const line = secret.split('\n')[12]!
    expect(JSON.stringify(imported)).not.toContain(line)
    for (const file of readdirSync(folder).filter((name) => /^(cache|history)/.test(name))) {
      expect(readFileSync(join(folder, file), 'latin1')).not.toContain(line)
    }
    requests.length = 0
    for (const [text, said] of [
      [pem(512, 'pkcs1'), '512 bits'],
      ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', 'certificate'],
      ['nothing', 'no private key'],
    ] as const) {
      const refused = await failure(() => service.keys.import({ ...KEY, selector: 'more', pem: text }))
      expect(refused).toMatchObject({ code: 'invalid', field: 'pem' })
      expect(refused.message).toContain(said)
    }
    expect(requests).toEqual([])
  })

  const importFile = (selector: string) => service.keys.importFile({ ...KEY, selector })
  function choose(bytes: string | Uint8Array): void {
    chosen = join(folder, 'mail.pem')
    writeFileSync(chosen, bytes)
  }

  it('can be imported from a file, of which nothing comes back', async () => {
    expect(await importFile('own')).toBeNull()
    const secret = pem(2048, 'pkcs8')
    choose(`\ufeff${secret}`)
    const imported = await importFile(' Own ')
    expect(imported?.notes).toEqual([
      'The key was in PKCS #8. Zonedesk sent it in PKCS #1, which the provider takes.',
    ])
    expect(imported?.keys.find(({ selector }) => selector === 'own')?.bits).toBe(2048)
    const line = secret.split('\n')[12]!
    expect(JSON.stringify(imported)).not.toContain(line)
    for (const file of readdirSync(folder).filter((name) => /^(cache|history)/.test(name))) {
      expect(readFileSync(join(folder, file), 'latin1')).not.toContain(line)
    }
    // The file stays the user's own.
    expect(readFileSync(chosen!, 'utf8')).toBe(`\ufeff${secret}`)
  })

  it('are imported from no file that is no private key in text, and nothing is sent', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const whole = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
    requests.length = 0
    for (const [bytes, said] of [
      ['', 'There is no key.'],
      [pem(512, 'pkcs1'), 'The key has 512 bits.'],
      [
        `${whole}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`,
        'There is a certificate beside the private key.',
      ],
      [
        privateKey
          .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' })
          .toString(),
        'The key is encrypted with a passphrase.',
      ],
      [
        generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
        'This is a private key of another kind than RSA.',
      ],
      [privateKey.export({ type: 'pkcs1', format: 'der' }), 'mail.pem is not text in UTF-8'],
      [Buffer.from(`\ufeff${whole}`, 'utf16le'), 'mail.pem is not text in UTF-8'],
      [whole + '\n'.repeat(64_000), 'mail.pem is larger than 64 kB'],
    ] as const) {
      choose(bytes)
      const refused = await failure(() => importFile('more'))
      expect(refused).toMatchObject({ code: 'invalid', field: 'pem' })
      expect(refused.message).toContain(said)
      expect(refused.fix).not.toBe('')
      expect(JSON.stringify(refused)).not.toContain(whole.split('\n')[12]!)
    }
    const inner = join(folder, 'folder')
    mkdirSync(inner)
    execFileSync('mkfifo', [join(folder, 'pipe')])
    for (const [path, code] of [
      [inner, 'invalid'],
      [join(folder, 'pipe'), 'invalid'],
      [join(folder, 'gone.pem'), 'storage'],
    ] as const) {
      chosen = path
      expect(await failure(() => importFile('more'))).toMatchObject({ code, field: 'pem' })
    }
    expect(requests).toEqual([])
    expect(cache.keysOf('embedded', 'mg.example.com').map(({ selector }) => selector)).not.toContain('more')
  })

  it('are imported from no file where their selector cannot be taken, and no file is asked for', async () => {
    const [first] = (await service.keys.refresh(KEY)).keys
    choose(pem(1024, 'pkcs1'))
    requests.length = 0
    for (const [selector, code, said] of [
      ['two.labels', 'invalid', 'The selector has a dot.'],
      [first!.selector, 'already-exists', `has a key with the selector ${first!.selector} already.`],
    ] as const) {
      const refused = await failure(() => importFile(selector))
      expect(refused).toMatchObject({ code, field: 'selector' })
      expect(refused.message).toContain(said)
    }
    expect([asked, requests]).toEqual([0, []])
  })

  it('are looked up where an answer is lost, and never created twice', async () => {
    loses = 'POST /v1/dkim/keys'
    const created = await service.keys.create({ ...KEY, selector: 'k1', bits: 1024 })
    expect(created.notes).toEqual([
      'The answer of the provider was lost. Zonedesk looked, and found the change carried out.',
    ])
    expect(requests.filter((request) => request === 'POST /v1/dkim/keys')).toHaveLength(1)
    expect(await failure(() => service.keys.create({ ...KEY, selector: 'k1', bits: 1024 }))).toMatchObject({
      code: 'already-exists',
      field: 'selector',
    })
  })

  it('refuse a selector that DNS does not take, and rotation where the provider does not rotate', async () => {
    for (const selector of ['', 'two.labels', '-k1', 'k'.repeat(64), 'kä']) {
      expect(await failure(() => service.keys.create({ ...KEY, selector, bits: 1024 }))).toMatchObject({
        code: 'invalid',
        field: 'selector',
      })
    }
    expect(
      await failure(() => service.keys.setRotation({ ...KEY, enabled: true, intervalDays: 30 })),
    ).toMatchObject({ code: 'refused' })
    expect(await failure(() => service.keys.rotateNow(KEY))).toMatchObject({ code: 'refused' })
  })

  it('are the provider’s alone under automatic sender security, and nothing is sent that changes one', async () => {
    const key = { ...KEY, name: 'automatic.example.com' }
    await service.domains.create({ ...key, options: { useAutomaticSenderSecurity: true } })
    const { keys } = await service.keys.refresh(key)
    const [{ selector } = { selector: '' }] = keys
    requests.length = 0
    const pem = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
      ...{ type: 'pkcs1', format: 'pem' },
    }) as string
    for (const call of [
      () => service.keys.create({ ...key, selector: 'k1', bits: 2048 }),
      () => service.keys.import({ ...key, selector: 'k1', pem }),
      () => service.keys.importFile({ ...key, selector: 'k1' }),
      () => service.keys.setSelector({ ...key, selector: 'k1' }),
      () => service.keys.activate({ ...key, selector }),
    ]) {
      const { code, message, fix } = await failure(call)
      expect(code).toBe('refused')
      expect(message).toMatch(
        /^The provider makes and rotates the keys? .* itself: automatic sender security is on\.$/,
      )
      expect(fix).not.toBe('')
    }
    expect(asked).toBe(0)
    for (const self of [true, false]) {
      expect(await failure(() => service.keys.setAuthority({ ...key, self }))).toMatchObject({
        code: 'refused',
        message: expect.stringMatching(
          /Zonedesk does not know what the provider then does .* it sent nothing\.$/,
        ) as string,
        fix: 'Turn automatic sender security off in the settings of the domain first.',
      })
    }
    expect(requests.filter((request) => !request.startsWith('GET'))).toEqual([])
  })

  it('rotate by themselves no more often than every five days, and nothing is sent', async () => {
    const key = { ...KEY, name: 'automatic.example.com' }
    await service.domains.create({ ...key, options: { useAutomaticSenderSecurity: true } })
    requests.length = 0
    for (const intervalDays of [4, 0, -5, 5.5, 3_651]) {
      expect(
        await failure(() => service.keys.setRotation({ ...key, enabled: true, intervalDays })),
      ).toMatchObject({
        ...{ code: 'invalid', field: 'intervalDays' },
        fix: 'Enter a whole number of days, from 5 to 3650.',
      })
    }
    expect(requests).toEqual([])
    expect(await service.keys.setRotation({ ...key, enabled: true, intervalDays: 5 })).toMatchObject({
      ...{ enabled: true, intervalDays: 5 },
    })
  })

  it('of the whole account are listed after a sync, a day apart', async () => {
    await service.domains.create({ ...KEY, name: 'news.example.com', options: {} })
    const synced = async () => {
      await service.sync.start({ accountId: null })
      await expect.poll(async () => (await service.sync.status({}))[0]?.phase).toBe('idle')
    }
    await synced()
    requests.length = 0
    await time.pass(20_000)
    await expect.poll(() => cache.keyListing('embedded').listedAt).not.toBeNull()
    // The last page names a next one, which is empty.
    expect(requests).toEqual(['GET /v1/dkim/keys', 'GET /v1/dkim/keys'])
    expect(cache.keysOf('embedded', 'news.example.com')).toHaveLength(1)
    await synced()
    requests.length = 0
    await time.pass(20_000)
    expect(requests).toEqual([])
  })
})
