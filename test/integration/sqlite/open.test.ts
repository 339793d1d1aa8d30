import Database from 'better-sqlite3'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../../../src/main/sqlite/open'
import type { Migration } from '../../../src/main/sqlite/migrations'
import { ZonedeskError } from '../../../src/preload/contract/failure'

const FIRST: Migration = { version: 1, up: (db) => db.exec('CREATE TABLE pet (name TEXT NOT NULL)') }
const SECOND: Migration = { version: 2, up: (db) => db.exec('ALTER TABLE pet ADD COLUMN age INTEGER') }

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-sqlite-'))
  file = join(folder, 'data.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true }))

function failureOf(act: () => unknown) {
  try {
    act()
  } catch (error) {
    if (error instanceof ZonedeskError) return error.failure
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('openDatabase', () => {
  it('makes a file in WAL mode with foreign keys, at the newest schema', () => {
    const db = openDatabase(file, [FIRST, SECOND])
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1)
    expect(db.pragma('user_version', { simple: true })).toBe(2)
    db.close()
  })

  it.runIf(process.platform !== 'win32')(
    'makes a file that no other user can read, with what is beside it',
    () => {
      const mask = process.umask(0)
      const db = openDatabase(file, [FIRST])
      process.umask(mask)
      for (const part of ['', '-wal', '-shm']) expect(statSync(file + part).mode & 0o777).toBe(0o600)
      db.close()
    },
  )

  it('brings an older file to the newest schema and keeps its rows', () => {
    const old = openDatabase(file, [FIRST])
    old.exec("INSERT INTO pet VALUES ('Ada')")
    old.close()
    const db = openDatabase(file, [FIRST, SECOND])
    expect(db.prepare('SELECT name, age FROM pet').all()).toEqual([{ name: 'Ada', age: null }])
    db.close()
  })

  it('leaves the file at its version when a step fails', () => {
    openDatabase(file, [FIRST]).close()
    const broken: Migration = {
      version: 2,
      up: (db) => {
        db.exec('ALTER TABLE pet ADD COLUMN age INTEGER')
        throw new Error('half way')
      },
    }
    expect(failureOf(() => openDatabase(file, [FIRST, broken])).code).toBe('storage')
    const db = openDatabase(file, [FIRST])
    expect(db.pragma('user_version', { simple: true })).toBe(1)
    expect(db.prepare('SELECT * FROM pet').columns()).toHaveLength(1)
    db.close()
  })

  it('refuses a file of a newer version and leaves it as it is', () => {
    openDatabase(file, [FIRST, SECOND]).close()
    const before = readFileSync(file)
    const failure = failureOf(() => openDatabase(file, [FIRST]))
    expect(failure.code).toBe('storage')
    expect(failure.message).toContain('newer version')
    expect(failure.fix).not.toBe('')
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it('refuses a file that is not SQLite and leaves it as it is', () => {
    writeFileSync(file, 'Dear diary, this is not a database at all, but a text of some length.'.repeat(20))
    const before = readFileSync(file)
    expect(failureOf(() => openDatabase(file, [FIRST])).message).toBe(`${file} is not a SQLite database.`)
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it('says that a torn file is damaged', () => {
    const db = openDatabase(file, [FIRST])
    const insert = db.prepare('INSERT INTO pet VALUES (?)')
    db.transaction(() => {
      for (let i = 0; i < 5_000; i += 1) insert.run(`pet number ${i}`)
    })()
    db.close()
    const whole = readFileSync(file)
    writeFileSync(file, whole.subarray(0, whole.length / 2))
    expect(failureOf(() => openDatabase(file, [FIRST])).message).toBe(`${file} is damaged.`)
  })

  it('says that a file that cannot be written cannot be written', () => {
    // As root no permission bit keeps anyone from writing, so the write-ahead log's name is taken by a folder.
    const db = new Database(file)
    db.exec('CREATE TABLE pet (name TEXT NOT NULL)')
    db.close()
    mkdirSync(`${file}-wal`)
    const failure = failureOf(() => openDatabase(file, [FIRST]))
    expect(failure.code).toBe('storage')
    expect(failure.message).toBe(`${file} cannot be written.`)
  })

  it('says that a path in a folder that does not exist cannot be written', () => {
    expect(failureOf(() => openDatabase(join(folder, 'no', 'data.sqlite'), [FIRST])).code).toBe('storage')
  })
})
