import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resizeTo, temporaryFolder } from './app'
import { violations } from './axe'
import { type DnsScene, type Published, SENDING, startDnsScene, txt } from './dns-scene'

const folder = temporaryFolder()
let scene: DnsScene
let wanted: readonly Published[]

beforeAll(async () => {
  scene = await startDnsScene(folder.path)
  wanted = (await scene.records()).map(({ type, name, value, priority }) => ({ type, name, value, priority }))
  await scene.openDns()
})
afterAll(async () => {
  await scene.stop()
  folder.remove()
})

/** In both themes, at the size of a screen and at a small one. */
async function expectNone(): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await scene.app.page.evaluate((chosen) => window.zonedesk.settings.set({ theme: chosen }), theme)
    for (const [width, height] of [
      [1280, 800],
      [900, 600],
    ] as const) {
      await resizeTo(scene.app, width, height)
      expect(await violations(scene.app), `${theme} ${width}`).toEqual([])
    }
  }
}

describe('WCAG 2.2 AA of the DNS checks', () => {
  it('holds before the first check', async () => {
    await scene.app.page.getByRole('heading', { name: 'Not checked yet' }).waitFor()
    await expectNone()
  })

  it('holds where everything is missing', async () => {
    await scene.check()
    await expectNone()
  })

  it('holds for findings with everything unfolded', async () => {
    const { page } = scene.app
    const [dkim, spf, ...rest] = wanted
    if (spf === undefined || dkim === undefined) throw new Error('no records')
    await scene.publish([
      txt(SENDING, `${spf.value.replace(' ~all', '')} include:nothing.mailgun.org ~all`),
      { ...dkim, value: dkim.value.slice(0, 150) },
      ...rest,
    ])
    await scene.check()
    // A menu is no part that unfolds: the next click shuts it again.
    const folded = page.locator('#domain-panel button[aria-expanded="false"]:not([aria-haspopup])')
    for (let left = await folded.count(); left > 0; left = await folded.count()) await folded.first().click()
    await expectNone()
  })

  it('holds for the watch, the findings of all domains and the resolvers', async () => {
    const { page } = scene.app
    await page.getByRole('button', { name: 'I’ve added them' }).click()
    await page.getByRole('button', { name: 'Stop watching' }).waitFor()
    await expectNone()
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Findings/ })
      .click()
    await page.getByRole('dialog').waitFor()
    await expectNone()
    await page.keyboard.press('Escape')
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Watching/ })
      .click()
    await page.getByRole('dialog').waitFor()
    await expectNone()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+,')
    await page.getByRole('button', { name: 'Add a resolver' }).click()
    await expectNone()
    await page.keyboard.press('Escape')
  })

  it('holds where all is published', async () => {
    await scene.publish(wanted)
    await scene.app.page
      .getByRole('button', { name: /^(Check now|Stop watching)$/ })
      .first()
      .waitFor()
    await scene.app.page.getByRole('button', { name: 'Stop watching' }).click()
    await scene.check()
    await expectNone()
    await scene.app.page.keyboard.press('1')
    await expectNone()
  })
})
