import type Database from 'better-sqlite3'
import * as v from 'valibot'
import { LeftSighting, RotationFacts } from '../../preload/contract/rotation-facts'
import { readBack } from './json-text'

/** A rotation as it is kept. */
export const StoredRotation = v.object({
  id: v.number(),
  ...RotationFacts.entries,
  /** Looks, or tries of a write, in a row that changed nothing. */
  looks: v.number(),
  /** Selectors that turned out to be in use though the provider lists no such key. */
  avoid: v.array(v.string()),
  /** When the keys were last read, milliseconds since the epoch; null before. */
  readAt: v.nullable(v.number()),
  /** When `keptMs` was last counted, by both clocks; null before. */
  countedAt: v.nullable(v.object({ wall: v.number(), up: v.number() })),
  /** The last looks at the records that can go; none before it has ended, or where an older version of the app kept it. */
  leftSeen: v.optional(v.array(LeftSighting), []),
})
export type StoredRotation = v.InferOutput<typeof StoredRotation>

/** Rotations, kept so that each knows after any end of the app what it has sent and seen. */
export interface RotationStore {
  /** Those that read back, the oldest first. */
  list(): StoredRotation[]
  /**
   * Keeps new ones, in one transaction.
   *
   * @returns their ids, in order; null for one whose domain has another that has not ended
   */
  add(rotations: readonly Omit<StoredRotation, 'id'>[]): (number | null)[]
  /** @param durable waits until the change is on the disk, so that it survives a power cut too */
  put(rotation: StoredRotation, durable: boolean): void
  remove(ids: readonly number[]): void
}

const Count = v.object({ many: v.number() })

/** Whether nothing more is to be done for it, so that another may begin. */
export function hasEnded({ state }: Pick<StoredRotation, 'state'>): boolean {
  return state === 'done' || state === 'taken-back'
}

export function createRotationStore(db: Database.Database): RotationStore {
  const select = db.prepare('SELECT id, content FROM key_rotation ORDER BY id')
  const selectOpen = db.prepare(
    'SELECT count(*) AS many FROM key_rotation WHERE account_id = ? AND signing_domain = ? AND is_open = 1',
  )
  const insert = db.prepare(
    'INSERT INTO key_rotation (account_id, signing_domain, is_open, content) VALUES (?, ?, ?, ?)',
  )
  const update = db.prepare('UPDATE key_rotation SET is_open = ?, content = ? WHERE id = ?')
  const remove = db.prepare('DELETE FROM key_rotation WHERE id = ?')

  const addAll = db.transaction((rotations: readonly Omit<StoredRotation, 'id'>[]) =>
    rotations.map((rotation) => {
      const { accountId, signingDomain } = rotation
      if (v.parse(Count, selectOpen.get(accountId, signingDomain)).many > 0) return null
      const open = hasEnded(rotation) ? 0 : 1
      return Number(insert.run(accountId, signingDomain, open, JSON.stringify(rotation)).lastInsertRowid)
    }),
  )
  const removeAll = db.transaction((ids: readonly number[]) => {
    for (const id of ids) remove.run(id)
  })

  return {
    list: () => select.all().flatMap((found) => readBack(StoredRotation, found)),
    add: (rotations) => addAll.immediate(rotations),
    put(rotation, durable) {
      // In WAL mode a commit is on the disk at once with FULL only (sqlite.org/pragma.html#pragma_synchronous).
      if (durable) db.pragma('synchronous = FULL')
      try {
        update.run(hasEnded(rotation) ? 0 : 1, JSON.stringify(rotation), rotation.id)
      } finally {
        if (durable) db.pragma('synchronous = NORMAL')
      }
    },
    remove: (ids) => removeAll.immediate(ids),
  }
}
