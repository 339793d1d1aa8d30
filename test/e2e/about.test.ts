import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { clipboardText, resizeTo, type RunningApp, startApp, temporaryFolder } from './app'
import { violations } from './axe'
import { chooseInMenu } from './menu'

/** Whether it is a package that runs, whose runtime is another and which can start at login. */
const PACKED = process.env['ZONEDESK_E2E_PROGRAM'] !== undefined
const PICTURES = process.env['ZONEDESK_PICTURES']
const folder = temporaryFolder()
let app: RunningApp

const about = () => app.page.getByRole('dialog', { name: 'About Zonedesk' })

async function picture(name: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await app.page.evaluate((chosen) => window.zonedesk.settings.set({ theme: chosen }), theme)
    await app.page.waitForSelector(`html[data-theme=${theme}]`, { state: 'attached' })
    for (const [width, height] of [
      [1280, 800],
      [900, 600],
    ] as const) {
      await resizeTo(app, width, height)
      expect(await violations(app)).toEqual([])
      if (PICTURES === undefined) continue
      await app.page.screenshot({ path: join(PICTURES, `${name}-${theme}-${width}.png`) })
    }
  }
  await resizeTo(app, 1280, 800)
}

beforeAll(async () => {
  app = await startApp(folder.path)
})
afterAll(async () => {
  await app.close()
  folder.remove()
})

it('is opened from the Help menu and says what runs, and where things are', async () => {
  await chooseInMenu(app, 'about')
  await about().waitFor()
  const versions = await app.electron.evaluate(({ app: electronApp }) => ({
    zonedesk: electronApp.getVersion(),
    electron: process.versions.electron,
    chromium: process.versions.chrome,
    node: process.versions.node,
  }))
  for (const version of Object.values(versions)) await about().getByText(version).first().waitFor()
  await about()
    .getByText(/^3\.\d+\.\d+$/)
    .waitFor()
  await about()
    .getByText(PACKED ? /^(?:Official|Unofficial) runtime$/ : 'Development runtime')
    .waitFor()
  await about().getByText(folder.path, { exact: true }).waitFor()
  await about()
    .getByText(join(folder.path, 'logs', 'zonedesk.log'))
    .waitFor()
  await picture('about')
})

it('copies versions for a report, without the name of a folder or a domain', async () => {
  await about().getByRole('button', { name: 'Copy for a report' }).click()
  await expect
    .poll(() => clipboardText(app))
    .toMatch(/^Zonedesk: \d+\.\d+\.\d+\nRuntime: (?:development|official|unofficial)\n/)
  const copied = await clipboardText(app)
  expect(copied).toMatch(/\nSQLite: 3\.\d+\.\d+\nSystem: \w+ \S+ \w+$/)
  expect(copied).not.toContain('/')
})

it('says that nothing was logged, and shows the log once something was', async () => {
  const show = about().getByRole('button', { name: 'Show in folder' }).first()
  await show.click()
  await about().getByText('Nothing has been logged yet.', { exact: true }).waitFor()
  await about().getByRole('button', { name: 'Dismiss' }).click()
  await app.electron.evaluate(({ shell }) => {
    const shown: string[] = []
    Object.assign(globalThis, { shown })
    shell.showItemInFolder = (path) => void shown.push(path)
    process.emit('unhandledRejection', new Error('one for the log'), Promise.resolve())
  })
  const log = join(folder.path, 'logs', 'zonedesk.log')
  await expect.poll(() => existsSync(log)).toBe(true)
  await show.click()
  await expect
    .poll(() => app.electron.evaluate(() => (globalThis as unknown as { shown: string[] }).shown))
    .toEqual([log])
})

it('has the licence of Zonedesk, and of everybody whose code is in it', async () => {
  await about().getByRole('button', { name: 'MIT licence' }).click()
  await about().getByText('Permission is hereby granted, free of charge').waitFor()
  await about().getByRole('tab', { name: 'Licences of others' }).click()
  const packages = about().getByRole('list', { name: 'Packages' }).getByRole('listitem')
  await packages.first().waitFor()
  expect(await packages.count()).toBeGreaterThan(10)
  await about().getByRole('searchbox', { name: 'Search packages and licences' }).fill('svelte')
  await packages.getByText('svelte', { exact: true }).click()
  await about()
    .getByRole('region', { name: 'Licence of svelte' })
    .getByText('Permission is hereby granted')
    .waitFor()
  await picture('about-licences')
  await about().getByRole('searchbox', { name: 'Search packages and licences' }).fill('no such package')
  await about().getByText('No package and no licence has “no such package” in its name.').waitFor()
  expect(await violations(app)).toEqual([])
  await app.page.keyboard.press('Escape')
  await about().waitFor({ state: 'detached' })
  expect(app.pageErrors).toEqual([])
})

it.skipIf(PACKED)('the setting that starts Zonedesk at login says why it is not offered here', async () => {
  await app.page.keyboard.press('Control+,')
  const autostart = app.page.getByRole('switch', { name: 'Start Zonedesk when you log in' })
  await autostart.waitFor()
  expect(await autostart.isDisabled()).toBe(true)
  await app.page.getByText('Only an installed Zonedesk can start when you log in').waitFor()
  await autostart.scrollIntoViewIfNeeded()
  await picture('settings-autostart')
})
