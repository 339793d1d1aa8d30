import Database from 'better-sqlite3'
import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { DATA_FILES } from '../../../src/main/data-folder/data-folder'
import { CACHE_MIGRATIONS } from '../../../src/main/cache/migrations'
import { HISTORY_MIGRATIONS } from '../../../src/main/cache/history-migrations'
import { migrations as embeddedMigrations } from '../../../src/main/embedded/store/schema'
import { profileMigrations } from '../../../src/main/profile/migrations'
import { backUp } from '../../../src/main/sqlite/backups'
import { newestVersion, type Migration } from '../../../src/main/sqlite/migrations'
import { openDatabase } from '../../../src/main/sqlite/open'
import { ZonedeskError } from '../../../src/preload/contract/failure'
import { sampleDomain, sampleRecord } from '../../unit/domains/sample-domains'
import { openApp, type OpenedApp } from './opened-app'
import { createRandom } from './random'
import { FIRST, listed, setAsideIn } from './threaded'

const FILES = {
  profile: profileMigrations,
  history: HISTORY_MIGRATIONS,
  cache: CACHE_MIGRATIONS,
  embedded: embeddedMigrations,
} as const satisfies Record<string, readonly Migration[]>
type File = keyof typeof FILES

const KEY = { accountId: 'a', name: 'd00001.example' }
const DRAFT = { form: 'create', accountId: 'a', name: '' } as const
const DOMAINS = 60

/** What has pages of its own in a file of the newest schema: its tables, with those of FTS5, and its indexes. */
function partsOf(migrations: readonly Migration[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'zonedesk-parts-'))
  const db = openDatabase(join(folder, 'empty.sqlite'), migrations)
  const names = db.prepare('SELECT name FROM sqlite_schema WHERE rootpage > 0 ORDER BY name').pluck().all()
  db.close()
  rmSync(folder, { recursive: true })
  return ['sqlite_schema', ...(names as string[])]
}

let whole: string
beforeAll(async () => {
  whole = mkdtempSync(join(tmpdir(), 'zonedesk-whole-'))
  const app = await openApp(whole, () => undefined)
  await filled(app)
  await app.close()
  for (const name of [DATA_FILES.profile, DATA_FILES.history, DATA_FILES.embedded]) {
    await backUp(join(whole, name), join(whole, DATA_FILES.backups), Date.UTC(2024, 4, 6, 12))
  }
})
afterAll(() => rmSync(whole, { recursive: true }))

async function filled({ cache: { cache }, profile, client }: OpenedApp): Promise<void> {
  await listed(cache, DOMAINS)
  for (let i = 0; i < 20; i++) {
    const name = `d${String(i).padStart(5, '0')}.example`
    const dkim = sampleRecord({ name: `mx._domainkey.${name}`, value: `k=rsa; p=${'A'.repeat(200)}` })
    await cache.putDetail('a', sampleDomain(name), [sampleRecord({ name }), dkim], {
      ...{ fetchedAt: i, source: 'sync' as const, verifiedAt: i },
    })
    await cache.saveSnapshot({ ...KEY, name }, 'kept', i)
  }
  profile.drafts.set(DRAFT, { kept: true })
  profile.notes.apply([{ ...KEY, add: ['client'], remove: [], note: 'Called on Monday.' }], 1)
  profile.zones.setPreset('example.com', 'cloudflare')
  await client.create('kept.example', {})
}

/** The pages of a part, the first of which is its root. */
function pagesOf(db: Database.Database, part: string): number[] {
  const rows = db.prepare('SELECT pageno FROM dbstat WHERE name = ? ORDER BY path').pluck()
  return rows.all(part) as number[]
}

/** Reads and writes every file by every way the app has; only sentences may be thrown. */
async function used(app: OpenedApp): Promise<void> {
  const { cache } = app.cache
  const { profile } = app
  const steps: (() => unknown)[] = [
    () => cache.list(FIRST),
    () => cache.list({ ...FIRST, search: 'd0000' }),
    () => cache.list({ ...FIRST, search: 'points:mailgun has:failing' }),
    () => cache.list({ ...FIRST, sort: 'verified', descending: true }),
    () => cache.list({ ...FIRST, sort: 'created' }),
    () => cache.counts(null),
    () => cache.tagCounts(null),
    () => cache.signers(KEY, 5),
    () => cache.neighbours(KEY, KEY.name, 5),
    () => cache.get(KEY),
    () => cache.history(KEY, null, 10),
    () => cache.snapshots(KEY),
    () => cache.saveSnapshot(KEY, 'again', 9),
    () =>
      cache.putDetail('a', sampleDomain(KEY.name, { state: 'unverified' }), [], {
        ...{ fetchedAt: 99, source: 'sync' as const },
      }),
    () => listed(cache, DOMAINS),
    () => cache.pruneHistory(5),
    () => profile.drafts.get(DRAFT),
    () => profile.drafts.set({ ...DRAFT, name: 'other' }, { kept: 'x'.repeat(5000) }),
    () => profile.notes.all(),
    () => profile.notes.apply([{ ...KEY, add: ['urgent'], remove: [] }], 2),
    () => profile.settings.set({ theme: 'dark' }),
    () => profile.view.get(),
    () => profile.watches.list(),
    () => profile.bulk.jobs(),
    () => profile.zones.preset('example.com'),
    () => profile.ownPresets.list(),
    () => profile.accounts.list(),
    () => app.client.list({ limit: 10, skip: 0 }),
    () => app.client.get('kept.example'),
    () => app.client.create(`n${Math.random().toString(36).slice(2)}.example`, {}),
  ]
  for (const step of steps) {
    try {
      await step()
    } catch (error) {
      if (!(error instanceof ZonedeskError)) throw error
    }
  }
  await app.cache.ready()
}

/** Where bits are flipped: in the head of a page, which says how the rest is to be read, or in its content. */
type Place = 'head' | 'content'

describe.each(Object.keys(FILES) as File[])('flipped bits in the %s', (file) => {
  const parts = partsOf(FILES[file])

  it.each(parts.map((part, index) => [part, index % 2 === 0 ? 'head' : 'content'] as const))(
    'in %s, in the %s of its pages: the app goes on, and starts again with all it can have',
    async (part, place) => {
      const folder = mkdtempSync(join(tmpdir(), 'zonedesk-pages-'))
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
      const copies = join(folder, DATA_FILES.backups)
      for (const name of [DATA_FILES.profile, DATA_FILES.history, DATA_FILES.cache, DATA_FILES.embedded]) {
        copyFileSync(join(whole, name), join(folder, name))
      }
      cpSync(join(whole, DATA_FILES.backups), copies, { recursive: true })
      damage(join(folder, DATA_FILES[file]), part, place)

      let app = await openApp(folder)
      await used(app)
      if (file !== 'cache') {
        // What only shows itself while the app runs is cured at the next start.
        await app.close()
        app = await openApp(folder)
      }
      // A write may be the first to meet the damage, and is done again then.
      await listed(app.cache.cache, DOMAINS).catch(async () => {
        await app.cache.ready()
        await listed(app.cache.cache, DOMAINS)
      })
      expect(app.cache.cache.counts(null).all).toBe(DOMAINS)
      app.profile.drafts.set(DRAFT, { kept: 'again' })
      expect(app.profile.drafts.get(DRAFT)).toEqual({ kept: 'again' })
      if (file !== 'profile') expect(app.profile.notes.get(KEY).note).toBe('Called on Monday.')
      if (file !== 'history') {
        expect(app.cache.cache.snapshots(KEY).map(({ label }) => label)).toContain('kept')
      }
      if (file !== 'embedded') expect((await app.client.get('kept.example')).domain.name).toBe('kept.example')
      await app.close()
      // One damage sets nothing aside but the file it is in.
      for (const name of setAsideIn(folder)) expect(name.startsWith(DATA_FILES[file])).toBe(true)
      const db = new Database(join(folder, DATA_FILES[file]), { readonly: true })
      expect(db.pragma('user_version', { simple: true })).toBe(newestVersion(FILES[file]))
      db.close()
    },
  )
})

function damage(path: string, part: string, place: Place): void {
  const db = new Database(path, { readonly: true })
  const size = Number(db.pragma('page_size', { simple: true }))
  const pages = pagesOf(db, part)
  db.close()
  expect(pages.length).toBeGreaterThan(0)
  const random = createRandom(part.length * 31 + place.length)
  const bytes = readFileSync(path)
  for (const page of [pages[0], pages.at(-1)]) {
    const start = ((page ?? 1) - 1) * size
    // The first page of a file begins with the header of the file, https://www.sqlite.org/fileformat.html.
    const head = page === 1 ? 100 : 0
    // Content is kept at the end of a page.
    const at =
      place === 'head'
        ? start + head + Math.floor(random() * 8)
        : start + size - 64 + Math.floor(random() * 56)
    for (let i = 0; i < 4; i++) bytes[at + i] = (bytes[at + i] ?? 0) ^ (1 << (i % 8))
  }
  writeFileSync(path, bytes)
}
