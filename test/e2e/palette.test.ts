import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RunningApp, startApp, temporaryFolder } from './app'
import { chooseInMenu } from './menu'

const folder = temporaryFolder()
let app: RunningApp
beforeAll(async () => {
  app = await startApp(folder.path)
  await app.page.evaluate(() =>
    window.zonedesk.domains.create({ accountId: 'embedded', name: 'one.example.com', options: {} }),
  )
  await app.page.getByRole('option', { name: /one\.example\.com/ }).click()
  await app.page.getByRole('heading', { name: 'one.example.com' }).waitFor()
})
afterAll(async () => {
  await app.close()
  folder.remove()
})

const palette = () => app.page.getByRole('dialog', { name: 'Command palette' })

async function openPalette(): Promise<void> {
  await app.page.keyboard.press('Control+k')
  await palette().getByRole('option').first().waitFor()
}

async function firstOf(group: string): Promise<string> {
  return await palette().getByRole('group', { name: group }).getByRole('option').first().innerText()
}

it('offers first what fits the open domain, then what fits the selected ones', async () => {
  const { page } = app
  await openPalette()
  expect(await palette().getByRole('option').first().innerText()).toContain('Verify this domain')
  await page.keyboard.press('Escape')
  await palette().waitFor({ state: 'detached' })
  await page.getByRole('listbox', { name: 'Domains' }).focus()
  await page.keyboard.press('x')
  await page.getByRole('toolbar', { name: 'Selected domains' }).waitFor()
  await openPalette()
  expect(await palette().getByRole('option').first().innerText()).toContain('Verify the selected domains')
  await page.keyboard.press('Escape')
  await palette().waitFor({ state: 'detached' })
  await page.keyboard.press('x')
})

it('offers above all what was used last, after a restart too', async () => {
  await openPalette()
  await app.page.keyboard.type('dark theme')
  await app.page.keyboard.press('Enter')
  await app.page.waitForSelector('html[data-theme=dark]', { state: 'attached' })
  await openPalette()
  expect(await firstOf('Used last')).toContain('Use the dark theme')
  await app.close()
  app = await startApp(folder.path)
  await openPalette()
  expect(await palette().getByRole('option').first().innerText()).toContain('Use the dark theme')
  expect(await firstOf('This domain')).toContain('Verify this domain')
  await app.page.keyboard.press('Escape')
  expect(app.pageErrors).toEqual([])
})

it('does what the application menu is asked for, in the words of the palette', async () => {
  const label = await app.electron.evaluate(
    ({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('tab-history')?.label,
  )
  expect(label).toBe('Show history')
  await chooseInMenu(app, 'tab-history')
  await app.page.getByRole('tab', { name: 'History', selected: true }).waitFor()
})
