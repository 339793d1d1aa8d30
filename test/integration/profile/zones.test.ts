import Database from 'better-sqlite3'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { profileMigrations } from '../../../src/main/profile/migrations'
import { openProfile, type Profile } from '../../../src/main/profile/profile'
import { MOST_ZONES_SEEN, type ZoneSighting } from '../../../src/main/profile/zone-store'

const KEY = { accountId: 'embedded', name: 'mg.example.com' }
const SEEN: ZoneSighting = {
  ...{ state: 'found', apex: 'example.com', nameServers: ['ns1.example.net'], reason: '', at: 5 },
}

let folder: string
let path: string
let profile: Profile
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-zones-'))
  path = join(folder, 'profile.sqlite')
  profile = openProfile(path)
})
afterEach(() => {
  profile.close()
  rmSync(folder, { recursive: true })
})

function reopen(change?: (db: Database.Database) => void): void {
  profile.close()
  const db = new Database(path)
  change?.(db)
  db.close()
  profile = openProfile(path)
}

describe('what is kept of zones', () => {
  it('is there after a restart, and can be taken back', () => {
    const { zones } = profile
    zones.setPreset('example.com', 'gandi')
    zones.setPreset('example.com', 'hetzner')
    zones.setOverride(KEY, 'mg.example.com')
    zones.putSeen('mg.example.com', SEEN)
    reopen()
    expect(profile.zones.preset('example.com')).toBe('hetzner')
    expect(profile.zones.override(KEY)).toBe('mg.example.com')
    expect(profile.zones.override({ ...KEY, accountId: 'another' })).toBeNull()
    expect(profile.zones.seen('mg.example.com')).toEqual(SEEN)
    profile.zones.setPreset('example.com', null)
    profile.zones.setOverride(KEY, null)
    expect(profile.zones.preset('example.com')).toBeNull()
    expect(profile.zones.override(KEY)).toBeNull()
  })

  it('counts as not seen where it no longer reads back', () => {
    profile.zones.putSeen('mg.example.com', SEEN)
    reopen((db) => db.exec(`UPDATE zone_seen SET content = '{"state":"lost"}'`))
    expect(profile.zones.seen('mg.example.com')).toBeNull()
  })

  it('forgets what was seen longest ago', () => {
    reopen((db) => {
      const insert = db.prepare('INSERT INTO zone_seen (name, at, content) VALUES (?, ?, ?)')
      db.transaction(() => {
        for (let at = 0; at < MOST_ZONES_SEEN; at++) {
          insert.run(`d${at}.example.com`, at, JSON.stringify({ ...SEEN, at }))
        }
      })()
    })
    profile.zones.putSeen('new.example.com', { ...SEEN, at: MOST_ZONES_SEEN })
    expect(profile.zones.seen('d0.example.com')).toBeNull()
    expect(profile.zones.seen('d1.example.com')).not.toBeNull()
    expect(profile.zones.seen('new.example.com')).not.toBeNull()
  })

  it('goes with the account where it belongs to one, and a choice with its preset', () => {
    profile.zones.setOverride(KEY, 'mg.example.com')
    profile.zones.setPreset('example.com', 'own-ours')
    profile.ownPresets.put('own-ours', { name: 'Ours' })
    expect(profile.ownPresets.remove('own-ours')).toBe(true)
    expect(profile.ownPresets.remove('own-ours')).toBe(false)
    expect(profile.zones.preset('example.com')).toBeNull()
    profile.accounts.remove('embedded')
    expect(profile.zones.override(KEY)).toBeNull()
  })

  it('keeps the format of copies when it is brought up from the version before', () => {
    const old = join(folder, 'old.sqlite')
    const db = new Database(old)
    for (const { version, up } of profileMigrations) {
      if (version >= 5) continue
      up(db)
      db.pragma(`user_version = ${version}`)
    }
    db.exec(`INSERT INTO settings VALUES ('copyFormat', '"zone-file"')`)
    db.close()
    const opened = openProfile(old)
    expect(opened.settings.get().copyFormat).toBe('bind')
    opened.close()
  })
})
