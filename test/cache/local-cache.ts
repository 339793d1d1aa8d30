import type Database from 'better-sqlite3'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Cache, ReadableCache, WritableCache } from '../../src/main/cache/cache'
import { openReading, openWriting, type CacheFiles } from '../../src/main/cache/cache-files'
import { callWriter, createCacheWriter } from '../../src/main/cache/thread/cache-writer'
import { createReader } from '../../src/main/cache/connection/reader'
import { createWriter } from '../../src/main/cache/connection/writer'

/** Both halves of the cache without the thread, each call carried out at once. What a thread adds is tested with one. */
export interface LocalCache extends ReadableCache, WritableCache {
  close(): void
}

/**
 * Opens the cache's files with both halves in this process.
 *
 * @param where the files; or the cache's path, with the history beside it; or `:memory:`
 */
export function openCache(where: CacheFiles | string): LocalCache {
  if (where === ':memory:') return openInMemory()
  const files = typeof where === 'string' ? filesBeside(where) : where
  const db = openWriting(files, true)
  const reading = openReading(files)
  return halvesOver(db, reading, () => {
    reading.close()
    db.close()
  })
}

/** The same as its users have it: each write is carried out at once. */
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

function filesBeside(cache: string): CacheFiles {
  return { cache, history: join(dirname(cache), 'history.sqlite'), profile: null }
}

/** One connection for both halves; what is attached needs a file, which goes when the cache is closed. */
function openInMemory(): LocalCache {
  const folder = mkdtempSync(join(tmpdir(), 'zonedesk-memory-'))
  const db = openWriting({ ...filesBeside(join(folder, 'cache.sqlite')), cache: ':memory:' }, false)
  return halvesOver(db, db, () => {
    db.close()
    rmSync(folder, { recursive: true })
  })
}

function halvesOver(writing: Database.Database, reading: Database.Database, close: () => void): LocalCache {
  const writer = createWriter(writing)
  return { ...createReader(reading, (id) => writer.dropUnreadable(id)), ...writer, close }
}
