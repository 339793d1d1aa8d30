import Database from 'better-sqlite3'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { applyToHistory } from '../../../src/main/moving/transfer/apply'
import { applyPlan, openFile } from '../../../src/main/moving/transfer/bring-in'
import { type OwnFiles, prepareFiles } from '../../../src/main/moving/transfer/own-files'
import { saveFile } from '../../../src/main/moving/transfer/save-file'
import { discard } from '../../../src/main/moving/transfer/staging'
import { openProfile, type Profile } from '../../../src/main/profile/profile'
import type { ConflictChoice, MovingPlan } from '../../../src/preload/contract/moving'

/** Cheap enough for a test, and the least a file may have. */
export const CHEAP = { logN: 15, r: 8, p: 1 } as const
export const PASSPHRASE = 'correct horse battery'
export const FROM = { app: '0.2.0', at: 1_700_000_000_000 } as const
export const NEVER = new AbortController().signal

const folders: string[] = []
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A folder that is removed after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'zonedesk-moving-'))
  folders.push(folder)
  return folder
}

/** The files of one computer in a folder. */
export function filesIn(folder: string): OwnFiles {
  return {
    profile: join(folder, 'profile.sqlite'),
    history: join(folder, 'history.sqlite'),
    embedded: join(folder, 'embedded.sqlite'),
    backups: join(folder, 'backups'),
    staging: join(folder, 'moving.sqlite'),
  }
}

/** The data folder of one computer. */
export function computer(): OwnFiles {
  const files = filesIn(temporaryFolder())
  prepareFiles(files)
  return files
}

/** A path for a file in a folder of its own. */
export function filePath(name = 'all.zonedesk'): string {
  return join(temporaryFolder(), name)
}

export function inProfile<T>(files: OwnFiles, work: (profile: Profile) => T): T {
  const profile = openProfile(files.profile)
  try {
    return work(profile)
  } finally {
    profile.close()
  }
}

export function inDatabase<T>(path: string, work: (db: Database.Database) => T): T {
  const db = new Database(path)
  try {
    return work(db)
  } finally {
    db.close()
  }
}

/** Fills a computer with something of every kind. */
export function fill(files: OwnFiles, { accountId = 'acme-1', accountName = 'Acme' } = {}): void {
  inProfile(files, (profile) => {
    profile.accounts.add({
      id: accountId,
      kind: 'provider',
      name: accountName,
      region: 'eu',
      baseUrl: 'https://api.eu.mailgun.net',
      createdAt: 5,
      includeSubaccounts: true,
      writeMode: 'normal',
    })
    profile.settings.set({ theme: 'dark', historyDays: 0, syncEveryMinutes: 60, lookForUpdates: true })
    profile.listener.set({ listenerOn: true, listenerHasKey: true })
    const keys = ['mg.example.com', 'xn--bcher-kva.example'].map((name) => ({ accountId, name }))
    profile.notes.apply(
      [
        { ...keys[0]!, add: ['Client-A', 'urgent'], remove: [], note: 'Zone at the old host.\nAsk Ada.' },
        { ...keys[1]!, add: ['client-a', 'größe'], remove: [], note: 'Bücher 📚' },
        { accountId: 'embedded', name: 'try.example', add: ['client-a'], remove: [], note: 'mine' },
      ],
      10,
    )
    profile.watches.put({
      ...keys[0]!,
      state: 'waiting',
      since: 1_000,
      looks: 3,
      lastAt: 2_000,
      nextAt: 3_000,
      expectedBy: null,
      published: 1,
      records: 4,
      sentence: 'Three records are not seen yet.',
    })
    profile.ownPresets.put('own-corner', { id: 'own-corner', name: 'Corner DNS' })
    profile.zones.setPreset('example.com', 'own-corner')
    profile.zones.setPreset('example', 'cloudflare')
    profile.zones.setOverride(keys[1]!, 'example')
    profile.connections.add({
      id: 'connection-1',
      name: 'Office PowerDNS',
      settings: { kind: 'powerdns', url: 'https://dns.example', serverId: 'localhost' },
      isReadOnly: true,
      createdAt: 6,
    })
    profile.connections.choose({ apex: 'example.com', connectionId: 'connection-1', zoneId: 'example.com.' })
    profile.drafts.set({ form: 'create', accountId, name: '' }, { name: 'half.example' })
    profile.window.set({ x: 1, y: 2, width: 900, height: 600, maximized: false })
    profile.view.set({ accountId, search: 'tag:urgent' })
  })
  inDatabase(files.history, (db) => {
    const entry = db.prepare(
      'INSERT INTO entry (account_id, name, at, source, changes, repeats, times, since) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    )
    const added = '[{"what":"domain","change":"added"}]'
    const verified = '[{"what":"verification","found":1,"needed":4,"foundBefore":1,"repeats":true}]'
    entry.run(accountId, 'mg.example.com', 100, 'sync', added, 0, 1, null)
    entry.run(accountId, 'mg.example.com', 400, 'verify', verified, 1, 3, 200)
    entry.run('embedded', 'try.example', 300, 'create', added, 0, 1, null)
    entry.run('gone', 'lost.example', 300, 'create', added, 0, 1, null)
    const snapshot = db.prepare(
      'INSERT INTO snapshot (account_id, name, at, label, content) VALUES (?, ?, ?, ?, ?)',
    )
    snapshot.run(accountId, 'mg.example.com', 150, 'before', '{"state":"active","settings":{},"records":[]}')
    snapshot.run(accountId, 'mg.example.com', 160, '', '{"state":"active","settings":{},"records":null}')
  })
}

/** Adds a domain to the embedded service's file. */
export function addEmbedded(
  files: OwnFiles,
  name: string,
  { key = `key of ${name}`, state = 'unverified', wildcard = 0, id = name } = {},
): void {
  inDatabase(files.embedded, (db) => {
    db.prepare('INSERT OR IGNORE INTO dkim_keys VALUES (?, ?, 1024, ?, ?, 1)').run(
      ...[name, 's1', `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n`, 'MIGf'],
    )
    db.prepare(
      `INSERT INTO domains (id, name, type, state, created_at, authority, dkim_host, dkim_selector, spam_action, wildcard,
         require_tls, skip_verification, use_automatic_sender_security, web_prefix, web_scheme, encrypt_incoming_message,
         webhooks_redact_pii, message_ttl, archive_to, mailfrom_host, ips, pool_id, smtp_password_hash, disabled,
         lookup_failures, subaccount_id)
       VALUES (@id, @name, 'custom', @state, 7, @name, @name, 's1', 'disabled', @wildcard, 0, 0, 0, 'email', 'http', 0, 0,
         259200, NULL, NULL, NULL, NULL, 'scrypt:abc', NULL, '[]', NULL)`,
    ).run({ id, name, state, wildcard })
    db.prepare('INSERT INTO verdicts SELECT seq, ?, ?, ? FROM domains WHERE name = ?').run(
      ...['TXT s1', 'valid', '["v=DKIM1"]', name],
    )
    // A spare key, and what else a domain has.
    db.prepare("INSERT OR IGNORE INTO dkim_keys VALUES (?, 'spare', 2048, ?, 'MIIB', 0)").run(
      ...[name, `-----BEGIN PRIVATE KEY-----\nspare ${key}\n-----END PRIVATE KEY-----\n`],
    )
    const of = (table: string, values: string) =>
      db.prepare(`INSERT INTO ${table} SELECT seq, ${values} FROM domains WHERE name = ?`).run(name)
    of('key_rotations', "1, '5d', 'pdk2', 9")
    of('tracking', "1, 0, 'htmlonly', 1, '<p>', ''")
    of('credentials', "'alice', 'scrypt$a$b', 8")
    db.exec("INSERT OR IGNORE INTO subaccounts VALUES (NULL, 'sub', 'Client A', 'disabled', 1, 2)")
  })
}

const TABLES = {
  profile: [
    ...['accounts', 'settings', 'drafts', 'domain_tag', 'domain_note', 'domain_watch', 'zone_preset'],
    ...['zone_override', 'own_preset', 'zone_connection', 'zone_choice'],
  ],
  history: ['entry', 'snapshot'],
  embedded: [
    ...['dkim_keys', 'domains', 'verdicts', 'key_rotations', 'tracking', 'credentials', 'subaccounts'],
  ],
} as const

/** Everything of the user's own as it stands in the tables, without the numbers of one file alone. */
export function dump(files: OwnFiles): Record<string, unknown[]> {
  return Object.fromEntries(
    (['profile', 'history', 'embedded'] as const).flatMap((name) =>
      TABLES[name].map((table) => [table, rowsOf(files[name], table)]),
    ),
  )
}

/** What is read in the order of its numbers keeps that order; the rest is sorted. */
function rowsOf(path: string, table: string): unknown[] {
  const isHistory = table === 'entry' || table === 'snapshot'
  const order = isHistory ? 'ORDER BY account_id, name, id' : table === 'domains' ? 'ORDER BY seq' : ''
  const isOfDomain = ['verdicts', 'key_rotations', 'tracking', 'credentials'].includes(table)
  const from = isOfDomain ? `${table} JOIN domains ON seq = domain_seq` : table
  const columns = isOfDomain ? `name, ${table}.*, NULL AS domain_seq` : '*'
  const rows = inDatabase(path, (db) => db.prepare(`SELECT ${columns} FROM ${from} ${order}`).all())
  const kept = (rows as Record<string, unknown>[]).map(({ seq: _seq, revision: _revision, id, ...row }) =>
    isHistory ? row : { ...row, id },
  )
  return order === '' ? kept.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : kept
}

/** Saves everything of a computer. @returns the file's path */
export async function saved(files: OwnFiles, path = filePath()): Promise<string> {
  await saveFile(files, path, PASSPHRASE, FROM, { signal: NEVER }, CHEAP)
  return path
}

export function opened(files: OwnFiles, path: string, passphrase = PASSPHRASE): Promise<MovingPlan> {
  return openFile(files, path, passphrase, { signal: NEVER })
}

/** Brings a file in, and answers the plan and what was applied, kind by kind. */
export async function broughtIn(
  files: OwnFiles,
  path: string,
  choice: ConflictChoice = 'here',
): Promise<{
  readonly plan: MovingPlan
  readonly applied: Map<string, { added: number; replaced: number }>
}> {
  const plan = await opened(files, path)
  const parts = await applyPlan(files, plan, choice, { signal: NEVER, onStep: () => undefined, now: 1 })
  const applied = new Map<string, { added: number; replaced: number }>()
  for (const { kind, added, replaced } of [...parts, ...applyToHistory(files)]) {
    const before = applied.get(kind) ?? { added: 0, replaced: 0 }
    applied.set(kind, { added: before.added + added, replaced: before.replaced + replaced })
  }
  discard(files.staging)
  return { plan, applied }
}

/** What a plan says of the kinds that have anything, as `added/equal/different`. */
export function numbersOf({ kinds }: MovingPlan): Record<string, string> {
  return Object.fromEntries(
    kinds
      .filter(({ added, equal, different }) => added + equal + different > 0)
      .map(({ kind, added, equal, different }) => [kind, `${added}/${equal}/${different}`]),
  )
}
