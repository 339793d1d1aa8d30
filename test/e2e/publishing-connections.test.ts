import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { planAsJson } from '../../src/main/domains/publishing/given/plan-file'
import type { DomainPlan } from '../../src/preload/contract/publishing'
import { type PowerDnsServer, startPowerDns } from '../dns-server/powerdns'
import { resizeTo, type RunningApp, startApp, temporaryFolder } from './app'
import { violations } from './axe'
import { photograph } from './pictures'
import { connectPowerDns, textsAt } from './zones-scene'

const APEXES = ['one.test', 'two.test']
const WHY = 'The name has no SPF policy.'
const POLICY = 'v=spf1 include:mailgun.org ~all'

/** A plan of domains that are not in the list. */
function savedPlan(): string {
  const domains = APEXES.map((zone) => {
    const name = `mg.${zone}`
    const after = { name, type: 'TXT', ttl: 300, data: [{ type: 'TXT', strings: [POLICY] }] } as const
    return {
      shown: {
        ...({ accountId: 'elsewhere', name } as DomainPlan),
        changes: [{ zone, name, type: 'TXT' as const, before: null, after: null, reasons: [WHY] }],
      },
      parts: [
        {
          zone,
          hostedId: `${zone}.`,
          made: [{ name, type: 'TXT', before: null, after }] as const,
          accepted: [],
        },
      ],
    }
  })
  return planAsJson(domains, Date.now())
}

const zoneText = (apex: string): string =>
  [
    `$ORIGIN ${apex}.`,
    '$TTL 300',
    `@ SOA ns.${apex}. hostmaster.${apex}. 7 3600 600 86400 1`,
    `@ NS ns.${apex}.`,
    'ns A 127.0.0.1',
    '',
  ].join('\n')

describe('publishing without its connection', () => {
  const folder = temporaryFolder()
  let server: PowerDnsServer
  let app: RunningApp
  let page: Page
  /** The connection that there is. */
  let connection: string

  beforeAll(async () => {
    server = await startPowerDns({
      zones: Object.fromEntries(APEXES.map((apex) => [apex, zoneText(apex)])),
      keys: [],
    })
    app = await startApp(folder.path)
    page = app.page
    await resizeTo(app, 1280, 800)
    connection = await connectPowerDns(page, 'Our PowerDNS', server)
    const path = join(folder.path, 'plan.json')
    writeFileSync(path, savedPlan())
    await app.electron.evaluate(({ dialog: system }, chosen) => {
      system.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] })
    }, path)
  })
  afterEach(() => expect(app.pageErrors).toEqual([]))
  afterAll(async () => {
    await app.close()
    await server.stop()
    folder.remove()
  })

  const dialog = (name: string): Locator => page.getByRole('dialog', { name })
  const publishing = (): Locator => dialog('Publish records')
  const connections = (): Locator => dialog('Connections to DNS hosts')
  const writes = (): Locator =>
    publishing().getByRole('button', { name: 'Write 2 records into 2 zones', exact: true })

  async function removeConnection(): Promise<void> {
    const outcome = await page.evaluate(
      (connectionId) => window.zonedesk.connections.remove({ connectionId }),
      connection,
    )
    if (!outcome.ok) throw new Error(outcome.failure.message)
  }

  async function inBothSizes(name: string): Promise<void> {
    expect(await violations(app)).toEqual([])
    await photograph(page, name)
    await resizeTo(app, 900, 600)
    await photograph(page, `${name}-small`)
    await resizeTo(app, 1280, 800)
  }

  /** The button that leads to the connections, pressed from the keyboard, and back from there. */
  async function leadsToConnections(button: string, shows: string): Promise<void> {
    const detail = publishing().getByRole('region', { name: /^What (?:was done|happens) to this/ })
    await detail.focus()
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent.trim())).toBe(button)
    await page.keyboard.press('Enter')
    await connections().getByText(shows).first().waitFor()
    await page.keyboard.press('Escape')
    await connections().waitFor({ state: 'detached' })
    await publishing().waitFor()
  }

  it('ends a run whose connection was removed, says so, and leads to the connections', async () => {
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill('open a saved plan')
    await page.keyboard.press('Enter')
    await writes().waitFor()
    await removeConnection()
    await writes().press('Enter')
    await publishing().getByText('The connection Our PowerDNS was removed.').first().waitFor()
    await publishing().getByRole('button', { name: 'Plan anew (2)' }).waitFor()
    await inBothSizes('connection-removed-run')
    await leadsToConnections('Open connections', 'No DNS host is connected')
  })

  it('plans anew, and says for each domain that no connection holds its zone', async () => {
    await publishing().getByRole('button', { name: 'Plan anew (2)' }).press('Enter')
    await publishing().getByText('No connection holds the zone of mg.one.test.').first().waitFor()
    await inBothSizes('connection-none-plan')
    await leadsToConnections('Open connections', 'No DNS host is connected')
  })

  it('names the connection whose key the host refuses, and opens that one', async () => {
    connection = await connectPowerDns(page, 'Wrong key', { ...server, apiKey: 'wrong' })
    await publishing().getByRole('button', { name: 'Plan anew', exact: true }).press('Enter')
    await publishing().getByText('Wrong key:', { exact: false }).first().waitFor()
    await inBothSizes('connection-refused-plan')
    await leadsToConnections('Open the connection', 'Wrong key')
  })

  it('writes what is planned anew once the host is connected again, and nothing twice', async () => {
    await removeConnection()
    connection = await connectPowerDns(page, 'Our PowerDNS again', server)
    await publishing().getByRole('button', { name: 'Plan anew', exact: true }).press('Enter')
    await writes().waitFor()
    await inBothSizes('connection-again-plan')
    await writes().press('Enter')
    await publishing().getByText('2 zones written').first().waitFor()
    await inBothSizes('connection-again-run')
    for (const apex of APEXES) expect(await textsAt(server, `mg.${apex}`)).toEqual([POLICY])
  })

  it('takes back what was written through a connection that is gone, through the one there is', async () => {
    await removeConnection()
    connection = await connectPowerDns(page, 'A third one', server)
    await publishing().getByRole('button', { name: 'Take all back…' }).press('Enter')
    const undo = dialog('Take back what was published')
    const button = undo.getByRole('button', { name: 'Remove 2 records from 2 zones…' })
    await button.waitFor()
    await inBothSizes('connection-undo-plan')
    await button.press('Enter')
    const confirm = dialog('Take this back?')
    await confirm.getByRole('button', { name: 'Remove 2 records from 2 zones' }).waitFor()
    await inBothSizes('connection-undo-confirm')
    await confirm.getByRole('button', { name: 'Remove 2 records from 2 zones' }).press('Enter')
    await dialog('Take published records back').getByText('2 zones taken back').first().waitFor()
    await dialog('Take published records back')
      .getByRole('button', { name: /^Taken back/ })
      .waitFor()
    await inBothSizes('connection-undo-run')
    for (const apex of APEXES) expect(await textsAt(server, `mg.${apex}`)).toEqual([])
  })
})
