import type Database from 'better-sqlite3'
import * as v from 'valibot'
import { fieldStore } from './field-table'

/** Whether the embedded service listens for other programs, and where. Its key is in the keychain alone. */
export interface ListenerSetting {
  readonly listenerOn: boolean
  /** 1 to 65535. */
  readonly listenerPort: number
  /** Whether a key was put into the keychain, so that nobody has to unlock it to find out. */
  readonly listenerHasKey: boolean
}

const Stored = {
  listenerOn: v.boolean(),
  listenerPort: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
  listenerHasKey: v.boolean(),
}

/** Off until the user turns it on. */
const DEFAULT_LISTENER: ListenerSetting = {
  listenerOn: false,
  listenerPort: 8025,
  listenerHasKey: false,
}

export interface ListenerStore {
  get(): ListenerSetting
  set(changes: Partial<ListenerSetting>): void
}

export function createListenerStore(db: Database.Database): ListenerStore {
  const fields = fieldStore(db, 'settings', Stored)
  return {
    get: () => ({ ...DEFAULT_LISTENER, ...fields.read() }),
    set: (changes) => fields.write(changes),
  }
}
