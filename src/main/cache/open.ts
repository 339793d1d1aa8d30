import Database from 'better-sqlite3'
import { basename } from 'node:path'
import type { Notice } from '../../preload/contract/application'
import type { ListPage, ListRequest } from '../../preload/contract/domains'
import { ZonedeskError } from '../../preload/contract/failure'
import { openDatabase } from '../sqlite/open'
import * as accounts from './account-rows'
import type { Cache } from './cache'
import * as domains from './domain-rows'
import { readList } from './list-query'
import { CACHE_MIGRATIONS } from './migrations'
import { setAside } from '../sqlite/set-aside'
import { readSigners } from './signer-rows'
import { Statements } from './statements'
import { readCounts } from './tally-rows'

/** An open cache, and what the user should know about how it was opened. */
export interface OpenedCache {
  readonly cache: Cache
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
    return { cache: cacheOver(openSound(path)), notice: null }
  } catch (error) {
    if (!isDamage(error)) throw error
    const kept = moveAway(path, now())
    return {
      cache: cacheOver(openSound(path)),
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

function cacheOver(db: Database.Database): Cache {
  const sql = new Statements(db)
  const read = <T>(work: () => T): T => storageErrors(work)
  const write = <T>(work: () => T): T => storageErrors(() => db.transaction(work).immediate())

  return {
    list: (request) => read(() => listReadable(sql, request)),
    counts: (accountId) => read(() => readCounts(sql, accountId)),
    get: (key) => read(() => domains.readDetail(sql, key)),
    signers: (key, limit) => read(() => readSigners(sql, key, limit)),
    has: (key) => read(() => domains.hasDomain(sql, key)),
    syncState: (accountId) => read(() => accounts.readSyncState(sql, accountId)),
    wantingDetail: (accountId, limits) => read(() => domains.readWantingDetail(sql, accountId, limits)),
    wantsDetail: (key, limits) => read(() => domains.wantsDetail(sql, key, limits)),

    startRun: (accountId) => write(() => accounts.startRun(sql, accountId)),
    putListed: (accountId, listed, run) => write(() => domains.putListed(sql, accountId, listed, run)),
    finishRun: (accountId, run, since) => write(() => domains.finishRun(sql, accountId, run, since)),
    markSynced: (accountId, at) => write(() => accounts.markSynced(sql, accountId, at)),
    putDetail: (accountId, domain, records, times) =>
      write(() => domains.putDetail(sql, accountId, domain, records, times)),
    remove: (key) => write(() => domains.removeDomain(sql, key)),
    removeAccount: (accountId) => write(() => accounts.removeAccount(sql, accountId)),
    retainAccounts: (accountIds) => write(() => accounts.retainAccounts(sql, accountIds)),

    close: () => db.close(),
  }
}

/** A page without the rows that do not read back; each of those is dropped, so that this ends. */
function listReadable(sql: Statements, request: ListRequest): ListPage {
  let dropped = 0
  const page = readList(sql, request, (id) => {
    domains.dropRow(sql, id)
    dropped += 1
  })
  return dropped === 0 ? page : listReadable(sql, request)
}

function storageErrors<T>(work: () => T): T {
  try {
    return work()
  } catch (cause) {
    if (!(cause instanceof Database.SqliteError)) throw cause
    throw new ZonedeskError('storage', 'The local copy of your domains cannot be read or written.', {
      fix: 'Check that the disk is not full and start Zonedesk again.',
      cause,
    })
  }
}
