import type Database from 'better-sqlite3'
import * as v from 'valibot'
import { parseJson } from './json-text'

/** The user's own presets, as JSON; whoever reads one checks its content. */
export interface OwnPresetStore {
  /** Those that are JSON, by id. */
  list(): { readonly id: string; readonly content: unknown }[]
  /** Adds a preset, or replaces the one with this id. */
  put(id: string, content: unknown): void
  /** True when there was such a preset. */
  remove(id: string): boolean
}

const Row = v.object({ id: v.string(), content: v.string() })

export function createOwnPresetStore(db: Database.Database): OwnPresetStore {
  const select = db.prepare('SELECT id, content FROM own_preset ORDER BY id')
  const upsert = db.prepare(
    'INSERT INTO own_preset (id, content) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET content = excluded.content',
  )
  const removal = ['DELETE FROM zone_preset WHERE preset_id = ?', 'DELETE FROM own_preset WHERE id = ?'].map(
    (statement) => db.prepare(statement),
  )
  const remove = db.transaction((id: string) =>
    removal.reduce((_before, statement) => statement.run(id).changes, 0),
  )
  return {
    list: () =>
      select.all().flatMap((row) => {
        const { id, content } = v.parse(Row, row)
        const parsed = parseJson(content)
        return parsed === undefined ? [] : [{ id, content: parsed }]
      }),
    put: (id, content) => void upsert.run(id, JSON.stringify(content)),
    remove: (id) => remove.immediate(id) > 0,
  }
}
