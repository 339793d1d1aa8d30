import type Database from 'better-sqlite3'
import * as v from 'valibot'
import { ConnectionSettings } from '../../preload/contract/zone-connections'
import { parseJson } from './json-text'

/** A connection to a DNS host as it is stored: everything but its secret. */
export interface StoredZoneConnection {
  readonly id: string
  readonly name: string
  readonly settings: ConnectionSettings
  /** Whether the user lets Zonedesk write nothing through it. */
  readonly isReadOnly: boolean
  /** Milliseconds since the epoch. */
  readonly createdAt: number
}

/** The zone that the user chose where several have the same apex. */
export interface ZoneChoice {
  /** A-labels, lower case, without trailing dot. */
  readonly apex: string
  readonly connectionId: string
  /** What the host calls the zone. */
  readonly zoneId: string
}

/** Connections to DNS hosts, and which of several zones of one name the user means. */
export interface ConnectionStore {
  /** In the order in which they were added; without those whose settings do not read back. */
  list(): StoredZoneConnection[]
  get(id: string): StoredZoneConnection | undefined
  /** @throws SqliteError when the id exists */
  add(connection: StoredZoneConnection): void
  rename(id: string, name: string): void
  setSettings(id: string, settings: ConnectionSettings): void
  setReadOnly(id: string, isReadOnly: boolean): void
  /**
   * Removes the connection with the choices of its zones, in one transaction.
   *
   * @returns those choices
   */
  remove(id: string): ZoneChoice[]
  /**
   * Puts back what `remove` took, in one transaction; a choice that the user made anew meanwhile stays.
   *
   * @throws SqliteError when the id exists
   */
  putBack(connection: StoredZoneConnection, choices: readonly ZoneChoice[]): void
  choices(): ZoneChoice[]
  /** Chooses the zone of an apex. */
  choose(choice: ZoneChoice): void
  /** Takes the choice back. */
  unchoose(apex: string): void
}

const Row = v.pipe(
  v.object({
    id: v.string(),
    name: v.string(),
    settings: v.string(),
    // What cannot be read lets nothing be written.
    read_only: v.fallback(v.picklist([0, 1]), 1),
    created_at: v.fallback(v.number(), 0),
  }),
  v.transform(({ settings, read_only, created_at, ...row }) => ({
    ...row,
    settings: parseJson(settings),
    isReadOnly: read_only === 1,
    createdAt: created_at,
  })),
  v.object({
    id: v.string(),
    name: v.string(),
    settings: ConnectionSettings,
    isReadOnly: v.boolean(),
    createdAt: v.number(),
  }),
)
const ChoiceRow = v.pipe(
  v.object({ apex: v.string(), connection_id: v.string(), zone_id: v.string() }),
  v.transform(({ apex, connection_id, zone_id }): ZoneChoice => ({
    apex,
    connectionId: connection_id,
    zoneId: zone_id,
  })),
)

export function createConnectionStore(db: Database.Database): ConnectionStore {
  const selectAll = db.prepare('SELECT * FROM zone_connection ORDER BY created_at, rowid')
  const select = db.prepare('SELECT * FROM zone_connection WHERE id = ?')
  const insert = db.prepare(
    'INSERT INTO zone_connection (id, name, settings, read_only, created_at) VALUES (?, ?, ?, ?, ?)',
  )
  const rename = db.prepare('UPDATE zone_connection SET name = ? WHERE id = ?')
  const setSettings = db.prepare('UPDATE zone_connection SET settings = ? WHERE id = ?')
  const setReadOnly = db.prepare('UPDATE zone_connection SET read_only = ? WHERE id = ?')
  const remove = db.prepare('DELETE FROM zone_connection WHERE id = ?')
  const selectChoices = db.prepare('SELECT * FROM zone_choice ORDER BY apex')
  const removeChoices = db.prepare('DELETE FROM zone_choice WHERE connection_id = ? RETURNING *')
  const removeChoice = db.prepare('DELETE FROM zone_choice WHERE apex = ?')
  const choiceInto = (verb: string) =>
    db.prepare(`INSERT OR ${verb} INTO zone_choice (apex, connection_id, zone_id) VALUES (?, ?, ?)`)
  const [putChoice, restoreChoice] = [choiceInto('REPLACE'), choiceInto('IGNORE')]

  const add = ({ id, name, settings, isReadOnly, createdAt }: StoredZoneConnection): void => {
    insert.run(id, name, JSON.stringify(settings), Number(isReadOnly), createdAt)
  }
  const removeAll = db.transaction((id: string): ZoneChoice[] => {
    remove.run(id)
    return removeChoices.all(id).map((row) => v.parse(ChoiceRow, row))
  })
  const putBack = db.transaction((connection: StoredZoneConnection, choices: readonly ZoneChoice[]) => {
    add(connection)
    for (const { apex, connectionId, zoneId } of choices) restoreChoice.run(apex, connectionId, zoneId)
  })
  const read = (row: unknown): StoredZoneConnection[] => {
    const parsed = v.safeParse(Row, row)
    return parsed.success ? [parsed.output] : []
  }
  return {
    list: () => selectAll.all().flatMap(read),
    get: (id) => read(select.get(id))[0],
    add,
    rename: (id, name) => void rename.run(name, id),
    setSettings: (id, settings) => void setSettings.run(JSON.stringify(settings), id),
    setReadOnly: (id, isReadOnly) => void setReadOnly.run(Number(isReadOnly), id),
    remove: (id) => removeAll.immediate(id),
    putBack: (connection, choices) => putBack.immediate(connection, choices),
    choices: () => selectChoices.all().map((row) => v.parse(ChoiceRow, row)),
    choose: ({ apex, connectionId, zoneId }) => void putChoice.run(apex, connectionId, zoneId),
    unchoose: (apex) => void removeChoice.run(apex),
  }
}
