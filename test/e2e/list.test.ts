import { createKeychain } from '../../src/main/accounts/keychain'
import { randomUUID } from 'node:crypto'
import { domainToASCII, domainToUnicode } from 'node:url'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ServedFetch, serveFetch } from '../http-server/serve-fetch'
import { clipboardText, resizeTo, type RunningApp, startApp, temporaryFolder } from './app'
import { addAccount } from './own-service'

const DOMAINS = 10_000
const INTERNATIONAL = 100
const DISABLED = 500
const UNVERIFIED = 2_000

const folder = temporaryFolder()
/** What the service has: names by position, sorted when asked for. */
const names = Array.from({ length: DOMAINS }, (_, at) =>
  at < INTERNATIONAL
    ? domainToASCII(`bücher${at}.example.org`)
    : `mail${String(at).padStart(5, '0')}.example.com`,
)
const positions = new Map(names.map((name, at) => [name, at]))
let service: ServedFetch
let app: RunningApp
let accountId: string

/** The list of the Domains API, sorted by name, and each domain without records. */
function answer(request: Request): Response {
  const { pathname, searchParams } = new URL(request.url)
  const one = /^\/v4\/domains\/(.+)$/.exec(pathname)?.[1]
  if (one !== undefined) {
    return Response.json({ domain: wireDomain(one), sending_dns_records: [], receiving_dns_records: [] })
  }
  const from = Number(searchParams.get('skip'))
  const page = names.toSorted().slice(from, from + Number(searchParams.get('limit')))
  return Response.json({ total_count: names.length, items: page.map(wireDomain) })
}

function wireDomain(name: string): Record<string, unknown> {
  const at = positions.get(name) ?? DOMAINS
  const state =
    at >= INTERNATIONAL + DISABLED + UNVERIFIED
      ? 'active'
      : at >= INTERNATIONAL + DISABLED
        ? 'unverified'
        : at >= INTERNATIONAL
          ? 'disabled'
          : 'active'
  return { name, state, type: 'custom', created_at: 'Mon, 02 Nov 2026 10:00:00 GMT' }
}

beforeAll(async () => {
  service = await serveFetch(answer)
  app = await startApp(folder.path)
  await resizeTo(app, 1280, 800)
})
afterAll(async () => {
  await app.close()
  await service.stop()
  if (accountId) await createKeychain().delete(accountId)
  folder.remove()
})

const rows = (): Locator => app.page.getByRole('listbox', { name: 'Domains' })
const selected = (): Locator => rows().getByRole('option', { selected: true })
const count = (text: string): Promise<void> =>
  app.page.locator('#list').getByText(text, { exact: true }).waitFor()
const search = (): Locator => app.page.getByRole('combobox', { name: 'Search domains' })
const filter = (name: string): Locator =>
  app.page.getByRole('region', { name: 'Views' }).getByRole('button', { name: new RegExp(`^${name}`) })
const position = async (): Promise<number> => Number(await selected().getAttribute('aria-posinset'))

async function stopSync(): Promise<void> {
  await app.page.getByRole('button', { name: 'Cancel sync' }).click()
  await app.page.getByText('Sync stopped').waitFor()
}

describe('ten thousand domains', () => {
  it('are listed while their records are still being fetched, with progress', async () => {
    ;({ id: accountId } = await addAccount(app.page, {
      name: 'Large',
      baseUrl: service.baseUrl,
      apiKey: `key-hunter2-${randomUUID()}`,
    }))
    await count('10,000 domains')
    await app.page.getByText(/^Syncing [\d,]+ of [\d,]+/).waitFor()
    const progress = app.page.getByRole('progressbar', { name: 'Sync' })
    await expect.poll(async () => Number(await progress.getAttribute('aria-valuenow'))).toBeGreaterThan(0)
  })

  it('stop being fetched when the user says so, and stay', async () => {
    await stopSync()
    const asked = service.requests.length
    await app.page.evaluate(() => window.zonedesk.sync.status({}))
    expect(service.requests.length).toBe(asked)
    await count('10,000 domains')
  })

  it('are counted by view', async () => {
    for (const [view, domains] of [
      ['All', '10,000'],
      ['Unverified', '2,000'],
      ['Active', '7,500'],
      ['Disabled', '500'],
    ] as const) {
      await filter(view).getByText(domains, { exact: true }).waitFor()
    }
  })

  it('are filtered by state', async () => {
    await filter('Disabled').click()
    await count('500 of 10,000')
    await filter('All').click()
    await count('10,000 domains')
  })

  it('are found by any part of a name, international ones in both spellings', async () => {
    await search().fill('05000')
    await count('1 of 10,000')
    await rows().getByText('mail05000.example.com').waitFor()
    await search().fill('BÜCHER7.')
    await count('1 of 10,000')
    await rows().getByText('bücher7.example.org').waitFor()
    await search().fill('xn--bcher7')
    await rows().getByText('bücher7.example.org').waitFor()
    await search().fill('no such name')
    await app.page.getByText('No domain matches').waitFor()
    await app.page.getByRole('button', { name: 'Clear search' }).last().click()
    await count('10,000 domains')
  })

  it('are not said to have no such key while their records are not known', async () => {
    await search().fill('key:1024')
    await app.page.getByText('No domain is known to match “key:1024”').waitFor()
    await app.page.getByText(/^The records of [\d,]+ domains are not fetched yet/).waitFor()
    await app.page.locator('#list').getByRole('button', { name: 'Sync', exact: true }).waitFor()
    await search().fill('-key:1024')
    await count('10,000 of 10,000')
    await app.page.getByText(/^The records of [\d,]+ domains are not fetched yet/).waitFor()
    await search().fill('')
    await count('10,000 domains')
  })

  it('are shown at any place of the scrollbar without those between being fetched', async () => {
    await rows().evaluate((box) => (box.scrollTop = 5_000 * 32))
    const middle = domainToUnicode(names.toSorted()[5_010] ?? '')
    await rows().getByText(middle).waitFor()
    await rows().evaluate((box) => (box.scrollTop = 0))
    await rows()
      .getByText(domainToUnicode(names.toSorted()[0] ?? ''))
      .waitFor()
  })

  it('are selected one by one, from one to another, and all at once', async () => {
    const bar = app.page.getByRole('toolbar', { name: 'Selected domains' })
    await rows().focus()
    await app.page.keyboard.press('Home')
    await expect.poll(position).toBe(1)
    await app.page.keyboard.press('x')
    await bar.getByText('1 selected').waitFor()
    for (let press = 0; press < 3; press++) {
      await app.page.keyboard.press('Shift+ArrowDown')
      await bar.getByText(`${press + 2} selected`).waitFor()
    }
    await expect.poll(() => rows().getByRole('option', { checked: true }).count()).toBe(4)
    await app.page.keyboard.press('Control+a')
    await bar.getByText('10,000 selected').waitFor()
    await app.page.keyboard.press('x')
    await bar.getByText('9,999 selected').waitFor()
    await app.page.keyboard.press('Escape')
    await bar.waitFor({ state: 'detached' })
  })

  it('are selected as the result of a search, and their names copied', async () => {
    await search().fill('mail0070')
    await count('10 of 10,000')
    await rows().focus()
    await app.page.keyboard.press('Control+a')
    const bar = app.page.getByRole('toolbar', { name: 'Selected domains' })
    await bar.getByText('10 selected').waitFor()
    await bar.getByRole('button', { name: 'Copy names' }).click()
    await expect
      .poll(async () => (await clipboardText(app)).split('\n'))
      .toEqual(Array.from({ length: 10 }, (_, at) => `mail0070${at}.example.com`))
    await search().fill('')
    await count('10,000 domains')
    await bar.waitFor({ state: 'detached' })
  })

  it('are walked through by keyboard, from end to end', async () => {
    await rows().focus()
    await app.page.keyboard.press('Home')
    await expect.poll(position).toBe(1)
    await app.page.keyboard.press('j')
    await app.page.keyboard.press('j')
    await expect.poll(position).toBe(3)
    await app.page.keyboard.press('k')
    await expect.poll(position).toBe(2)
    await app.page.keyboard.press('End')
    await expect.poll(position).toBe(DOMAINS)
    await app.page.getByRole('heading', { name: domainToUnicode(names.toSorted().at(-1) ?? '') }).waitFor()
    await app.page.keyboard.press('PageUp')
    await expect.poll(position).toBeLessThan(DOMAINS - 5)
    await expect.poll(() => rows().getByRole('option').count()).toBeLessThan(200)
  })

  it('keep the selection and its place when a sync brings others before it', async () => {
    for (let press = 0; press < 4; press++) {
      const was = await position()
      await app.page.keyboard.press('PageUp')
      await expect.poll(position).toBeLessThan(was)
    }
    const before = await position()
    const name = await selected().locator('.name').textContent()
    const place = await selected().boundingBox()
    names.push(...Array.from({ length: 50 }, (_, at) => `added${at}.example.com`))
    await app.page.keyboard.press('r')
    await count('10,050 domains')
    await expect.poll(position).toBe(before + 50)
    await expect.poll(() => selected().locator('.name').textContent()).toBe(name)
    await expect.poll(async () => (await selected().boundingBox())?.y).toBe(place?.y)
    await stopSync()
  })

  it('are opened by the row the pointer went down on, also when others came before it since', async () => {
    // At the top nothing holds the rows in their place.
    await rows().evaluate((box) => (box.scrollTop = 0))
    const third = rows().locator('[aria-posinset="3"]')
    const name = domainToUnicode(names.toSorted()[2] ?? '')
    await third.getByText(name).waitFor()
    const place = await third.boundingBox()
    if (place === null) throw new Error('not shown')
    await app.page.mouse.move(place.x + 120, place.y + place.height / 2)
    await app.page.mouse.down()
    names.push(...Array.from({ length: 5 }, (_, at) => `aaa${at}.example.com`))
    await app.page.keyboard.press('r')
    await third.getByText('aaa2.example.com').waitFor()
    await app.page.mouse.up()
    await expect.poll(() => selected().locator('.name').textContent()).toBe(name)
    await expect.poll(position).toBe(8)
    await stopSync()
  })

  it('are not opened by a pointer that is drawn away from its row', async () => {
    const name = await selected().locator('.name').textContent()
    const place = await rows().locator('[aria-posinset="2"]').boundingBox()
    if (place === null) throw new Error('not shown')
    await app.page.mouse.move(place.x + 120, place.y + place.height / 2)
    await app.page.mouse.down()
    await app.page.mouse.move(place.x + 120, place.y + place.height * 2.5)
    await app.page.mouse.up()
    expect(await selected().locator('.name').textContent()).toBe(name)
    // What a click does is done by then.
    await rows().locator('[aria-posinset="2"]').click()
    await expect.poll(position).toBe(2)
  })

  it('keep the selection and show its place after a restart', async () => {
    const before = await position()
    await app.close()
    app = await startApp(folder.path)
    await count('10,055 domains')
    await expect.poll(position).toBe(before)
    const [list, row] = await Promise.all([rows().boundingBox(), selected().boundingBox()])
    if (list === null || row === null) throw new Error('not shown')
    expect(row.y).toBeGreaterThanOrEqual(list.y)
    expect(row.y + row.height).toBeLessThanOrEqual(list.y + list.height)
    expect(app.pageErrors).toEqual([])
  })
})
