import { openDatabase } from '../sqlite/open'
import { storageErrors } from '../sqlite/storage-errors'
import { isDamage } from '../sqlite/storage-failure'
import { createAccountStore, type AccountStore } from './account-store'
import { type BulkStore, createBulkStore } from './bulk-store'
import { type CheckRunStore, createCheckRunStore } from './check-run-store'
import { type ConnectionStore, createConnectionStore } from './connection-store'
import { createDraftStore, type DraftStore } from './draft-store'
import { createListenerStore, type ListenerStore } from './listener-store'
import { profileMigrations } from './migrations'
import { createNoteStore, type NoteStore } from './note-store'
import { createOwnPresetStore, type OwnPresetStore } from './own-preset-store'
import { createPaceStore, type PaceStore } from './pace-store'
import { createPublishStore, type PublishStore } from './publish-store'
import { createRotationStore, type RotationStore } from './rotation-store'
import { createSettingsStore, type SettingsStore } from './settings-store'
import { createUpdateStore, type UpdateStore } from './update-store'
import { createViewStore, type ViewStore } from './view-store'
import { createWatchStore, type WatchStore } from './watch-store'
import { createWindowStore, type WindowStore } from './window-store'
import { createZoneStore, type ZoneStore } from './zone-store'

/**
 * What the user made and no provider can bring back. Never a key or a password. Every call throws a ZonedeskError
 * `storage` when the file cannot be read or written.
 */
export interface Profile {
  readonly accounts: AccountStore
  readonly settings: SettingsStore
  readonly listener: ListenerStore
  readonly view: ViewStore
  readonly drafts: DraftStore
  readonly notes: NoteStore
  readonly watches: WatchStore
  readonly checkRuns: CheckRunStore
  readonly bulk: BulkStore
  readonly connections: ConnectionStore
  readonly rotations: RotationStore
  readonly published: PublishStore
  readonly window: WindowStore
  readonly zones: ZoneStore
  readonly ownPresets: OwnPresetStore
  readonly paces: PaceStore
  readonly updates: UpdateStore
  close(): void
}

/**
 * Opens the user's own data file.
 *
 * @param path file to open, made when absent
 * @param options.copyOf the file this is a copy of, when nothing is to be written
 * @param options.onDamaged told when a call meets damage
 * @throws ZonedeskError `storage`; the file is left as it is
 */
export function openProfile(
  path: string,
  options: { readonly copyOf?: string | undefined; readonly onDamaged?: () => void } = {},
): Profile {
  const { copyOf } = options
  const db = openDatabase(path, profileMigrations, { check: true, closed: copyOf !== undefined })
  const told = <Store extends object>(store: Store): Store => inSentences(store, copyOf ?? path, options)
  return {
    accounts: told(createAccountStore(db)),
    settings: told(createSettingsStore(db)),
    listener: told(createListenerStore(db)),
    view: told(createViewStore(db)),
    drafts: told(createDraftStore(db)),
    notes: told(createNoteStore(db)),
    watches: told(createWatchStore(db)),
    checkRuns: told(createCheckRunStore(db)),
    bulk: told(createBulkStore(db)),
    connections: told(createConnectionStore(db)),
    rotations: told(createRotationStore(db)),
    published: told(createPublishStore(db)),
    window: told(createWindowStore(db)),
    zones: told(createZoneStore(db)),
    ownPresets: told(createOwnPresetStore(db)),
    paces: told(createPaceStore(db)),
    updates: told(createUpdateStore(db)),
    close: () => {
      db.close()
    },
  }
}

/** The same store; its calls turn SQLite's errors into the app's sentences. */
function inSentences<Store extends object>(
  store: Store,
  path: string,
  { onDamaged }: { readonly onDamaged?: () => void },
): Store {
  const calls = Object.entries(store as Record<string, (...args: unknown[]) => unknown>)
  const told = calls.map(([name, call]) => [
    name,
    (...args: unknown[]) => {
      try {
        return storageErrors(() => call(...args), path)
      } catch (error) {
        if (isDamage(error)) onDamaged?.()
        throw error
      }
    },
  ])
  return Object.fromEntries(told) as Store
}
