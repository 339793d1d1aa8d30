import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from './app'
import { addDomain, checkAll, type DnsScene, runOf, SENDING, startDnsScene } from './dns-scene'

const OTHERS = ['a.example.com', 'b.example.com', 'c.example.com']
const folder = temporaryFolder()
let scene: DnsScene

beforeAll(async () => {
  scene = await startDnsScene(folder.path)
  for (const name of OTHERS) await addDomain(scene.app, name)
  // Everything of mg.example.com is there, and nothing of the others.
  const records = await scene.records()
  await scene.publish(records.map(({ type, name, value, priority }) => ({ type, name, value, priority })))
})
afterAll(async () => {
  await scene.stop()
  folder.remove()
})

const run = () => runOf(scene.app)
const rows = (): Promise<string[]> =>
  scene.app.page
    .getByRole('listbox', { name: 'Domains' })
    .getByRole('option')
    .evaluateAll((options) =>
      options.map((option) => /[a-z0-9.-]+\.example\.com/.exec(option.textContent)?.[0] ?? ''),
    )

describe('many domains', () => {
  it('are all checked from the palette, and the summary counts what needs attention', async () => {
    await checkAll(scene.app)
    await run().getByText('4 domains checked: 3 need attention.').waitFor()
  })

  it('are found by how bad it is', async () => {
    const { page } = scene.app
    await run().getByRole('button', { name: 'Show those' }).click()
    await expect.poll(() => page.getByPlaceholder('Search domains').inputValue()).toBe('finding:bad')
    await expect.poll(rows).toEqual(OTHERS)
  })

  it('are counted by what is the matter, and found by it', async () => {
    const { page } = scene.app
    await run().getByRole('button', { name: 'Findings' }).click()
    const dialog = page.getByRole('dialog', { name: 'Findings' })
    await dialog.getByRole('button', { name: /Nothing exists at this name.*3/ }).click()
    await dialog.waitFor({ state: 'detached' })
    await expect.poll(() => page.getByPlaceholder('Search domains').inputValue()).toBe('finding:name-missing')
    await expect.poll(rows).toEqual(OTHERS)
  })

  it('are found by what is not the matter, with the code completed from its title', async () => {
    const { page } = scene.app
    const search = page.getByPlaceholder('Search domains')
    await search.fill('-finding:exists')
    await page.getByRole('option', { name: /^-finding:name-missing/ }).waitFor()
    await search.fill('-finding:name-missing')
    await expect.poll(rows).toEqual([SENDING])
    await search.fill('finding:nonsense')
    await page.getByText('No finding has the code nonsense').waitFor()
    await search.fill('')
    await search.press('Escape')
    await expect.poll(async () => (await rows()).length).toBe(4)
  })

  it('that are selected are checked alone', async () => {
    const { page } = scene.app
    await page.getByRole('option', { name: /a\.example\.com/ }).click({ modifiers: ['Control'] })
    await page.getByRole('option', { name: /b\.example\.com/ }).click({ modifiers: ['Control'] })
    await page.getByRole('button', { name: 'Check DNS of selected' }).click()
    await run().getByText('2 domains checked: 2 need attention.').waitFor()
    await run().getByRole('button', { name: 'Dismiss' }).click()
    await run().waitFor({ state: 'detached' })
  })
})

describe('a click on a notification', () => {
  it('shows the DNS of the domain it is about', async () => {
    const { page, electron } = scene.app
    await page.keyboard.press('1')
    await electron.evaluate(
      ({ BrowserWindow }, key) => {
        BrowserWindow.getAllWindows()[0]?.webContents.send('zonedesk-event:domainAsked', key)
      },
      { accountId: 'embedded', name: 'c.example.com' },
    )
    await page.getByRole('heading', { level: 1, name: 'c.example.com' }).waitFor()
    await page.getByRole('tab', { name: 'DNS', selected: true }).waitFor()
    await page.getByRole('heading', { name: 'Need attention 5' }).waitFor()
  })
})

describe('the resolvers', () => {
  const section = () => scene.app.page.getByRole('region', { name: 'Resolvers for DNS checks' })
  const kept = async (): Promise<string[]> => {
    const outcome = await scene.app.page.evaluate(() => window.zonedesk.settings.get({}))
    if (!outcome.ok) throw new Error(outcome.failure.message)
    return outcome.value.resolvers.map(
      ({ name, address, enabled }) => `${name} ${address}${enabled ? '' : ' off'}`,
    )
  }

  it('are added, with errors by field from the form and from the app', async () => {
    const { page } = scene.app
    await page.keyboard.press('Control+,')
    await section().getByRole('button', { name: 'Add a resolver' }).click()
    const form = page.getByRole('form', { name: 'New resolver' })
    await form.getByRole('button', { name: 'Add resolver' }).click()
    await form.getByText('Enter a name, such as Office.').waitFor()
    await form.getByRole('textbox', { name: 'Name' }).fill('Office')
    await form.getByRole('textbox', { name: 'IP address' }).fill('dns.example.com')
    await form.getByRole('button', { name: 'Add resolver' }).click()
    await form.getByText('Office has no usable address.').waitFor()
    await form.getByRole('textbox', { name: 'IP address' }).fill('192.0.2.53')
    await form.getByRole('button', { name: 'Add resolver' }).click()
    await form.waitFor({ state: 'detached' })
    expect(await kept()).toEqual([expect.stringMatching(/^Lab resolver 127/), 'Office 192.0.2.53'])
  })

  it('are turned off, removed and brought back', async () => {
    await section().getByRole('checkbox', { name: 'Ask Office' }).uncheck()
    await expect.poll(kept).toContain('Office 192.0.2.53 off')
    await section().getByRole('button', { name: 'Remove Office' }).click()
    await expect.poll(kept).toHaveLength(1)
    await section().getByRole('button', { name: 'Undo' }).click()
    await expect.poll(kept).toContain('Office 192.0.2.53 off')
  })

  it('are those of a new installation again', async () => {
    await section().getByRole('button', { name: 'Restore defaults' }).click()
    await expect.poll(kept).toEqual(['Cloudflare 1.1.1.1', 'Google 8.8.8.8', 'Quad9 9.9.9.9'])
    await section().getByRole('button', { name: 'Restore defaults' }).waitFor({ state: 'detached' })
  })
})
