import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clipboardText, resizeTo, temporaryFolder } from './app'
import { violations } from './axe'
import { type DnsScene, startDnsScene } from './dns-scene'
import { photograph } from './pictures'

describe('the DKIM keys of a domain', () => {
  const folder = temporaryFolder()
  let scene: DnsScene

  beforeAll(async () => {
    scene = await startDnsScene(folder.path)
    await resizeTo(scene.app, 1280, 800)
    await scene.publish(await scene.records())
    await scene.openDns()
    await scene.check()
    await scene.app.page.getByRole('button', { name: 'Verify', exact: true }).first().click()
    await keys().getByText('yes', { exact: true }).waitFor()
  })
  afterAll(async () => {
    await scene.stop()
    folder.remove()
  })

  const keys = () => scene.app.page.getByRole('region', { name: 'DKIM keys' })
  const row = (selector: string) =>
    keys()
      .getByRole('row')
      .filter({ has: scene.app.page.getByRole('rowheader', { name: new RegExp(`^${selector}\\b`) }) })

  it('are shown with their size, whether they sign and how DNS has them', async () => {
    await keys().scrollIntoViewIfNeeded()
    await keys().getByText('1024 bits, short').waitFor()
    // The words about a short key name the button that mends it.
    await keys().getByText('“Rotate…” replaces it').waitFor()
    expect(await keys().getByRole('button', { name: 'Rotate…' }).isEnabled()).toBe(true)
    await keys().getByText('Published').waitFor()
    expect(await violations(scene.app)).toEqual([])
    await photograph(scene.app.page, 'keys-one')
  })

  it('refuse a private key that cannot be used beside its field, and make one of 2048 bits', async () => {
    const { page } = scene.app
    await keys().getByRole('button', { name: 'New key…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Pasted key', { exact: true }).click()
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 512 })
    await dialog
      .getByRole('textbox', { name: 'Private key' })
      .fill(privateKey.export({ type: 'pkcs1', format: 'pem' }).toString())
    await page.keyboard.press('Control+Enter')
    await dialog.getByText('The key has 512 bits.', { exact: false }).waitFor()
    await photograph(page, 'keys-import')
    await dialog.getByText('2048 bits', { exact: true }).click()
    await dialog.getByLabel('Selector').fill('next')
    await photograph(page, 'keys-new')
    await page.keyboard.press('Control+Enter')
    await row('next').waitFor()
    await keys().scrollIntoViewIfNeeded()
    await photograph(page, 'keys-two')
  })

  it('are copied as the form of their DNS host wants them, and looked for in DNS at once', async () => {
    const { page } = scene.app
    await row('next')
      .getByRole('button', { name: /^next\b.*its record/ })
      .click()
    await keys()
      .getByRole('button', { name: /^Copy record/ })
      .click()
    await expect.poll(() => clipboardText(scene.app)).toContain('next._domainkey')
    expect(await clipboardText(scene.app)).toContain('k=rsa; p=')
    await keys()
      .getByRole('button', { name: /^Copy .*k=rsa/ })
      .first()
      .click()
    await expect.poll(() => clipboardText(scene.app)).toMatch(/^"?k=rsa; p=/)
    await keys().getByRole('button', { name: 'Look in DNS now' }).click()
    await keys().getByText('None of', { exact: false }).waitFor()
    await row('next').getByText('Not yet').waitFor()
    expect(await violations(scene.app)).toEqual([])
    await photograph(page, 'keys-record')
    await row('next')
      .getByRole('button', { name: /^next\b.*its record/ })
      .click()
  })

  it('sign only once every name server has their record', async () => {
    const { page } = scene.app
    const sign = async () => {
      await row('next').getByRole('button', { name: 'Actions for next' }).click()
      await page.getByRole('menuitem', { name: 'Sign with this key' }).click()
    }
    await sign()
    await keys().getByText('DNS does not have next._domainkey.mg.example.com yet.').waitFor()
    await photograph(page, 'keys-refused')
    await scene.publish(await scene.records())
    await sign()
    await page.getByText('The provider signs with next.', { exact: false }).first().waitFor()
  })

  it('have another selector only after what changes in DNS was read', async () => {
    const { page } = scene.app
    const menu = async (name: string) => {
      await keys().getByRole('button', { name: 'More for these keys' }).click()
      await page.getByRole('menuitem', { name }).click()
    }
    await menu('Change the selector…')
    const dialog = page.getByRole('dialog', { name: /^Change the selector of/ })
    await dialog.getByLabel('New selector').fill('mx')
    await page.keyboard.press('Enter')
    await dialog.getByText('There is a key with this selector already', { exact: false }).waitFor()
    await dialog.getByLabel('New selector').fill('moved')
    await dialog.getByText('at moved._domainkey.mg.example.com', { exact: false }).waitFor()
    expect(await violations(scene.app)).toEqual([])
    await photograph(page, 'keys-selector')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await menu('Sign with the keys of a domain above…')
    await page.getByRole('dialog', { name: /^Sign with the keys above/ }).waitFor()
    await photograph(page, 'keys-authority')
    await page.keyboard.press('Escape')
  })

  it('are deleted by typing the selector, never one that signs', async () => {
    const { page } = scene.app
    const menu = async (name: string) => {
      await row('next').getByRole('button', { name: 'Actions for next' }).click()
      return page.getByRole('menuitem', { name })
    }
    expect(await (await menu('Delete key…')).isDisabled()).toBe(true)
    await page.keyboard.press('Escape')
    await (await menu('Stop signing with it')).click()
    await page.getByText('The provider no longer signs with next.', { exact: false }).first().waitFor()
    await (await menu('Delete key…')).click()
    await page.getByLabel('Type the selector to confirm').fill('next')
    await photograph(page, 'keys-delete')
    await page.keyboard.press('Enter')
    await row('next').waitFor({ state: 'detached' })
    await resizeTo(scene.app, 900, 600)
    await keys().scrollIntoViewIfNeeded()
    await photograph(page, 'keys-small')
  })
})
