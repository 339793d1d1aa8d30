import Database from 'better-sqlite3'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { profileMigrations } from '../../../src/main/profile/migrations'
import { openProfile, type Profile } from '../../../src/main/profile/profile'
import { PUBLIC_RESOLVERS } from '../../../src/preload/contract/dns-resolvers'
import { DEFAULT_SETTINGS, DEFAULT_VIEW } from '../../../src/preload/contract/settings'
import { openDatabase } from '../../../src/main/sqlite/open'
import { ZonedeskError } from '../../../src/preload/contract/failure'

let folder: string
let path: string
let profile: Profile

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-profile-'))
  path = join(folder, 'profile.sqlite')
  profile = openProfile(path)
})

afterEach(() => {
  profile.close()
  rmSync(folder, { recursive: true })
})

function reopen(): void {
  profile.close()
  profile = openProfile(path)
}

/** Changes the file behind the app's back. */
function tamper(...statements: string[]): void {
  profile.close()
  const db = new Database(path)
  for (const statement of statements) db.exec(statement)
  db.close()
  profile = openProfile(path)
}

const PROVIDER = {
  id: 'a1',
  kind: 'provider' as const,
  name: 'Customers',
  region: 'eu' as const,
  baseUrl: 'https://api.eu.mailgun.net',
  createdAt: 1_700_000_000_000,
  includeSubaccounts: false,
  writeMode: 'normal' as const,
}

describe('accounts', () => {
  it('has the embedded account from the first start, once', () => {
    reopen()
    expect(profile.accounts.list()).toEqual([
      {
        id: 'embedded',
        kind: 'embedded',
        name: 'Embedded',
        region: null,
        baseUrl: null,
        createdAt: 0,
        includeSubaccounts: false,
        writeMode: 'normal' as const,
      },
    ])
  })

  it('keeps an account across a restart, after the embedded one and in the order they were added', () => {
    profile.accounts.add({ ...PROVIDER, id: 'z', name: 'First', createdAt: 1 })
    profile.accounts.add({ ...PROVIDER, id: 'a', name: 'Second', createdAt: 2 })
    reopen()
    expect(profile.accounts.list().map(({ name }) => name)).toEqual(['Embedded', 'First', 'Second'])
    expect(profile.accounts.get('z')).toEqual({ ...PROVIDER, id: 'z', name: 'First', createdAt: 1 })
  })

  it('renames', () => {
    profile.accounts.rename('embedded', 'Try-out')
    reopen()
    expect(profile.accounts.get('embedded')?.name).toBe('Try-out')
  })

  it('keeps whether subaccounts are listed', () => {
    profile.accounts.add(PROVIDER)
    profile.accounts.setIncludeSubaccounts('a1', true)
    reopen()
    expect(profile.accounts.get('a1')).toEqual({ ...PROVIDER, includeSubaccounts: true })
    profile.accounts.setIncludeSubaccounts('a1', false)
    expect(profile.accounts.get('a1')?.includeSubaccounts).toBe(false)
  })

  it('does not take two accounts of one name, whatever the letter case', () => {
    profile.accounts.add(PROVIDER)
    expect(() => profile.accounts.add({ ...PROVIDER, id: 'a2', name: 'CUSTOMERS' })).toThrow(/UNIQUE/)
  })

  it('removes an account with its drafts and what the window remembers of it, and nothing else', () => {
    profile.accounts.add(PROVIDER)
    profile.drafts.set({ form: 'create', accountId: 'a1', name: '' }, { name: 'mg.example.com' })
    profile.drafts.set({ form: 'create', accountId: 'embedded', name: '' }, { name: 'mg.example.org' })
    profile.view.set({
      accountId: 'a1',
      selected: { accountId: 'a1', name: 'mg.example.com' },
      filter: 'failing',
    })
    profile.accounts.remove('a1')
    expect(profile.accounts.get('a1')).toBeUndefined()
    expect(profile.drafts.get({ form: 'create', accountId: 'a1', name: '' })).toBeNull()
    expect(profile.drafts.get({ form: 'create', accountId: 'embedded', name: '' })).toEqual({
      name: 'mg.example.org',
    })
    expect(profile.view.get()).toEqual({ ...DEFAULT_VIEW, filter: 'failing' })
  })

  it('keeps what the window remembers of another account', () => {
    profile.accounts.add(PROVIDER)
    profile.view.set({ accountId: 'embedded', selected: { accountId: 'embedded', name: 'mg.example.com' } })
    profile.accounts.remove('a1')
    expect(profile.view.get()).toMatchObject({ accountId: 'embedded', selected: { accountId: 'embedded' } })
  })

  it('reads an account whose base URL is gone, so that it can be removed', () => {
    profile.accounts.add(PROVIDER)
    tamper(`UPDATE accounts SET base_url = NULL WHERE id = 'a1'`)
    expect(profile.accounts.get('a1')).toEqual({ ...PROVIDER, baseUrl: '' })
  })
})

describe('settings', () => {
  it('starts with the defaults', () => {
    expect(profile.settings.get()).toEqual({
      theme: 'system',
      singleKeyShortcuts: true,
      resolver: 'system',
      copyFormat: 'form',
      resolvers: PUBLIC_RESOLVERS,
      syncEveryMinutes: 15,
      historyDays: 365,
      keepOldKeyDays: 7,
      lookForUpdates: null,
      publishAskAbove: 50,
      tour: 'new',
    })
  })

  it('refuses a resolver that cannot be asked, even one that is turned off, and changes nothing', () => {
    const [first] = PUBLIC_RESOLVERS
    const resolvers = [{ ...first!, address: 'not an address', enabled: false }]
    expect(() => profile.settings.set({ theme: 'dark', resolvers })).toThrow(/no usable address/)
    expect(profile.settings.get()).toEqual(DEFAULT_SETTINGS)
  })

  it('changes what is named, answers the whole, and keeps it across a restart', () => {
    const whole = { ...DEFAULT_SETTINGS, theme: 'dark', resolver: '192.0.2.53:5353' }
    expect(profile.settings.set({ theme: 'dark', resolver: ' 192.0.2.53:5353 ' })).toEqual(whole)
    reopen()
    expect(profile.settings.get()).toEqual(whole)
  })

  it('leaves everything as it is when the resolver is refused', () => {
    expect(() => profile.settings.set({ theme: 'dark', resolver: 'dns.example.com' })).toThrow(ZonedeskError)
    expect(profile.settings.get()).toEqual(DEFAULT_SETTINGS)
  })

  it('takes the default for a field that no longer reads, and only for it', () => {
    profile.settings.set({ theme: 'dark', singleKeyShortcuts: false, copyFormat: 'bind' })
    tamper(
      `UPDATE settings SET value = '"sepia"' WHERE field = 'theme'`,
      `UPDATE settings SET value = 'not json' WHERE field = 'copyFormat'`,
      `INSERT INTO settings VALUES ('resolver', '"dns.example.com"')`,
      `INSERT INTO settings VALUES ('__proto__', '1'), ('gone', '1')`,
    )
    expect(profile.settings.get()).toEqual({ ...DEFAULT_SETTINGS, singleKeyShortcuts: false })
  })
})

describe('the view', () => {
  it('starts with the defaults', () => {
    expect(profile.view.get()).toEqual({
      accountId: null,
      filter: 'all',
      search: '',
      sort: 'name',
      descending: false,
      selected: null,
      tab: 'records',
      sidebarWidth: 200,
      listWidth: 320,
      recentCommands: [],
      guidePage: 'index',
    })
  })

  it('keeps what was set across a restart, null too', () => {
    profile.view.set({ accountId: 'embedded', listWidth: 400 })
    profile.view.set({ accountId: null, tab: 'settings' })
    reopen()
    expect(profile.view.get()).toEqual({ ...DEFAULT_VIEW, listWidth: 400, tab: 'settings' })
  })

  it('keeps which commands were used last across a restart, those of another version too', () => {
    profile.view.set({ recentCommands: ['sync', 'of-another-version'] })
    reopen()
    expect(profile.view.get().recentCommands).toEqual(['sync', 'of-another-version'])
  })
})

describe('drafts', () => {
  const key = { form: 'create', accountId: 'embedded', name: '' }

  it('keeps a draft across a restart, apart from those of other forms and domains', () => {
    profile.drafts.set(key, { name: 'mg.example.com', wildcard: true, messageTtl: 60, poolId: null })
    profile.drafts.set({ ...key, form: 'settings', name: 'mg.example.com' }, { wildcard: false })
    reopen()
    expect(profile.drafts.get(key)).toEqual({
      name: 'mg.example.com',
      wildcard: true,
      messageTtl: 60,
      poolId: null,
    })
    expect(profile.drafts.get({ ...key, name: 'mg.example.com' })).toBeNull()
  })

  it('replaces and removes', () => {
    profile.drafts.set(key, { name: 'a', webPrefix: 'email' })
    profile.drafts.set(key, { name: 'b' })
    expect(profile.drafts.get(key)).toEqual({ name: 'b' })
    profile.drafts.remove(key)
    expect(profile.drafts.get(key)).toBeNull()
  })

  it('never writes a password or a key to the file, and keeps the size of a DKIM key', () => {
    profile.drafts.set(key, {
      smtpPassword: 'hunter2-smtp',
      apiKey: 'key-hunter2',
      clientSecret: 'hunter2-client',
      accessToken: 'hunter2-token',
      dkimKeySize: 2048,
      dkimSelector: 'mx',
    })
    expect(profile.drafts.get(key)).toEqual({ dkimKeySize: 2048, dkimSelector: 'mx' })
    const bytes = Buffer.concat([readFileSync(path), readFileSync(`${path}-wal`)])
    expect(bytes.includes('dkimSelector')).toBe(true)
    expect(bytes.includes('hunter2')).toBe(false)
  })

  it('leaves out a field that no longer reads, and only it', () => {
    profile.drafts.set(key, { name: 'mg.example.com' })
    tamper(`UPDATE drafts SET content = '{"name":"mg.example.com","ips":["192.0.2.1"]}'`)
    expect(profile.drafts.get(key)).toEqual({ name: 'mg.example.com' })
    tamper(`UPDATE drafts SET content = '{"name":'`)
    expect(profile.drafts.get(key)).toBeNull()
  })
})

describe('the window', () => {
  const bounds = { x: -10, y: 20, width: 900, height: 700, maximized: true }

  it('has no place before the first close, and the last one after', () => {
    expect(profile.window.get()).toBeNull()
    profile.window.set({ ...bounds, width: 300 })
    profile.window.set(bounds)
    reopen()
    expect(profile.window.get()).toEqual(bounds)
  })

  it('forgets a place that no longer reads', () => {
    profile.window.set(bounds)
    tamper(`UPDATE window_bounds SET value = '0' WHERE field = 'width'`)
    expect(profile.window.get()).toBeNull()
  })
})

describe('the file', () => {
  it('of the first version is brought up to date with all it held', () => {
    const old = join(folder, 'old.sqlite')
    const db = openDatabase(old, profileMigrations.slice(0, 1))
    db.exec(`
      INSERT INTO accounts VALUES ('a1', 'provider', 'Customers', 'eu', 'https://api.eu.mailgun.net', 1700000000000);
      INSERT INTO drafts VALUES ('create', 'a1', '', '{"name":"mg.example.com"}');
    `)
    db.close()
    const opened = openProfile(old)
    expect(opened.accounts.get('a1')).toEqual(PROVIDER)
    expect(opened.accounts.list()).toHaveLength(2)
    expect(opened.drafts.get({ form: 'create', accountId: 'a1', name: '' })).toEqual({
      name: 'mg.example.com',
    })
    opened.close()
  })

  it('is refused with a sentence, and left as it is, when it is not SQLite', () => {
    const other = join(folder, 'other.sqlite')
    writeFileSync(other, 'these are my notes, not a database at all, and they are long enough to be read')
    expect(() => openProfile(other)).toThrow(`${other} is not a SQLite database.`)
    expect(readFileSync(other, 'utf8')).toContain('these are my notes')
  })

  it('is refused when a newer version wrote it', () => {
    profile.close()
    const db = new Database(path)
    const version = db.pragma('user_version', { simple: true }) as number
    db.pragma('user_version = 999')
    db.close()
    expect(() => openProfile(path)).toThrow(/newer version/)
    const again = new Database(path)
    again.pragma(`user_version = ${version}`)
    again.close()
    profile = openProfile(path)
  })
})
