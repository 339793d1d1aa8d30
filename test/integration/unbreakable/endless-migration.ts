import { copyFileSync, renameSync, rmSync } from 'node:fs'
import { CACHE_MIGRATIONS } from '../../../src/main/cache/migrations'
import { HISTORY_MIGRATIONS } from '../../../src/main/cache/history-migrations'
import { migrations as embeddedMigrations } from '../../../src/main/embedded/store/schema'
import { profileMigrations } from '../../../src/main/profile/migrations'
import { openDatabase } from '../../../src/main/sqlite/open'

/** The schema of each file, by its name without the ending. */
export const SCHEMAS = {
  profile: profileMigrations,
  history: HISTORY_MIGRATIONS,
  cache: CACHE_MIGRATIONS,
  embedded: embeddedMigrations,
} as const

/** Migrates copies of an old file, one after another, until it is killed. */
if (process.argv[1] === import.meta.filename) {
  const [name = '', file = '', old = ''] = (process.argv.at(-1) ?? '').split('\n')
  process.stdout.write('migrating\n')
  for (;;) {
    for (const part of ['', '-wal', '-shm']) rmSync(file + part, { force: true })
    // Whole at once: half a copy would be the doing of no migration.
    copyFileSync(old, `${file}-copy`)
    renameSync(`${file}-copy`, file)
    openDatabase(file, SCHEMAS[name as keyof typeof SCHEMAS], { check: false }).close()
  }
}
