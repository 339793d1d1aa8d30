import type { Page } from 'playwright-core'
import { createEmbeddedService } from '../../src/main/embedded/service'
import type { Account } from '../../src/preload/contract/accounts'
import { serveFetch, type ServedFetch } from '../http-server/serve-fetch'
import { temporaryFolder } from './app'

/** A service with the Domains API at an address of its own on loopback, with a database of its own. */
export interface OwnService {
  readonly baseUrl: string
  readonly apiKey: string
  /** Every request seen, as `GET /v4/domains`. */
  requests(): readonly string[]
  /** Adds a domain as somebody else would, past the app. */
  addDomain(name: string): Promise<void>
  /** Makes it unreachable; what it holds stays. */
  disconnect(): Promise<void>
  /** Makes it reachable again at the same address. */
  reconnect(): Promise<void>
  stop(): Promise<void>
}

/** @param resolver where verification asks: an IP address with an optional port */
export async function startOwnService(apiKey: string, resolver = '127.0.0.1:1'): Promise<OwnService> {
  const folder = temporaryFolder()
  const service = createEmbeddedService({ databasePath: `${folder.path}/service.sqlite`, apiKey, resolver })
  const before: string[] = []
  let served: ServedFetch | null = await serveFetch((request) => service.fetch(request))
  const { baseUrl } = served
  const disconnect = async (): Promise<void> => {
    if (served === null) return
    before.push(...served.requests)
    await served.stop()
    served = null
  }
  return {
    baseUrl,
    apiKey,
    requests: () => [...before, ...(served?.requests ?? [])],
    addDomain: async (name) => {
      const response = await service.fetch(
        new Request(`${baseUrl}/v4/domains`, {
          method: 'POST',
          headers: { authorization: `Basic ${Buffer.from(`api:${apiKey}`).toString('base64')}` },
          body: new URLSearchParams({ name }),
        }),
      )
      if (!response.ok) throw new Error(await response.text())
    },
    disconnect,
    reconnect: async () => {
      served ??= await serveFetch((request) => service.fetch(request), Number(new URL(baseUrl).port))
    },
    stop: async () => {
      await disconnect()
      service.close()
      folder.remove()
    },
  }
}

/** What the form for a new account is filled with. */
export interface AccountEntry {
  readonly name: string
  readonly baseUrl: string
  readonly apiKey: string
}

/** Opens the accounts dialog fills its form for a new account at an own address. */
export async function fillAccountForm(page: Page, entry: AccountEntry): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: 'Accounts', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Add account', exact: true }).click()
  await dialog.getByRole('textbox', { name: /^Name/ }).fill(entry.name)
  await dialog.getByRole('radio', { name: 'Own address' }).check()
  await dialog.getByRole('textbox', { name: 'Base URL' }).fill(entry.baseUrl)
  await dialog.getByRole('textbox', { name: 'API key' }).fill(entry.apiKey)
}

/** Adds an account through the dialog and closes it. */
export async function addAccount(page: Page, entry: AccountEntry): Promise<Account> {
  await fillAccountForm(page, entry)
  await page.getByRole('button', { name: /^Add account/ }).click()
  await page.getByRole('article', { name: entry.name }).waitFor()
  await closeDialog(page)
  return accountNamed(page, entry.name)
}

export async function closeDialog(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

/** The account of that name as the window knows it. */
export async function accountNamed(page: Page, name: string): Promise<Account> {
  const outcome = await page.evaluate(() => window.zonedesk.accounts.list({}))
  const account = outcome.ok ? outcome.value.find((one) => one.name === name) : undefined
  if (account === undefined) throw new Error(`There is no account ${name}.`)
  return account
}
