import Database from 'better-sqlite3'
import { closeSync, existsSync, fsyncSync, openSync, rmSync } from 'node:fs'
import * as v from 'valibot'
import { ConflictChoice } from '../../../preload/contract/moving'
import { inSentence } from '../../sqlite/storage-errors'
import { CONTENT_VERSION, End, Manifest } from '../content/manifest'
import { createReferences } from '../content/references'
import { columnsOf, ROW_NAMES, ROWS, type RowName } from '../content/rows'
import { readLines, type Reading } from '../file/read-lines'
import { newerFormat, notReadable } from '../file/refusals'

/** Rows in one go; between two, the thread looks whether it is to stop. */
const ROWS_AT_ONCE = 1_000

/** What tells one row of a kind from another in the same file; the others have no such thing. */
const KEYS: Readonly<Partial<Record<RowName, string>>> = {
  account: 'id',
  setting: 'field',
  own_preset: 'id',
  zone_preset: 'zone',
  zone_override: 'account_id, name',
  zone_connection: 'id',
  zone_choice: 'apex',
  tag: 'account_id, name, tag',
  note: 'account_id, name',
  watch: 'account_id, name',
  draft: 'form, account_id, name',
  embedded_key: 'host, selector',
  embedded_domain: 'name',
  embedded_verdict: 'domain, record',
  embedded_rotation: 'domain',
  embedded_tracking: 'domain',
  embedded_credential: 'domain, login',
  embedded_subaccount: 'id',
}

/**
 * The tables of what was read, each named like its rows. `position` is the place in the file. `account_map` says which
 * account here stands for which of the file: the plan fills it, and what is applied keeps to it.
 */
function schema(): string {
  const tables = ROW_NAMES.map((name) => {
    const key = KEYS[name]
    return `CREATE TABLE ${name} (position INTEGER PRIMARY KEY, ${columnsOf(name).join(', ')}
      ${key === undefined ? '' : `, UNIQUE (${key})`})`
  })
  return `${tables.join(';\n')};
    CREATE TABLE account_map (
      file_id TEXT PRIMARY KEY,
      here_id TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('new', 'equal', 'different')),
      -- The name it is to have here, whether it lists subaccounts, and what may be changed in it.
      final_name TEXT NOT NULL,
      include_subaccounts INTEGER NOT NULL,
      write_mode TEXT NOT NULL
    );
    -- The choice is null until the changes are to be made whatever happens.
    CREATE TABLE job (id INTEGER PRIMARY KEY CHECK (id = 1), manifest TEXT NOT NULL, choice TEXT)`
}

/**
 * Reads an encrypted file into a database of its own, row by row, and checks each. Nothing else is touched.
 *
 * @param staging path of that database; one that is there is replaced
 * @returns what the file says of itself
 * @throws ZonedeskError `invalid` with a sentence for each thing that can be wrong with the file, `storage`; the
 *   signal's reason; the database is gone then
 */
export async function stage(
  staging: string,
  path: string,
  passphrase: string,
  reading: Reading,
): Promise<Manifest> {
  discard(staging)
  // Made by hand, so that nobody else can read what is in it.
  closeSync(openSync(staging, 'wx', 0o600))
  const db = new Database(staging)
  try {
    // It is worth nothing until all of it is there, so nothing has to wait for the disk.
    db.pragma('journal_mode = OFF')
    db.pragma('synchronous = OFF')
    db.exec(schema())
    const manifest = await stageRows(db, readLines(path, passphrase, reading))
    db.prepare('INSERT INTO job (id, manifest) VALUES (1, ?)').run(JSON.stringify(manifest))
    db.close()
    syncToDisk(staging)
    return manifest
  } catch (error) {
    db.close()
    discard(staging)
    throw inSentence(error, staging)
  }
}

async function stageRows(db: Database.Database, lines: AsyncIterable<string>): Promise<Manifest> {
  const inserts = new Map(
    ROW_NAMES.map((name) => {
      const columns = columnsOf(name)
      const sql = `INSERT INTO ${name} (${columns.join(', ')}) VALUES (${columns.map((each) => `@${each}`).join(', ')})`
      return [name, db.prepare(sql)]
    }),
  )
  const references = createReferences()
  let manifest: Manifest | null = null
  let end: v.InferOutput<typeof End> | null = null
  let rows = 0
  db.exec('BEGIN')
  for await (const line of lines) {
    if (end !== null) throw notReadable('a line follows the last')
    const value = parsed(line)
    if (manifest === null) manifest = manifestOf(value)
    else if (!Array.isArray(value)) end = endOf(value, rows)
    else {
      const [name, row] = value as unknown[]
      if (value.length !== 2 || !isRowName(name)) throw notReadable(`row ${rows + 1} is of no known kind`)
      const checked = v.safeParse(ROWS[name], row)
      if (!checked.success || !references.stands(name, checked.output)) {
        throw notReadable(`row ${rows + 1}, of kind ${name}, is not as it should be`)
      }
      try {
        inserts.get(name)!.run(checked.output)
      } catch (error) {
        const isDouble =
          error instanceof Error && 'code' in error && String(error.code).includes('CONSTRAINT')
        throw isDouble ? notReadable(`row ${rows + 1}, of kind ${name}, is there twice`) : error
      }
      rows += 1
      if (rows % ROWS_AT_ONCE === 0) db.exec('COMMIT; BEGIN')
    }
  }
  db.exec('COMMIT')
  if (manifest === null || end === null) throw notReadable('the last line is missing')
  return manifest
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw notReadable('a line is not JSON')
  }
}

function manifestOf(value: unknown): Manifest {
  const manifest = v.safeParse(Manifest, value)
  if (!manifest.success) throw notReadable('the first line is not the manifest')
  if (manifest.output.version > CONTENT_VERSION) throw newerFormat()
  return manifest.output
}

function endOf(value: unknown, rows: number): v.InferOutput<typeof End> {
  const end = v.safeParse(End, value)
  if (!end.success || end.output.rows !== rows) throw notReadable('the last line does not count the rows')
  return end.output
}

function isRowName(name: unknown): name is RowName {
  return typeof name === 'string' && Object.hasOwn(ROWS, name)
}

/** What a staged file says of itself, and the choice once it is to be applied whatever happens. */
export interface StagedJob {
  readonly manifest: Manifest
  readonly choice: ConflictChoice | null
}

const JobRow = v.object({
  manifest: v.pipe(v.string(), v.parseJson(), Manifest),
  choice: v.nullable(ConflictChoice),
})

/** @param db a connection that has the staging attached as `moving` */
export function readJob(db: Database.Database): StagedJob {
  return v.parse(JobRow, db.prepare('SELECT manifest, choice FROM moving.job').get())
}

/** What a kill left of a staging; null when nothing was left that is to be applied. */
export function commitmentIn(staging: string): ConflictChoice | null {
  if (!existsSync(staging)) return null
  let db: Database.Database | undefined
  try {
    db = new Database(staging, { fileMustExist: true })
    return v.parse(v.nullable(ConflictChoice), db.prepare('SELECT choice FROM job').pluck().get() ?? null)
  } catch {
    // A kill while the file was read leaves a database that is none.
    return null
  } finally {
    db?.close()
  }
}

/**
 * Notes on the disk that the changes are to be made whatever happens: from here on, a start of the app that finds the
 * staging makes them.
 */
export function commit(staging: string, choice: ConflictChoice): void {
  const db = new Database(staging, { fileMustExist: true })
  try {
    db.pragma('journal_mode = DELETE')
    db.pragma('synchronous = FULL')
    db.prepare('UPDATE job SET choice = ?').run(choice)
  } catch (error) {
    throw inSentence(error, staging)
  } finally {
    db.close()
  }
}

/** Removes what was read of a file. */
export function discard(staging: string): void {
  for (const part of ['', '-wal', '-shm', '-journal']) rmSync(staging + part, { force: true })
}

function syncToDisk(path: string): void {
  const handle = openSync(path, 'r+')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
