import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PowerDnsServer, startPowerDns } from '../dns-server/powerdns'
import { zoneFor } from '../dns-server/zone'
import { type RunningApp, startApp, temporaryFolder } from './app'
import { bytesOf } from './bytes-of'

const NAME = 'Office'

describe('connections to DNS hosts', () => {
  const folder = temporaryFolder()
  let powerDns: PowerDnsServer
  let silent: Server
  let app: RunningApp

  const dialog = (): Locator => app.page.getByRole('dialog')
  const button = (name: string | RegExp): Locator => dialog().getByRole('button', { name, exact: true })
  const field = (name: string | RegExp): Locator => dialog().getByRole('textbox', { name })
  const card = (name = NAME): Locator => app.page.getByRole('article', { name })
  const open = (): Promise<void> =>
    app.page
      .getByRole('navigation')
      .getByRole('button', { name: 'Connections to DNS hosts', exact: true })
      .click()

  beforeAll(async () => {
    powerDns = await startPowerDns({
      zones: { 'example.com': zoneFor('example.com', []), 'example.org': zoneFor('example.org', []) },
      keys: [],
    })
    silent = createServer(() => undefined)
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    app = await startApp(folder.path)
  })
  afterAll(async () => {
    await app.close()
    silent.closeAllConnections()
    silent.close()
    await powerDns.stop()
    folder.remove()
  })

  it('teach in one line what they are for, while there is none', async () => {
    await open()
    await dialog().getByText('No DNS host is connected').waitFor()
    await dialog()
      .getByText(/Zonedesk publishes the records of your domains itself/)
      .waitFor()
    expect(await app.page.getByRole('region', { name: 'Connections' }).count()).toBe(0)
  })

  it('are tried before they are kept: a wrong key is told, and a silent host can be given up', async () => {
    await button('Add connection').click()
    await dialog().getByRole('combobox', { name: 'DNS host' }).selectOption('powerdns')
    await field('API key').fill('wrong')
    await field('Address of the API').fill(`http://127.0.0.1:${(silent.address() as AddressInfo).port}`)
    await button('Test connection').click()
    await dialog().getByText('Listing the zones').waitFor()
    await button('Cancel test').click()
    await button('Test connection').waitFor()
    await field('Address of the API').fill(powerDns.apiUrl)
    await button('Test connection').click()
    await dialog()
      .getByText(/PowerDNS does not accept the API key/)
      .first()
      .waitFor()
    await field('API key').fill(powerDns.apiKey)
    await button('Test connection').click()
    await dialog().getByText('Works: 2 zones').first().waitFor()
  })

  it('are added with the keyboard, and shown beside the accounts', async () => {
    await field(/^Name/).fill(NAME)
    await dialog()
      .getByRole('radio', { name: /Until the app quits/ })
      .check()
    await app.page.keyboard.press('Control+Enter')
    await card().waitFor()
    await card().getByText(`PowerDNS at ${powerDns.apiUrl}`).waitFor()
    await card().getByRole('button', { name: 'Test', exact: true }).click()
    await card().getByText('Works: 2 zones').waitFor()
    await card()
      .getByRole('button', { name: `Show the zones of ${NAME}` })
      .click()
    await card().getByRole('option', { name: 'example.org' }).waitFor()
    await app.page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
    await app.page.getByRole('region', { name: 'Connections' }).getByRole('button', { name: NAME }).click()
    await card().waitFor()
  })

  it('are renamed, and are read only at once', async () => {
    await card()
      .getByRole('button', { name: `Rename ${NAME}` })
      .click()
    await field('Name').fill('Head office')
    await app.page.keyboard.press('Enter')
    await card('Head office').getByRole('switch', { name: 'Read only' }).click()
    await app.page.getByRole('region', { name: 'Connections' }).getByText('Read only').waitFor()
  })

  it('ask for the secret again where they are to lead to another server', async () => {
    const changed = card('Head office')
    await changed.getByRole('button', { name: /^Change the settings/ }).click()
    await field('Address of the API').fill('https://dns.example')
    await button('Save').click()
    await changed.getByText(/has to be entered again/).waitFor()
    await button('Cancel').click()
  })

  it('go with their secret, and come back with it', async () => {
    await card('Head office').getByRole('button', { name: 'Remove Head office' }).click()
    await dialog().getByText('Head office and its secret were removed.').waitFor()
    expect(await app.page.evaluate(() => document.activeElement?.textContent.trim())).toBe('Undo')
    await app.page.keyboard.press('Enter')
    const back = card('Head office')
    await back.getByRole('button', { name: 'Test', exact: true }).click()
    await back.getByText('Works: 2 zones').waitFor()
  })

  it('leave their secret in no file', async () => {
    const files = readdirSync(folder.path, { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder.path, name))
      .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true)
    const holding = files.filter((path) => {
      const bytes = bytesOf(path)
      return bytes.includes(powerDns.apiKey) || bytes.includes(Buffer.from(powerDns.apiKey, 'utf16le'))
    })
    expect(holding).toEqual([])
    expect(app.pageErrors).toEqual([])
  })
})
