import type Database from 'better-sqlite3'
import * as v from 'valibot'
import { parseJson } from './json-text'

/** The tables that hold one field a row, as JSON. */
export type FieldTable = 'settings' | 'view_state' | 'window_bounds'

type Entries = Record<string, v.GenericSchema>
/** The fields of a schema's entries. */
type Fields<E extends Entries> = { [Name in keyof E & string]: v.InferOutput<E[Name]> }

const Row = v.object({ field: v.string(), value: v.string() })

/** Reads and writes the fields of one table. */
export interface FieldStore<Stored> {
  /** Only the fields that are stored and still parse. */
  read(): Partial<Stored>
  /** Writes the named fields, in one transaction; undefined leaves a field as it is. */
  write(changes: { readonly [Name in keyof Stored]?: Stored[Name] | undefined }): void
}

/**
 * @param table where the fields are
 * @param entries the schema of each field, by its name
 */
export function fieldStore<E extends Entries>(
  db: Database.Database,
  table: FieldTable,
  entries: E,
): FieldStore<Fields<E>> {
  const select = db.prepare(`SELECT field, value FROM ${table}`)
  const upsert = db.prepare(
    `INSERT INTO ${table} (field, value) VALUES (?, ?) ON CONFLICT (field) DO UPDATE SET value = excluded.value`,
  )
  return {
    read: () => {
      const found: Partial<Fields<E>> = {}
      for (const row of select.all()) {
        const { field, value } = v.parse(Row, row)
        const schema = Object.hasOwn(entries, field) ? entries[field] : undefined
        if (schema === undefined) continue
        const parsed = v.safeParse(schema, parseJson(value))
        if (parsed.success) Object.assign(found, { [field]: parsed.output })
      }
      return found
    },
    write: (changes) => {
      db.transaction(() => {
        for (const [field, value] of Object.entries(changes)) {
          if (value !== undefined && Object.hasOwn(entries, field)) upsert.run(field, JSON.stringify(value))
        }
      }).immediate()
    },
  }
}
