import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clipboardText, resizeTo, temporaryFolder } from './app'
import { violations } from './axe'
import { type DnsScene, SENDING, startDnsScene } from './dns-scene'
import { photograph } from './pictures'

describe('key rotations', () => {
  const folder = temporaryFolder()
  let scene: DnsScene

  beforeAll(async () => {
    scene = await startDnsScene(folder.path)
    await resizeTo(scene.app, 1280, 800)
    await scene.publish(await scene.records())
    await scene.openDns()
    await scene.app.page.getByRole('button', { name: 'Verify', exact: true }).first().click()
    await keys().getByText('yes', { exact: true }).waitFor()
  })
  afterAll(async () => {
    await scene.stop()
    folder.remove()
  })

  const keys = () => scene.app.page.getByRole('region', { name: 'DKIM keys' })
  const page = () => scene.app.page.getByRole('dialog', { name: 'Key rotations' })
  const selectors = async () => {
    const outcome = await scene.app.page.evaluate(
      (name) => window.zonedesk.keys.refresh({ accountId: 'embedded', name }),
      SENDING,
    )
    if (!outcome.ok) throw new Error(outcome.failure.message)
    return outcome.value.keys.map(({ selector, record }) => ({ selector, signs: record.isActive }))
  }

  it('are shown from the palette, and there are none at first', async () => {
    const { page: window } = scene.app
    await window.keyboard.press('Control+k')
    await window.getByRole('dialog').getByRole('combobox').fill('key rotations')
    await window.keyboard.press('Enter')
    await page().getByText('No key is being rotated').waitFor()
    await photograph(window, 'rotations-none')
    await window.keyboard.press('Escape')
    await page().waitFor({ state: 'detached' })
  })

  it('are planned from the keys of a domain, without a request', async () => {
    const { page: window } = scene.app
    const before = await selectors()
    await keys().getByRole('button', { name: 'Rotate…' }).click()
    const plan = window.getByRole('dialog', { name: 'Rotate DKIM keys' })
    await plan.getByText('1 domain can be rotated.').waitFor()
    await plan.getByText(`signs with ${before[0]!.selector}`).waitFor()
    expect(await violations(scene.app)).toEqual([])
    await photograph(window, 'rotations-plan')
    expect(await selectors()).toEqual(before)
    await plan.getByRole('button', { name: 'Rotate 1 domain' }).click()
    await page().waitFor()
  })

  it('wait for the record of the new key, which is there to copy, while the old key signs', async () => {
    const { page: window } = scene.app
    await page().getByText('has to be published', { exact: false }).first().waitFor()
    await page().getByRole('option', { name: SENDING }).click()
    const waiting = page().getByRole('button', { name: 'Record to publish' })
    await waiting.click()
    expect(await waiting.getAttribute('aria-pressed')).toBe('true')
    const all = await selectors()
    expect(all.map(({ signs }) => signs).toSorted()).toEqual([false, true])
    const made = all.find(({ signs }) => !signs)
    await page()
      .getByRole('button', { name: `Copy Host: ${made!.selector}._domainkey.mg` })

      .first()
      .waitFor()
    await page()
      .getByRole('button', { name: /^Copy record/ })
      .click()
    const copied = () => clipboardText(scene.app)
    await expect.poll(copied).toMatch(/^Value: k=rsa; p=/m)
    expect(await violations(scene.app)).toEqual([])
    await photograph(window, 'rotations-waiting')
  })

  it('are exported together, and the sidebar says how many there are', async () => {
    const { page: window } = scene.app
    await page().getByRole('button', { name: 'Records of 1 rotation' }).click()
    await window.getByRole('menuitem', { name: 'Export the records to publish…' }).click()
    const exported = window.getByRole('dialog', { name: 'Export records of rotated keys' })
    await exported.getByRole('region', { name: 'Preview' }).getByText('IN TXT', { exact: false }).waitFor()
    await photograph(window, 'rotations-export')
    await exported.getByText('Plain text').click()
    await exported.getByRole('button', { name: 'Copy' }).click()
    await expect.poll(() => clipboardText(scene.app)).toMatch(/^Name: k\d+.*\._domainkey\.mg\.example\.com$/m)
    await window.keyboard.press('Escape')
    await exported.waitFor({ state: 'detached' })
    await window.keyboard.press('Escape')
    await page().waitFor({ state: 'detached' })
    await window.getByRole('button', { name: /^Key rotations.*1 record to publish/ }).click()
    await page().waitFor()
  })

  it('are stopped at once, and not taken back without a yes', async () => {
    const { page: window } = scene.app
    await page().getByRole('button', { name: 'All 1', exact: true }).click()
    await page().getByRole('button', { name: 'Stop', exact: true }).click()
    await page().getByText('Stopped. The old key', { exact: false }).first().waitFor()
    await page().getByRole('button', { name: 'Go on' }).waitFor()
    await page().getByRole('button', { name: 'Take back…' }).click()
    await page().getByText('Take this rotation back?').waitFor()
    expect(await violations(scene.app)).toEqual([])
    await photograph(window, 'rotations-take-back')
    // The first answer changes nothing, and Escape is that answer.
    await window.keyboard.press('Escape')
    await page().getByText('Take this rotation back?').waitFor({ state: 'detached' })
    expect(await selectors()).toHaveLength(2)
    await resizeTo(scene.app, 900, 600)
    await page().getByRole('button', { name: 'Take back…' }).click()
    await photograph(window, 'rotations-take-back-small')
    await page().getByRole('button', { name: 'Take back', exact: true }).click()
    await page().getByText('The rotation was taken back', { exact: false }).first().waitFor()
    await expect.poll(async () => (await selectors()).map(({ signs }) => signs)).toEqual([true])
    await photograph(window, 'rotations-ended')
    expect(scene.app.pageErrors).toEqual([])
  })
})
