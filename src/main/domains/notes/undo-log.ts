import { randomUUID } from 'node:crypto'
import type { NoteChange } from '../../profile/note-change'

/** How many changes can be taken back; those before them are forgotten. */
const KEPT = 20

/** The last changes of tags and notes, each under a name of its own, until the app quits. */
export interface UndoLog {
  /** Null for a change of nothing. */
  keep(changes: readonly NoteChange[]): string | null
  /** Gives a change out once; undefined when it is no longer kept. */
  take(undo: string): readonly NoteChange[] | undefined
}

export function createUndoLog(): UndoLog {
  const kept = new Map<string, readonly NoteChange[]>()
  return {
    keep: (changes) => {
      if (changes.length === 0) return null
      const undo = randomUUID()
      kept.set(undo, changes)
      for (const oldest of [...kept.keys()].slice(0, -KEPT)) kept.delete(oldest)
      return undo
    },
    take: (undo) => {
      const changes = kept.get(undo)
      kept.delete(undo)
      return changes
    },
  }
}
