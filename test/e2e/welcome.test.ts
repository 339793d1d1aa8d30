import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resizeTo, type RunningApp, startApp, temporaryFolder } from './app'
import { chooseInMenu } from './menu'
import { closeDialog, type OwnService, startOwnService, addAccount } from './own-service'
import { photograph } from './pictures'
import { EU, knowing, knowsNot, type RegionServer, startRegion, startWithRegions, US } from './region-server'

const KEY = 'key-hunter2-of-the-eu'

let app: RunningApp
const heading = (): Locator => app.page.getByRole('heading', { level: 1, name: 'Welcome to Zonedesk' })
const way = (name: RegExp): Locator =>
  app.page.getByRole('region', { name: 'Welcome' }).getByRole('button', { name })
const CONNECT = /^Add an account/
const ADD = /^Add a domain here/
const LOOK = /sample domains$/
const dialog = (): Locator => app.page.getByRole('dialog')
const press = (key: string): Promise<void> => app.page.keyboard.press(key)
/** Whether an element has the focus. */
const hasFocus = (one: Locator): Promise<boolean> =>
  one.evaluate((element) => element === document.activeElement)

/** Has the list of accounts answer only once it is released. */
async function holdAccounts(held: RunningApp): Promise<void> {
  await held.electron.evaluate(({ ipcMain }) => {
    const channel = 'zonedesk:accounts.list'
    // Electron's own table of handlers, not in its types.
    const { _invokeHandlers: handlers } = ipcMain as unknown as {
      _invokeHandlers: Map<string, (...args: unknown[]) => unknown>
    }
    const answer = handlers.get(channel)
    if (answer === undefined) throw new Error('The list of accounts is not answered.')
    const { promise, resolve } = Promise.withResolvers<null>()
    handlers.set(channel, async (...args) => {
      await promise
      return answer(...args)
    })
    ;(globalThis as unknown as { releaseAccounts: () => void }).releaseAccounts = () => {
      handlers.set(channel, answer)
      resolve(null)
    }
  })
}

async function releaseAccounts(held: RunningApp): Promise<void> {
  await held.electron.evaluate(() =>
    (globalThis as unknown as { releaseAccounts: () => void }).releaseAccounts(),
  )
}

describe('a new user', () => {
  const folder = temporaryFolder()
  beforeAll(async () => {
    app = await startApp(folder.path)
    await resizeTo(app, 1280, 800)
  })
  afterAll(async () => {
    await app.close()
    folder.remove()
  })

  it('is told what the app does, with three ways in, the first of which has the keyboard', async () => {
    await heading().waitFor()
    await app.page.getByText('which DNS records each of your sending domains needs').waitFor()
    for (const name of [CONNECT, ADD, LOOK]) await way(name).waitFor()
    await expect.poll(() => hasFocus(way(CONNECT))).toBe(true)
    await photograph(app.page, 'welcome-1280')
    await resizeTo(app, 900, 600)
    await photograph(app.page, 'welcome-900')
    for (const name of [CONNECT, ADD, LOOK]) await way(name).scrollIntoViewIfNeeded()
    await resizeTo(app, 640, 600)
    await photograph(app.page, 'welcome-640')
    await resizeTo(app, 1280, 800)
  })

  it('goes through the ways with the arrows, and opens one with its digit or Enter', async () => {
    await press('ArrowDown')
    await expect.poll(() => hasFocus(way(ADD))).toBe(true)
    await press('End')
    await expect.poll(() => hasFocus(way(LOOK))).toBe(true)
    await press('ArrowDown')
    await expect.poll(() => hasFocus(way(LOOK))).toBe(true)
    await press('Home')
    await press('2')
    await app.page.getByRole('dialog', { name: 'Add a domain' }).waitFor()
    await closeDialog(app.page)
    await expect.poll(() => hasFocus(way(ADD))).toBe(true)
    await press('ArrowUp')
    await press('Enter')
    await app.page.getByRole('dialog', { name: 'Add an account' }).waitFor()
    await photograph(app.page, 'account-form')
    await closeDialog(app.page)
    // It was opened for the form alone, so nothing else is in its place.
    await expect.poll(() => hasFocus(way(CONNECT))).toBe(true)
  })

  it('is told what needs a network while there is none', async () => {
    const protocol = await app.page.context().newCDPSession(app.page)
    const offline = (yes: boolean) =>
      protocol.send('Network.emulateNetworkConditions', {
        offline: yes,
        latency: 0,
        downloadThroughput: -1,
        uploadThroughput: -1,
      })
    await protocol.send('Network.enable')
    await offline(true)
    await app.page.getByText('this computer is offline now').waitFor()
    await photograph(app.page, 'welcome-offline')
    await offline(false)
    await app.page.getByText('this computer is offline now').waitFor({ state: 'detached' })
    await protocol.detach()
  })

  it('adds a domain, and sees it at once in place of the welcome', async () => {
    await way(ADD).click()
    await dialog().getByLabel('Domain name').fill('mg.example.com')
    await press('Control+Enter')
    await dialog().waitFor({ state: 'detached' })
    await app.page.getByRole('heading', { level: 1, name: 'mg.example.com' }).waitFor()
    await expect.poll(() => heading().count()).toBe(0)
  })

  it('finds the welcome again in the menu, and leaves it with Esc', async () => {
    await chooseInMenu(app, 'Welcome')
    await heading().waitFor()
    await expect.poll(() => app.page.getByRole('listbox', { name: 'Domains' }).isVisible()).toBe(false)
    await photograph(app.page, 'welcome-again')
    await press('Escape')
    await heading().waitFor({ state: 'detached' })
    await app.page.getByRole('heading', { level: 1, name: 'mg.example.com' }).waitFor()
    await chooseInMenu(app, 'Welcome')
    await heading().waitFor()
    await press('/')
    await heading().waitFor({ state: 'detached' })
    await expect.poll(() => hasFocus(app.page.getByRole('combobox', { name: 'Search domains' }))).toBe(true)
  })

  it('never sees it again by itself, not even while the accounts are on their way', async () => {
    await app.close()
    app = await startApp(folder.path)
    await holdAccounts(app)
    await app.page.addInitScript(() => {
      new MutationObserver(() => {
        if (document.querySelector('#welcome') !== null) document.documentElement.dataset['welcomed'] = ''
      }).observe(document, { subtree: true, childList: true })
    })
    await app.page.reload()
    await app.page.getByRole('option').filter({ hasText: 'mg.example.com' }).waitFor()
    await releaseAccounts(app)
    await app.page.waitForSelector('html[data-whole]', { state: 'attached' })
    expect(await app.page.locator('html[data-welcomed]').count()).toBe(0)
    expect(app.pageErrors).toEqual([])
  })
})

describe('a new user whose accounts take their time', () => {
  const folder = temporaryFolder()
  beforeAll(async () => {
    app = await startApp(folder.path)
    await resizeTo(app, 1280, 800)
  })
  afterAll(async () => {
    await app.close()
    folder.remove()
  })

  it('sees the shape of the welcome, and nothing moves when it comes', async () => {
    await heading().waitFor()
    const ways = (): Promise<number[][]> =>
      app.page
        .locator('#welcome li')
        .evaluateAll((all) =>
          all.map((one) => Object.values(one.getBoundingClientRect().toJSON() as Record<string, number>)),
        )
    const rounded = (boxes: number[][]): number[][] => boxes.map((box) => box.map(Math.round))
    const shown = rounded(await ways())
    await holdAccounts(app)
    await app.page.reload()
    await app.page.locator('#welcome[aria-busy=true] li').first().waitFor()
    expect(await app.page.getByText('No domains yet').isVisible()).toBe(false)
    await photograph(app.page, 'welcome-loading')
    const before = rounded(await ways())
    await releaseAccounts(app)
    await heading().waitFor()
    expect(before).toEqual(shown)
    expect(app.pageErrors).toEqual([])
  })
})

describe('an account whose region is not known', () => {
  const folder = temporaryFolder()
  let us: RegionServer
  let eu: RegionServer
  beforeAll(async () => {
    us = await startRegion(US, knowsNot)
    eu = await startRegion(EU, (request, response) => {
      const known = request.headers.authorization === `Basic ${Buffer.from(`api:${KEY}`).toString('base64')}`
      const answer = known ? knowing('mg.example.eu') : knowsNot
      answer(request, response)
    })
    app = await startWithRegions(folder.path, us, eu)
  })
  afterAll(async () => {
    await app.close()
    us.stop()
    eu.stop()
    folder.remove()
  })

  const form = (): Locator => app.page.getByRole('dialog', { name: 'Add an account' })
  const key = (): Locator => form().getByRole('textbox', { name: 'API key' })

  it('is asked for at both, and both are told where neither knows the key', async () => {
    await heading().waitFor()
    await press('1')
    await form().getByText('not a domain sending key').waitFor()
    await expect
      .poll(() => form().getByRole('radio', { name: 'I do not know the region' }).isChecked())
      .toBe(true)
    await key().fill('wrong')
    await form().getByRole('button', { name: 'Test connection' }).click()
    await form().getByText('Neither region knows this API key.').waitFor()
    expect([us.received.length, eu.received.length]).toEqual([1, 1])
  })

  it('is the one that answers, which the form says and takes', async () => {
    await key().fill(KEY)
    await form().getByRole('button', { name: 'Test connection' }).click()
    await form().getByText('Works in the EU region: 1 domain.').first().waitFor()
    await expect.poll(() => form().getByRole('radio', { name: 'Europe' }).isChecked()).toBe(true)
    await form().getByRole('radio', { name: 'I do not know the region' }).check()
    expect([us.received.length, eu.received.length]).toEqual([2, 2])
    await photograph(app.page, 'account-region')
  })

  it('is found when the account is added at once, and its domains take the place of the welcome', async () => {
    await form().getByRole('radio', { name: 'Until the app quits' }).check()
    await form()
      .getByRole('button', { name: /^Add account/ })
      .click()
    await form().waitFor({ state: 'detached' })
    await app.page.getByRole('option').filter({ hasText: 'mg.example.eu' }).waitFor()
    expect(await heading().count()).toBe(0)
    const outcome = await app.page.evaluate(() => window.zonedesk.accounts.list({}))
    expect(outcome).toMatchObject({
      ok: true,
      value: [{ kind: 'embedded' }, { name: 'Mailgun EU', region: 'eu', key: 'session' }],
    })
    // One request to find the region; all further ones go to the region that knows the key.
    expect(us.received).toHaveLength(3)
    expect(app.pageErrors).toEqual([])
  })
})

describe('an account without domains', () => {
  const folder = temporaryFolder()
  let own: OwnService
  beforeAll(async () => {
    own = await startOwnService('key-hunter2-empty')
    app = await startApp(folder.path)
  })
  afterAll(async () => {
    await app.page.evaluate(async () => {
      const accounts = await window.zonedesk.accounts.list({})
      for (const { id, kind } of accounts.ok ? accounts.value : []) {
        if (kind === 'provider') await window.zonedesk.accounts.remove({ accountId: id })
      }
    })
    await app.close()
    await own.stop()
    folder.remove()
  })

  it('shows the list with what to do next, and not the welcome', async () => {
    await heading().waitFor()
    await addAccount(app.page, { name: 'Customers', baseUrl: own.baseUrl, apiKey: own.apiKey })
    await app.page.getByText('No domains yet').waitFor()
    expect(await heading().count()).toBe(0)
    await photograph(app.page, 'account-empty')
    expect(app.pageErrors).toEqual([])
  })
})
