import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type PowerDnsServer, startPowerDns } from '../dns-server/powerdns'
import { PRIMARY, zoneText } from '../integration/domains/publishing/publish-place'
import { resizeTo, type RunningApp, temporaryFolder } from './app'
import { violations } from './axe'
import { addDomain, openDomain } from './dns-scene'
import { photograph } from './pictures'
import { connectPowerDns, startZonesScene, type ZonesScene } from './zones-scene'

const APEXES = ['one.com', 'two.com']
const BOTH = 'Office and Cloud both hold a zone one.com, and DNS asks the name servers of each.'

describe('a zone that two connections hold', () => {
  const folder = temporaryFolder()
  let scene: ZonesScene
  let cloud: PowerDnsServer
  let app: RunningApp
  let page: Page

  beforeAll(async () => {
    scene = await startZonesScene(folder.path, APEXES)
    app = scene.app
    page = app.page
    page.setDefaultTimeout(20_000)
    const zones = Object.fromEntries(APEXES.map((apex) => [apex, zoneText(apex, [])]))
    cloud = await startPowerDns({ zones, keys: [], host: PRIMARY })
    for (const apex of APEXES) await addDomain(app, `mg.${apex}`)
    await connectPowerDns(page, 'Office', scene.server)
    await connectPowerDns(page, 'Cloud', cloud)
  })
  afterEach(() => expect(app.pageErrors).toEqual([]))
  afterAll(async () => {
    await scene.stop()
    await cloud.stop()
    folder.remove()
  })

  const plan = () => page.getByRole('dialog', { name: 'Publish records' })
  const publish = () => page.getByRole('button', { name: 'Publish…' })
  const use = (name: string, at: Page | Locator = page) =>
    at.getByRole('button', { name: `Use this zone: ${name}` })
  const takeBack = (name: string, at: Page | Locator = page) =>
    at.getByRole('button', { name: `Take the choice back: ${name}` })

  it('is chosen in the domain, and the choice is taken back, by the keyboard', async () => {
    await openDomain(app, 'mg.one.com')
    await page.getByText(BOTH).first().waitFor()
    expect(await publish().count()).toBe(0)
    expect(await violations(app)).toEqual([])
    await photograph(page, 'offer-two')
    await resizeTo(app, 900, 600)
    await photograph(page, 'offer-two-small')
    await resizeTo(app, 1280, 800)
    await use('Cloud').press('Enter')
    await publish().waitFor()
    await page.getByText('through Cloud, which you chose', { exact: false }).first().waitFor()
    await page.getByRole('button', { name: 'Other zones' }).press('Enter')
    await takeBack('Cloud').waitFor()
    expect(await violations(app)).toEqual([])
    await photograph(page, 'offer-chosen')
    await takeBack('Cloud').press('Enter')
    await page.getByText(BOTH).first().waitFor()
    expect(await publish().count()).toBe(0)
  })

  it('is chosen in the plan of the domain, which is made anew', async () => {
    await page.keyboard.press('p')
    await plan().getByText(BOTH).first().waitFor()
    expect(await violations(app)).toEqual([])
    await photograph(page, 'plan-two-zones')
    await use('Office', plan()).press('Enter')
    await plan()
      .getByText(/^1 domain in 1 zone through 1 connection: \d+ records come\./)
      .first()
      .waitFor()
    await plan().getByText('through Office, which you chose', { exact: false }).waitFor()
    await photograph(page, 'plan-chosen')
    await plan().getByRole('button', { name: 'Other zones' }).press('Enter')
    await takeBack('Office', plan()).press('Enter')
    await plan().getByText(BOTH).first().waitFor()
    await page.keyboard.press('Escape')
  })

  it('is chosen for several domains of a plan before it is made anew', async () => {
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill('publish the records of all')
    await page.keyboard.press('Enter')
    await plan().getByText('There is nothing to write: 2 domains are left out.').first().waitFor()
    await use('Office', plan()).press('Enter')
    await takeBack('Office', plan()).waitFor()
    await plan().getByText('You chose which zone is meant.').first().waitFor()
    await photograph(page, 'plan-chosen-of-several')
    await plan().getByRole('listbox').press('ArrowDown')
    await use('Cloud', plan()).press('Enter')
    await takeBack('Cloud', plan()).waitFor()
    await plan().getByRole('button', { name: 'Plan anew' }).press('Enter')
    await plan()
      .getByText(/^2 domains in 2 zones through 2 connections: \d+ records come\./)
      .first()
      .waitFor()
    expect(await violations(app)).toEqual([])
    await photograph(page, 'plan-chosen-anew')
    await page.keyboard.press('Escape')
  })

  it('is taken back among the zones of its connection, and chosen again', async () => {
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill('connections to dns hosts')
    await page.keyboard.press('Enter')
    const hosts = page.getByRole('dialog', { name: 'Connections to DNS hosts' })
    await hosts.getByRole('button', { name: 'Show the zones of Office' }).press('Enter')
    await hosts.getByRole('list', { name: 'Zones that you chose of Office' }).waitFor()
    expect(await violations(app)).toEqual([])
    await photograph(page, 'connection-chosen')
    await hosts.getByRole('button', { name: 'Take the choice back: one.com' }).press('Enter')
    await hosts.getByRole('button', { name: 'Choose again: one.com' }).waitFor()
    const candidates = await page.evaluate(async () => {
      const accounts = await window.zonedesk.accounts.list({})
      const accountId = accounts.ok ? (accounts.value[0]?.id ?? '') : ''
      const offer = await window.zonedesk.publishing.offer({ accountId, name: 'mg.one.com' })
      return offer.ok ? offer.value.state : 'failed'
    })
    expect(candidates).toBe('several')
    await hosts.getByRole('button', { name: 'Choose again: one.com' }).press('Enter')
    await hosts.getByRole('button', { name: 'Take the choice back: one.com' }).waitFor()
    await page.keyboard.press('Escape')
  })
})
