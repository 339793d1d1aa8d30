import { constants, copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { storageFailure } from '../sqlite/storage-failure'
import { DATA_FILES, DATABASES, type DataFolder } from './data-folder'

/**
 * Copies the databases of a folder that cannot be written, with their logs, to where this run works: SQLite cannot open
 * a database in WAL mode where it cannot make files beside it, https://www.sqlite.org/wal.html#read_only_databases.
 *
 * @throws ZonedeskError `storage` when one cannot be read, or there is no space for its copy
 */
export function copyDatabases({ path, working }: DataFolder): void {
  const names = [...DATABASES.flatMap((name) => [name, `${name}-wal`]), DATA_FILES.samplesKept]
  for (const name of names) {
    const file = join(path, name)
    if (!existsSync(file)) continue
    try {
      copyFileSync(file, join(working, name), constants.COPYFILE_FICLONE)
    } catch (error) {
      throw storageFailure(error, file)
    }
  }
}
