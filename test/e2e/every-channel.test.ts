import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { contract } from '../../src/preload/contract'
import type { Account } from '../../src/preload/contract/accounts'
import type { Channel } from '../../src/preload/contract/channel'
import type { Failure, Outcome } from '../../src/preload/contract/failure'
import { exampleZone, type Lab, startLab } from '../dns-server/lab'
import { type RunningApp, temporaryFolder } from './app'
import { type CallScene, CHANNEL_CALLS, type ChannelCall } from './channel-calls'
import { PROVIDER_ZONE, type Published, startOnLab, zoneLine } from './dns-scene'
import { type OwnService, startOwnService } from './own-service'

const PATIENCE = { timeout: 30_000, interval: 20 }
const NAMES = ['mg.example.com', 'news.example.com', 'post.example.com'] as const
/** With what a call that the account forbids is answered. */
const READ_ONLY = {
  code: 'read-only',
  message: expect.stringContaining(' is read only in Zonedesk') as string,
}
/** Writing channels that find nothing to write in this scene: `integration/domains/writes` has what they need. */
const NOTHING_TO_WRITE = ['rotations.takeBack', 'rotations.goOn']

const channels = Object.entries(contract).flatMap(([subject, all]) =>
  Object.entries(all as Record<string, Channel>).map(([name, { writes }]) => ({
    ...{ where: `${subject}.${name}`, writes },
  })),
)
const calls = Object.entries(CHANNEL_CALLS).flatMap(([subject, all]) =>
  Object.entries(all as Record<string, ChannelCall>).map(([name, call]) => ({
    ...{ where: `${subject}.${name}`, subject, name, call },
  })),
)
type Call = (typeof calls)[number]

describe('every channel of the contract', () => {
  const folder = temporaryFolder()
  const files = temporaryFolder()
  let lab: Lab
  let own: OwnService
  let app: RunningApp
  let at: CallScene
  let seen = 0

  /** Requests that are no reads, since the last look. */
  const newWrites = (): string[] => {
    const requests = own.requests()
    const writes = requests.slice(seen).filter((request) => !request.startsWith('GET '))
    seen = requests.length
    return writes
  }

  async function ask<T = unknown>(subject: string, name: string, request: unknown): Promise<Outcome<T>> {
    return (await app.page.evaluate(
      ([inSubject, called, asked]) =>
        (
          window.zonedesk as unknown as Record<string, Record<string, (request: unknown) => Promise<unknown>>>
        )[inSubject]![called]!(asked),
      [subject, name, request] as const,
    )) as Outcome<T>
  }

  async function answerOf<T>(subject: string, name: string, request: unknown): Promise<T> {
    const outcome = await ask<T>(subject, name, request)
    if (!outcome.ok) throw new Error(`${subject}.${name}: ${outcome.failure.message}`)
    return outcome.value
  }

  const accountNow = async (): Promise<Account | undefined> =>
    (await answerOf<Account[]>('accounts', 'list', {})).find(({ id }) => id === at.accountId)

  /** Waits until no sync is under way: whatever a call began has then been sent. */
  async function idle(): Promise<void> {
    await vi.waitUntil(
      async () =>
        !(await answerOf<{ phase: string }[]>('sync', 'status', {})).some(({ phase }) =>
          ['waiting', 'listing', 'details'].includes(phase),
        ),
      PATIENCE,
    )
  }

  /** Answers the system's dialogs in the user's place, and keeps the system's other programs closed. */
  async function answerDialogs(file: string | undefined): Promise<void> {
    await app.electron.evaluate(
      ({ dialog, shell }, path) => {
        const canceled = path === null
        dialog.showSaveDialog = () => Promise.resolve({ canceled, filePath: path ?? '' })
        dialog.showOpenDialog = () => Promise.resolve({ canceled, filePaths: path === null ? [] : [path] })
        shell.openExternal = () => Promise.resolve()
        shell.openPath = () => Promise.resolve('')
        shell.showItemInFolder = () => undefined
      },
      file === undefined ? null : join(files.path, file),
    )
  }

  async function make({ subject, name, call }: Call): Promise<Failure | null> {
    await answerDialogs(call.file)
    const outcome = await ask(subject, name, call.request(at))
    await idle()
    if (subject === 'bulk' && name === 'planEdit' && outcome.ok) {
      at = { ...at, planId: (outcome.value as { id: number }).id }
    }
    if (subject === 'samples' && name === 'add') {
      const { items } = await answerOf<{ items: { name: string }[] }>('domains', 'list', {
        ...{ accountId: 'samples', filter: 'all', search: '' },
        ...{ sort: 'name', descending: false, after: null, limit: 1 },
      })
      at = { ...at, sample: items[0]!.name }
    }
    return outcome.ok ? null : outcome.failure
  }

  beforeAll(async () => {
    lab = await startLab({ first: { 'example.com': exampleZone([]), 'mailgun.org': PROVIDER_ZONE } })
    own = await startOwnService('key-of-the-tests-only', lab.resolver.address)
    for (const name of NAMES) await own.addDomain(name)
    // The key of the embedded service is kept once for a whole keychain, which the tests of its listener use meanwhile.
    app = await startOnLab(folder.path, lab, { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nobody-listens-here' })
    const connection = { region: 'own', baseUrl: own.baseUrl, apiKey: own.apiKey, keepKey: 'session' }
    const { id: accountId } = await answerOf<Account>('accounts', 'add', { name: 'Acme', ...connection })
    const { id: spareId } = await answerOf<Account>('accounts', 'add', { name: 'Spare', ...connection })
    await idle()
    const keys = NAMES.map((name) => ({ accountId, name }))
    const details = []
    for (const key of keys) {
      details.push(await answerOf<{ records: Published[] }>('domains', 'refresh', key))
    }
    // DNS has all that the provider wants for the first one.
    const zone = exampleZone(details[0]!.records.map(zoneLine))
    await lab.first.setZone('example.com', zone)
    await lab.second.setZone('example.com', zone)
    await lab.resolver.restart()
    const { id: snapshotId } = await answerOf<{ id: number }>('history', 'saveSnapshot', {
      ...keys[0],
      label: 'Before',
    })
    // A job that cannot reach the provider stops and waits to be told to go on.
    await own.disconnect()
    const { id: jobId } = await answerOf<{ id: number }>('bulk', 'start', { kind: 'verify', keys })
    await vi.waitUntil(
      async () =>
        (await answerOf<{ id: number; state: string }[]>('bulk', 'list', {})).some(
          ({ id, state }) => id === jobId && state === 'stopped',
        ),
      PATIENCE,
    )
    await own.reconnect()
    const { id: planId } = await answerOf<{ id: number }>('bulk', 'planEdit', {
      scope: { kind: 'domains', keys },
      changes: { webScheme: 'https' },
    })
    const { text: presetText } = await answerOf<{ text: string }>('dnsHosts', 'presetText', {
      id: 'cloudflare',
    })
    at = {
      ...{ accountId, spareId, names: NAMES, jobId, planId, snapshotId, sample: null, presetText },
      ...{ baseUrl: own.baseUrl, apiKey: own.apiKey, port: await freePort() },
    }
    newWrites()
  })
  afterAll(async () => {
    await app.close()
    await own.stop()
    await lab.stop()
    folder.remove()
    files.remove()
  })

  it('has a call here', () => {
    expect(calls.map(({ where }) => where).sort()).toEqual(channels.map(({ where }) => where).sort())
  })

  const reads = new Set(channels.flatMap(({ where, writes }) => (writes ? [] : [where])))
  /** Begins what may write later, and those that end what the tests below need. */
  const LATER = ['watches.start', 'accounts.setWriteMode', 'accounts.remove', 'bulk.cancel', 'bulk.dismiss']
  it.each(calls.filter(({ where }) => reads.has(where) && !LATER.includes(where)))(
    '$where, which is not declared as writing, writes nothing where it could',
    async (one) => {
      const failure = await make(one)
      const allowed = one.call.fails ?? []
      if (failure !== null) expect(allowed, failure.message).toContain(failure.code)
      expect(newWrites()).toEqual([])
    },
  )

  it('is tried on an account that is read only from here on', async () => {
    await answerOf('accounts', 'setWriteMode', { accountId: at.accountId, writeMode: 'read-only' })
    await answerOf('accounts', 'setWriteMode', { accountId: at.spareId, writeMode: 'read-only' })
    expect(await accountNow()).toMatchObject({ writeMode: 'read-only' })
  })

  it.each(calls)('$where sends no write, and leaves the account as it is', async (one) => {
    const before = await accountNow()
    const failure = await make(one)
    if (!reads.has(one.where) && !NOTHING_TO_WRITE.includes(one.where)) {
      expect(failure).toMatchObject(READ_ONLY)
    } else if (failure !== null) {
      expect(one.call.fails ?? [], failure.message).toContain(failure.code)
    }
    if (one.call.changesAccount !== true) expect(await accountNow()).toEqual(before)
    expect((await accountNow())?.writeMode).toBe('read-only')
    expect(newWrites()).toEqual([])
  })

  it('has a watched domain wait for the provider, once DNS has all of its records', async () => {
    const key = { accountId: at.accountId, name: NAMES[0] }
    await answerOf('watches', 'start', key)
    await expect
      .poll(async () => (await answerOf<{ sentence: string }[]>('watches', 'list', {}))[0]?.sentence)
      .toMatch(
        /^DNS has every record\. .* is read only, so Zonedesk waits for the provider to verify by itself\.$/,
      )
    expect(newWrites()).toEqual([])
    // The same watch asks the provider once it may.
    await answerOf('accounts', 'setWriteMode', { accountId: at.accountId, writeMode: 'normal' })
    await answerOf('watches', 'start', key)
    await expect.poll(newWrites).toEqual([`PUT /v4/domains/${NAMES[0]}/verify`])
  })
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
