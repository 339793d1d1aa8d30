import { createKeychain } from '../../src/main/accounts/keychain'
import { randomUUID } from 'node:crypto'
import { createServer, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DnsServer, startDnsServer } from '../dns-server/knot'
import { zoneFor } from '../dns-server/zone'
import { clipboardText, resizeTo, type RunningApp, startApp, temporaryFolder } from './app'
import { violations } from './axe'
import { addAccount, closeDialog, fillAccountForm, type OwnService, startOwnService } from './own-service'

const NAME = 'mg.example.com'
/** It signs with the key of the one above, and is long enough to need two lines. */
const BELOW = 'notifications.customer-communications.mg.example.com'
/** The regions of Mailgun are never asked: their names lead nowhere. */
const NO_MAILGUN = '--host-resolver-rules=MAP *.mailgun.net ~NOTFOUND'
const SERVE = 'Let other programs use the embedded service'

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

let dns: DnsServer
beforeAll(async () => {
  dns = await startDnsServer({ zones: { 'example.com': zoneFor('example.com', []) } })
})
afterAll(() => dns.stop())

describe.each([
  ['light', 1280, 800],
  ['light', 900, 600],
  ['dark', 1280, 800],
  ['dark', 900, 600],
] as const)('axe finds nothing, %s at %i x %i', (theme, width, height) => {
  const folder = temporaryFolder()
  let own: OwnService
  let app: RunningApp
  let accountId: string
  const press = (key: string): Promise<void> => app.page.keyboard.press(key)
  const dialog = () => app.page.getByRole('dialog')

  beforeAll(async () => {
    await dns.setZone('example.com', zoneFor('example.com', []))
    own = await startOwnService(`key-hunter2-${randomUUID()}`)
    await own.addDomain('news.example.org')
    app = await startApp(folder.path, [NO_MAILGUN])
    const [chosen, resolver] = [theme, dns.address]
    await app.page.evaluate((settings) => window.zonedesk.settings.set(settings), { theme: chosen, resolver })
    await app.page.locator(`html[data-theme=${theme}]`).waitFor({ state: 'attached' })
    await resizeTo(app, width, height)
  })
  afterAll(async () => {
    await app.close()
    await own.stop()
    if (accountId) await createKeychain().delete(accountId)
    folder.remove()
  })

  it('in the welcome, and in the list while it has no domains', async () => {
    await app.page.getByRole('heading', { name: 'Welcome to Zonedesk' }).waitFor()
    expect(await violations(app)).toEqual([])
    const views = app.page.getByRole('region', { name: 'Views' })
    await views.getByRole('button', { name: /^Active/ }).click()
    await app.page.getByText('No domains yet').waitFor()
    expect(await violations(app)).toEqual([])
    await views.getByRole('button', { name: /^All/ }).click()
  })

  it('in the form for a new domain, empty, with errors and with all its options', async () => {
    await press('n')
    await dialog().waitFor()
    expect(await violations(app)).toEqual([])
    await dialog().getByLabel('Domain name').fill('co.uk')
    await dialog().getByRole('button', { name: 'Advanced' }).click()
    await press('Control+Enter')
    await dialog().getByText('is a public suffix').waitFor()
    expect(await violations(app)).toEqual([])
    await dialog().getByLabel('Domain name').fill(NAME)
    await press('Escape')
    await dialog().getByText('Close and lose what you typed?').waitFor()
    expect(await violations(app)).toEqual([])
    await dialog().getByRole('button', { name: 'Keep editing' }).click()
    // The focus is back in the form, so that its keys work.
    await press('Control+Enter')
    await dialog().waitFor({ state: 'detached' })
  })

  it('with records that nobody has looked for yet', async () => {
    await app.page.getByText('5 records not checked yet').first().waitFor()
    expect(await violations(app)).toEqual([])
  })

  it('with records that are published, different and missing', async () => {
    const outcome = await app.page.evaluate(
      (name) => window.zonedesk.domains.get({ accountId: 'embedded', name }),
      NAME,
    )
    if (!outcome.ok) throw new Error(outcome.failure.message)
    const [dkim, spf] = outcome.value.records
    if (spf === undefined || dkim === undefined) throw new Error('no records')
    const published = [{ ...spf, value: 'v=spf1 include:_spf.example.net -all' }, dkim]
    await dns.setZone('example.com', zoneFor('example.com', published))
    await press('v')
    for (const word of ['Published', 'Different', 'Missing']) {
      await app.page.getByRole('row').getByText(word, { exact: true }).first().waitFor()
    }
    expect(await violations(app)).toEqual([])
  })

  it('with the menu of a domain', async () => {
    await app.page.getByRole('button', { name: 'More for this domain' }).click()
    await app.page.getByRole('menu').last().waitFor()
    expect(await violations(app)).toEqual([])
    await press('Escape')
  })

  it('in the settings of a domain, also when they are changed and wrong', async () => {
    await press('2')
    await app.page.getByLabel('Tracking host prefix').waitFor()
    expect(await violations(app)).toEqual([])
    await app.page.getByLabel('Tracking host prefix').fill('not a label')
    await press('Control+Enter')
    expect(await violations(app)).toEqual([])
    await app.page
      .getByRole('form', { name: /^Settings of/ })
      .getByRole('button', { name: 'Revert' })
      .click()
    await press('1')
  })

  it('when a deletion asks for the name', async () => {
    await app.page.getByRole('button', { name: 'More for this domain' }).click()
    await app.page.getByRole('menuitem', { name: /Delete/ }).click()
    await dialog().waitFor()
    expect(await violations(app)).toEqual([])
    await closeDialog(app.page)
  })

  it('in the form for a domain below it, with all its options, and the credentials after', async () => {
    await press('n')
    await dialog().getByLabel('Domain name').fill(BELOW)
    await dialog().getByRole('button', { name: 'Advanced' }).click()
    await dialog().getByRole('textbox', { name: 'SMTP password' }).fill('first-password')
    expect(await violations(app)).toEqual([])
    await press('Control+Enter')
    await dialog().getByText('first-password').waitFor()
    expect(await violations(app)).toEqual([])
    await dialog().getByRole('button', { name: 'Done' }).click()
    await dialog().waitFor({ state: 'detached' })
  })

  it('with the domain whose key another signs with, and who signs with a key', async () => {
    await app.page.getByRole('heading', { level: 1, name: BELOW }).waitFor()
    await app.page.getByText('Signs with the key of').waitFor()
    expect(await violations(app)).toEqual([])
    await app.page.getByRole('button', { name: NAME, exact: true }).click()
    await app.page.getByRole('button', { name: '1 domain signs with this key' }).click()
    await app.page.getByRole('list', { name: 'Domains that sign with this key' }).waitFor()
    expect(await violations(app)).toEqual([])
    await press('Escape')
  })

  it('when changes that break sending ask first, and in what they changed', async () => {
    await press('2')
    await app.page.getByLabel('Tracking host prefix').fill('click')
    await press('Control+Enter')
    await dialog().getByText('click.mg.example.com').waitFor()
    expect(await violations(app)).toEqual([])
    await dialog().getByRole('button', { name: 'Save and change records' }).click()
    const saved = app.page.getByRole('region', { name: 'Records that changed' })
    await saved.getByText('click.mg.example.com').waitFor()
    expect(await violations(app)).toEqual([])
    await saved.getByRole('button', { name: 'Show records' }).click()
    await app.page.getByRole('grid', { name: 'Sending' }).waitFor()
    expect(await violations(app)).toEqual([])
    await saved.getByRole('button', { name: 'Dismiss' }).click()
  })

  it('in the settings while other programs are served', async () => {
    await press('Control+,')
    await dialog()
      .getByLabel('Port', { exact: true })
      .fill(String(await freePort()))
    await dialog().getByRole('switch', { name: SERVE }).click()
    await dialog().getByRole('button', { name: 'Make a new key' }).click()
    await dialog().getByRole('button', { name: 'Copy API key' }).waitFor()
    expect(await violations(app)).toEqual([])
    await dialog().getByRole('switch', { name: SERVE }).click()
    await dialog().getByRole('button', { name: 'Make a new key' }).waitFor({ state: 'detached' })
    await closeDialog(app.page)
  })

  it('in the region of an account', async () => {
    const added = await app.page.evaluate(() =>
      window.zonedesk.accounts.add({
        name: 'Acme',
        region: 'us',
        baseUrl: null,
        apiKey: 'key-hunter2',
        keepKey: 'session',
      }),
    )
    if (!added.ok) throw new Error(added.failure.message)
    await app.page.getByText('Acme cannot be reached.').waitFor()
    await app.page.getByRole('navigation').getByRole('button', { name: 'Accounts', exact: true }).click()
    await dialog().getByRole('button', { name: 'Change the region of Acme' }).click()
    await dialog().getByRole('radio', { name: 'Europe' }).check()
    expect(await violations(app)).toEqual([])
    await press('Escape')
    await closeDialog(app.page)
    const { id } = added.value
    await app.page.evaluate((gone) => window.zonedesk.accounts.remove({ accountId: gone }), id)
    await app.page.getByText('Acme cannot be reached.').waitFor({ state: 'detached' })
  })

  it('in the palette, the list of keys and the settings', async () => {
    for (const key of ['Control+k', '?', 'Control+,']) {
      await press(key)
      await dialog().waitFor()
      expect(await violations(app)).toEqual([])
      await closeDialog(app.page)
    }
  })

  it('when a search finds nothing', async () => {
    await app.page.getByRole('combobox', { name: 'Search domains' }).fill('zzz')
    await app.page.getByText('No domain matches').waitFor()
    expect(await violations(app)).toEqual([])
    await app.page.getByRole('combobox', { name: 'Search domains' }).fill('')
  })

  it('while a search is completed, with a key nobody knows, and in the help of its syntax', async () => {
    const search = app.page.getByRole('combobox', { name: 'Search domains' })
    await search.click()
    await search.fill('zzz colour:red state:')
    await press('ArrowDown')
    await app.page.getByRole('option', { name: 'state:active' }).waitFor()
    await app.page.getByText('There is no search key colour').waitFor()
    expect(await violations(app)).toEqual([])
    await app.page.getByRole('button', { name: 'Search syntax' }).click()
    await dialog().waitFor()
    expect(await violations(app)).toEqual([])
    await closeDialog(app.page)
    await search.fill('')
  })

  it('with domains selected, and with what became of them', async () => {
    await app.page.getByRole('listbox', { name: 'Domains' }).focus()
    await press('Control+a')
    const bar = app.page.getByRole('toolbar', { name: 'Selected domains' })
    await bar.waitFor()
    expect(await violations(app)).toEqual([])
    await bar.getByRole('button', { name: 'Sync selected' }).click()
    await dialog().getByRole('button', { name: 'Done' }).click()
    await bar.getByRole('button', { name: 'Clear selection' }).click()
    await bar.waitFor({ state: 'detached' })
  })

  it('in the history of a domain, with a snapshot', async () => {
    await app.page.getByRole('option', { name: NAME }).first().click()
    await app.page.getByRole('tab', { name: 'History' }).click()
    await app.page.getByText('Domain added').waitFor()
    await app.page.getByRole('button', { name: 'Save snapshot' }).click()
    expect(await violations(app)).toEqual([])
    await app.page.getByRole('button', { name: 'Save', exact: true }).click()
    await app.page.getByRole('button', { name: 'Compare with now' }).click()
    await app.page.getByText('Nothing changed since.').waitFor()
    expect(await violations(app)).toEqual([])
    await app.page.getByRole('tab', { name: 'Records' }).click()
  })

  it('in a view that holds nothing', async () => {
    const views = app.page.getByRole('region', { name: 'Views' })
    await views.getByRole('button', { name: /^Disabled/ }).click()
    await app.page.getByText('No disabled domains').waitFor()
    expect(await violations(app)).toEqual([])
    await views.getByRole('button', { name: /^All/ }).click()
  })

  it('in the accounts, their form and its outcomes', async () => {
    await fillAccountForm(app.page, { name: 'Customers', baseUrl: own.baseUrl, apiKey: 'wrong' })
    await dialog().getByRole('button', { name: 'Test connection' }).click()
    await dialog().getByText('The provider does not know this API key.').waitFor()
    expect(await violations(app)).toEqual([])
    await press('Escape')
    await dialog().getByRole('button', { name: 'Discard' }).click()
    await dialog().waitFor({ state: 'detached' })
    ;({ id: accountId } = await addAccount(app.page, { name: 'Customers', ...own }))
    await app.page.getByRole('navigation').getByRole('button', { name: 'Accounts', exact: true }).click()
    await dialog().getByRole('article', { name: 'Customers' }).waitFor()
    expect(await violations(app)).toEqual([])
    await dialog()
      .getByRole('button', { name: /^Remove/ })
      .click()
    expect(await violations(app)).toEqual([])
    await press('Escape')
    await closeDialog(app.page)
  })

  it('with a provider out of reach', async () => {
    await app.page.getByRole('option').filter({ hasText: 'news.example.org' }).click()
    await app.page.getByRole('heading', { name: 'news.example.org' }).waitFor()
    await own.disconnect()
    await press('r')
    await app.page.getByText('Customers cannot be reached.').waitFor()
    expect(await violations(app)).toEqual([])
    expect(app.pageErrors).toEqual([])
  })
})

describe('without a mouse', () => {
  const folder = temporaryFolder()
  let app: RunningApp
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await app.page.keyboard.press(key)
  }
  const type = (text: string): Promise<void> => app.page.keyboard.type(text)
  /** What has the focus, by its name or its text. */
  const focused = (): Promise<string> =>
    app.page.evaluate(() => {
      const { activeElement: element } = document
      const labels =
        element instanceof HTMLInputElement || element instanceof HTMLButtonElement ? element.labels : null
      const named = labels?.[0] ?? element
      return element?.getAttribute('aria-label') ?? named?.textContent.trim() ?? ''
    })

  beforeAll(async () => {
    app = await startApp(folder.path)
    const resolver = dns.address
    await app.page.evaluate((settings) => window.zonedesk.settings.set(settings), { resolver })
  })
  afterAll(async () => {
    await app.close()
    folder.remove()
  })

  /** Presses Tab until the focus is on something of that name. */
  async function tabTo(name: RegExp): Promise<void> {
    for (let presses = 0; presses < 60; presses++) {
      if (name.test(await focused())) return
      await press('Tab')
    }
    throw new Error(`Tab does not lead to ${name}.`)
  }

  it('domains are added and moved between', async () => {
    for (const name of ['a.example.com', 'b.example.com']) {
      await press('n')
      await app.page.getByRole('dialog').waitFor()
      await type(name)
      await press('Control+Enter')
      await app.page.getByRole('dialog').waitFor({ state: 'detached' })
      await app.page.getByRole('heading', { name }).waitFor()
      await app.page.getByRole('option').filter({ hasText: name }).waitFor()
    }
    await press('k')
    await app.page.getByRole('heading', { name: 'a.example.com' }).waitFor()
    await press('j')
    await app.page.getByRole('heading', { name: 'b.example.com' }).waitFor()
  })

  it('a value, a record and all of them are copied', async () => {
    await press('Escape', 'Enter')
    await tabTo(/^Copy value/)
    await press('Enter')
    await expect.poll(() => clipboardText(app)).toMatch(/^k=rsa; p=/)
    await press('ArrowDown', 'c')
    await expect.poll(() => clipboardText(app)).toBe('v=spf1 include:mailgun.org ~all')
    await press('Shift+C')
    await expect.poll(() => clipboardText(app)).toContain('Host: b\n')
    await press('Control+Shift+C')
    await expect.poll(() => clipboardText(app)).toContain('mxb.mailgun.org')
  })

  it('a domain is verified', async () => {
    await press('v')
    await app.page.getByRole('row').getByText('Missing', { exact: true }).first().waitFor()
  })

  it('settings are edited and saved', async () => {
    await press('e')
    await tabTo(/^Receive for subdomains$/)
    await press('Space')
    await app.page.getByText('1 unsaved change').waitFor()
    await press('Control+Enter')
    await app.page.getByText('1 unsaved change').waitFor({ state: 'detached' })
    const outcome = await app.page.evaluate(() =>
      window.zonedesk.domains.get({ accountId: 'embedded', name: 'b.example.com' }),
    )
    expect(outcome).toMatchObject({ ok: true, value: { domain: { settings: { wildcard: true } } } })
  })

  it('a domain is found through the palette', async () => {
    await press('Control+k')
    await app.page.getByRole('dialog').waitFor()
    await type('a.example')
    await app.page.getByRole('dialog').getByRole('option').filter({ hasText: 'a.example.com' }).waitFor()
    await press('Enter')
    await app.page.getByRole('heading', { name: 'a.example.com' }).waitFor()
  })

  it('accounts and views are reached with Tab', async () => {
    await tabTo(/^Unverified/)
    await press('Enter')
    await app.page.getByText('2 of 2').waitFor()
    await tabTo(/^Accounts$/)
    await press('Enter')
    await app.page.getByRole('dialog', { name: 'Accounts' }).waitFor()
    await closeDialog(app.page)
    await expect.poll(() => focused()).toBe('Accounts')
  })

  it('a domain is deleted', async () => {
    await tabTo(/^More for this domain$/)
    await press('Enter')
    await app.page.getByRole('menuitem', { name: /Delete/ }).waitFor()
    await press('End', 'Enter')
    await app.page.getByRole('dialog').waitFor()
    await type('a.example.com')
    await press('Enter')
    await app.page.getByRole('dialog').waitFor({ state: 'detached' })
    await app.page.getByRole('option').filter({ hasText: 'a.example.com' }).waitFor({ state: 'detached' })
    expect(app.pageErrors).toEqual([])
  })
})
