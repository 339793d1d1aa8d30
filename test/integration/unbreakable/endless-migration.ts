import Database from 'better-sqlite3'
import { copyFileSync, renameSync, rmSync } from 'node:fs'
import { CACHE_MIGRATIONS } from '../../../src/main/cache/migrations'
import { openDatabase } from '../../../src/main/sqlite/open'

/** Migrates copies of an old cache, one after another, until it is killed. */
const [file = '', old = ''] = (process.argv.at(-1) ?? '').split('\n')
process.stdout.write('migrating\n')
for (;;) {
  for (const part of ['', '-wal', '-shm']) rmSync(file + part, { force: true })
  // Whole at once: half a copy would be the doing of no migration.
  copyFileSync(old, `${file}-copy`)
  renameSync(`${file}-copy`, file)
  openDatabase(file, CACHE_MIGRATIONS, { check: false }).close()
  const db = new Database(file)
  db.close()
}
