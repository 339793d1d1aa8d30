import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { resizeTo, type RunningApp, startApp, temporaryFolder } from './app'
import { addAccount, closeDialog, type OwnService, startOwnService } from './own-service'

/** Folder for pictures to look at; none are taken when it is not set. */
const PICTURES = process.env['ZONEDESK_PICTURES']

describe('what Zonedesk may change in an account', () => {
  const folder = temporaryFolder()
  let own: OwnService
  let app: RunningApp
  let page: Page

  const writes = (): string[] => own.requests().filter((request) => !request.startsWith('GET '))
  const card = (): Locator => page.getByRole('article', { name: 'Acme' })
  const choice = (): Locator => card().getByLabel('Changes at the provider')
  const sidebar = (): Locator => page.getByRole('navigation')
  const openAccounts = (): Promise<void> =>
    sidebar().getByRole('button', { name: 'Accounts', exact: true }).click()
  const header = (): Locator =>
    page.locator('header').filter({ has: page.getByRole('heading', { level: 1 }) })

  async function picture(name: string): Promise<void> {
    if (PICTURES === undefined) return
    mkdirSync(PICTURES, { recursive: true })
    for (const theme of ['light', 'dark'] as const) {
      await page.evaluate((chosen) => window.zonedesk.settings.set({ theme: chosen }), theme)
      await page.waitForSelector(`html[data-theme=${theme}]`, { state: 'attached' })
      for (const [width, height] of [
        [1280, 800],
        [900, 600],
      ] as const) {
        await resizeTo(app, width, height)
        await page.screenshot({ path: join(PICTURES, `${name}-${theme}-${width}.png`) })
      }
    }
    await resizeTo(app, 1280, 800)
  }

  async function setMode(mode: string): Promise<void> {
    await openAccounts()
    await choice().selectOption(mode)
    const allow = card().getByRole('button', { name: 'Allow', exact: true })
    if (await allow.isVisible()) await allow.click()
    await expect.poll(() => choice().inputValue()).toBe(mode)
    await closeDialog(page)
  }

  beforeAll(async () => {
    own = await startOwnService('key-of-the-tests-only')
    await own.addDomain('mg.example.com')
    await own.addDomain('news.example.com')
  })
  beforeEach(async () => {
    app = await startApp(folder.path)
    page = app.page
  })
  afterEach(() => app.close())
  afterAll(async () => {
    await own.stop()
    folder.remove()
  })

  it('is nothing, once it is read only: marked, with controls that say why, and refused by the main process', async () => {
    await addAccount(page, { name: 'Acme', baseUrl: own.baseUrl, apiKey: own.apiKey })
    await sidebar().getByRole('button', { name: 'Acme' }).click()
    await openAccounts()
    await choice().selectOption('read-only')
    await card().getByText('Zonedesk only reads.').waitFor()
    await picture('accounts')
    await closeDialog(page)

    await sidebar().getByRole('button', { name: 'Acme Read only' }).waitFor()
    await page.getByRole('option').filter({ hasText: 'mg.example.com' }).click()
    await header().getByText('Read only', { exact: true }).waitFor()
    const verify = page.getByRole('button', { name: /^Verify ?: Acme is read only/ })
    expect(await verify.getAttribute('aria-disabled')).toBe('true')
    await verify.hover()
    await page.locator('.tooltip').filter({ hasText: 'Acme is read only.' }).waitFor()
    await picture('domain-read-only')

    // The key goes the same way, and the main process says no.
    const before = writes().length
    await page.keyboard.press('v')
    await page.getByText('Acme is read only in Zonedesk, so nothing is sent.').waitFor()
    await page.getByRole('tab', { name: 'Settings' }).click()
    await page.getByText('Acme is read only. You can change that in Accounts.').first().waitFor()
    await picture('settings-read-only')
    // Nothing of its keys is offered either, and a plan to rotate them says why not.
    await page.getByRole('tab', { name: 'DNS' }).click()
    const keys = page.getByRole('region', { name: 'DKIM keys' })
    for (const name of [/^New key…/, /^Rotate…/, /^Actions for /, /^More for these keys/]) {
      const button = keys.getByRole('button', { name })
      expect(await button.getAttribute('aria-disabled')).toBe('true')
      expect(await button.evaluate((one) => one.ariaLabel ?? one.textContent)).toContain('Acme is read only.')
    }
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill('rotate the dkim keys of this domain')
    await page.getByRole('option', { name: 'Rotate the DKIM keys of this domain…' }).click()
    const rotate = page.getByRole('dialog', { name: 'Rotate DKIM keys' })
    await rotate.getByText('1 domain cannot be rotated. Acme is read only in Zonedesk').first().waitFor()
    await rotate.getByRole('button', { name: 'Close', exact: true }).last().click()
    await rotate.waitFor({ state: 'detached' })
    const refused = await page.evaluate(async () => {
      const [account] = (
        await window.zonedesk.accounts.list({}).then((told) => (told.ok ? told.value : []))
      ).filter(({ name }) => name === 'Acme')
      return window.zonedesk.domains.create({ accountId: account!.id, name: 'new.example.com', options: {} })
    })
    expect(refused).toMatchObject({ ok: false, failure: { code: 'read-only' } })
    expect(writes().slice(before)).toEqual([])
  })

  it('is kept over a restart, and asked about before it is loosened', async () => {
    await sidebar().getByRole('button', { name: 'Acme Read only' }).waitFor()
    await openAccounts()
    await choice().selectOption('confirm')
    const asking = card().getByRole('alert')
    await asking.getByText('Let Zonedesk change domains of Acme again?').waitFor()
    await picture('loosen')
    await page.keyboard.press('Escape')
    expect(await choice().inputValue()).toBe('read-only')
    await choice().selectOption('confirm')
    await asking.getByRole('button', { name: 'Allow' }).click()
    await sidebar().getByText('Asks first').waitFor({ state: 'attached' })
    await closeDialog(page)
  })

  it('is asked about each time, by keyboard alone, and nothing typed is lost', async () => {
    await sidebar().getByRole('button', { name: 'Acme Asks first' }).click()
    const before = writes().length
    await page.keyboard.press('n')
    const form = page.getByRole('dialog').filter({ hasText: 'Domain name' })
    await form.getByRole('textbox', { name: 'Domain name' }).fill('asked.example.com')
    await page.keyboard.press('Control+Enter')
    const question = page.getByRole('dialog', { name: 'Add asked.example.com?' })
    await question.getByText('The domain asked.example.com is added to Acme.').waitFor()
    await picture('question')
    // The focus is on what changes nothing.
    await page.keyboard.press('Enter')
    await question.waitFor({ state: 'detached' })
    expect(await form.getByRole('textbox', { name: 'Domain name' }).inputValue()).toBe('asked.example.com')
    expect(writes().slice(before)).toEqual([])

    await page.keyboard.press('Control+Enter')
    await question.waitFor()
    await page.keyboard.press('Control+Enter')
    await form.waitFor({ state: 'detached' })
    expect(writes().slice(before)).toEqual(['POST /v4/domains'])
  })

  it('is one account alone: a job over two declines the domains of the other', async () => {
    await setMode('read-only')
    const before = writes().length
    const job = await page.evaluate(async () => {
      const told = await window.zonedesk.accounts.list({})
      const acme = told.ok ? told.value.find(({ name }) => name === 'Acme')! : null
      await window.zonedesk.domains.create({ accountId: 'embedded', name: 'try.example.com', options: {} })
      return window.zonedesk.bulk.start({
        kind: 'verify',
        keys: [
          { accountId: acme!.id, name: 'mg.example.com' },
          { accountId: 'embedded', name: 'try.example.com' },
        ],
      })
    })
    if (!job.ok) throw new Error(job.failure.message)
    const rows = async () => {
      const told = await page.evaluate((id) => window.zonedesk.bulk.rows({ id }), job.value.id)
      return told.ok ? told.value : []
    }
    await expect.poll(async () => (await rows())[0]?.state).toBe('failed')
    expect((await rows())[0]?.message).toBe('Acme is read only in Zonedesk, so nothing is sent.')
    await expect.poll(async () => (await rows())[1]?.state).not.toBe('waiting')
    expect(writes().slice(before)).toEqual([])
  })
})
