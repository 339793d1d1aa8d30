import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resizeTo, type RunningApp, startApp, temporaryFolder } from './app'
import { violations } from './axe'
import { openDomain } from './dns-scene'
import { photograph } from './pictures'

describe('the automatic rotation of the DKIM keys', () => {
  const folder = temporaryFolder()
  let app: RunningApp

  beforeAll(async () => {
    app = await startApp(folder.path)
    await resizeTo(app, 1280, 800)
    await create('automatic.example.com', true)
    await create('plain.example.com', false)
  })
  afterAll(async () => {
    await app.close()
    folder.remove()
  })

  async function create(name: string, useAutomaticSenderSecurity: boolean): Promise<void> {
    const outcome = await app.page.evaluate(
      (request) => window.zonedesk.domains.create({ accountId: 'embedded', ...request }),
      { name, options: { useAutomaticSenderSecurity } },
    )
    if (!outcome.ok) throw new Error(outcome.failure.message)
  }

  const form = () => app.page.getByRole('form', { name: 'Automatic rotation' })
  async function save(days: string): Promise<void> {
    await form().getByLabel('Days between two rotations').fill(days)
    await form().getByRole('button', { name: 'Save' }).click()
  }

  it('is set where the provider rotates them, and what it refuses stands at its field', async () => {
    const { page } = app
    await openDomain(app, 'automatic.example.com')
    await page.getByRole('tab', { name: 'DNS' }).click()
    await form().getByText('The provider does not say how it is set now.', { exact: false }).waitFor()
    await form().scrollIntoViewIfNeeded()
    await photograph(page, 'rotation-first')
    await save('4')
    await form().getByText('Enter a whole number of days, 5 or more.').waitFor()
    await photograph(page, 'rotation-wrong')
    await save('99999')
    await form().getByText('from 5 to 3650', { exact: false }).waitFor()
    await save('40')
    await form().getByText('Automatic rotation is on, every 40 days.').waitFor()
    // Nobody is told to replace what the provider makes and rotates.
    expect(await page.getByText('Make a new key of 2048 bits', { exact: false }).count()).toBe(0)
    expect(await page.getByText('bits, short', { exact: false }).count()).toBe(0)
    for (const name of ['New key…', 'Rotate…']) {
      expect(await page.getByRole('button', { name, exact: true }).count()).toBe(0)
    }
    expect(await violations(app)).toEqual([])
  })

  it('now is asked for once more, and a refusal of the provider is shown', async () => {
    const { page } = app
    await form().getByRole('button', { name: 'Rotate now…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Rotate now' }).click()
    // The records of the domain are not verified.
    await dialog.getByRole('alert').getByText('wait_verify', { exact: false }).waitFor()
    await photograph(page, 'rotation-now')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  })

  it('has no place at another domain', async () => {
    await openDomain(app, 'plain.example.com')
    await app.page.getByRole('tab', { name: 'DNS' }).click()
    await app.page.getByRole('button', { name: /^Actions for / }).waitFor()
    for (const name of ['New key…', 'Rotate…'])
      await app.page.getByRole('button', { name, exact: true }).waitFor()
    expect(await form().count()).toBe(0)
  })
})
