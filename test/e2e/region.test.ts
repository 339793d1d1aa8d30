import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApp, temporaryFolder } from './app'
import { accountNamed, closeDialog } from './own-service'
import { EU, knowing, knowsNot, type RegionServer, startRegion, startWithRegions, US } from './region-server'

const KEY = 'key-hunter2-of-the-eu'
const NAME = 'mg.example.eu'

describe('an account whose key belongs to the other region', () => {
  const folder = temporaryFolder()
  let us: RegionServer
  let eu: RegionServer
  let app: RunningApp

  beforeAll(async () => {
    us = await startRegion(US, knowsNot)
    eu = await startRegion(EU, knowing(NAME))
    app = await startWithRegions(folder.path, us, eu)
    const added = await app.page.evaluate(
      (apiKey) =>
        window.zonedesk.accounts.add({
          name: 'Acme',
          region: 'us',
          baseUrl: null,
          apiKey,
          keepKey: 'session',
        }),
      KEY,
    )
    if (!added.ok) throw new Error(added.failure.message)
  })
  afterAll(async () => {
    await app.close()
    us.stop()
    eu.stop()
    folder.remove()
  })

  const dialog = (): Locator => app.page.getByRole('dialog', { name: 'Accounts' })
  const card = (): Locator => app.page.getByRole('article', { name: 'Acme' })
  const change = (): Locator => card().getByRole('button', { name: 'Change the region of Acme' })
  const option = (): Locator => app.page.getByRole('option').filter({ hasText: NAME })

  it('says so in the window, having asked both', async () => {
    await app.page.getByText('The key belongs to the EU region.').first().waitFor()
    expect(us.received.map(({ request }) => request)).toContain('GET /v4/domains')
    expect(eu.received.map(({ request }) => request)).toEqual(['GET /v4/domains'])
    await expect.poll(() => option().count()).toBe(0)
  })

  it('says so too when the account is tested', async () => {
    await app.page.getByRole('button', { name: 'Change the region', exact: true }).click()
    await dialog().waitFor()
    await card().getByRole('button', { name: 'Test', exact: true }).click()
    await card().getByText('The key belongs to the EU region.').waitFor()
    await card().getByText('Change the region of the account.').waitFor()
  })

  it('keeps its region until another one is chosen, and when that is cancelled', async () => {
    await change().click()
    const submit = card().getByRole('button', { name: 'Change region', exact: true })
    await expect.poll(() => card().getByRole('radio', { name: 'United States' }).isChecked()).toBe(true)
    await expect.poll(() => submit.isDisabled()).toBe(true)
    await card().getByRole('radio', { name: 'Europe' }).check()
    await expect.poll(() => submit.isDisabled()).toBe(false)
    await card().getByRole('button', { name: 'Cancel' }).click()
    await submit.waitFor({ state: 'detached' })
    expect(await accountNamed(app.page, 'Acme')).toMatchObject({ region: 'us', baseUrl: `https://${US}` })
  })

  it('brings its domains once the region is changed, with the key it had', async () => {
    us.received.length = 0
    await change().click()
    await card().getByRole('radio', { name: 'Europe' }).check()
    await card().getByRole('button', { name: 'Change region', exact: true }).click()
    await option().waitFor({ state: 'attached' })
    expect(await accountNamed(app.page, 'Acme')).toMatchObject({
      region: 'eu',
      baseUrl: `https://${EU}`,
      key: 'session',
    })
    await card().getByRole('button', { name: 'Test', exact: true }).click()
    await card().getByText('Works: 1 domain', { exact: true }).waitFor()
    await closeDialog(app.page)
    await app.page.getByText('The key belongs to the EU region.').waitFor({ state: 'detached' })
    await option().click()
    await app.page.getByRole('heading', { level: 1, name: NAME }).waitFor()
    expect(us.received).toEqual([])
    const credentials = `Basic ${Buffer.from(`api:${KEY}`).toString('base64')}`
    expect(new Set(eu.received.map(({ authorization }) => authorization))).toEqual(new Set([credentials]))
    expect(app.pageErrors).toEqual([])
  })
})
