import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type PatchProxy, startPatchProxy } from '../integration/domains/publishing/patch-proxy'
import { resizeTo, type RunningApp, temporaryFolder } from './app'
import { violations } from './axe'
import { photograph } from './pictures'
import { connectPowerDns, startZonesScene, textsAt, type ZonesScene } from './zones-scene'

/** Two more than are written at once. */
const APEXES = Array.from({ length: 6 }, (_, at) => `z${at}.com`)
const NAMES = APEXES.map((apex) => `mg.${apex}`)

describe('a run of publishing', () => {
  const folder = temporaryFolder()
  let scene: ZonesScene
  let proxy: PatchProxy
  let app: RunningApp
  let page: Page
  /** Lets the writes through that are held back. */
  let release: (() => void) | null = null

  beforeAll(async () => {
    scene = await startZonesScene(folder.path, APEXES)
    app = scene.app
    page = app.page
    proxy = await startPatchProxy(
      scene.server.apiUrl,
      () => undefined,
      () => held,
    )
    for (const name of NAMES) {
      const outcome = await page.evaluate(
        (one) => window.zonedesk.domains.create({ accountId: 'embedded', name: one, options: {} }),
        name,
      )
      if (!outcome.ok) throw new Error(outcome.failure.message)
    }
    await connectPowerDns(page, 'Our PowerDNS', { ...scene.server, apiUrl: proxy.url })
  })
  afterEach(() => expect(app.pageErrors).toEqual([]))
  afterAll(async () => {
    release?.()
    await scene.stop()
    await proxy.stop()
    folder.remove()
  })

  let held: Promise<void> | null = null
  const dialog = (name: string) => page.getByRole('dialog', { name })
  const plan = () => dialog('Publish records')
  const written = async (): Promise<string[]> => {
    const texts = await Promise.all(NAMES.map((name) => textsAt(scene.server, name)))
    return NAMES.filter((_, at) => texts[at]?.some((text) => text.includes('include:mailgun.org')))
  }

  it('is stopped in the middle: what was begun is finished, and the rest is not written', async () => {
    held = new Promise((resolve) => (release = resolve))
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill('publish the records of all')
    await page.keyboard.press('Enter')
    await plan()
      .getByRole('button', { name: /^Write 30 records into 6 zones$/ })
      .press('Enter')
    await plan().getByText('0 of 6 zones done').first().waitFor()
    await plan()
      .getByRole('button', { name: /^Being written/ })
      .waitFor()
    await photograph(page, 'stopped-running')
    // Nothing slow stands between here and the release: the host would be given up for silent.
    await plan().getByRole('button', { name: 'Stop the run' }).press('Enter')
    // In the frame that says so, each row says what becomes of it.
    const rows = await page.waitForFunction(() => {
      const said = [...document.querySelectorAll('dialog p')].some(({ textContent }) =>
        textContent.startsWith('Stopping: 4 zones are still being written'),
      )
      const states = [...document.querySelectorAll('[aria-label="Zones"] .state')]
      return said && states.map(({ textContent }) => textContent).toSorted()
    })
    expect(await rows.jsonValue()).toEqual([
      ...Array.from({ length: 4 }, () => 'Being finished'),
      ...Array.from({ length: 2 }, () => 'Not written'),
    ])
    expect(await plan().getByRole('button', { name: 'Stopping' }).isDisabled()).toBe(true)
    await photograph(page, 'stopped-stopping')
    release?.()
    held = null
    await plan()
      .getByText(/of 6 zones written, 2 not written/)
      .first()
      .waitFor()
    expect(await violations(app)).toEqual([])
    await photograph(page, 'stopped-stopped')
    await resizeTo(app, 900, 600)
    await photograph(page, 'stopped-stopped-small')
    await resizeTo(app, 1280, 800)
    expect(await written()).toHaveLength(4)
    expect([...proxy.taken.values()]).toEqual([1, 1, 1, 1])
  })

  it('goes on by a new plan of what was not written, and writes nothing twice', async () => {
    await plan().getByRole('button', { name: 'Plan anew (2)' }).press('Enter')
    await plan()
      .getByRole('button', { name: /^Write 10 records into 2 zones$/ })
      .press('Enter')
    await plan().getByText('2 zones written').first().waitFor()
    expect(await written()).toEqual(NAMES)
    expect([...proxy.taken.values()]).toEqual(NAMES.map(() => 1))
  })
})
