import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openProfile } from '../../src/main/profile/profile'
import { openCache } from '../cache/local-cache'
import { sampleDomain } from '../unit/domains/sample-domains'
import { usualRecords } from '../unit/dns-hosts/arbitrary-records'
import { type RunningApp, startApp, temporaryFolder } from './app'

const ACCOUNT = 'many'
const DOMAINS = 6_000
/** Of those: the ones that `sheet` finds. */
const SHEETS = 400

const folder = temporaryFolder()
const saved = join(folder.path, 'saved')
let app: RunningApp

const dialog = (): Locator => app.page.getByRole('dialog')
/** What was said aloud, now or before. */
const said = (text: string): Promise<void> => app.page.getByText(text).first().waitFor({ state: 'attached' })
const timesAsked = (): Promise<number> =>
  app.electron.evaluate(() => (globalThis as unknown as { asked: number }).asked)

/** Puts domains with their records where the app finds them, as if it had fetched them. */
function fill(): void {
  const profile = openProfile(join(folder.path, 'profile.sqlite'))
  profile.accounts.add({
    ...{
      id: ACCOUNT,
      kind: 'provider',
      name: 'Many',
      region: 'own',
      createdAt: 1,
      includeSubaccounts: false,
      writeMode: 'normal',
    },
    // Nobody listens there, so what is in the cache stays as it is.
    baseUrl: 'http://127.0.0.1:1',
  })
  profile.close()
  const cache = openCache(join(folder.path, 'cache.sqlite'))
  for (let at = 0; at < DOMAINS; at += 1) {
    const name = `${at < SHEETS ? 'sheet' : 'mail'}${String(at).padStart(5, '0')}.example.com`
    cache.putDetail(ACCOUNT, sampleDomain(name), usualRecords(name), { fetchedAt: 1, source: 'sync' })
  }
  cache.close()
}

/** Presses Stop as soon as the dialog says of how many domains it is through some. */
async function stopOnProgress(): Promise<void> {
  await app.page.evaluate(() => {
    const observer = new MutationObserver(() => {
      const stop = [...document.querySelectorAll<HTMLElement>('dialog button')].find(
        (button) => button.textContent.trim() === 'Stop',
      )
      if (stop === undefined || !/\d of [\d.,\s]+ domains/.test(stop.parentElement?.textContent ?? '')) return
      observer.disconnect()
      stop.click()
    })
    observer.observe(document.body, { childList: true, subtree: true, characterData: true })
  })
}

beforeAll(async () => {
  fill()
  app = await startApp(folder.path)
  await app.electron.evaluate(({ dialog: system }, path) => {
    const counted = globalThis as unknown as { asked: number }
    counted.asked = 0
    system.showSaveDialog = () => {
      counted.asked += 1
      return Promise.resolve({ canceled: false, filePath: path })
    }
  }, saved)
  await app.page.getByRole('option', { name: /mail00400/ }).waitFor()
})
afterAll(async () => {
  await app.close()
  folder.remove()
})

describe('an export of thousands of domains', () => {
  it('says how far it is, and leaves nothing when it is stopped on the way', async () => {
    await app.page.keyboard.press('Control+Shift+E')
    await dialog().getByText('JSON', { exact: true }).click()
    await dialog()
      .getByRole('region', { name: 'Preview' })
      .getByText('"zone": "example.com"')
      .first()
      .waitFor()
    await stopOnProgress()
    await dialog().getByRole('button', { name: 'Save…' }).click()
    await said('The export was stopped')
    await dialog().getByRole('button', { name: 'Save…' }).waitFor()
    expect(await timesAsked()).toBe(0)
    expect(readdirSync(folder.path).filter((name) => name === 'saved' || name.endsWith('.part'))).toEqual([])
  })

  it('can be made again afterwards, to its end, with another TTL', async () => {
    await dialog().getByLabel('TTL').selectOption('1 day')
    await dialog().getByRole('region', { name: 'Preview' }).getByText('"ttl": 86400').first().waitFor()
    await dialog().getByRole('button', { name: 'Save…' }).click()
    await dialog().getByText('30,000 records of 6,000 domains saved.').first().waitFor()
    const { domains } = JSON.parse(readFileSync(saved, 'utf8')) as {
      domains: { records: { ttl: number }[] }[]
    }
    expect(domains).toHaveLength(DOMAINS)
    expect(new Set(domains.flatMap(({ records }) => records.map(({ ttl }) => ttl)))).toEqual(
      new Set([86_400]),
    )
  })

  it('is stopped when its dialog is closed', async () => {
    const asked = await timesAsked()
    await app.page.evaluate(() => {
      const observer = new MutationObserver(() => {
        if (!/\d of [\d.,\s]+ domains/.test(document.querySelector('dialog')?.textContent ?? '')) return
        observer.disconnect()
        document.querySelector<HTMLElement>('dialog button[aria-label=Close]')?.click()
      })
      observer.observe(document.body, { childList: true, subtree: true, characterData: true })
    })
    await dialog().getByRole('button', { name: 'Save…' }).click()
    await dialog().waitFor({ state: 'detached' })
    await said('The export was stopped')
    expect(await timesAsked()).toBe(asked)
  })
})

describe('hand-over sheets of hundreds of domains', () => {
  const windows = (): Promise<number> =>
    app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)

  it('are stopped while they are laid out, and the window that did it is gone', async () => {
    const asked = await timesAsked()
    const { page } = app
    await page.getByPlaceholder('Search domains').fill('sheet')
    await page.getByRole('option', { name: /sheet00000/ }).waitFor()
    await page.getByRole('listbox', { name: 'Domains' }).focus()
    await page.keyboard.press('Control+a')
    await page
      .getByText(/^(?:400|All) selected$/)
      .first()
      .waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill('sheets of the selected')
    await page.keyboard.press('Enter')
    await dialog().getByRole('heading', { name: 'Save hand-over sheet' }).waitFor()
    await dialog().getByRole('button', { name: 'Save PDF…' }).click()
    await expect.poll(windows).toBe(2)
    await dialog().getByRole('button', { name: 'Stop' }).click()
    await said('The export was stopped')
    await dialog().getByRole('button', { name: 'Save PDF…' }).waitFor()
    await expect.poll(windows).toBe(1)
    expect(await timesAsked()).toBe(asked)
  })
})
