import Database from 'better-sqlite3'
import { newestVersion, type Migration } from './migrations'
import { BUSY_TIMEOUT_MS } from './open'
import { schemaDifference } from './schema'
import { isDamage } from './storage-failure'

/**
 * Looks at every page of a database and at its schema, without changing anything.
 *
 * @param migrations the schema's steps; null leaves the schema out
 * @returns in words what is wrong; null for a sound one of this version or an older one
 * @throws Error of SQLite when it cannot be read for another reason than its content
 */
export function damageOf(path: string, migrations: readonly Migration[] | null): string | null {
  let db: Database.Database | undefined
  try {
    db = new Database(path, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS })
    const verdict = db.pragma('quick_check(1)', { simple: true })
    if (verdict !== 'ok') return String(verdict)
    if (migrations === null) return null
    const version = db.pragma('user_version', { simple: true }) as number
    if (version > newestVersion(migrations)) return `it is of the newer version ${version}`
    return schemaDifference(db, migrations, version)
  } catch (error) {
    if (!isDamage(error)) throw error
    return error instanceof Error ? error.message : String(error)
  } finally {
    db?.close()
  }
}

/** A database's version by its header alone; null for one that is not there or does not read. */
export function versionOf(path: string): number | null {
  let db: Database.Database | undefined
  try {
    db = new Database(path, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS })
    return db.pragma('user_version', { simple: true }) as number
  } catch {
    return null
  } finally {
    db?.close()
  }
}
