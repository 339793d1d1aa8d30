import type Database from 'better-sqlite3'
import * as v from 'valibot'
import { fieldStore } from './field-table'

/** What is remembered of new versions. Times are milliseconds since the epoch. */
export interface UpdateMemory {
  /** When the app first ran with a server to ask. */
  readonly updatesKnownSince: number | null
  readonly updatesLookedAt: number | null
  /** The version not to tell of again. */
  readonly updatesSkipped: string | null
  /** The newest version a signed feed ever named, and its date. */
  readonly updatesNewest: { readonly version: string; readonly releasedAt: number } | null
}

const Stored = {
  updatesKnownSince: v.nullable(v.number()),
  updatesLookedAt: v.nullable(v.number()),
  updatesSkipped: v.nullable(v.string()),
  updatesNewest: v.nullable(v.object({ version: v.string(), releasedAt: v.number() })),
}

const NOTHING: UpdateMemory = {
  updatesKnownSince: null,
  updatesLookedAt: null,
  updatesSkipped: null,
  updatesNewest: null,
}

export interface UpdateStore {
  get(): UpdateMemory
  set(changes: Partial<UpdateMemory>): void
}

export function createUpdateStore(db: Database.Database): UpdateStore {
  const fields = fieldStore(db, 'settings', Stored)
  return {
    get: () => ({ ...NOTHING, ...fields.read() }),
    set: (changes) => fields.write(changes),
  }
}
