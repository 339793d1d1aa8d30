import { createKeychain } from '../../src/main/accounts/keychain'
import { randomUUID } from 'node:crypto'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clipboardText, resizeTo, type RunningApp, startApp, temporaryFolder } from './app'
import { addAccount, type OwnService, startOwnService } from './own-service'

const folder = temporaryFolder()
let own: OwnService
let app: RunningApp
let accountId: string

beforeAll(async () => {
  own = await startOwnService(`key-hunter2-${randomUUID()}`)
  for (const name of ['mg.example.com', 'news.example.com', 'mail.example.org']) await own.addDomain(name)
  app = await startApp(folder.path)
  await resizeTo(app, 1280, 800)
  ;({ id: accountId } = await addAccount(app.page, { name: 'Customers', ...own }))
  await option('mg.example.com').waitFor()
  await app.page.getByText(/^Synced/).waitFor()
})
afterAll(async () => {
  await app.close()
  await own.stop()
  if (accountId) await createKeychain().delete(accountId)
  folder.remove()
})

const option = (name: string): Locator => app.page.getByRole('option').filter({ hasText: name })
const dialog = (): Locator => app.page.getByRole('dialog')
const spam = (): Locator => app.page.getByLabel('Incoming spam')

/** Starts the app again and waits until it has found its provider unreachable. */
async function restartOffline(): Promise<void> {
  await app.close()
  app = await startApp(folder.path)
  await app.page.getByText('Customers cannot be reached.').waitFor()
}

describe('with the provider out of reach', () => {
  it('says so, and since when', async () => {
    await own.disconnect()
    await app.page.getByRole('button', { name: 'Sync', exact: true }).click()
    await app.page.getByText('Customers cannot be reached.').waitFor()
    await app.page
      .getByText(/Offline since \d{1,2}:\d\d/)
      .first()
      .waitFor()
  })

  it('still lists and searches', async () => {
    const search = app.page.getByRole('combobox', { name: 'Search domains' })
    await search.fill('example.org')
    await option('mg.example.com').waitFor({ state: 'detached' })
    await option('mail.example.org').waitFor()
    await search.fill('')
    await option('news.example.com').waitFor()
  })

  it('still shows the records of a domain, and copies them', async () => {
    await option('mg.example.com').click()
    await app.page.getByRole('heading', { name: 'mg.example.com' }).waitFor()
    const dkim = app.page.getByRole('row').filter({ hasText: 'mx._domainkey' })
    await dkim.getByRole('button', { name: /^Copy value/ }).click()
    await expect.poll(() => clipboardText(app)).toMatch(/^k=rsa; p=[A-Za-z0-9+/]{200,}={0,2}$/)
    await app.page.getByRole('button', { name: 'Copy all', exact: true }).click()
    await expect.poll(() => clipboardText(app)).toContain('mxb.mailgun.org')
  })

  it('refuses to verify with a sentence, and changes nothing', async () => {
    await app.page.keyboard.press('v')
    await app.page
      .getByRole('tabpanel')
      .getByText(/refused the connection. Nothing was sent./)
      .waitFor()
    await expect.poll(() => app.page.getByRole('row').filter({ hasText: 'Not checked yet' }).count()).toBe(5)
  })

  it('refuses a new domain with a sentence, and keeps the form', async () => {
    await app.page.keyboard.press('n')
    await dialog().getByLabel('Account').selectOption('Customers')
    await dialog().getByLabel('Domain name').fill('new.example.com')
    await dialog().getByRole('button', { name: 'Advanced' }).click()
    await dialog().getByLabel('DKIM selector').fill('s1')
    await app.page.keyboard.press('Control+Enter')
    await dialog()
      .getByText(/refused the connection/)
      .waitFor()
    await expect.poll(() => dialog().getByLabel('Domain name').inputValue()).toBe('new.example.com')
    await expect.poll(() => dialog().getByLabel('DKIM selector').inputValue()).toBe('s1')
  })

  it('brings the form back after a restart', async () => {
    await restartOffline()
    await app.page.keyboard.press('n')
    await expect.poll(() => dialog().getByLabel('Domain name').inputValue()).toBe('new.example.com')
    if (!(await dialog().getByLabel('DKIM selector').isVisible())) {
      await dialog().getByRole('button', { name: 'Advanced' }).click()
    }
    await expect.poll(() => dialog().getByLabel('DKIM selector').inputValue()).toBe('s1')
    const account = dialog().getByLabel('Account')
    expect(await account.locator('option:checked').textContent()).toBe('Customers')
    await dialog().getByRole('button', { name: 'Cancel' }).click()
    await dialog().getByRole('button', { name: 'Discard' }).click()
    await dialog().waitFor({ state: 'detached' })
  })

  it('refuses changed settings with a sentence, and keeps them, also over a restart', async () => {
    await option('mg.example.com').click()
    await app.page.getByRole('tab', { name: 'Settings' }).click()
    await spam().selectOption('tag')
    await spam().press('Control+Enter')
    await app.page
      .getByRole('form', { name: /^Settings of/ })
      .getByText(/refused the connection/)
      .waitFor()
    await expect.poll(() => spam().inputValue()).toBe('tag')

    await restartOffline()
    await app.page.getByText('Your unsaved changes are back.').first().waitFor()
    await expect.poll(() => spam().inputValue()).toBe('tag')
  })
})

describe('with the provider back', () => {
  it('syncs by itself, and what was kept can be saved', async () => {
    await own.addDomain('later.example.com')
    await own.reconnect()
    await option('later.example.com').waitFor({ timeout: 90_000 })
    await app.page.getByText('Customers cannot be reached.').waitFor({ state: 'detached' })
    await expect.poll(() => spam().inputValue()).toBe('tag')
    await spam().press('Control+Enter')
    await app.page.getByText('1 unsaved change').waitFor({ state: 'detached' })
    expect(own.requests()).toContain('PUT /v4/domains/mg.example.com')
    expect(app.pageErrors).toEqual([])
  })
})
