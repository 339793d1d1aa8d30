import Database from 'better-sqlite3'

/** The version of SQLite itself, such as `3.53.0`. */
export function sqliteVersion(): string {
  const db = new Database(':memory:')
  try {
    return String(db.prepare('SELECT sqlite_version()').pluck().get())
  } finally {
    db.close()
  }
}
