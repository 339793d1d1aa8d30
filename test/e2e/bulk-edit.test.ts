import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { resizeTo, type RunningApp, startApp, temporaryFolder } from './app'
import { violations } from './axe'
import { type OwnService, addAccount, startOwnService } from './own-service'
import { photograph } from './pictures'

const NAMES = ['a.client.example', 'b.client.example', 'c.client.example']

let folder: ReturnType<typeof temporaryFolder>
let service: OwnService
let app: RunningApp

beforeEach(async () => {
  folder = temporaryFolder()
  service = await startOwnService('key-of-the-tests-only')
  for (const name of NAMES) await service.addDomain(name)
  app = await startApp(folder.path)
  await addAccount(app.page, { name: 'Client', baseUrl: service.baseUrl, apiKey: service.apiKey })
  await app.page
    .getByRole('navigation')
    .getByRole('button', { name: /^Client/ })
    .click()
  await app.page.getByText('3 domains').first().waitFor()
  // The records of each are there.
  await expect
    .poll(() => service.requests().filter((one) => one.startsWith('GET /v4/domains/')).length)
    .toBe(3)
})
afterEach(async () => {
  await app.close()
  await service.stop()
  folder.remove()
})

async function command(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+K')
  await page.keyboard.type(words)
  await page.keyboard.press('Enter')
}

const writes = (): string[] => service.requests().filter((one) => one.startsWith('PUT'))

/** Asks the service as another program would. */
async function ask(
  method: string,
  path: string,
  fields: Record<string, string>,
  onBehalfOf?: string,
): Promise<unknown> {
  const response = await fetch(`${service.baseUrl}${path}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`api:${service.apiKey}`).toString('base64')}`,
      ...(onBehalfOf !== undefined && { 'X-Mailgun-On-Behalf-Of': onBehalfOf }),
    },
    body: new URLSearchParams(fields),
  })
  if (!response.ok) throw new Error(await response.text())
  return response.json()
}

/** Marks the setting under this checkbox by the keyboard. */
async function mark(page: Page, label: string): Promise<void> {
  await page.getByRole('checkbox', { name: `Change ${label}` }).focus()
  await page.keyboard.press('Space')
}

describe('many domains edited at once', () => {
  it('are planned, changed and put back by the keyboard alone', async () => {
    const { page } = app
    await command(page, 'edit settings of all')
    const fields = page.getByRole('dialog', { name: 'Edit settings of 3 domains' })
    await fields.waitFor()
    expect(await violations(app)).toEqual([])
    await mark(page, 'Tracking host prefix')
    await page.keyboard.press('Control+Enter')
    await fields.getByText('Enter a word, such as email.').waitFor()
    await page.keyboard.type('links')
    await mark(page, 'Require TLS')
    expect(await violations(app)).toEqual([])
    await photograph(page, 'edit-fields')
    await page.keyboard.press('Control+Enter')

    const plan = page.getByRole('dialog', { name: 'What will happen' })
    await plan.getByText('3 domains will be changed; 3 will need other DNS records.').waitFor()
    await plan.getByText('Tracking host prefix: email → links').first().waitFor()
    await plan.getByText('links.a.client.example').first().waitFor()
    expect(await violations(app)).toEqual([])
    await photograph(page, 'edit-plan')
    expect(writes()).toEqual([])
    await page.keyboard.press('End')
    await page.keyboard.press('Delete')
    await plan.getByText('2 domains will be changed; 2 will need other DNS records; 1 will not.').waitFor()

    await plan.getByRole('button', { name: 'Change 2 domains' }).press('Enter')
    const job = page.getByRole('dialog', { name: 'Edit domains' })
    await job.getByText('2 domains changed, 1 left out').first().waitFor()
    await job.getByText('CNAME email.a.client.example').first().waitFor()
    expect(await violations(app)).toEqual([])
    await photograph(page, 'edit-report')
    expect(writes()).toHaveLength(2)

    await job.getByRole('button', { name: 'Undo this edit…' }).press('Enter')
    const undo = page.getByRole('dialog', { name: 'Put back what the edit changed' })
    await undo.getByText('2 domains will be as before the edit; 2 will need other DNS records.').waitFor()
    expect(await violations(app)).toEqual([])
    await photograph(page, 'edit-undo')
    await undo.getByRole('button', { name: 'Put back 2 domains' }).press('Enter')
    await job.getByText('2 domains changed').first().waitFor()
    await expect.poll(writes).toHaveLength(4)
    expect(app.pageErrors).toEqual([])
  })

  it('say whose each is where they are of several accounts and subaccounts', async () => {
    const { page } = app
    const subaccount = await ask('POST', '/v5/accounts/subaccounts', { name: 'Acme below' })
    const { id } = (subaccount as { subaccount: { id: string } }).subaccount
    await ask('POST', '/v4/domains', { name: 'd.client.example' }, id)
    await page.evaluate(async () => {
      const accounts = await window.zonedesk.accounts.list({})
      const client = accounts.ok ? accounts.value.find(({ name }) => name === 'Client') : undefined
      const accountId = client?.id ?? ''
      await window.zonedesk.domains.create({ accountId: 'embedded', name: 'own.example', options: {} })
      await window.zonedesk.accounts.setIncludeSubaccounts({ accountId, include: true })
      await window.zonedesk.sync.start({ accountId })
    })
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^All accounts/ })
      .click()
    await page.getByText('5 domains').first().waitFor()
    await command(page, 'edit settings of all')
    await mark(page, 'Require TLS')
    await page.keyboard.press('Control+Enter')
    const plan = page.getByRole('dialog', { name: 'What will happen' })
    const owned = (name: string, owner: string) =>
      plan.getByRole('row').filter({ hasText: name }).getByRole('gridcell', { name: owner, exact: true })
    await owned('own.example', 'Embedded').waitFor()
    await owned('a.client.example', 'Client').waitFor()
    await owned('d.client.example', 'Client · Acme below').waitFor()
    expect(await violations(app)).toEqual([])
    await photograph(page, 'edit-owners')
    await resizeTo(app, 900, 600)
    await photograph(page, 'edit-owners-small')
    await plan.getByRole('button', { name: 'Change 5 domains' }).press('Enter')
    const job = page.getByRole('dialog', { name: 'Edit domains' })
    await job.getByText('5 domains changed').first().waitFor()
    await job.getByRole('gridcell', { name: 'Client · Acme below', exact: true }).waitFor()
    await photograph(page, 'edit-owners-report')
  })

  it('are those that are selected', async () => {
    const { page } = app
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await page.getByRole('toolbar', { name: 'Selected domains' }).getByText('1 selected').waitFor()
    await page.keyboard.press('Shift+E')
    await page.getByRole('dialog', { name: 'Edit settings of 1 domain' }).waitFor()
    await mark(page, 'Require TLS')
    await page.keyboard.press('Control+Enter')
    await page
      .getByRole('dialog', { name: 'What will happen' })
      .getByText('1 domain will be changed.')
      .waitFor()
  })
})
