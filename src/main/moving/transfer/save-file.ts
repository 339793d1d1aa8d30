import type Database from 'better-sqlite3'
import * as v from 'valibot'
import type { MovedKind } from '../../../preload/contract/moving'
import { storageFailure } from '../../sqlite/storage-failure'
import { CONTENT_VERSION, type Manifest } from '../content/manifest'
import { KIND_OF, OWN_ROWS } from '../content/own-rows'
import { createReferences } from '../content/references'
import { ROW_NAMES, ROWS, type RowName } from '../content/rows'
import type { ScryptCost } from '../file/header'
import { writeLines } from '../file/write-lines'
import { inKinds, type KindNumbers } from './kinds'
import { DATABASES, openAttached, prepareFiles, type OwnFiles } from './own-files'

/** What is told of a file that is being written. */
export interface Saving {
  readonly signal: AbortSignal
  /** @param done rows written so far */
  readonly onProgress?: (done: number, total: number) => void
}

/** What a file holds, and how large it is. */
export interface Saved {
  readonly kinds: readonly { readonly kind: MovedKind; readonly count: number }[]
  /** Octets. */
  readonly size: number
  /** Entries that could not be read and so are not in the file. */
  readonly unreadable: number
}

/** How many things of each kind there are. @throws ZonedeskError `storage` */
export async function countOwn(files: OwnFiles): Promise<Saved['kinds']> {
  return reading(files, (db) => inKinds(kindNumbers(countRows(db))))
}

/**
 * Writes everything of the user's own into an encrypted file, as it is at one moment.
 *
 * @param from who writes it, and when
 * @param cost of scrypt, for tests
 * @throws ZonedeskError `storage`; the signal's reason
 */
export async function saveFile(
  files: OwnFiles,
  path: string,
  passphrase: string,
  from: Pick<Manifest, 'app' | 'at'>,
  { signal, onProgress }: Saving,
  cost?: ScryptCost,
): Promise<Saved> {
  return reading(files, async (db) => {
    const total = [...countRows(db).values()].reduce((sum, count) => sum + count, 0)
    const written = new Map<RowName, number>()
    let [rows, unreadable] = [0, 0]

    function* lines(): Generator<string, void> {
      const manifest: Manifest = { zonedesk: 'moving', version: CONTENT_VERSION, app: from.app, at: from.at }
      yield JSON.stringify(manifest)
      const references = createReferences()
      for (const name of ROW_NAMES) {
        for (const row of db.prepare(OWN_ROWS[name]).iterate() as IterableIterator<Record<string, unknown>>) {
          if (!v.is(ROWS[name], row) || !references.stands(name, row)) {
            unreadable += 1
            continue
          }
          written.set(name, (written.get(name) ?? 0) + 1)
          rows += 1
          if (rows % 500 === 0) onProgress?.(rows, total)
          yield JSON.stringify([name, row])
        }
      }
      yield JSON.stringify({ rows })
    }

    const size = await writeLines(path, passphrase, lines(), signal, cost)
    return { kinds: inKinds(kindNumbers(written)), size, unreadable }
  })
}

function countRows(db: Database.Database): Map<RowName, number> {
  const counts = new Map<RowName, number>()
  for (const name of ROW_NAMES) {
    counts.set(
      name,
      v.parse(v.number(), db.prepare(`SELECT count(*) FROM (${OWN_ROWS[name]})`).pluck().get()),
    )
  }
  return counts
}

function kindNumbers(counts: ReadonlyMap<RowName, number>): KindNumbers {
  const kinds: KindNumbers = new Map()
  for (const [name, count] of counts) {
    const kind = KIND_OF[name]
    if (kind !== null) kinds.set(kind, (kinds.get(kind) ?? 0) + count)
  }
  return kinds
}

/** Reads all files as they are at one moment, whatever is written meanwhile. */
async function reading<T>(files: OwnFiles, work: (db: Database.Database) => T | Promise<T>): Promise<T> {
  let db: Database.Database | undefined
  try {
    prepareFiles(files)
    db = openAttached(files, DATABASES)
    db.exec('BEGIN')
    // A transaction begins with its first read of each file.
    for (const name of DATABASES) db.prepare(`SELECT count(*) FROM ${name}.sqlite_schema`).get()
    return await work(db)
  } catch (error) {
    throw error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE')
      ? storageFailure(error, files.profile)
      : error
  } finally {
    db?.close()
  }
}
