import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openProfile, type Profile } from '../../../src/main/profile/profile'
import { createElectronInstaller } from '../../../src/main/updates/electron-installer'
import { createUpdates, type Updates } from '../../../src/main/updates/updates'
import type { UpdateStatus, UpdateWay } from '../../../src/preload/contract/updates'
import { startUpdateServer, type UpdateServer } from '../../update-server/update-server'

const DAY = 24 * 60 * 60 * 1000

let server: UpdateServer
let folder: string
let profile: Profile
let image: string
let running: Updates | null
beforeEach(async () => {
  server = await startUpdateServer()
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-updates-'))
  profile = openProfile(join(folder, 'profile.sqlite'))
  mkdirSync(join(folder, 'programs'))
  image = join(folder, 'programs/zonedesk-0.2.0-x86_64.AppImage')
  writeFileSync(image, '#!/bin/sh\n')
  chmodSync(image, 0o755)
  vi.stubEnv('APPIMAGE', image)
  running = null
})
afterEach(async () => {
  running?.close()
  vi.unstubAllEnvs()
  profile.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

interface Started {
  readonly updates: Updates
  readonly told: UpdateStatus[]
  readonly faults: unknown[]
  /** The addresses opened in the browser. */
  readonly opened: string[]
  readonly quits: () => number
}

function start(
  changes: {
    readonly hasSource?: boolean
    readonly way?: UpdateWay
    readonly version?: string
    readonly now?: () => number
  } = {},
): Started {
  const { hasSource = true, way = 'in-app', version = '0.2.0', now = Date.now } = changes
  const source = { url: server.url, page: 'https://zonedesk.invalid/', publicKeys: [server.publicKey] }
  const told: UpdateStatus[] = []
  const faults: unknown[] = []
  const opened: string[] = []
  let quits = 0
  running = createUpdates({
    ...{
      version,
      source: hasSource ? source : null,
      feed: 'latest-linux.yml',
      extension: '.AppImage',
      way,
      now,
    },
    command: null,
    store: profile.updates,
    wanted: () => profile.settings.get().lookForUpdates,
    isOnline: () => true,
    fetch,
    openInstaller: () =>
      createElectronInstaller({
        ...{ installation: 'appimage', source, fetch, version, packaged: false, dataFolder: folder },
        ...{ configFile: join(folder, 'app-update.yml'), log: () => undefined },
      }),
    openExternal: async (url) => void opened.push(url),
    quit: () => void quits++,
    onChange: (status) => told.push(status),
    onFault: (error) => faults.push(error),
  })
  return { updates: running, told, faults, opened, quits: () => quits }
}

const ask = async (
  updates: Updates,
  question: Exclude<keyof Updates['handlers'], 'openPage' | 'openLink'>,
): Promise<UpdateStatus> => updates.handlers[question]({})

describe('new versions', () => {
  it('are not looked for until it was chosen, and never in a build without a source', async () => {
    server.publish('0.3.0')
    for (const hasSource of [true, false]) {
      const { updates } = start({ hasSource })
      updates.begin()
      updates.networkChanged()
      updates.settingsChanged()
      updates.close()
    }
    const { updates } = start({ hasSource: false })
    profile.settings.set({ lookForUpdates: true })
    updates.settingsChanged()
    const status = await ask(updates, 'look')
    expect(status).toMatchObject({ server: null, offered: null, failure: null, phase: 'idle', toAsk: false })
    expect(server.asked).toEqual([])
  })

  it('are looked for by hand at any time, whatever was chosen', async () => {
    server.publish('0.3.0')
    profile.settings.set({ lookForUpdates: false })
    const { updates } = start()
    const status = await ask(updates, 'look')
    expect(status).toMatchObject({
      offered: { version: '0.3.0', notes: 'What is new in 0.3.0.', size: expect.any(Number) as number },
      // Who looks by hand sees it; nothing needs to be announced.
      announced: false,
    })
  })

  it('open only those pages to which their notes lead', async () => {
    server.publish('0.3.0', { releaseNotes: 'See [what changed](https://example.com/changes).' })
    const { updates, opened } = start()
    const open = (url: string): Promise<unknown> => Promise.resolve(updates.handlers.openLink({ url }))
    await expect(open('https://example.com/changes')).rejects.toThrow(/do not lead to this page/)
    expect(await ask(updates, 'look')).toMatchObject({ offered: { links: ['https://example.com/changes'] } })
    await open('https://example.com/changes')
    for (const url of ['https://example.com/', 'https://example.com/changes2', 'file:///etc/passwd'])
      await expect(open(url)).rejects.toThrow(/do not lead to this page/)
    expect(opened).toEqual(['https://example.com/changes'])
  })

  it('are looked for as soon as that is turned on, and announced', async () => {
    server.publish('0.3.0')
    const { updates, told } = start()
    profile.settings.set({ lookForUpdates: true })
    updates.settingsChanged()
    await expect.poll(() => told.at(-1)).toMatchObject({ phase: 'idle', announced: true })
    profile.settings.set({ lookForUpdates: false })
    updates.settingsChanged()
    expect(told.at(-1)).toMatchObject({ announced: false })
  })

  it.each([
    ['0.2.0', '0.2.0'],
    ['0.2.0', '0.1.0'],
    ['0.2.0', '0.3.0-beta.1'],
    ['0.3.0', '0.3.0-beta.1'],
  ])('of %s are not %s', async (version, published) => {
    server.publish(published)
    const { updates } = start({ version })
    expect(await ask(updates, 'look')).toMatchObject({ offered: null, failure: null })
    await ask(updates, 'download')
    expect(server.asked).not.toContain(`/zonedesk-${published}-x86_64.AppImage`)
  })

  it('that were skipped are not announced again; the one after is', async () => {
    profile.settings.set({ lookForUpdates: true })
    const looked = async (): Promise<UpdateStatus | undefined> => {
      profile.updates.set({ updatesLookedAt: null })
      const { updates, told } = start()
      updates.settingsChanged()
      await expect.poll(() => told.at(-1)?.offered).toBeTruthy()
      return told.at(-1)
    }
    server.publish('0.3.0')
    expect(await looked()).toMatchObject({ announced: true })
    expect(await ask(running!, 'skip')).toMatchObject({ announced: false })
    expect(await looked()).toMatchObject({ announced: false, offered: { version: '0.3.0' } })
    server.publish('0.3.1', { releaseDate: '2026-01-06T12:00:00.000Z' })
    expect(await looked()).toMatchObject({ announced: true, offered: { version: '0.3.1' } })
    expect(await ask(running!, 'later')).toMatchObject({ announced: false, offered: { version: '0.3.1' } })
  })

  it('are asked about once, after a day of use, and never again after an answer', () => {
    const first = Date.UTC(2026, 0, 5)
    const at = (now: number): boolean => {
      const { updates } = start({ now: () => now })
      updates.begin()
      updates.close()
      return (updates.handlers.status({}) as UpdateStatus).toAsk
    }
    expect(at(first)).toBe(false)
    expect(at(first + DAY / 2)).toBe(false)
    expect(at(first + DAY)).toBe(true)
    profile.settings.set({ lookForUpdates: false })
    expect(at(first + 9 * DAY)).toBe(false)
  })

  it('that a server took back are known for older ones after a restart too', async () => {
    server.publish('0.4.0')
    await ask(start().updates, 'look')
    server.publish('0.3.0')
    const { updates, faults } = start()
    expect(await ask(updates, 'look')).toMatchObject({ offered: null, failure: { code: 'refused' } })
    expect(faults).toHaveLength(1)
  })
})

describe('an AppImage', () => {
  it('downloads, checks and replaces itself after a click each, and starts the new version', async () => {
    server.publish('0.3.0')
    const { updates, told, quits } = start()
    await ask(updates, 'look')
    expect(server.asked).toEqual(['/latest-linux.yml', '/latest-linux.yml.sig'])
    expect(await ask(updates, 'download')).toMatchObject({ phase: 'downloaded', failure: null })
    expect(told.map(({ phase }) => phase)).toContain('downloading')
    expect(readFileSync(image, 'utf8')).toBe('#!/bin/sh\n')
    updates.installAtLast()
    expect(existsSync(image)).toBe(true)

    expect(await ask(updates, 'restart')).toMatchObject({ phase: 'restarting' })
    expect(quits()).toBe(1)
    updates.close()
    updates.installAtLast()
    const replaced = join(folder, 'programs/zonedesk-0.3.0-x86_64.AppImage')
    expect(existsSync(image)).toBe(false)
    expect(readFileSync(replaced).equals(server.files.get('zonedesk-0.3.0-x86_64.AppImage')!)).toBe(true)
    await expect
      .poll(() => existsSync(`${image}.ran`) && readFileSync(`${image}.ran`, 'utf8'))
      .toBe('0.3.0\n')
  })

  it('keeps its version when the file is another one, and says so', async () => {
    const { files } = server.publish('0.3.0')
    server.files.get(files[0]!.url)!.fill('?', 10, 11)
    const { updates } = start()
    await ask(updates, 'look')
    expect(await ask(updates, 'download')).toMatchObject({
      phase: 'idle',
      failure: {
        code: 'refused',
        message: 'The downloaded file is not the one that was signed, so it was deleted.',
      },
      offered: { version: '0.3.0' },
    })
    expect(await ask(updates, 'restart')).toMatchObject({ phase: 'idle' })
    updates.installAtLast()
    expect(readdirSync(join(folder, 'programs'))).toEqual(['zonedesk-0.2.0-x86_64.AppImage'])
  })

  it('can stop a download, and begin it again', async () => {
    const { files } = server.publish('0.3.0')
    const { url } = files[0]!
    const { updates, told } = start()
    await ask(updates, 'look')
    let isFirst = true
    server.answer(`/${url}`, (response) => {
      const content = server.files.get(url)!
      response.writeHead(200, { 'content-length': content.length })
      if (isFirst) {
        response.write(content.subarray(0, 1000))
        // What has come is told, although nothing follows.
        void expect
          .poll(() => told.at(-1)?.progress)
          .toEqual({ received: 1000, total: content.length })
          .finally(() => ask(updates, 'cancel'))
      } else {
        response.end(content)
      }
      isFirst = false
    })
    expect(await ask(updates, 'download')).toMatchObject({ phase: 'idle', failure: null, progress: null })
    expect(await ask(updates, 'download')).toMatchObject({ phase: 'downloaded' })
  })

  it('in a folder that is not there to be written is not replaced', async () => {
    vi.stubEnv('APPIMAGE', join(folder, 'gone/zonedesk.AppImage'))
    server.publish('0.3.0')
    const { updates } = start()
    await ask(updates, 'look')
    expect(await ask(updates, 'download')).toMatchObject({
      failure: { code: 'refused', message: expect.stringContaining('cannot be written') as string },
    })
  })

  it('is offered nothing to download when the list of versions has no AppImage', async () => {
    const { files } = server.publish('0.3.0')
    server.publish('0.3.0', { files: [{ ...files[0]!, url: 'zonedesk_0.3.0_amd64.deb' }] })
    const { updates } = start()
    expect(await ask(updates, 'look')).toMatchObject({ offered: { version: '0.3.0', size: null } })
    expect(await ask(updates, 'download')).toMatchObject({
      failure: { message: 'There is no file of Zonedesk 0.3.0 for this kind of installation.' },
    })
  })
})

it.each(['command', 'page'] as const)('an installation of the way "%s" downloads nothing', async (way) => {
  server.publish('0.3.0')
  const { updates } = start({ way })
  await ask(updates, 'look')
  expect(await ask(updates, 'download')).toMatchObject({ phase: 'idle' })
  expect(server.asked).toEqual(['/latest-linux.yml', '/latest-linux.yml.sig'])
})
