import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resizeTo, type RunningApp, startApp, temporaryFolder } from './app'
import { violations } from './axe'

/** Where a picture of each state is saved; null for nowhere. */
const PICTURES = process.env['ZONEDESK_PICTURES'] ?? null
/** No name leads anywhere: the guide needs no network. */
const NO_NETWORK = '--host-resolver-rules=MAP * ~NOTFOUND'

const folder = temporaryFolder()
let app: RunningApp

const dialog = () => app.page.getByRole('dialog', { name: 'Guide' })
const shown = (title: string) => dialog().getByRole('region', { name: title, exact: true })
const contents = (title: string) =>
  dialog()
    .getByRole('navigation', { name: 'Pages of the guide' })
    .getByRole('button', { name: title, exact: true })
const press = (key: string): Promise<void> => app.page.keyboard.press(key)

async function picture(name: string): Promise<void> {
  if (PICTURES === null) return
  mkdirSync(PICTURES, { recursive: true })
  await app.page.screenshot({ path: join(PICTURES, `${name}.png`) })
}

/** Whether a heading of the page stands within what is seen of it. */
function inView(section: string): Promise<boolean> {
  return dialog()
    .locator(`[data-section="${section}"]`)
    .evaluate((heading) => {
      const { top, bottom } = heading.getBoundingClientRect()
      const page = heading.closest('[role=region]')!.getBoundingClientRect()
      return top >= page.top - 1 && bottom <= page.bottom
    })
}

beforeAll(async () => {
  app = await startApp(folder.path, [NO_NETWORK])
})
afterAll(async () => {
  await app.close()
  folder.remove()
})

describe('the guide', () => {
  it('is not read before it is opened', async () => {
    const files = await app.page.evaluate(() =>
      performance.getEntriesByType('resource').map(({ name }) => name),
    )
    expect(files.filter((file) => /Guide/.test(file))).toEqual([])
  })

  it('opens by F1 at its first page, which the keyboard scrolls at once', async () => {
    await press('F1')
    await shown('What Zonedesk does').waitFor()
    await press('End')
    await expect.poll(() => shown('What Zonedesk does').evaluate((page) => page.scrollTop)).toBeGreaterThan(0)
  })

  it('follows a link to a heading of another page', async () => {
    await dialog().getByRole('link', { name: 'Reading a finding' }).last().click()
    await shown('Reading a finding').waitFor()
    await expect.poll(() => inView('the-provider-and-dns-say-different-things')).toBe(true)
  })

  it('turns to the next page and the one before by the arrows, and by the buttons below', async () => {
    await press('ArrowRight')
    await shown('Records at your DNS host').waitFor()
    await expect.poll(() => shown('Records at your DNS host').evaluate((page) => page.scrollTop)).toBe(0)
    await press('ArrowLeft')
    await shown('Reading a finding').waitFor()
    await dialog().getByRole('button', { name: 'Your first domain' }).last().click()
    await shown('Your first domain').waitFor()
  })

  it('searches all pages, and goes to what was found by the keyboard alone', async () => {
    await press('/')
    await app.page.keyboard.type('keychain linux')
    const hit = dialog().getByRole('button', { name: /Where the key is kept/ })
    await hit.waitFor()
    await picture('guide-search')
    expect(await violations(app)).toEqual([])
    await press('ArrowDown')
    await press('Enter')
    await shown('Accounts and keys').waitFor()
    await expect.poll(() => inView('where-the-key-is-kept')).toBe(true)
  })

  it('says when nothing was found; Escape empties the search, and then closes', async () => {
    await press('/')
    await app.page.keyboard.type('xyzzy')
    await dialog().getByText('Nothing in the guide has “xyzzy”.').waitFor()
    await press('Escape')
    await contents('Keyboard').waitFor()
    await press('Escape')
    await dialog().waitFor({ state: 'detached' })
  })

  it('remembers the page, also over a restart', async () => {
    await press('F1')
    await shown('Accounts and keys').waitFor()
    await contents('Keyboard').click()
    await shown('Keyboard').waitFor()
    await expect
      .poll(async () => {
        const view = await app.page.evaluate(() => window.zonedesk.settings.getView({}))
        return view.ok && view.value.guidePage
      })
      .toBe('keyboard')
    await app.page.reload()
    await app.page.waitForSelector('html[data-ready]', { state: 'attached' })
    await press('F1')
    await shown('Keyboard').waitFor()
  })

  it('has every finding, whose source opens in the browser alone', async () => {
    const { electron, page } = app
    await electron.evaluate(({ shell }) => {
      const opened: string[] = []
      Object.assign(globalThis, { opened })
      shell.openExternal = (url) => Promise.resolve(void opened.push(url))
    })
    await contents('All findings').click()
    await shown('All findings').waitFor()
    const before = page.url()
    await shown('All findings')
      .getByRole('link', { name: /^RFC 7208/ })
      .first()
      .click()
    const opened = () => electron.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)
    await expect.poll(opened).toHaveLength(1)
    expect((await opened())[0]).toMatch(/^https:\/\/www\.rfc-editor\.org\/rfc\/rfc7208#/)
    expect(page.url()).toBe(before)
  })

  it('shows its pictures', async () => {
    await contents('What Zonedesk does').click()
    const image = shown('What Zonedesk does').getByRole('img').first()
    const picture = (): Promise<{ width: number; from: string }> =>
      image.evaluate((img: HTMLImageElement) => ({ width: img.naturalWidth, from: img.currentSrc }))
    const from: string[] = []
    for (const colorScheme of ['light', 'dark'] as const) {
      await app.page.emulateMedia({ colorScheme })
      await expect.poll(async () => from.includes((await picture()).from)).toBe(false)
      await expect.poll(async () => (await picture()).width).toBeGreaterThan(0)
      from.push((await picture()).from)
    }
    await app.page.emulateMedia({ colorScheme: null })
    expect(app.pageErrors).toEqual([])
  })

  it.each([
    ['light', 1280, 800],
    ['dark', 1280, 800],
    ['light', 900, 600],
    ['dark', 640, 480],
  ] as const)(
    'is well %s at %i x %i: axe finds nothing, lines are short, nothing is cut off',
    async (theme, width, height) => {
      const { page } = app
      await page.evaluate((chosen) => window.zonedesk.settings.set({ theme: chosen }), theme)
      await page.locator(`html[data-theme=${theme}]`).waitFor({ state: 'attached' })
      await resizeTo(app, width, height)
      for (const title of ['What Zonedesk does', 'Reading a finding', 'Many domains', 'All findings']) {
        await contents(title).click()
        await shown(title).waitFor()
        await picture(`guide-${title.toLowerCase().replaceAll(' ', '-')}-${theme}-${width}`)
        expect(await violations(app)).toEqual([])
        const widest = await shown(title).evaluate((region) => region.scrollWidth - region.clientWidth)
        expect(widest).toBeLessThanOrEqual(0)
        const longest = await shown(title).evaluate((region) =>
          Math.max(
            ...[...region.querySelectorAll('p')].map((paragraph) => {
              const lines = paragraph.clientHeight / parseFloat(getComputedStyle(paragraph).lineHeight)
              return lines < 2.5 ? 0 : paragraph.textContent.length / Math.round(lines)
            }),
          ),
        )
        expect(longest).toBeLessThan(76)
      }
    },
  )
})
