import type Database from 'better-sqlite3'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Notice } from '../../preload/contract/application'
import { ZonedeskError } from '../../preload/contract/failure'
import { setAside } from '../sqlite/set-aside'
import { isDamage, isMisfit } from '../sqlite/storage-failure'
import type { Cache, ReadableCache, WritableCache } from './cache'
import { filesBeside, openReading, openWriting, type CacheFiles } from './cache-files'
import { callWriter, createCacheWriter } from './cache-writer'
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
 * Opens the cache's files with both halves in this process. A cache that is damaged, or is none, is renamed and a new
 * one made: all it held can be fetched again.
 *
 * @param where the files; or the cache's path, with the history beside it; or `:memory:`
 * @param now milliseconds since the epoch, for the name of a file set aside
 * @throws ZonedeskError `storage` when a file cannot be written or is from a newer version; it is left as it is
 */
export function openCache(where: CacheFiles | string, now: () => number = Date.now): OpenedCache {
  if (where === ':memory:') return openInMemory()
  const files = typeof where === 'string' ? filesBeside(where) : where
  const { db, notice } = openSound(files, now())
  const reading = openReading(files)
  return {
    cache: halvesOver(db, reading, () => {
      reading.close()
      db.close()
    }),
    notice,
  }
}

/**
 * Opens the connection that writes; a damaged cache is set aside first.
 *
 * @throws ZonedeskError `storage`
 */
export function openSound(
  files: CacheFiles,
  at: number,
): { readonly db: Database.Database; readonly notice: Notice | null } {
  try {
    return { db: openWriting(files, true), notice: null }
  } catch (error) {
    if (!isDamage(error) && !isMisfit(error)) throw error
    const notice = setCacheAside(files.cache, at)
    return { db: openWriting(files, false), notice }
  }
}

/** Renames a damaged cache and says so. */
export function setCacheAside(path: string, at: number): Notice {
  const kept = moveAway(path, at)
  return {
    id: 'cache-set-aside',
    severity: 'warn',
    message: `The local copy of your domains was damaged and was set aside as ${basename(kept)}.`,
    fix: 'Sync to fetch your domains again; nothing at the provider has changed.',
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

/** One connection for both halves; what is attached needs a file, which goes when the cache is closed. */
function openInMemory(): OpenedCache {
  const folder = mkdtempSync(join(tmpdir(), 'zonedesk-memory-'))
  const db = openWriting({ ...filesBeside(join(folder, 'cache.sqlite')), cache: ':memory:' }, false)
  return {
    cache: halvesOver(db, db, () => {
      db.close()
      rmSync(folder, { recursive: true })
    }),
    notice: null,
  }
}

function halvesOver(writing: Database.Database, reading: Database.Database, close: () => void): LocalCache {
  const writer = createWriter(writing)
  return { ...createReader(reading, (id) => writer.dropUnreadable(id)), ...writer, close }
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
