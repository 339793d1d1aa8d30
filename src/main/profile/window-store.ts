import type Database from 'better-sqlite3'
import * as v from 'valibot'
import { fieldStore } from './field-table'

/** Where the window was: device-independent pixels, the place and size it has when not maximized. */
export const WindowBounds = v.object({
  x: v.pipe(v.number(), v.integer()),
  y: v.pipe(v.number(), v.integer()),
  width: v.pipe(v.number(), v.integer(), v.minValue(1)),
  height: v.pipe(v.number(), v.integer(), v.minValue(1)),
  maximized: v.boolean(),
})
export type WindowBounds = v.InferOutput<typeof WindowBounds>

export interface WindowStore {
  /** Null before the first close, and when what is stored has no usable place and size. */
  get(): WindowBounds | null
  set(bounds: WindowBounds): void
}

export function createWindowStore(db: Database.Database): WindowStore {
  const fields = fieldStore(db, 'window_bounds', WindowBounds.entries)
  return {
    get: () => {
      const parsed = v.safeParse(WindowBounds, { maximized: false, ...fields.read() })
      return parsed.success ? parsed.output : null
    },
    set: (bounds) => fields.write(bounds),
  }
}
