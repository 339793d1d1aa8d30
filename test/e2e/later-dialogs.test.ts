import type { Route } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RunningApp, startApp, temporaryFolder } from './app'

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

it('opens a dialog asked for before it is read, and what is typed meanwhile does nothing to the list', async () => {
  const { page } = app
  const asked = Promise.withResolvers<Route>()
  await page.route(/Dialogs-[^/]*\.js$/, (route) => asked.resolve(route))
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
  await page.getByRole('dialog', { name: 'Command palette' }).waitFor()
  await page.keyboard.type('settings')
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
