import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { applyPlan } from '../../../src/main/moving/transfer/bring-in'
import type { OwnFiles } from '../../../src/main/moving/transfer/own-files'
import { countOwn, saveFile } from '../../../src/main/moving/transfer/save-file'
import {
  addEmbedded,
  broughtIn,
  CHEAP,
  computer,
  dump,
  filePath,
  fill,
  FROM,
  inDatabase,
  inProfile,
  NEVER,
  numbersOf,
  opened,
  PASSPHRASE,
  saved,
} from './profiles'

function full(): OwnFiles {
  const files = computer()
  fill(files)
  addEmbedded(files, 'try.example', { state: 'active' })
  addEmbedded(files, 'other.example')
  return files
}

const key = (name: string, accountId = 'acme-1') => ({ accountId, name })

describe('a file brought into an empty profile', () => {
  it('makes the same of it', async () => {
    const old = full()
    const path = await saved(old)
    const now = computer()
    const { plan, applied } = await broughtIn(now, path)
    expect(numbersOf(plan)).toEqual({
      accounts: '1/1/0',
      settings: '3/0/0',
      tags: '5/0/0',
      notes: '3/0/0',
      'own-hosts': '1/0/0',
      'host-choices': '3/0/0',
      connections: '1/0/0',
      watches: '1/0/0',
      drafts: '1/0/0',
      'embedded-domains': '2/0/0',
      snapshots: '2/0/0',
      history: '3/0/0',
    })
    expect(plan.newAccounts).toEqual([{ name: 'Acme', address: 'https://api.eu.mailgun.net' }])
    for (const { kind, added } of plan.kinds) expect(applied.get(kind)).toEqual({ added, replaced: 0 })

    // What belongs to the other computer alone, and what a removed account left behind, does not come along.
    const was = dump(old)
    const kept = (table: string, is: (row: Record<string, unknown>) => boolean) =>
      (was[table] as Record<string, unknown>[]).filter(is)
    expect(dump(now)).toEqual({
      ...was,
      settings: kept('settings', ({ field }) => !/^(listener|lookForUpdates)/.test(String(field))),
      entry: kept('entry', ({ account_id }) => account_id !== 'gone'),
    })
    expect(inProfile(now, (profile) => profile.window.get())).toBeNull()
    expect(inProfile(now, (profile) => profile.view.get().search)).toBe('')
  })

  it('changes nothing the second time', async () => {
    const path = await saved(full())
    const now = computer()
    await broughtIn(now, path)
    const before = dump(now)
    const { plan, applied } = await broughtIn(now, path, 'file')
    for (const { added, different } of plan.kinds) expect([added, different]).toEqual([0, 0])
    for (const counts of applied.values()) expect(counts).toEqual({ added: 0, replaced: 0 })
    expect(dump(now)).toEqual(before)
  })

  it('leaves a copy of each file as it was before', async () => {
    const now = computer()
    await broughtIn(now, await saved(full()))
    expect(readdirSync(now.backups).map((name) => name.replace(/-.*/, ''))).toEqual(
      expect.arrayContaining(['profile', 'history', 'embedded']),
    )
  })
})

describe('a file brought into a profile with data of its own', () => {
  /** The same account under another id and with other spelling, other notes, and history of its own. */
  function other(): OwnFiles {
    const files = computer()
    inProfile(files, (profile) => {
      profile.accounts.add({
        id: 'other-id',
        kind: 'provider',
        name: 'ACME',
        region: 'eu',
        baseUrl: 'https://api.eu.mailgun.net',
        createdAt: 9,
        includeSubaccounts: false,
        writeMode: 'normal',
      })
      profile.settings.set({ theme: 'light' })
      profile.notes.apply(
        [
          { ...key('mg.example.com', 'other-id'), add: ['URGENT', 'here'], remove: [], note: 'Another note' },
          { ...key('only.example', 'other-id'), add: [], remove: [], note: 'Only here' },
        ],
        20,
      )
      profile.zones.setPreset('example.com', 'route53')
    })
    inDatabase(files.history, (db) => {
      const insert = db.prepare(
        'INSERT INTO entry (account_id, name, at, source, changes, repeats, times, since) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      )
      insert.run('other-id', 'mg.example.com', 50, 'sync', '["here, first"]', 0, 1, null)
      insert.run('other-id', 'mg.example.com', 250, 'sync', '["here, second"]', 0, 1, null)
    })
    addEmbedded(files, 'try.example', { key: 'another key', wildcard: 1, id: 'other.example' })
    return files
  }

  it('keeps what is here where both have something, and adds the rest', async () => {
    const now = other()
    const before = dump(now)
    const { plan } = await broughtIn(now, await saved(full()), 'here')
    expect(numbersOf(plan)).toEqual({
      accounts: '0/1/1',
      settings: '2/0/1',
      tags: '4/1/0',
      notes: '2/0/1',
      'own-hosts': '1/0/0',
      'host-choices': '2/0/1',
      connections: '1/0/0',
      watches: '1/0/0',
      drafts: '1/0/0',
      'embedded-domains': '1/0/1',
      snapshots: '2/0/0',
      history: '3/0/0',
    })
    expect(plan.newAccounts).toEqual([])
    expect(plan.conflictCount).toBe(5)
    expect(plan.conflicts).toEqual([
      { kind: 'accounts', what: 'ACME', here: 'ACME', file: 'Acme, with subaccounts' },
      { kind: 'settings', what: 'theme', here: '"light"', file: '"dark"' },
      { kind: 'host-choices', what: 'example.com', here: 'route53', file: 'Corner DNS' },
      {
        kind: 'notes',
        what: 'mg.example.com',
        here: 'Another note',
        file: 'Zone at the old host.\nAsk Ada.',
      },
      { kind: 'embedded-domains', what: 'try.example', here: '', file: '' },
    ])
    inProfile(now, (profile) => {
      expect(profile.accounts.list().map(({ id, name }) => `${id} ${name}`)).toEqual([
        'embedded Embedded',
        'other-id ACME',
      ])
      expect(profile.settings.get()).toMatchObject({ theme: 'light', syncEveryMinutes: 60 })
      const notes = profile.notes.get(key('mg.example.com', 'other-id'))
      expect(notes.note).toBe('Another note')
      // One spelling for a tag: the one that is here.
      expect(notes.tags).toEqual(['Client-A', 'here', 'URGENT'])
      expect(profile.notes.get(key('only.example', 'other-id')).note).toBe('Only here')
      expect(profile.zones.preset('example.com')).toBe('route53')
      expect(profile.watches.list()).toMatchObject([{ accountId: 'other-id', name: 'mg.example.com' }])
      expect(profile.drafts.get({ form: 'create', accountId: 'other-id', name: '' })).toEqual({
        name: 'half.example',
      })
    })
    const after = dump(now)
    for (const table of ['domain_note', 'domain_tag', 'zone_preset', 'dkim_keys', 'verdicts', 'own_preset']) {
      expect(after[table]).toEqual(expect.arrayContaining(before[table] ?? []))
    }
    // An id that another domain has here is not given twice.
    expect(new Set((after['domains'] as { id: string }[]).map(({ id }) => id)).size).toBe(2)
  })

  it('takes what is in the file when that is chosen, and removes nothing', async () => {
    const now = other()
    const { plan, applied } = await broughtIn(now, await saved(full()), 'file')
    for (const { kind, added, different } of plan.kinds) {
      expect([kind, applied.get(kind)]).toEqual([kind, { added, replaced: different }])
    }
    inProfile(now, (profile) => {
      expect(profile.accounts.get('other-id')).toMatchObject({ name: 'Acme', includeSubaccounts: true })
      expect(profile.settings.get().theme).toBe('dark')
      expect(profile.notes.get(key('mg.example.com', 'other-id')).note).toBe(
        'Zone at the old host.\nAsk Ada.',
      )
      expect(profile.notes.get(key('only.example', 'other-id')).note).toBe('Only here')
      expect(profile.zones.preset('example.com')).toBe('own-corner')
    })
    inDatabase(now.embedded, (db) => {
      expect(db.prepare("SELECT wildcard, state FROM domains WHERE name = 'try.example'").get()).toEqual({
        wildcard: 0,
        state: 'active',
      })
      expect(
        db.prepare("SELECT private_key FROM dkim_keys WHERE host = 'try.example'").pluck().get(),
      ).toContain('key of try.example')
      expect(db.pragma('foreign_key_check')).toEqual([])
    })
  })

  it('puts the history of both in the order of time, and a longer run of the same in place of a shorter', async () => {
    const old = full()
    const now = other()
    await broughtIn(now, await saved(old))
    const history = () =>
      inDatabase(now.history, (db) =>
        db
          .prepare(
            "SELECT at || ' ' || source || ' ' || times FROM entry WHERE account_id = 'other-id' ORDER BY id",
          )
          .pluck()
          .all(),
      )
    expect(history()).toEqual(['50 sync 1', '100 sync 1', '250 sync 1', '400 verify 3'])
    inDatabase(old.history, (db) => db.exec('UPDATE entry SET at = 600, times = 5 WHERE repeats = 1'))
    const { plan } = await broughtIn(now, await saved(old))
    expect(numbersOf(plan)['history']).toBe('1/2/0')
    expect(history()).toEqual(['50 sync 1', '100 sync 1', '250 sync 1', '600 verify 5'])
  })

  it('takes an account at another address for another account, so that no key goes to an address of the file', async () => {
    const old = computer()
    fill(old)
    inDatabase(old.profile, (db) =>
      db.exec(`UPDATE accounts SET region = 'own', base_url = 'https://evil.example' WHERE id = 'acme-1'`),
    )
    const now = computer()
    fill(now)
    const { plan } = await broughtIn(now, await saved(old), 'file')
    expect(plan.newAccounts).toEqual([{ name: 'Acme 2', address: 'https://evil.example' }])
    inProfile(now, (profile) => {
      const [, mine, theirs] = profile.accounts.list()
      expect(mine).toMatchObject({ id: 'acme-1', name: 'Acme', baseUrl: 'https://api.eu.mailgun.net' })
      expect(theirs).toMatchObject({ name: 'Acme 2', baseUrl: 'https://evil.example' })
      expect(theirs?.id).not.toBe('acme-1')
      expect(profile.notes.get(key('mg.example.com', theirs?.id)).note).toContain('Ask Ada')
    })
  })

  it.each([
    ...[{ here: 'read-only', file: 'normal', after: 'read-only', told: '0/2/0' } as const],
    ...[{ here: 'confirm', file: 'normal', after: 'confirm', told: '0/2/0' } as const],
    ...[{ here: 'confirm', file: 'read-only', after: 'read-only', told: '0/1/1' } as const],
  ])(
    'never has Zonedesk change more in an account: $here here and $file in the file is $after',
    async (modes) => {
      const [old, now] = [computer(), computer()]
      fill(old)
      fill(now)
      inProfile(old, (profile) => profile.accounts.setWriteMode('acme-1', modes.file))
      inProfile(now, (profile) => profile.accounts.setWriteMode('acme-1', modes.here))
      const { plan } = await broughtIn(now, await saved(old), 'file')
      expect(numbersOf(plan)['accounts']).toBe(modes.told)
      expect(inProfile(now, (profile) => profile.accounts.get('acme-1')?.writeMode)).toBe(modes.after)
    },
  )

  it('finds a renamed account by its id, and gives no name twice', async () => {
    const old = computer()
    fill(old, { accountName: 'New name' })
    const now = computer()
    fill(now, { accountName: 'Old name' })
    inProfile(now, (profile) =>
      profile.accounts.add({
        ...profile.accounts.get('acme-1')!,
        id: 'third',
        name: 'new NAME',
        baseUrl: 'https://third.example',
        region: 'own',
      }),
    )
    const { plan } = await broughtIn(now, await saved(old), 'file')
    expect(numbersOf(plan)['accounts']).toBe('0/2/0')
    expect(inProfile(now, (profile) => profile.accounts.list().map(({ name }) => name))).toEqual([
      'Embedded',
      'Old name',
      'new NAME',
    ])
  })

  it('refuses a plan that no longer holds, and changes nothing', async () => {
    const now = other()
    const plan = await opened(now, await saved(full()))
    inProfile(now, (profile) =>
      profile.notes.apply(
        [{ ...key('xn--bcher-kva.example', 'other-id'), add: [], remove: [], note: 'new' }],
        1,
      ),
    )
    const before = dump(now)
    await expect(
      applyPlan(now, plan, 'file', { signal: NEVER, onStep: () => undefined, now: 1 }),
    ).rejects.toThrow('The data on this computer changed since Zonedesk compared the file with it.')
    expect(dump(now)).toEqual(before)
  })
})

describe('a file that is saved', () => {
  it('holds no API key and nothing readable, can be read by its owner alone, and replaces whole', async () => {
    const files = full()
    const path = filePath()
    const size = (await saveFile(files, path, PASSPHRASE, FROM, { signal: NEVER }, CHEAP)).size
    const bytes = readFileSync(path)
    expect(bytes).toHaveLength(size)
    for (const text of ['example', 'PRIVATE KEY', 'Ada', PASSPHRASE]) expect(bytes.includes(text)).toBe(false)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(dirname(path))).toEqual(['all.zonedesk'])
  })

  it('says what it holds before and after', async () => {
    const files = full()
    const before = await countOwn(files)
    const { kinds, unreadable } = await saveFile(
      files,
      filePath(),
      PASSPHRASE,
      FROM,
      { signal: NEVER },
      CHEAP,
    )
    expect(kinds).toEqual(before)
    expect(unreadable).toBe(0)
  })

  it('leaves out what cannot be read, with what hangs on it, and says how many', async () => {
    const files = full()
    inDatabase(files.profile, (db) => {
      db.exec(`UPDATE accounts SET base_url = 'nonsense' WHERE id = 'acme-1'`)
      db.exec(`UPDATE domain_note SET note = note WHERE account_id = 'embedded'`)
    })
    const path = filePath()
    const { unreadable } = await saveFile(files, path, PASSPHRASE, FROM, { signal: NEVER }, CHEAP)
    expect(unreadable).toBeGreaterThan(5)
    const plan = await opened(computer(), path)
    expect(numbersOf(plan)).toMatchObject({ accounts: '0/1/0', notes: '1/0/0', tags: '1/0/0' })
  })

  it('leaves nothing behind when it is stopped', async () => {
    const path = filePath()
    const stopping = new AbortController()
    const saving = saveFile(full(), path, PASSPHRASE, FROM, { signal: stopping.signal }, CHEAP)
    stopping.abort(new Error('stopped'))
    await expect(saving).rejects.toThrow('stopped')
    expect(existsSync(path)).toBe(false)
    expect(readdirSync(dirname(path))).toEqual([])
  })
})
