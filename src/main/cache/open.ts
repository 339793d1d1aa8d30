import Database from 'better-sqlite3'
import { basename } from 'node:path'
import type { Notice } from '../../preload/contract/application'
import { ZonedeskError } from '../../preload/contract/failure'
import { openDatabase } from '../sqlite/open'
import { setAside } from '../sqlite/set-aside'
import type { Cache, ReadableCache, WritableCache } from './cache'
import { callWriter, createCacheWriter } from './cache-writer'
import { CACHE_MIGRATIONS } from './migrations'
import { createReader } from './reader'
import { createWriter } from './writer'

/** Both halves of the cache in one process. */
export interface LocalCache extends ReadableCache, WritableCache {
  close(): void
}

/** An open cache, and what the user should know about how it was opened. */
export interface OpenedCache {
  readonly cache: LocalCache
  /** Set when a damaged file was set aside and a new one made. */
  readonly notice: Notice | null
}

/**
 * Opens the cache's file. A file that is damaged, or is no cache, is renamed and a new one made: all it held
 * can be fetched again.
 *
 * @param path file to open, made when absent; `:memory:` for none
 * @param now milliseconds since the epoch, for the name of a file set aside
 * @throws ZonedeskError `storage` when the file cannot be written or is from a newer version; it is left as it is
 */
export function openCache(path: string, now: () => number = Date.now): OpenedCache {
  try {
    return { cache: halvesOver(openSound(path), path), notice: null }
  } catch (error) {
    if (!isDamage(error)) throw error
    const kept = moveAway(path, now())
    return {
      cache: halvesOver(openSound(path), path),
      notice: {
        id: 'cache-set-aside',
        severity: 'warn',
        message: `The local copy of your domains was damaged and was set aside as ${basename(kept)}.`,
        fix: 'Sync to fetch your domains again; nothing at the provider has changed.',
      },
    }
  }
}

function moveAway(path: string, at: number): string {
  try {
    return setAside(path, at)
  } catch (cause) {
    throw new ZonedeskError('storage', `${path} is damaged and cannot be moved away.`, {
      fix: 'Give your user write permission to its folder, or start Zonedesk with another data folder (--user-data-dir).',
      cause,
    })
  }
}

function openSound(path: string): Database.Database {
  const db = openDatabase(path, CACHE_MIGRATIONS)
  try {
    // A file of the right version may still lack a table; better found now than at the first read.
    for (const table of ['account', 'domain', 'tally', 'record']) {
      db.prepare(`SELECT * FROM ${table} LIMIT 0`).all()
    }
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/**
 * Whether the file's content is the fault. Result codes, https://www.sqlite.org/rescode.html: SQLITE_ERROR
 * comes from a schema that is not the cache's. A text is the verdict of SQLite's own check.
 */
function isDamage(error: unknown): boolean {
  const cause = error instanceof ZonedeskError ? error.cause : error
  if (typeof cause === 'string') return true
  return cause instanceof Database.SqliteError && /^SQLITE_(NOTADB|CORRUPT.*|ERROR)$/.test(cause.code)
}

/** Both halves over one file in this process; in memory they share a connection. */
function halvesOver(db: Database.Database, path: string): LocalCache {
  const writer = createWriter(db)
  const reading = path === ':memory:' ? db : new Database(path, { readonly: true })
  return {
    ...createReader(reading, (id) => writer.dropUnreadable(id)),
    ...writer,
    close: () => {
      if (reading !== db) reading.close()
      db.close()
    },
  }
}

/** The cache in this process as its users have it: each write is carried out at once. */
export function inProcess(local: LocalCache): Cache {
  return {
    ...local,
    // An async function, so that what a write throws becomes a rejection.
    ...createCacheWriter(async (name, args) => callWriter(local, name, args)),
    close: async () => {
      local.close()
    },
  }
}
