import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resizeTo, type RunningApp, startApp, temporaryFolder } from './app'
import { violations } from './axe'
import { chooseInMenu } from './menu'
import { photograph } from './pictures'

const BROKEN = 'mg.maple-cycles.example'

const folder = temporaryFolder()
let app: RunningApp

beforeAll(async () => {
  app = await startApp(folder.path)
  await resizeTo(app, 1280, 800)
})
afterAll(async () => {
  await app.close()
  folder.remove()
})

const press = (key: string): Promise<void> => app.page.keyboard.press(key)
const heading = (): Locator => app.page.getByRole('heading', { level: 1, name: 'Welcome to Zonedesk' })
const option = (name: string): Locator => app.page.getByRole('option').filter({ hasText: name })
const banner = (): Locator => app.page.getByRole('complementary', { name: 'Samples' })
const card = (title: string): Locator => app.page.getByRole('dialog', { name: title })
const anyCard = (): Locator => app.page.locator('.coach')
const search = (): Locator => app.page.getByRole('combobox', { name: 'Search domains' })
const tourKept = (): Promise<string> =>
  app.page.evaluate(async () => {
    const settings = await window.zonedesk.settings.get({})
    return settings.ok ? settings.value.tour : settings.failure.message
  })

/** Whether the whole card is in the window, and lies on none of what it points at. */
async function standsWell(title: string): Promise<boolean> {
  return card(title).evaluate((element) => {
    const box = element.getBoundingClientRect()
    const inside = box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight
    const at = document.querySelector('[data-tour-here]')?.getBoundingClientRect()
    const apart =
      at === undefined ||
      box.right <= at.left ||
      box.left >= at.right ||
      box.bottom <= at.top ||
      box.top >= at.bottom
    return inside && apart
  })
}

describe('the tour without a domain', () => {
  it('says so, and offers samples', async () => {
    await heading().waitFor()
    await chooseInMenu(app, 'Take the tour')
    await card('There is no domain to look at yet').waitFor()
    expect(await violations(app)).toEqual([])
    await photograph(app.page, 'tour-none')
    await press('Escape')
    await anyCard().waitFor({ state: 'detached' })
    // It was begun by hand, so it never asks by itself.
    expect(await tourKept()).toBe('offered')
    await app.page.evaluate(() => window.zonedesk.settings.set({ tour: 'new' }))
  })
})

describe('samples', () => {
  it('come with one key, say what they are, and the tour asks once', async () => {
    await press('3')
    await banner().getByText('These are sample domains. Nothing you do here leaves this computer.').waitFor()
    expect(await heading().count()).toBe(0)
    const accounts = app.page.getByRole('region', { name: 'Accounts' })
    await expect
      .poll(() => accounts.getByRole('button', { name: 'Samples' }).getAttribute('aria-current'))
      .toBe('true')
    await option(BROKEN).waitFor()
    await card('Take a short tour?').waitFor()
    expect(await tourKept()).toBe('offered')
    expect(await violations(app)).toEqual([])
    await photograph(app.page, 'samples-1280')
    await card('Take a short tour?').getByRole('button', { name: 'Not now' }).click()
    await anyCard().waitFor({ state: 'detached' })
    await resizeTo(app, 900, 600)
    await photograph(app.page, 'samples-900')
    await resizeTo(app, 1280, 800)
  })

  it('go with one click, which says so, and come again without another offer', async () => {
    await banner().getByRole('button', { name: 'Remove samples' }).click()
    await app.page.getByText('The sample domains were removed.').first().waitFor()
    await heading().waitFor()
    await photograph(app.page, 'samples-removed')
    await app.page.getByRole('button', { name: 'Add them again' }).click()
    await option(BROKEN).waitFor()
    await banner().waitFor()
    expect(await anyCard().count()).toBe(0)
  })

  it('are not shown as samples where they are not shown', async () => {
    const made = await app.page.evaluate(() =>
      window.zonedesk.domains.create({ accountId: 'embedded', name: 'mine.example.org', options: {} }),
    )
    expect(made.ok).toBe(true)
    const accounts = app.page.getByRole('region', { name: 'Accounts' })
    await accounts.getByRole('button', { name: 'All accounts' }).click()
    await option('mine.example.org').waitFor()
    await banner().waitFor({ state: 'detached' })
    await accounts.getByRole('button', { name: 'Samples' }).click()
    await banner().waitFor()
    const deleted = await app.page.evaluate(() => {
      const name = 'mine.example.org'
      return window.zonedesk.domains.delete({ accountId: 'embedded', name, confirmation: name })
    })
    expect(deleted.ok).toBe(true)
  })
})

describe('the tour', () => {
  it('begins with the search, has the keyboard, and moves nothing', async () => {
    const before = await search().boundingBox()
    await chooseInMenu(app, 'Take the tour')
    await card('Find a domain').waitFor()
    await expect
      .poll(() => card('Find a domain').evaluate((element) => element === document.activeElement))
      .toBe(true)
    expect(await search().boundingBox()).toEqual(before)
    expect(await standsWell('Find a domain')).toBe(true)
    expect(await violations(app)).toEqual([])
    await photograph(app.page, 'tour-1')
  })

  it('goes on when the person finds a domain', async () => {
    await search().fill('maple')
    await option(BROKEN).click()
    await card('Read why a record fails').waitFor()
    await photograph(app.page, 'tour-2')
    await card('Read why a record fails').getByRole('button', { name: 'Show DNS' }).click()
    await card('Read why a record fails').getByText('A finding says in one sentence').waitFor()
    await expect.poll(() => standsWell('Read why a record fails')).toBe(true)
    expect(await violations(app)).toEqual([])
    await photograph(app.page, 'tour-2-dns')
    await resizeTo(app, 900, 600)
    await expect.poll(() => standsWell('Read why a record fails')).toBe(true)
    await photograph(app.page, 'tour-2-900')
  })

  it('finds its place again when panes fold and the window is made larger', async () => {
    await resizeTo(app, 760, 600)
    await expect.poll(() => standsWell('Read why a record fails')).toBe(true)
    await photograph(app.page, 'tour-2-760')
    await card('Read why a record fails').getByRole('button', { name: 'Back' }).click()
    await card('Find a domain').getByText('Go back to the list first.').waitFor()
    await expect.poll(() => standsWell('Find a domain')).toBe(true)
    await photograph(app.page, 'tour-1-760')
    await card('Find a domain').getByRole('button', { name: 'Next' }).click()
    await resizeTo(app, 1280, 800)
    await expect.poll(() => standsWell('Read why a record fails')).toBe(true)
  })

  it('makes way for a dialog, and is there again after it', async () => {
    await press('?')
    await app.page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    expect(await anyCard().count()).toBe(0)
    await press('Escape')
    await card('Read why a record fails').waitFor()
  })

  it('goes on when the fix is copied, and ends when DNS is asked again', async () => {
    await card('Read why a record fails').getByRole('button', { name: 'Next' }).click()
    await card('Copy the fix').waitFor()
    await expect.poll(() => standsWell('Copy the fix')).toBe(true)
    expect(await violations(app)).toEqual([])
    await photograph(app.page, 'tour-3')
    await app.page
      .getByRole('button', { name: /^Copy value/ })
      .first()
      .click()
    await card('Check again, and watch').waitFor()
    await expect.poll(() => standsWell('Check again, and watch')).toBe(true)
    expect(await violations(app)).toEqual([])
    await photograph(app.page, 'tour-4')
    await press('d')
    await app.page.getByText('That was the tour.').first().waitFor()
    await anyCard().waitFor({ state: 'detached' })
    expect(await tourKept()).toBe('done')
  })

  it('is found again in the menu, is gone through with the keyboard alone, and left with Esc', async () => {
    await chooseInMenu(app, 'Take the tour')
    await card('Find a domain').waitFor()
    for (const title of ['Read why a record fails', 'Copy the fix', 'Check again, and watch']) {
      // The buttons of the card follow it; once "Next" has the keyboard, it keeps it.
      const focused = (): Promise<string | undefined> =>
        app.page.evaluate(() => document.activeElement?.textContent.trim())
      for (let presses = 0; presses < 6 && (await focused()) !== 'Next'; presses++) await press('Tab')
      await press('Enter')
      await card(title).waitFor()
    }
    await press('Escape')
    await anyCard().waitFor({ state: 'detached' })
    expect(await tourKept()).toBe('done')
    await app.page.getByRole('heading', { level: 1, name: BROKEN }).waitFor()
    expect(app.pageErrors).toEqual([])
  })
})
