import type { Route } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RunningApp, startApp, temporaryFolder } from './app'

/** The file of the dialogs. */
const DIALOGS = /Dialogs-[^/]*\.js$/

const folder = temporaryFolder()
let app: RunningApp
beforeAll(async () => {
  app = await startApp(folder.path)
  await app.page.evaluate(() =>
    window.zonedesk.domains.create({ accountId: 'embedded', name: 'one.example.com', options: {} }),
  )
})
afterAll(async () => {
  await app.close()
  folder.remove()
})

it('opens the palette asked for before it is read with what was typed meanwhile, and does nothing to the list', async () => {
  const { page } = app
  const asked = Promise.withResolvers<Route>()
  await page.route(DIALOGS, (route) => asked.resolve(route))
  await page.reload()
  const route = await asked.promise
  const row = page.getByRole('option', { name: /one\.example\.com/ })
  await row.click()
  await page.getByRole('listbox', { name: 'Domains' }).focus()
  // The palette, and a word in which each letter is a key of the list or of a domain.
  await page.keyboard.press('Control+k')
  await page.keyboard.type('xn')
  expect(await page.getByRole('dialog').count()).toBe(0)
  await route.continue()
  await page.unroute(DIALOGS)
  const field = page.getByRole('dialog', { name: 'Command palette' }).getByRole('combobox')
  await expect.poll(() => field.inputValue()).toBe('xn')
  await field.fill('settings')
  await page
    .getByRole('option', { name: /Settings/ })
    .first()
    .waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(await page.getByRole('toolbar', { name: 'Selected domains' }).count()).toBe(0)
  // Keys go where they went before.
  await page.keyboard.press('x')
  await page.getByRole('toolbar', { name: 'Selected domains' }).waitFor()
  expect(app.pageErrors).toEqual([])
})

it('runs what was found by the keys typed before the palette was there', async () => {
  const { page } = app
  const asked = Promise.withResolvers<Route>()
  await page.route(DIALOGS, (route) => asked.resolve(route))
  await page.reload()
  const route = await asked.promise
  await page.keyboard.press('Control+k')
  await page.keyboard.type('several domx')
  await page.keyboard.press('Backspace')
  await page.keyboard.type('ains')
  await page.keyboard.press('Enter')
  await route.continue()
  await page.unroute(DIALOGS)
  await page.getByRole('dialog', { name: 'Add several domains' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(app.pageErrors).toEqual([])
})

it('opens the form for a domain once it is known which accounts there are, so that one is chosen', async () => {
  const { page, electron } = app
  const answer = await page.evaluate(() => window.zonedesk.accounts.list({}))
  await electron.evaluate(({ ipcMain }, accounts) => {
    const gate = Promise.withResolvers<null>()
    Object.assign(globalThis, { answerAccounts: () => gate.resolve(null) })
    ipcMain.removeHandler('zonedesk:accounts.list')
    ipcMain.handle('zonedesk:accounts.list', () => gate.promise.then(() => accounts))
  }, answer)
  const dialogsRead = page.waitForEvent('requestfinished', (request) => DIALOGS.test(request.url()))
  await page.reload()
  await page.waitForSelector('html[data-ready]', { state: 'attached' })
  await page.keyboard.press('n')
  await dialogsRead
  expect(await page.getByRole('dialog').count()).toBe(0)
  await electron.evaluate(() => (globalThis as unknown as { answerAccounts(): void }).answerAccounts())
  await page.getByLabel('Domain name').fill('two.example.com')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('heading', { name: 'two.example.com' }).waitFor()
})
