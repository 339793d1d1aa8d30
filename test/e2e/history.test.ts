import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DnsServer, startDnsServer } from '../dns-server/knot'
import { zoneFor } from '../dns-server/zone'
import { resizeTo, type RunningApp, startApp, temporaryFolder } from './app'
import { violations } from './axe'

const NAME = 'mg.example.com'
const DOMAIN = { accountId: 'embedded', name: NAME }

const folder = temporaryFolder()
let dns: DnsServer
let app: RunningApp

beforeAll(async () => {
  dns = await startDnsServer({ zones: { 'example.com': zoneFor('example.com', []) } })
  app = await startApp(folder.path)
  await resizeTo(app, 1280, 800)
  await app.page.evaluate((resolver) => window.zonedesk.settings.set({ resolver }), dns.address)
  await app.page.evaluate(
    ({ accountId, name }) => window.zonedesk.domains.create({ accountId, name, options: {} }),
    DOMAIN,
  )
  await app.page.getByRole('option', { name: NAME }).click()
})
afterAll(async () => {
  await app.close()
  await dns.stop()
  folder.remove()
})

const changes = (): Locator => app.page.getByRole('region', { name: 'Changes' })
const snapshots = (): Locator => app.page.getByRole('region', { name: 'Snapshots' })

describe('the history of a domain', () => {
  it('begins when the domain is added', async () => {
    await app.page.getByRole('tab', { name: 'History' }).click()
    await changes().getByText('Domain added').waitFor()
    await changes().getByText('Today').waitFor()
    await changes().getByText('You added the domain').waitFor()
  })

  it('has each setting with what it was and is, newest first', async () => {
    await app.page.evaluate(
      (key) => window.zonedesk.domains.update({ ...key, changes: { requireTls: true, webPrefix: 'links' } }),
      DOMAIN,
    )
    await changes().getByText('You changed the settings').waitFor()
    const newest = changes().getByRole('listitem').first()
    await expect.poll(() => newest.innerText()).toMatch(/Require TLS\s+was\s+Off\s+is\s+On/)
    await expect.poll(() => newest.innerText()).toMatch(/Tracking host prefix\s+was\s+email\s+is\s+links/)
  })

  it('has records that came to be published when the domain was verified', async () => {
    const detail = await app.page.evaluate((key) => window.zonedesk.domains.get(key), DOMAIN)
    if (!detail.ok) throw new Error(detail.failure.message)
    await dns.setZone('example.com', zoneFor('example.com', detail.value.records))
    await app.page.getByRole('button', { name: 'Verify' }).first().click()
    await changes().getByText('After a verification').waitFor()
    const newest = changes().getByRole('listitem').first()
    await newest.getByText('Published').first().waitFor()
    await expect.poll(() => newest.innerText()).toMatch(/State\s+was\s+Unverified\s+is\s+Active/)
  })

  it('tells what a verification found, counts those that find the same, and what a check of DNS found', async () => {
    const newest = changes().getByRole('listitem').first()
    await expect
      .poll(() => newest.innerText())
      .toMatch(/Records the provider found\s+was\s+\d\s+is\s+(\d) of \1/)
    for (let i = 0; i < 3; i++) {
      const again = await app.page.evaluate((key) => window.zonedesk.domains.verify(key), DOMAIN)
      if (!again.ok) throw new Error(again.failure.message)
    }
    await changes()
      .getByText(/After a verification, 3 times the same since/)
      .waitFor()
    expect(await newest.innerText()).toMatch(/The provider found (\d) of \1 records/)
    await app.page.evaluate((key) => window.zonedesk.checks.check({ ...key, fresh: true }), DOMAIN)
    await changes().getByText('DNS was checked').waitFor()
    expect(await violations(app)).toEqual([])
  })

  it('says that nothing changed since a snapshot saved just now', async () => {
    await snapshots().getByRole('button', { name: 'Save snapshot' }).click()
    await snapshots().getByLabel('Label of the snapshot').fill('before the move')
    await app.page.keyboard.press('Enter')
    await snapshots().getByText('before the move').waitFor()
    await snapshots().getByRole('button', { name: 'Compare with now' }).click()
    await snapshots().getByText('Nothing changed since.').waitFor()
  })

  it('says what changed since a snapshot while it is looked at', async () => {
    await app.page.evaluate(
      (key) => window.zonedesk.domains.update({ ...key, changes: { spamAction: 'tag' } }),
      DOMAIN,
    )
    await snapshots().getByText('1 change since then').waitFor()
    await snapshots().getByText('Tag as spam and deliver').waitFor()
    expect(await violations(app)).toEqual([])
  })

  it('is there after a restart, with its snapshots', async () => {
    await app.close()
    app = await startApp(folder.path)
    await changes().getByText('Domain added').waitFor()
    await snapshots().getByText('before the move').waitFor()
  })

  it('lets a snapshot go only when the user is sure', async () => {
    await snapshots().getByRole('button', { name: 'Delete before the move' }).click()
    await snapshots().getByRole('button', { name: 'Keep' }).click()
    await snapshots().getByText('before the move').waitFor()
    await snapshots().getByRole('button', { name: 'Delete before the move' }).click()
    await snapshots().getByRole('button', { name: 'Delete', exact: true }).click()
    await snapshots().getByText('before the move').waitFor({ state: 'detached' })
    expect(app.pageErrors).toEqual([])
  })
})
