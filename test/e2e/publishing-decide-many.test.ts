import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { resizeTo, type RunningApp, temporaryFolder } from './app'
import { violations } from './axe'
import { photograph } from './pictures'
import { connectPowerDns, startZonesScene, type ZonesScene } from './zones-scene'

const APEXES = ['one.com', 'two.com', 'three.com', 'four.com']
/** In each zone. They share a label, so a decision on the first has those behind it planned anew. */
const EACH = 12
const NAMES = APEXES.flatMap((apex) =>
  Array.from({ length: EACH }, (_, at) => `s${String(at).padStart(2, '0')}.shop.${apex}`),
)
/** A web site stands at the name of its tracking record. */
const DECIDED = 's03.shop.three.com'
const SITE = '203.0.113.5'
const LINES = [`email.s03.shop 900 IN A ${SITE}`]

describe('a decision in a plan of many domains', () => {
  const folder = temporaryFolder()
  let scene: ZonesScene
  let app: RunningApp
  let page: Page

  beforeAll(async () => {
    scene = await startZonesScene(folder.path, APEXES, LINES)
    app = scene.app
    page = app.page
    page.setDefaultTimeout(60_000)
    await page.evaluate(async (names) => {
      for (const name of names) {
        const outcome = await window.zonedesk.domains.create({ accountId: 'embedded', name, options: {} })
        if (!outcome.ok) throw new Error(outcome.failure.message)
      }
    }, NAMES)
    await connectPowerDns(page, 'Our PowerDNS', scene.server)
  }, 180_000)
  afterEach(() => expect(app.pageErrors).toEqual([]))
  afterAll(async () => {
    await scene.stop()
    folder.remove()
  })

  const dialog = (name: string) => page.getByRole('dialog', { name })
  const plan = () => dialog('Publish records')
  const list = () => plan().getByRole('listbox', { name: 'Domains of the plan' })
  const row = () => list().getByRole('option', { selected: true })
  const detail = () => plan().getByRole('region', { name: 'What happens to this domain' })
  const what = `CNAME at email.${DECIDED}`
  const asks = () => plan().getByRole('button', { name: `Write this too…: ${what}` })
  const leaves = () => plan().getByRole('button', { name: `Leave it out again: ${what}` })
  const confirm = () => dialog('Write this too?')
  const progress = () => page.getByRole('progressbar', { name: 'Planning anew' })

  async function both(name: string): Promise<void> {
    await photograph(page, name)
    await resizeTo(app, 900, 600)
    await photograph(page, `${name}-small`)
    await resizeTo(app, 1280, 800)
  }

  /** Where the list is scrolled to, and which of its rows is chosen. */
  async function place(): Promise<{ readonly top: number; readonly chosen: string }> {
    const top = await list().evaluate((node) => node.scrollTop)
    return { top, chosen: await row().innerText() }
  }

  const hasFocus = (button: Locator): Promise<boolean> =>
    button.evaluate((node) => node === document.activeElement)

  /** Whether an element can be seen whole in a part that scrolls. */
  async function isWithin(inner: Locator, outer: Locator): Promise<boolean> {
    const [one, around] = [await inner.boundingBox(), await outer.boundingBox()]
    if (one === null || around === null) return false
    return one.y >= around.y && one.y + one.height <= around.y + around.height
  }

  it('is begun on a plan that says once what it comes to', async () => {
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill('publish the records of all')
    await page.keyboard.press('Enter')
    await list().waitFor({ timeout: 300_000 })
    const words = new RegExp(
      `^${NAMES.length} domains in 4 zones through 1 connection: \\d+ records come\\.$`,
    )
    await plan().getByText(words).first().waitFor()
    await plan().getByRole('status').filter({ hasText: words }).waitFor()
    expect(await violations(app)).toEqual([])
    await both('many-plan')
  }, 400_000)

  it('leads back to where the person was, whether they go back or cancel', async () => {
    while (!(await row().innerText()).includes(DECIDED)) await page.keyboard.press('ArrowDown')
    const before = await place()
    expect(before.top).toBeGreaterThan(0)
    await page.keyboard.press('Enter')
    await asks().waitFor()
    await both('many-domain')
    await asks().press('Enter')
    await both('many-confirm')
    await confirm().getByRole('button', { name: 'Back to the plan' }).press('Enter')
    await expect.poll(() => hasFocus(asks())).toBe(true)
    expect((await place()).chosen).toBe(before.chosen)
    expect(await isWithin(row(), list())).toBe(true)
    await asks().press('Enter')
    await confirm().getByRole('button', { name: 'Write this too' }).press('Enter')
    await progress().waitFor()
    await page.getByText(/^\d+ of \d+ domains planned anew$/).waitFor()
    await both('many-anew')
    await page.keyboard.press('Escape')
    await expect.poll(() => hasFocus(asks())).toBe(true)
    expect((await place()).chosen).toBe(before.chosen)
    expect(await isWithin(row(), list())).toBe(true)
  }, 200_000)

  it('leads to what was decided, and changes the line of its domain alone', async () => {
    const others = async (): Promise<string[]> =>
      (await list().getByRole('option').allInnerTexts()).filter((text) => !text.includes(DECIDED))
    const before = await others()
    await asks().press('Enter')
    await confirm().getByRole('button', { name: 'Write this too' }).press('Enter')
    await expect.poll(() => hasFocus(leaves()), { timeout: 120_000 }).toBe(true)
    expect(await isWithin(leaves(), detail())).toBe(true)
    expect(await row().innerText()).toBe(`${DECIDED}\n5 records come, 1 goes`)
    expect(await isWithin(row(), list())).toBe(true)
    expect(await others()).toEqual(before)
    await plan()
      .getByText(/: \d+ records come, 1 goes\.$/)
      .first()
      .waitFor()
    await both('many-decided')
    await detail()
      .getByRole('button', { name: '1 change is in the plan because you decided so' })
      .press('Enter')
    const decided = plan().getByRole('region', { name: 'Decided by a person' })
    await expect.poll(() => hasFocus(decided)).toBe(true)
    expect(await violations(app)).toEqual([])
    await both('many-decided-above')
  }, 200_000)

  it('is taken out again in the plan, where its button then stands', async () => {
    await leaves().press('Enter')
    await expect.poll(() => hasFocus(asks()), { timeout: 120_000 }).toBe(true)
    expect(await isWithin(row(), list())).toBe(true)
    await plan()
      .getByRole('button', { name: /^To decide/ })
      .press('Enter')
    await expect.poll(() => list().getByRole('option').allInnerTexts()).toHaveLength(APEXES.length)
    expect(await row().innerText()).toBe(`${DECIDED}\n4 records come; 1 to decide`)
    await both('many-to-decide')
    await detail().press('Escape')
    // From the changes back to the list, and from there out.
    await expect.poll(() => hasFocus(list())).toBe(true)
    await page.keyboard.press('Escape')
    await plan().waitFor({ state: 'detached' })
  }, 200_000)
})
