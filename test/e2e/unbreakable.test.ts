import Database from 'better-sqlite3'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startApp, temporaryFolder, type RunningApp } from './app'

const DOMAINS = 40

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder.remove())

const path = (name: string): string => join(folder.path, name)

async function addDomains(app: RunningApp, count: number): Promise<void> {
  await app.page.evaluate(async (domains) => {
    for (let i = 0; i < domains; i++) {
      await window.zonedesk.domains.create({ accountId: 'embedded', name: `d${i}.example.com`, options: {} })
    }
  }, count)
}

/** How many domains the window's side sees once it sees all. */
async function waitForDomains(app: RunningApp, count: number): Promise<void> {
  await app.page.waitForFunction(
    async (wanted) => {
      const outcome = await window.zonedesk.domains.counts({ accountId: null })
      return outcome.ok && outcome.value.all === wanted
    },
    count,
    { timeout: 60_000 },
  )
}

describe('the app', () => {
  it('on a cache with overwritten pages says so, sets it aside once and fetches again', async () => {
    const first = await startApp(folder.path)
    await addDomains(first, DOMAINS)
    await first.close()
    const bytes = readFileSync(path('cache.sqlite'))
    bytes.fill(0xa5, 4096)
    writeFileSync(path('cache.sqlite'), bytes)
    const app = await startApp(folder.path)
    await app.page.getByText(/was damaged and was set aside/).waitFor()
    await app.page.getByRole('option', { name: /d0\.example\.com/ }).waitFor()
    await waitForDomains(app, DOMAINS)
    expect(
      readdirSync(folder.path).filter((name) => /^cache\.sqlite\.damaged-[^-]+$/.test(name)),
    ).toHaveLength(1)
    await app.close()
  })

  it('killed in the middle of a sync shows whole data at the next start and finishes', async () => {
    const first = await startApp(folder.path)
    await addDomains(first, DOMAINS)
    await first.page.evaluate(() =>
      window.zonedesk.settings.setDraft({
        ...{ form: 'create', accountId: 'embedded', name: '' },
        draft: { name: 'kept.example.com' },
      }),
    )
    const ended = new Promise((resolve) => first.electron.process().once('exit', resolve))
    // Answers once the sync is under way, and the kill comes while it writes.
    await first.page.evaluate(() => window.zonedesk.sync.start({ accountId: null }))
    first.electron.process().kill('SIGKILL')
    await ended
    for (const name of ['cache.sqlite', 'history.sqlite', 'profile.sqlite', 'embedded.sqlite']) {
      const db = new Database(path(name))
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
      db.close()
    }
    const app = await startApp(folder.path)
    await waitForDomains(app, DOMAINS)
    const draft = await app.page.evaluate(() =>
      window.zonedesk.settings.getDraft({ form: 'create', accountId: 'embedded', name: '' }),
    )
    expect(draft).toMatchObject({ ok: true, value: { name: 'kept.example.com' } })
    await app.page.waitForFunction(async () => {
      const outcome = await window.zonedesk.sync.status({})
      return (
        outcome.ok &&
        outcome.value.every(({ phase, lastSyncedAt }) => phase === 'idle' && lastSyncedAt !== null)
      )
    })
    await app.close()
  })
})
