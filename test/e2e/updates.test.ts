import Database from 'better-sqlite3'
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startUpdateServer, type UpdateServer } from '../update-server/update-server'
import { clipboardText, resizeTo, type RunningApp, startApp, temporaryFolder } from './app'
import { chooseInMenu } from './menu'
import { violations } from './axe'

const DAY = 24 * 60 * 60 * 1000
const NOTES = `## Added

- Zonedesk can be installed: packages for **Debian** and **Fedora**, an AppImage.
- Links such as \`zonedesk://domain/mg.example.com\` open the window at a domain
  ([how](https://example.com/links)).

## Fixed

- <b>Markup</b> stays as it was written.

![A window](https://example.com/window.png)`

let folder: ReturnType<typeof temporaryFolder>
let server: UpdateServer
let app: RunningApp | null
beforeEach(async () => {
  folder = temporaryFolder()
  server = await startUpdateServer()
  server.publish('9.3.0', { releaseNotes: NOTES })
  app = null
})
afterEach(async () => {
  await app?.close()
  await server.stop()
  folder.remove()
})

async function start(environment: Readonly<Record<string, string>> = {}): Promise<RunningApp> {
  app = await startApp(folder.path, [], {
    ZONEDESK_UPDATE_URL: server.url,
    ZONEDESK_UPDATE_KEY: server.publicKey,
    ...environment,
  })
  await app.page.waitForSelector('html[data-whole]', { state: 'attached' })
  return app
}

/** Takes the window's picture in both themes and sizes, where the environment names a folder for it. */
async function photograph(name: string): Promise<void> {
  const pictures = process.env['ZONEDESK_PICTURES']
  if (pictures === undefined || app === null) return
  for (const [width, height] of [
    [1280, 800],
    [900, 600],
  ] as const) {
    await resizeTo(app, width, height)
    for (const colorScheme of ['light', 'dark'] as const) {
      await app.page.emulateMedia({ colorScheme })
      await app.page.screenshot({ path: join(pictures, `${name}-${width}-${colorScheme}.png`) })
    }
  }
  await app.page.emulateMedia({ colorScheme: null })
}

const order = (id: string): Promise<void> => chooseInMenu(app!, id)

const dialog = (name: RegExp): Locator => app!.page.getByRole('dialog', { name })
const banner = (text: RegExp): Locator => app!.page.locator('.banner', { hasText: text })
const button = (name: RegExp | string): Locator => app!.page.getByRole('button', { name })

/** Keeps the addresses that the system is asked to open, in place of opening them. */
async function noteOpened(): Promise<() => Promise<string[]>> {
  await app!.electron.evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { opened })
    shell.openExternal = (url) => Promise.resolve(void opened.push(url))
  })
  return () => app!.electron.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)
}

async function turnOn(): Promise<void> {
  await order('settings')
  await app!.page.getByRole('switch', { name: 'Look for new versions' }).click()
  await app!.page.keyboard.press('Escape')
}

/** Makes the app one that has been used for two days. */
function useForDays(): void {
  const db = new Database(join(folder.path, 'profile.sqlite'))
  db.prepare("UPDATE settings SET value = ? WHERE field = 'updatesKnownSince'").run(`${Date.now() - 2 * DAY}`)
  db.close()
}

describe('a build without an update source', () => {
  it('says so in the settings and where a person asks, and asks no server', async () => {
    await start({ ZONEDESK_UPDATE_URL: '' })
    await order('settings')
    await app!.page.getByText(/has no update source/).scrollIntoViewIfNeeded()
    expect(await app!.page.getByRole('switch', { name: 'Look for new versions' }).count()).toBe(0)
    await photograph('updates-no-source-settings')
    await app!.page.keyboard.press('Escape')
    await order('look-for-update')
    await dialog(/New version/)
      .getByText(/has no update source/)
      .waitFor()
    expect(server.asked).toEqual([])
  })
})

describe('looking for new versions', () => {
  it('is off until chosen; then a new version is announced, put off, and skipped', async () => {
    await start()
    await order('settings')
    await app!.page.getByRole('switch', { name: 'Look for new versions' }).scrollIntoViewIfNeeded()
    await photograph('updates-settings')
    await app!.page.keyboard.press('Escape')
    expect(server.asked).toEqual([])

    await turnOn()
    await banner(/Zonedesk 9\.3\.0 is available/).waitFor()
    expect(server.asked).toEqual(['/latest-linux.yml', '/latest-linux.yml.sig'])
    expect(await violations(app!)).toEqual([])
    await photograph('updates-notice')
    await button('Later').click()
    await banner(/9\.3\.0/).waitFor({ state: 'detached' })

    await order('look-for-update')
    const shown = dialog(/Zonedesk 9\.3\.0 is available/)
    await shown.getByText('<b>Markup</b> stays').waitFor()
    await shown.getByRole('heading', { name: 'Added' }).waitFor()
    expect(await shown.getByRole('listitem').count()).toBe(3)
    expect(await shown.locator('strong').allTextContents()).toEqual(['Debian', 'Fedora'])
    expect(await shown.locator('li code').allTextContents()).toEqual(['zonedesk://domain/mg.example.com'])
    expect(await shown.locator('img').count()).toBe(0)
    const opened = await noteOpened()
    await shown.getByRole('link', { name: /^how/ }).click()
    await expect.poll(opened).toEqual(['https://example.com/links'])
    expect(await violations(app!)).toEqual([])
    await photograph('updates-page')
    await shown.getByRole('button', { name: 'Skip this version' }).click()
    await shown.waitFor({ state: 'detached' })
    await app!.close()

    // A day later it is looked for again, and nothing is said of what was skipped.
    const db = new Database(join(folder.path, 'profile.sqlite'))
    db.prepare("UPDATE settings SET value = 'null' WHERE field = 'updatesLookedAt'").run()
    db.close()
    await start()
    await app!.page.evaluate(() => window.zonedesk.settings.set({ theme: 'light' }))
    await expect.poll(() => server.asked.length).toBeGreaterThanOrEqual(6)
    await expect
      .poll(async () => {
        const status = await app!.page.evaluate(() => window.zonedesk.updates.status({}))
        return status.ok && status.value.phase === 'idle' && status.value.offered?.version
      })
      .toBe('9.3.0')
    expect(await banner(/9\.3\.0/).count()).toBe(0)
  })

  it('is asked about once, quietly, after some days of use', async () => {
    await start()
    expect(await banner(/look for new versions/).count()).toBe(0)
    await app!.close()
    useForDays()
    await start()
    await banner(/May Zonedesk look for new versions once a day\?/).waitFor()
    expect(await violations(app!)).toEqual([])
    await photograph('updates-question')
    await button('Do not look').click()
    await banner(/look for new versions/).waitFor({ state: 'detached' })
    await app!.close()
    await start()
    expect(await banner(/look for new versions/).count()).toBe(0)
    expect(server.asked).toEqual([])
  })

  it('says in words why a list of versions is not believed, and tries again', async () => {
    server.files.set('latest-linux.yml', Buffer.from('version: 9.9.9\n'))
    await start()
    await order('look-for-update')
    await dialog(/New version/)
      .getByText(/The signature of the list of versions is wrong/)
      .waitFor()
    await photograph('updates-refused')
    await app!.page.keyboard.press('Escape')
    server.publish('0.0.1')
    await order('look-for-update')
    await dialog(/New version/)
      .getByText(/is the newest version/)
      .waitFor()
    await photograph('updates-newest')
  })
})

describe('a package', () => {
  it('has its command to copy, and downloads nothing', async () => {
    await start({ ZONEDESK_INSTALLATION: 'deb' })
    await order('look-for-update')
    const shown = dialog(/Zonedesk 9\.3\.0 is available/)
    await shown.getByText('sudo apt-get update').waitFor()
    await photograph('updates-package')
    await shown.getByRole('button', { name: 'Copy the command' }).click()
    await expect
      .poll(() => clipboardText(app!))
      .toBe('sudo apt-get update && sudo apt-get install --only-upgrade zonedesk')
    expect(await shown.getByRole('button', { name: /^Download/ }).count()).toBe(0)
  })
})

describe('an AppImage', () => {
  it('downloads with progress, can be stopped, and restarts as the new version', async () => {
    const image = join(folder.path, 'zonedesk-0.2.0-x86_64.AppImage')
    writeFileSync(image, '#!/bin/sh\n')
    chmodSync(image, 0o755)
    const name = 'zonedesk-9.3.0-x86_64.AppImage'
    const content = server.files.get(name)!
    let hold: (() => void) | null = null
    let isFirst = true
    server.answer(`/${name}`, (response) => {
      response.writeHead(200, { 'content-length': content.length })
      if (!isFirst) return void response.end(content)
      isFirst = false
      response.write(content.subarray(0, 100_000))
      hold = () => response.destroy()
    })
    await start({ ZONEDESK_INSTALLATION: 'appimage', APPIMAGE: image })
    await order('look-for-update')
    const shown = dialog(/Zonedesk 9\.3\.0 is available/)
    await shown.getByRole('button', { name: /^Download \(0\.3 MB\)/ }).click()
    await shown.getByText(/0\.1 MB of 0\.3 MB/).waitFor()
    expect(await violations(app!)).toEqual([])
    await photograph('updates-downloading')
    await shown.getByRole('button', { name: 'Cancel' }).click()
    await shown.getByRole('button', { name: /^Download \(/ }).click()
    const restart = shown.getByRole('button', { name: 'Restart to update' })
    await restart.waitFor()
    await photograph('updates-downloaded')
    // It is not installed by being downloaded, and can wait.
    expect(readFileSync(image, 'utf8')).toBe('#!/bin/sh\n')
    await shown.getByRole('button', { name: 'Later' }).click()
    await banner(/Zonedesk 9\.3\.0 is downloaded/).waitFor()
    await photograph('updates-downloaded-notice')
    await button('Show').click()

    const ended = new Promise((resolve) => app!.electron.process().once('exit', resolve))
    await restart.click()
    await ended
    app = null
    await expect
      .poll(() => existsSync(`${image}.ran`) && readFileSync(`${image}.ran`, 'utf8'))
      .toBe('9.3.0\n')
    expect(readFileSync(join(folder.path, name)).equals(content)).toBe(true)
    expect(readdirSync(folder.path).filter((file) => file.endsWith('.AppImage'))).toEqual([name])
    // Nothing of the first, stopped download is held any longer.
    ;(hold as (() => void) | null)?.()
  })
})
