import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEmbeddedService, type EmbeddedService } from '../../src/main/embedded/service'
import type { DomainDetail } from '../../src/preload/contract/domain'
import { serveFetch, type ServedFetch } from '../http-server/serve-fetch'
import { photograph } from './pictures'
import { clipboardText, type RunningApp, startApp, temporaryFolder } from './app'

const KEY = 'a-key-of-the-test'
const folder = temporaryFolder()
let provider: EmbeddedService
let served: ServedFetch
let sandbox: string
let subaccount: string
let app: RunningApp
let accountId: string

function request(
  method: string,
  path: string,
  form: Record<string, string> = {},
  onBehalfOf: string | null = null,
): Request {
  return new Request(`http://127.0.0.1${path}`, {
    method,
    headers: {
      Authorization: `Basic ${btoa(`api:${KEY}`)}`,
      ...(onBehalfOf !== null && { 'X-Mailgun-On-Behalf-Of': onBehalfOf }),
    },
    ...(method === 'GET' ? {} : { body: new URLSearchParams(form) }),
  })
}

async function add(name: string, onBehalfOf: string | null = null): Promise<void> {
  const response = await provider.fetch(request('POST', '/v4/domains', { name }, onBehalfOf))
  expect(response.status).toBe(200)
}

async function addSubaccount(name: string): Promise<string> {
  const response = await provider.fetch(request('POST', '/v5/accounts/subaccounts', { name }))
  const { subaccount: made } = (await response.json()) as { subaccount: { id: string } }
  return made.id
}

/** The embedded service as a provider that says more than the contract. */
async function asProvider(incoming: Request): Promise<Response> {
  const { pathname } = new URL(incoming.url)
  const answer = await provider.fetch(incoming)
  if (incoming.method !== 'GET' || !answer.ok || !/^\/v4\/domains\/[^/]+$/.test(pathname)) return answer
  const body = (await answer.json()) as Record<string, unknown>
  Object.assign(body['domain'] as object, { dedicated_queue: { name: 'gold', share: 0.5 } })
  return Response.json(body)
}

beforeAll(async () => {
  provider = createEmbeddedService({
    databasePath: `${folder.path}/provider.sqlite`,
    apiKey: KEY,
    resolver: '127.0.0.1:1',
  })
  await add('example.com')
  await add('mg.example.com')
  await add('news.example.com')
  await add('off.example.org')
  await add('ended.example.org')
  subaccount = await addSubaccount('Client A')
  await add('sub.example.net', subaccount)
  await add('news.client-a.example', subaccount)
  await add('mail.client-b.example', await addSubaccount('Client B'))
  const closed = await addSubaccount('Old client')
  const disabled = await provider.fetch(request('POST', `/v5/accounts/subaccounts/${closed}/disable`))
  expect(disabled.status).toBe(200)
  provider.backOffice.disable('off.example.org', {
    code: 'HIGH_BOUNCES',
    reason: 'Too many bounces',
    note: 'Write to support before the date below.',
    permanently: false,
    until: 'Tue, 06 May 2031 12:00:00 GMT',
  })
  provider.backOffice.disable('ended.example.org', {
    code: 'FRAUD',
    reason: 'Sent mail nobody asked for',
    note: '',
    permanently: true,
  })
  sandbox = await provider.backOffice.addSandbox()
  served = await serveFetch(asProvider)
  app = await startApp(`${folder.path}/data`)
})
afterAll(async () => {
  await app.close()
  await served.stop()
  provider.close()
  folder.remove()
})

const option = (name: string): Locator => app.page.getByRole('option').filter({ hasText: name })
const heading = (name: string): Locator => app.page.getByRole('heading', { level: 1, name })
const dialog = (name: string | RegExp): Locator => app.page.getByRole('dialog', { name })

async function open(name: string): Promise<void> {
  await option(name).first().click()
  await heading(name).waitFor()
}

/** The domain as the window knows it. */
async function detail(name: string, account = accountId): Promise<DomainDetail> {
  const outcome = await app.page.evaluate((key) => window.zonedesk.domains.get(key), {
    accountId: account,
    name,
  })
  if (!outcome.ok) throw new Error(outcome.failure.message)
  return outcome.value
}

async function askToDelete(name: string): Promise<Locator> {
  await open(name)
  await app.page.getByRole('button', { name: 'More for this domain' }).click()
  await app.page.getByRole('menuitem', { name: /Delete/ }).click()
  const asked = dialog(`Delete ${name}?`)
  await asked.getByLabel('Type the name to confirm').fill(name)
  await asked.getByRole('button', { name: 'Delete domain' }).click()
  return asked
}

describe('several accounts at once', () => {
  it('a second account brings its domains beside those of the first', async () => {
    const added = await app.page.evaluate(
      (connection) => window.zonedesk.accounts.add({ ...connection, region: 'own', keepKey: 'session' }),
      { name: 'Acme', baseUrl: served.baseUrl, apiKey: KEY },
    )
    if (!added.ok) throw new Error(added.failure.message)
    accountId = added.value.id
    await option('news.example.com').getByText('Acme').waitFor()
    await expect.poll(() => option('sub.example.net').count()).toBe(0)
  })

  it('adding a domain asks which account, and takes a name another account has', async () => {
    await app.page.keyboard.press('n')
    const form = dialog('Add a domain')
    await form.getByLabel('Account', { exact: true }).selectOption({ label: 'Acme' })
    await form.getByLabel('Domain name').fill('mg.example.com')
    await form.getByLabel('Domain name').blur()
    await form.getByText('mg.example.com is already in this account.').waitFor()
    await form.getByLabel('Account', { exact: true }).selectOption({ label: 'Embedded' })
    await form.getByText('mg.example.com is already in this account.').waitFor({ state: 'detached' })
    await form.getByRole('button', { name: 'Advanced' }).click()
    await form.getByLabel('DKIM host').fill('mg.example.com')
    await expect
      .poll(() => form.getByRole('switch', { name: 'Be its own DKIM authority' }).isDisabled())
      .toBe(true)
    await expect
      .poll(() => form.getByRole('switch', { name: 'Sign as the root domain' }).isDisabled())
      .toBe(true)
    await form.getByLabel('DKIM host').fill('')
    await form.getByRole('switch', { name: 'Be its own DKIM authority' }).click()
    await expect.poll(() => form.getByLabel('DKIM host').isDisabled()).toBe(true)
    await form.getByRole('switch', { name: 'Be its own DKIM authority' }).click()
    await form.getByRole('textbox', { name: 'SMTP password' }).fill('first-password')
    await app.page.keyboard.press('Control+Enter')
    const added = dialog('mg.example.com was added')
    await added.getByText('first-password').waitFor()
    await added.getByRole('button', { name: 'Copy SMTP password' }).click()
    await expect.poll(() => clipboardText(app)).toBe('first-password')
    await added.getByRole('button', { name: 'Done' }).click()
    await added.waitFor({ state: 'detached' })
    await expect.poll(() => app.page.getByText('first-password').count()).toBe(0)
    expect((await detail('mg.example.com', 'embedded')).accountId).toBe('embedded')
    expect((await detail('mg.example.com')).accountId).toBe(accountId)
    await expect.poll(() => option('mg.example.com').count()).toBe(2)
    await option('mg.example.com').filter({ hasText: 'Embedded' }).waitFor()
    await option('mg.example.com').filter({ hasText: 'Acme' }).waitFor()
  })
})

describe('the DKIM authority', () => {
  it('is a link from the domain that signs with it', async () => {
    await open('news.example.com')
    await app.page.getByText('Signs with the key of').waitFor()
    await app.page.getByRole('button', { name: 'example.com', exact: true }).click()
    await heading('example.com').waitFor()
  })

  it('lists who signs with its key, each a link', async () => {
    await app.page.getByRole('button', { name: '2 domains sign with this key' }).click()
    const signers = app.page.getByRole('list', { name: 'Domains that sign with this key' })
    await expect
      .poll(() => signers.getByRole('button').allInnerTexts())
      .toEqual(['mg.example.com', 'news.example.com'])
    await signers.getByRole('button', { name: 'news.example.com' }).click()
    await heading('news.example.com').waitFor()
  })
})

describe('what the provider says beyond the contract', () => {
  it('is shown as it wrote it', async () => {
    await app.page.keyboard.press('2')
    const other = app.page.getByRole('region', { name: 'Other' })
    await other.getByText('dedicated_queue').waitFor()
    await other.getByText('{"name":"gold","share":0.5}').waitFor()
  })
})

describe('changes that break sending', () => {
  it('show the records before and after, and are sent only then', async () => {
    await app.page.getByLabel('Tracking host prefix').fill('click')
    await app.page.getByRole('switch', { name: 'Automatic sender security' }).click()
    await app.page.getByLabel('Return path host').fill('bounce.example.com')
    await app.page.keyboard.press('Control+Enter')
    const asked = dialog('Change what news.example.com needs in DNS?')
    const tracking = asked.getByRole('region', { name: 'Tracking host prefix' })
    await tracking.getByText('email.news.example.com').waitFor()
    await tracking.getByText('click.news.example.com').waitFor()
    const security = asked.getByRole('region', { name: 'Automatic sender security' })
    await security.getByText('mx._domainkey.example.com').waitFor()
    await security.getByText('pdk1._domainkey.example.com').waitFor()
    await security.getByText('pdk2._domainkey.example.com').waitFor()
    await expect.poll(() => security.getByText('The provider names the value after saving').count()).toBe(2)
    await asked.getByText('Bounces go to bounce.example.com.').waitFor()
    await asked.getByRole('button', { name: 'Keep editing' }).click()
    expect((await detail('news.example.com')).domain.settings.webPrefix).toBe('email')
    await app.page.getByText('3 unsaved changes').waitFor()
  })

  it('show what the provider made of it, until it is dismissed', async () => {
    await app.page.getByLabel('Tracking host prefix').focus()
    await app.page.keyboard.press('Control+Enter')
    await dialog(/needs in DNS/)
      .getByRole('button', { name: 'Save and change records' })
      .click()
    const saved = app.page.getByRole('region', { name: 'Records that changed' })
    await saved.getByText('click.news.example.com').waitFor()
    await saved.getByText('email.news.example.com').waitFor()
    await saved.getByText('pdk1._domainkey.example.com').first().waitFor()
    await saved.getByRole('button', { name: 'Show records' }).click()
    await saved.getByText('click.news.example.com').waitFor()
    await saved.getByRole('button', { name: 'Dismiss' }).click()
    await saved.waitFor({ state: 'detached' })
    expect((await detail('news.example.com')).domain.settings).toMatchObject({
      webPrefix: 'click',
      useAutomaticSenderSecurity: true,
      mailfromHost: 'bounce.example.com',
    })
  })

  it('put what the provider refuses on its field', async () => {
    await app.page.keyboard.press('2')
    await app.page.getByLabel('Keep messages for', { exact: true }).fill('9000')
    await app.page.keyboard.press('Control+Enter')
    const field = app.page.locator('[data-field="messageTtl"]')
    await field.getByText(/message_ttl must be/i).waitFor()
    await expect
      .poll(() => app.page.getByLabel('Keep messages for', { exact: true }).getAttribute('aria-invalid'))
      .toBe('true')
    await app.page
      .getByRole('form', { name: /^Settings of/ })
      .getByRole('button', { name: 'Revert' })
      .click()
  })
})

describe('a disabled domain', () => {
  it('says why and until when', async () => {
    await open('off.example.org')
    const notice = app.page.getByRole('region', { name: 'Why this domain is disabled' })
    for (const text of [
      'Too many bounces',
      'Write to support before the date below.',
      'HIGH_BOUNCES',
      /disabled until .*2031/,
    ]) {
      await notice.getByText(text).waitFor()
    }
  })

  it('says when it is for good', async () => {
    await open('ended.example.org')
    const notice = app.page.getByRole('region', { name: 'Why this domain is disabled' })
    await notice.getByText('It is disabled permanently.').waitFor()
    await notice.getByText('FRAUD').waitFor()
  })
})

describe('a deletion the provider refuses', () => {
  it.each([
    ['a disabled domain', () => 'off.example.org', 'A disabled domain cannot be deleted'],
    ['an authority of another', () => 'example.com', 'Domain is used as the DKIM authority of'],
    ['a sandbox', () => sandbox, 'A sandbox domain cannot be deleted'],
  ])('says so in its own sentence: %s', async (_what, name, sentence) => {
    const asked = await askToDelete(name())
    await asked.getByText(sentence).waitFor()
    await asked.getByRole('button', { name: 'Cancel' }).click()
    await asked.waitFor({ state: 'detached' })
    await option(name()).first().waitFor()
  })
})

describe('subaccounts', () => {
  it('are listed when the account is set so, and named in the facts', async () => {
    await app.page.getByRole('navigation').getByRole('button', { name: 'Accounts', exact: true }).click()
    const card = app.page.getByRole('article', { name: 'Acme' })
    await card.getByRole('switch', { name: 'Include subaccounts' }).click()
    await app.page.keyboard.press('Escape')
    await app.page.getByRole('dialog').waitFor({ state: 'detached' })
    await open('sub.example.net')
    await app.page.keyboard.press('2')
    await app.page.getByText(subaccount, { exact: true }).waitFor()
    await app.page.getByRole('definition').filter({ hasText: 'Client A' }).waitFor()
    expect(app.pageErrors).toEqual([])
  })

  it('stand as a tree below their account, and show their own domains alone', async () => {
    const tree = app.page.getByRole('list', { name: 'Subaccounts of Acme' })
    await tree.getByRole('button', { name: /^Client A/ }).click()
    await expect.poll(() => option('news.example.com').count()).toBe(0)
    await option('news.client-a.example').waitFor()
    await option('sub.example.net').waitFor()
    const search = app.page.getByRole('combobox', { name: 'Search domains' })
    expect(await search.inputValue()).toBe('subaccount:"Client A"')
    await tree
      .getByRole('button', { name: /^Old client/ })
      .getByText(': disabled')
      .waitFor()
    await photograph(app.page, 'subaccounts')
    // A second click takes it back, and so does the account.
    await tree.getByRole('button', { name: /^Client A/ }).click()
    expect(await search.inputValue()).toBe('')
  })

  it('get a domain that is added to them', async () => {
    const tree = app.page.getByRole('list', { name: 'Subaccounts of Acme' })
    await tree.getByRole('button', { name: /^Client B/ }).click()
    await app.page.keyboard.press('n')
    const form = dialog('Add a domain')
    const choice = form.getByLabel('Subaccount', { exact: true })
    expect(await choice.locator('option:checked').textContent()).toBe('Client B')
    expect(await choice.locator('option').allTextContents()).toEqual([
      'None: the account itself',
      'Client A',
      'Client B',
    ])
    await photograph(app.page, 'subaccounts-add')
    await form.getByLabel('Domain name').fill('shop.client-b.example')
    await form.getByRole('button', { name: 'Add domain' }).click()
    await heading('shop.client-b.example').waitFor()
    await app.page.locator('header .line').getByText('Client B', { exact: true }).waitFor()
    await photograph(app.page, 'subaccounts-header')
  })
})
