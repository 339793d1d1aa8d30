import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { clipboardText, resizeTo, type RunningApp, temporaryFolder } from './app'
import { violations } from './axe'
import { addDomain, openDomain } from './dns-scene'
import { photograph } from './pictures'
import { connectPowerDns, startZonesScene, textsAt, type ZonesScene } from './zones-scene'

const APEXES = ['one.com', 'two.com', 'three.com', 'four.com']
const NAMES = ['mg.one.com', 'mg.two.com', 'mg.three.com', 'mg.four.com']
const FOREIGN = [
  '@ TXT "google-site-verification=abc123"',
  'www A 203.0.113.80',
  'mg 900 IN TXT "vendor=0f3a"',
  'mg 900 IN TXT "v=spf1 ip4:192.0.2.77 -all"',
]

describe('publishing', () => {
  const folder = temporaryFolder()
  let scene: ZonesScene
  let app: RunningApp
  let page: Page

  beforeAll(async () => {
    scene = await startZonesScene(folder.path, APEXES, FOREIGN)
    app = scene.app
    page = app.page
    for (const name of NAMES) await addDomain(app, name)
  })
  afterEach(() => expect(app.pageErrors).toEqual([]))
  afterAll(async () => {
    await scene.stop()
    folder.remove()
  })

  const dialog = (name: string) => page.getByRole('dialog', { name })
  const plan = () => dialog('Publish records')
  const list = () => plan().getByRole('listbox', { name: 'Domains of the plan' })

  const texts = (name: string): Promise<string[]> => textsAt(scene.server, name)
  const connect = (isReadOnly: boolean): Promise<string> =>
    connectPowerDns(page, 'Our PowerDNS', scene.server, isReadOnly)

  async function connectionId(): Promise<string> {
    const outcome = await page.evaluate(() => window.zonedesk.connections.list({}))
    const [connection] = outcome.ok ? outcome.value : []
    if (connection === undefined) throw new Error('there is no connection')
    return connection.id
  }

  /** Somebody else writes an RRset of TXT records. */
  async function edit(zone: string, name: string, contents: readonly string[]): Promise<void> {
    const records = contents.map((content) => ({ content, disabled: false }))
    const rrset = { name, type: 'TXT', ttl: 900, changetype: 'REPLACE', records }
    const response = await fetch(`${scene.server.apiUrl}/api/v1/servers/localhost/zones/${zone}.`, {
      method: 'PATCH',
      headers: { 'X-API-Key': scene.server.apiKey, 'content-type': 'application/json' },
      body: JSON.stringify({ rrsets: [rrset] }),
    })
    expect(response.status).toBe(204)
  }

  async function command(words: string): Promise<void> {
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill(words)
    await page.keyboard.press('Enter')
  }

  /** The link of the offer that leads to the connections, and back from there. */
  async function leadsToConnections(shows: string): Promise<void> {
    const link = page.getByRole('button', { name: 'Connections…' })
    await link.press('Enter')
    const connections = dialog('Connections to DNS hosts')
    await connections.getByText(shows).first().waitFor()
    await page.keyboard.press('Escape')
    await connections.waitFor({ state: 'detached' })
    expect(await link.evaluate((one) => one === document.activeElement)).toBe(true)
  }

  it('is offered once a connection may write, and the steps by hand stay', async () => {
    await openDomain(app, 'mg.one.com')
    await page.getByText('servers that take signed updates').first().waitFor()
    expect(await page.getByRole('button', { name: 'Publish…' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Set up', exact: true }).waitFor()
    await photograph(page, 'publish-none')
    await leadsToConnections('No DNS host is connected')
    const id = await connect(true)
    await page.getByText('Our PowerDNS is read only in Zonedesk.', { exact: false }).first().waitFor()
    await photograph(page, 'publish-read-only')
    expect(await violations(app)).toEqual([])
    await leadsToConnections('Our PowerDNS')
    expect(await page.getByRole('button', { name: 'Publish…' }).count()).toBe(0)
    await page.evaluate(
      (connectionId) => window.zonedesk.connections.setReadOnly({ connectionId, isReadOnly: false }),
      id,
    )
    await page.getByRole('button', { name: 'Publish…' }).waitFor()
    await page.getByRole('button', { name: 'Set up', exact: true }).waitFor()
    expect(await violations(app)).toEqual([])
    await photograph(page, 'publish-offer')
  })

  it('plans, leaves one out, confirms, and writes, by the keyboard alone', async () => {
    await command('publish the records of all')
    await list().waitFor()
    await plan()
      .getByText(/4 domains in 4 zones through 1 connection: \d+ records come, 4 go\./)
      .first()
      .waitFor()
    await plan().getByText('After this:', { exact: false }).first().waitFor()
    expect(await violations(app)).toEqual([])
    await photograph(page, 'publish-plan')
    await resizeTo(app, 900, 600)
    await photograph(page, 'publish-plan-small')
    await resizeTo(app, 1280, 800)
    await page.keyboard.press('End')
    await page.keyboard.press('Space')
    await plan()
      .getByText(/3 domains in 3 zones through 1 connection: \d+ records come, 3 go; 1 domain is left out\./)
      .first()
      .waitFor()
    await photograph(page, 'publish-left-out')
    await page.keyboard.press('Home')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect.poll(() => clipboardText(app)).not.toBe('')
    await page.keyboard.press('Escape')
    await plan()
      .getByRole('button', { name: /^Write \d+ and remove 3 records in 3 zones/ })
      .press('Enter')
    const confirm = dialog('Write this?')
    await confirm
      .getByRole('list', { name: 'What goes' })
      .getByText('v=spf1 ip4:192.0.2.77 -all')
      .first()
      .waitFor()
    expect(await violations(app)).toEqual([])
    await photograph(page, 'publish-confirm')
    await confirm.getByRole('button', { name: /^Write \d+ and remove/ }).press('Enter')
    const run = dialog('Publish records')
    await run.getByText('3 zones written').first().waitFor()
    expect(await violations(app)).toEqual([])
    await run.getByRole('listbox', { name: 'Zones' }).press('ArrowDown')
    await run.getByText('For mg.one.com').waitFor()
    await photograph(page, 'publish-run')
    await resizeTo(app, 900, 600)
    await photograph(page, 'publish-run-small')
    await resizeTo(app, 1280, 800)
    const written = await Promise.all(['mg.one.com', 'mg.two.com', 'mg.three.com', 'mg.four.com'].map(texts))
    expect(written.filter((one) => one.some((text) => text.includes('include:mailgun.org')))).toHaveLength(3)
    expect(written.every((one) => one.includes('vendor=0f3a'))).toBe(true)
    await page.keyboard.press('Escape')
    await page.getByRole('region', { name: 'Publish records' }).waitFor()
    await photograph(page, 'publish-strip')
  })

  it('stands in the history of the domain, and is taken back from there', async () => {
    await openDomain(app, 'mg.one.com')
    await page.getByRole('tab', { name: 'History' }).click()
    const journal = page.getByRole('region', { name: 'Published by Zonedesk' })
    await journal.getByRole('button', { name: /one\.com/ }).press('Enter')
    await journal.getByText('v=spf1 ip4:192.0.2.77 -all').first().waitFor()
    expect(await violations(app)).toEqual([])
    await photograph(page, 'publish-journal')
    await journal.getByRole('button', { name: 'Take back…' }).press('Enter')
    const undo = dialog('Take back what was published')
    await undo.getByText('1 domain in 1 zone through 1 connection: 1 record comes, 5 go.').first().waitFor()
    expect(await violations(app)).toEqual([])
    await photograph(page, 'publish-undo')
    await undo.getByRole('button', { name: 'Write 1 and remove 5 records in 1 zone…' }).press('Enter')
    const confirm = dialog('Take this back?')
    await confirm
      .getByRole('list', { name: 'What goes' })
      .getByText('mailgun.org', { exact: true })
      .first()
      .waitFor()
    await photograph(page, 'publish-undo-confirm')
    await confirm.getByRole('button', { name: 'Write 1 and remove 5 records in 1 zone' }).press('Enter')
    const run = dialog('Take published records back')
    await run.getByText('1 zone taken back').first().waitFor()
    expect(await texts('mg.one.com')).toEqual(['v=spf1 ip4:192.0.2.77 -all', 'vendor=0f3a'])
    await page.keyboard.press('Escape')
    await journal.getByText('taken back since').first().waitFor()
  })

  it('writes nothing over another editor, and plans anew', async () => {
    await openDomain(app, 'mg.two.com')
    await page.keyboard.press('p')
    await plan()
      .getByText(/^1 domain in 1 zone/)
      .first()
      .waitFor()
    await edit('two.com', 'mg.two.com.', [
      '"vendor=0f3a"',
      '"v=spf1 ip4:192.0.2.77 -all"',
      '"by somebody else"',
    ])
    await plan()
      .getByRole('button', { name: /^Write 5 and remove 1 record/ })
      .press('Enter')
    await dialog('Write this?')
      .getByRole('button', { name: /^Write 5/ })
      .press('Enter')
    const run = dialog('Publish records')
    await run.getByText('0 of 1 zone written, 1 changed by somebody else').first().waitFor()
    await run
      .getByText('Somebody changed two.com since the plan was made.', { exact: false })
      .first()
      .waitFor()
    expect(await violations(app)).toEqual([])
    await photograph(page, 'publish-conflict')
    expect(await texts('mg.two.com')).toEqual([
      'by somebody else',
      'v=spf1 ip4:192.0.2.77 -all',
      'vendor=0f3a',
    ])
    await run.getByRole('button', { name: 'Plan anew (1)' }).press('Enter')
    await plan()
      .getByRole('button', { name: /^Write 5 and remove 1 record/ })
      .press('Enter')
    await dialog('Write this?')
      .getByRole('button', { name: /^Write 5/ })
      .press('Enter')
    await run.getByText('1 zone written').first().waitFor()
    expect(await texts('mg.two.com')).toEqual([
      'by somebody else',
      'v=spf1 ip4:192.0.2.77 include:mailgun.org -all',
      'vendor=0f3a',
    ])
    await page.keyboard.press('Escape')
  })

  it('says so where every record is there', async () => {
    await page.keyboard.press('p')
    await plan().getByText('There is nothing to write: 1 domain has every record.').first().waitFor()
    expect(await plan().getByRole('button', { name: 'Nothing to write' }).isDisabled()).toBe(true)
    await photograph(page, 'publish-same')
    await page.keyboard.press('Escape')
  })

  it('says why where the connection only reads', async () => {
    const id = await connectionId()
    await page.evaluate(
      (connectionId) => window.zonedesk.connections.setReadOnly({ connectionId, isReadOnly: true }),
      id,
    )
    await command('publish the records of all')
    await plan().getByText('There is nothing to write: 4 domains are left out.').first().waitFor()
    await plan().getByText('Our PowerDNS is read only in Zonedesk.').first().waitFor()
    expect(await violations(app)).toEqual([])
    await photograph(page, 'publish-refused')
    await page.keyboard.press('Escape')
    await page.evaluate(
      (connectionId) => window.zonedesk.connections.setReadOnly({ connectionId, isReadOnly: false }),
      id,
    )
  })

  it('says that a zone was declined, and tries again', async () => {
    await openDomain(app, 'mg.one.com')
    await page.keyboard.press('p')
    await plan()
      .getByText(/^1 domain in 1 zone/)
      .first()
      .waitFor()
    scene.server.pdnsutil('set-kind', 'one.com', 'slave')
    await plan()
      .getByRole('button', { name: /^Write 5 and remove 1 record/ })
      .press('Enter')
    await dialog('Write this?')
      .getByRole('button', { name: /^Write 5/ })
      .press('Enter')
    const run = dialog('Publish records')
    await run.getByText('0 of 1 zone written, 1 failed').first().waitFor()
    expect(await violations(app)).toEqual([])
    await photograph(page, 'publish-declined')
    scene.server.pdnsutil('set-kind', 'one.com', 'native')
    await run.getByRole('button', { name: 'Try again (1)' }).press('Enter')
    await run.getByText('1 zone written').first().waitFor()
    await page.keyboard.press('Escape')
  })

  it('lists every run, and settings say when Zonedesk asks', async () => {
    await command('show what was published')
    const runs = dialog('Published')
    await runs.getByRole('button', { name: /mg\.four\.com and 2 others.*3 zones written/ }).waitFor()
    expect(await runs.getByRole('listitem').count()).toBe(5)
    expect(await violations(app)).toEqual([])
    await photograph(page, 'publish-runs')
    await runs.getByRole('button', { name: /3 zones written/ }).press('Enter')
    await dialog('Publish records').getByText('3 zones written').first().waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+,')
    await page.getByLabel('Ask once more before publishing').selectOption('0')
    await page.keyboard.press('Escape')
    const outcome = await page.evaluate(() => window.zonedesk.settings.get({}))
    expect(outcome).toMatchObject({ ok: true, value: { publishAskAbove: 0 } })
  })
})
