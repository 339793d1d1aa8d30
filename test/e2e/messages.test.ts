import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { resizeTo, type RunningApp, startApp, temporaryFolder } from './app'
import { violations } from './axe'
import { covered } from './boxes'

const folder = temporaryFolder()
let app: RunningApp

beforeAll(async () => {
  app = await startApp(folder.path)
  await app.electron.evaluate(
    ({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
    },
    join(folder.path, 'notes.json'),
  )
})
afterAll(async () => {
  await app.close()
  folder.remove()
})

const settings = () => app.page.getByRole('dialog', { name: 'Settings' })
const messages = () => app.page.getByRole('region', { name: 'Messages' })
const exported = () => messages().getByText('Tags and notes of 0 domains exported.')

async function exportNotes(): Promise<void> {
  await settings().getByRole('button', { name: 'Export…' }).last().click()
  await exported().waitFor()
}

it('a message over a modal dialog can be dismissed by the pointer, and the dialog stays', async () => {
  await app.page.keyboard.press('Control+,')
  await exportNotes()
  expect(await violations(app)).toEqual([])
  await messages().getByRole('button', { name: 'Dismiss' }).click()
  await exported().waitFor({ state: 'detached' })
  await settings().waitFor()
})

it('it covers no part of the dialog, in a large window and in a small one', async () => {
  await exportNotes()
  for (const [width, height] of [
    [1280, 800],
    [900, 600],
  ] as const) {
    await resizeTo(app, width, height)
    await expect.poll(() => covered(settings(), '.toast', ':scope > :is(header, .body, .footer)')).toEqual([])
    await settings().getByRole('button', { name: 'Close', exact: true }).first().click({ trial: true })
  }
  await messages().getByRole('button', { name: 'Dismiss' }).click()
  await exported().waitFor({ state: 'detached' })
})

it('it is heard and reached by the keyboard, which stays in the dialog', async () => {
  await exportNotes()
  await expect
    .poll(() => settings().getByRole('status').allInnerTexts())
    .toContainEqual(expect.stringContaining('Tags and notes of 0 domains exported.'))
  await settings().getByRole('button', { name: 'Close', exact: true }).first().focus()
  await app.page.keyboard.press('Shift+Tab')
  const focused = (): Promise<string | null> =>
    app.page.evaluate(() => document.activeElement?.ariaLabel ?? null)
  await expect.poll(focused).toBe('Dismiss')
  await app.page.keyboard.press('Enter')
  await exported().waitFor({ state: 'detached' })
  expect(await settings().evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true)
})

it('it outlives the dialog it stood in, and covers no pane', async () => {
  await exportNotes()
  await app.page.keyboard.press('Escape')
  await settings().waitFor({ state: 'detached' })
  await exported().waitFor()
  for (const [width, height] of [
    [1280, 800],
    [900, 600],
  ] as const) {
    await resizeTo(app, width, height)
    const page = app.page.locator('body')
    await expect.poll(() => covered(page, '.toast', 'nav, #list, #welcome, #domain .pane')).toEqual([])
  }
  await app.page.keyboard.press('n')
  const small = app.page.getByRole('dialog', { name: 'Add a domain' })
  await small.locator('.toast').waitFor()
  await expect.poll(() => covered(small, '.toast', ':scope > :is(header, .body, .footer)')).toEqual([])
  await app.page.keyboard.press('Escape')
  await small.waitFor({ state: 'detached' })
  await messages().getByRole('button', { name: 'Dismiss' }).click()
  await exported().waitFor({ state: 'detached' })
})

it('accounts that cannot be read are told of, and are there once they can', async () => {
  await app.electron.evaluate(({ BrowserWindow, ipcMain }) => {
    const { _invokeHandlers: handlers } = ipcMain as unknown as {
      _invokeHandlers: Map<string, (event: unknown, request: unknown) => unknown>
    }
    const channel = 'zonedesk:accounts.list'
    const real = handlers.get(channel)!
    const failure = {
      code: 'storage',
      message: 'The disk cannot be read.',
      fix: 'Check the disk.',
      retryable: true,
      field: null,
      reasons: [],
    }
    let failed = false
    handlers.set(channel, (event, request) => {
      if (failed) return real(event, request)
      failed = true
      return { ok: false, failure }
    })
    BrowserWindow.getAllWindows()[0]?.webContents.send('zonedesk-event:accountsChanged', {})
  })
  const banner = app.page.getByRole('alert').filter({ hasText: 'The accounts could not be read.' })
  await banner.getByText('The disk cannot be read.').waitFor()
  await banner.getByText('Check the disk.').waitFor()
  await app.page.getByRole('navigation').getByText('Embedded').first().waitFor()
  await banner.getByRole('button', { name: 'Try again' }).click()
  await banner.waitFor({ state: 'detached' })
})
