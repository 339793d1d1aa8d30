import { constants, copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { storageFailure } from '../sqlite/storage-failure'
import { DATABASES, type DataFolder } from './data-folder'

/**
 * Copies the databases of a folder that cannot be written, with their logs, to where this run works: SQLite cannot open
 * a database in WAL mode where it cannot make files beside it, https://www.sqlite.org/wal.html#read_only_databases.
 *
 * @throws ZonedeskError `storage` when one cannot be read, or there is no space for its copy
 */
export function copyDatabases({ path, working }: DataFolder): void {
  for (const name of DATABASES) {
    for (const part of ['', '-wal']) {
      const file = join(path, name + part)
      if (!existsSync(file)) continue
      try {
        copyFileSync(file, join(working, name + part), constants.COPYFILE_FICLONE)
      } catch (error) {
        throw storageFailure(error, file)
      }
    }
  }
}
