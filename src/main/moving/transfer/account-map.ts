import type Database from 'better-sqlite3'
import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { WriteMode } from '../../../preload/contract/accounts'

const AccountRow = v.object({
  id: v.string(),
  kind: v.string(),
  name: v.string(),
  base_url: v.nullable(v.string()),
  include_subaccounts: v.number(),
  write_mode: WriteMode,
})
type AccountRow = v.InferOutput<typeof AccountRow>

/** Which account here stands for an account of the file. */
export interface MappedAccount {
  readonly file: AccountRow
  /** Null for one that is new here. */
  readonly here: AccountRow | null
  readonly hereId: string
  /** The name it is to have here: names are there once. */
  readonly finalName: string
  readonly state: 'new' | 'equal' | 'different'
}

/**
 * Finds the account here for each account of the file. Only one at the same address can be it, so that a key that is
 * here never goes to an address out of a file: first by its id, then by its name. Any other is new.
 *
 * @param db a connection with `moving` and `profile` attached
 */
export function mapAccounts(db: Database.Database): MappedAccount[] {
  const rows = (sql: string): AccountRow[] => v.parse(v.array(AccountRow), db.prepare(sql).all())
  const columns = 'id, kind, name, base_url, include_subaccounts, write_mode'
  const inFile = rows(`SELECT ${columns} FROM moving.account ORDER BY position`)
  const here = rows(`SELECT ${columns} FROM profile.accounts ORDER BY rowid`)
  const found = new Map<AccountRow, AccountRow>()
  const free = new Set(here)
  const match = (isIt: (file: AccountRow, one: AccountRow) => boolean): void => {
    for (const file of inFile) {
      if (found.has(file)) continue
      const one = [...free].find((each) => isSamePlace(file, each) && isIt(file, each))
      if (one === undefined) continue
      found.set(file, one)
      free.delete(one)
    }
  }
  match((file, one) => file.kind === 'embedded' || file.id === one.id)
  match((file, one) => idAt(file) === one.id)
  match((file, one) => folded(file.name) === folded(one.name))

  const ids = new Set(here.map(({ id }) => id))
  const names = new Set(here.map(({ name }) => folded(name)))
  return inFile.map((file) => {
    const one = found.get(file) ?? null
    if (one === null) {
      const hereId = ids.has(file.id) ? idAt(file) : file.id
      ids.add(hereId)
      const finalName = freeName(file.name, names)
      names.add(folded(finalName))
      return { file, here: null, hereId, finalName, state: 'new' as const }
    }
    // A file never has Zonedesk change more in an account than a person allowed here.
    const kept = { ...file, write_mode: stricter(file.write_mode, one.write_mode) }
    const isTaken = folded(file.name) !== folded(one.name) && names.has(folded(file.name))
    const finalName = isTaken ? one.name : file.name
    names.add(folded(finalName))
    const isEqual =
      finalName === one.name &&
      file.include_subaccounts === one.include_subaccounts &&
      kept.write_mode === one.write_mode
    return {
      file: kept,
      here: one,
      hereId: one.id,
      finalName,
      state: isEqual ? ('equal' as const) : ('different' as const),
    }
  })
}

/** The one under which Zonedesk may change less. */
function stricter(a: WriteMode, b: WriteMode): WriteMode {
  return WriteMode.options.indexOf(a) > WriteMode.options.indexOf(b) ? a : b
}

/** Keeps the map beside what was read, for what applies it. @param db a connection with `moving` attached */
export function keepMap(db: Database.Database, mapped: readonly MappedAccount[]): void {
  db.prepare('DELETE FROM moving.account_map').run()
  const insert = db.prepare(
    `INSERT INTO moving.account_map (file_id, here_id, state, final_name, include_subaccounts, write_mode)
     VALUES (?, ?, ?, ?, ?, ?)`,
  )
  for (const { file, hereId, state, finalName } of mapped) {
    insert.run(file.id, hereId, state, finalName, file.include_subaccounts, file.write_mode)
  }
}

/**
 * The id of an account whose own id another account has here, such as one that changed its region since: made of the
 * account alone, so that the same file finds it again.
 */
function idAt({ id, base_url }: AccountRow): string {
  const hex = createHash('sha256')
    .update(JSON.stringify([id, base_url]))
    .digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  )
}

function isSamePlace(one: AccountRow, other: AccountRow): boolean {
  return one.kind === other.kind && one.base_url === other.base_url
}

function folded(name: string): string {
  return name.normalize('NFC').toLowerCase()
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name
  for (let number = 2; taken.has(folded(free)); number++) {
    const ending = ` ${number}`
    free = `${[...name].slice(0, 64 - ending.length).join('')}${ending}`
  }
  return free
}
