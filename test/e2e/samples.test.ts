import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resizeTo, type RunningApp, startApp, temporaryFolder } from './app'

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

const option = (name: string | RegExp): Locator => app.page.getByRole('option', { name })
const search = (): Locator => app.page.getByRole('combobox', { name: 'Search domains' })

async function picture(name: string): Promise<void> {
  const pictures = process.env['ZONEDESK_PICTURES']
  if (pictures !== undefined) await app.page.screenshot({ path: join(pictures, `samples-${name}.png`) })
}

describe('adding the sample domains', () => {
  it('is done wholly or not at all when the app is killed meanwhile', async () => {
    const own = temporaryFolder()
    const killed = await startApp(own.path)
    await killed.page.evaluate(() => void window.zonedesk.samples.add({}))
    const state = async (): Promise<string> => {
      const status = await killed.page.evaluate(() => window.zonedesk.samples.status({}))
      return status.ok && status.value.done > 10 ? status.value.state : ''
    }
    await expect.poll(state).toBe('adding')
    const ended = new Promise((resolve) => killed.electron.process().once('exit', resolve))
    killed.electron.process().kill('SIGKILL')
    await ended
    expect(existsSync(join(own.path, 'samples.sqlite'))).toBe(true)

    const again = await startApp(own.path)
    const accounts = await again.page.evaluate(() => window.zonedesk.accounts.list({}))
    expect(accounts).toMatchObject({ ok: true, value: [{ kind: 'embedded' }] })
    await expect.poll(() => existsSync(join(own.path, 'samples.sqlite'))).toBe(false)
    const left = await again.page.evaluate(async () => ({
      counts: await window.zonedesk.domains.counts({ accountId: 'samples' }),
      history: await window.zonedesk.history.list({
        ...{ accountId: 'samples', name: 'mg.willow-books.example', before: null, limit: 10 },
      }),
    }))
    expect(left).toMatchObject({
      counts: { ok: true, value: { all: 0 } },
      history: { ok: true, value: { items: [] } },
    })
    await again.close()
    own.remove()
  })
})

describe('the sample domains in the window', () => {
  it('are added by one click, and are what all lists show while there is nothing else', async () => {
    await app.page.getByRole('button', { name: /^Look around with sample domains/ }).click()
    await option(/alumni\.pinewood-school\.example/).waitFor()
    await picture('list')
    await app.page.getByRole('button', { name: 'All accounts' }).click()
    await option(/alumni\.pinewood-school\.example/).waitFor()
    // The tour, which begins once they are there, is left.
    await app.page.keyboard.press('Escape')
  })

  it('are found by a search', async () => {
    await search().fill('maple')
    await expect.poll(() => app.page.getByRole('option').count()).toBe(2)
    await option(/mg\.maple-cycles\.example/).click()
  })

  it('show months of history', async () => {
    await app.page.getByRole('tab', { name: 'History' }).click()
    const changes = app.page.getByRole('region', { name: 'Changes' })
    await changes.getByText('Domain added').waitFor()
    await changes.getByText('After a verification').first().waitFor()
    await picture('history')
  })

  it('are checked, and the finding has its fix', async () => {
    await app.page.getByRole('tab', { name: 'DNS' }).click()
    await app.page.getByText('DKIM key is cut off').waitFor()
    await app.page.getByRole('button', { name: 'Check again' }).click()
    await app.page.getByText(/Checked (?:just now|\d+ s ago)/).waitFor()
    await app.page.getByText('DKIM key is cut off').waitFor()
    await app.page.getByText('Records are changed at Namecheap').waitFor()
    await picture('finding')
  })

  it('are put right: their DNS host publishes, and the provider verifies', async () => {
    await app.page.getByRole('button', { name: 'I’ve added them' }).click()
    await app.page.getByRole('region', { name: 'Watch' }).getByText('Done.').waitFor()
    await app.page.getByText('DKIM key is cut off').waitFor({ state: 'hidden' })
    await app.page.getByText('Active', { exact: true }).first().waitFor()
    await picture('fixed')
  })

  it('are left out of every list once another account has a domain', async () => {
    await search().fill('')
    const made = await app.page.evaluate(() =>
      window.zonedesk.domains.create({ accountId: 'embedded', name: 'mine.example.org', options: {} }),
    )
    expect(made.ok).toBe(true)
    await option(/mine\.example\.org/).waitFor()
    await expect.poll(() => app.page.getByRole('option').count()).toBe(1)
  })

  it('go by one click, and everything of them', async () => {
    expect(existsSync(join(folder.path, 'samples.sqlite'))).toBe(true)
    await app.page.getByRole('button', { name: 'Samples', exact: true }).click()
    await app.page.getByRole('button', { name: 'Remove samples' }).click()
    await expect.poll(() => existsSync(join(folder.path, 'samples.sqlite'))).toBe(false)
    await app.page.getByRole('button', { name: 'Samples', exact: true }).waitFor({ state: 'hidden' })
    await picture('removed')
    const accounts = await app.page.evaluate(() => window.zonedesk.accounts.list({}))
    expect(accounts).toMatchObject({ ok: true, value: [{ kind: 'embedded' }] })
    const tags = await app.page.evaluate(() => window.zonedesk.notes.tags({ accountId: null }))
    expect(tags).toEqual({ ok: true, value: [] })
    expect(await app.page.evaluate(() => window.zonedesk.watches.list({}))).toEqual({ ok: true, value: [] })
    expect(app.pageErrors).toEqual([])
  })
})
