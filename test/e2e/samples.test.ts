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
  it('are added, and are what all lists show while there is nothing else', async () => {
    const added = await app.page.evaluate(() => window.zonedesk.samples.add({}))
    expect(added).toMatchObject({ ok: true, value: { kind: 'samples', name: 'Samples' } })
    await option(/alumni\.pinewood-school\.example/).waitFor()
    await picture('list')
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
    await app.page.getByText('The key is cut off').or(app.page.getByText(/255/)).first().waitFor()
    await picture('finding')
    const checked = await app.page.evaluate(() =>
      window.zonedesk.checks.check({ accountId: 'samples', name: 'mg.maple-cycles.example', fresh: true }),
    )
    if (!checked.ok) throw new Error(checked.failure.message)
    expect(checked.value.summary.worst).toBe('bad')
    const host = await app.page.evaluate(() =>
      window.zonedesk.dnsHosts.lookUp({ accountId: 'samples', name: 'mg.maple-cycles.example' }),
    )
    expect(host).toMatchObject({ ok: true, value: { detected: { id: 'namecheap' } } })
  })

  it('are put right by a watch: their DNS host publishes, and the provider verifies', async () => {
    const watched = await app.page.evaluate(() =>
      window.zonedesk.watches.start({ accountId: 'samples', name: 'mg.maple-cycles.example' }),
    )
    expect(watched.ok).toBe(true)
    await expect
      .poll(async () => {
        const detail = await app.page.evaluate(() =>
          window.zonedesk.domains.get({ accountId: 'samples', name: 'mg.maple-cycles.example' }),
        )
        return detail.ok ? detail.value.domain.state : detail.failure.message
      })
      .toBe('active')
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

  it('go by one call, and everything of them', async () => {
    expect(existsSync(join(folder.path, 'samples.sqlite'))).toBe(true)
    const removed = await app.page.evaluate(() => window.zonedesk.samples.remove({}))
    expect(removed).toEqual({ ok: true, value: {} })
    expect(existsSync(join(folder.path, 'samples.sqlite'))).toBe(false)
    const accounts = await app.page.evaluate(() => window.zonedesk.accounts.list({}))
    expect(accounts).toMatchObject({ ok: true, value: [{ kind: 'embedded' }] })
    const tags = await app.page.evaluate(() => window.zonedesk.notes.tags({ accountId: null }))
    expect(tags).toEqual({ ok: true, value: [] })
    expect(await app.page.evaluate(() => window.zonedesk.watches.list({}))).toEqual({ ok: true, value: [] })
    expect(app.pageErrors).toEqual([])
  })
})
