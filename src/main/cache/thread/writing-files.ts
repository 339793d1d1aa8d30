import type Database from 'better-sqlite3'
import { existsSync } from 'node:fs'
import type { Notice } from '../../../preload/contract/notice'
import { ZonedeskError } from '../../../preload/contract/failure'
import { damageOf } from '../../sqlite/examine'
import { backUpBeforeMigration, finishRestoring, restore, type OwnFile } from '../../sqlite/own-file'
import { isDamage, isMisfit } from '../../sqlite/storage-failure'
import type { WritableCache } from '../cache'
import { openWriting } from '../cache-files'
import { HISTORY_MIGRATIONS } from '../history-migrations'
import { createWriter } from '../connection/writer'
import { backupFailed, ownDataDamaged } from './notices'
import type { Opened, ThreadData } from './protocol'
import { quarantineCache } from './quarantine-cache'

/** The files the thread writes: the one connection, and what brings it about again after damage. */
export interface WritingFiles {
  /** @throws ZonedeskError `storage`; of damage as `isDamage` and `isMisfit` tell, which `recover` cures */
  open(): Promise<Opened>
  /** Sets what is damaged aside and opens again. */
  recover(): Promise<Opened>
  /** @throws ZonedeskError `storage` while nothing is open */
  writer(): WritableCache
  /** Null while nothing is open. */
  connection(): Database.Database | null
  /** Moves the log into the file, so that the next start need not, and closes. */
  checkpoint(): void
  close(): void
}

export function createWritingFiles({ files, backups }: ThreadData): WritingFiles {
  let db: Database.Database | null = null
  let writer: WritableCache | null = null
  const history: OwnFile = {
    path: files.history,
    backups,
    migrations: HISTORY_MIGRATIONS,
    holds: 'the history and the snapshots of your domains',
  }

  function use(opened: Database.Database): void {
    db = opened
    writer = createWriter(opened)
  }

  function close(): void {
    db?.close()
    db = null
    writer = null
  }

  async function open(): Promise<Opened> {
    close()
    finishRestoring(history.path)
    const notice = await keepCopy(history)
    // Looking at every page would hold up the first change; maintenance does it once nobody waits.
    use(openWriting(files, false))
    return { notices: notice === null ? [] : [notice], emptied: false }
  }

  /**
   * The history and the user's own data are looked at as a whole; when both are sound, the error came from the cache.
   * The cache is not looked at: SQLite has already met the damage, and what the cache holds can be fetched again.
   */
  async function recover(): Promise<Opened> {
    close()
    const notices: Notice[] = []
    if (isDamaged(history)) notices.push(restore(history, Date.now()))
    if (files.profile !== null && damageOf(files.profile, null) !== null) {
      notices.push(ownDataDamaged(files.profile))
    }
    let emptied = notices.length === 0
    if (emptied) notices.push(quarantineCache(files.cache, Date.now()))
    const opened = await open().catch((error: unknown) => {
      if (emptied || !(isDamage(error) || isMisfit(error))) throw error
      emptied = true
      notices.push(quarantineCache(files.cache, Date.now()))
      return open()
    })
    return { notices: [...notices, ...opened.notices], emptied }
  }

  return {
    open,
    recover,
    close,
    writer: () => {
      if (writer !== null) return writer
      throw new ZonedeskError('storage', 'The local copy of your domains is not open.', {
        fix: 'Try again in a moment; if that does not help, start Zonedesk again.',
        retryable: true,
      })
    },
    connection: () => db,
    checkpoint: () => {
      try {
        for (const schema of ['main', 'history']) db?.pragma(`${schema}.wal_checkpoint(TRUNCATE)`)
      } finally {
        close()
      }
    },
  }
}

/** The user is told of a copy that cannot be made; the migration is still safe, because it is one transaction. */
async function keepCopy(file: OwnFile): Promise<Notice | null> {
  try {
    await backUpBeforeMigration(file, Date.now())
    return null
  } catch (error) {
    return backupFailed(error)
  }
}

function isDamaged({ path, migrations }: OwnFile): boolean {
  return existsSync(path) && damageOf(path, migrations) !== null
}
