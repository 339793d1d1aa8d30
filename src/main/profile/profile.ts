import { openDatabase } from '../sqlite/open'
import { createAccountStore, type AccountStore } from './account-store'
import { type BulkStore, createBulkStore } from './bulk-store'
import { type CheckRunStore, createCheckRunStore } from './check-run-store'
import { createDraftStore, type DraftStore } from './draft-store'
import { createListenerStore, type ListenerStore } from './listener-store'
import { profileMigrations } from './migrations'
import { createNoteStore, type NoteStore } from './note-store'
import { createOwnPresetStore, type OwnPresetStore } from './own-preset-store'
import { createSettingsStore, type SettingsStore } from './settings-store'
import { createViewStore, type ViewStore } from './view-store'
import { createWatchStore, type WatchStore } from './watch-store'
import { createWindowStore, type WindowStore } from './window-store'
import { createZoneStore, type ZoneStore } from './zone-store'

/** What the user made and no provider can bring back. Never a key or a password. */
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
  readonly window: WindowStore
  readonly zones: ZoneStore
  readonly ownPresets: OwnPresetStore
  close(): void
}

/**
 * Opens the user's own data file.
 *
 * @param path file to open, made when absent
 * @throws ZonedeskError `storage`; the file is left as it is
 */
export function openProfile(path: string): Profile {
  const db = openDatabase(path, profileMigrations)
  return {
    accounts: createAccountStore(db),
    settings: createSettingsStore(db),
    listener: createListenerStore(db),
    view: createViewStore(db),
    drafts: createDraftStore(db),
    notes: createNoteStore(db),
    watches: createWatchStore(db),
    checkRuns: createCheckRunStore(db),
    bulk: createBulkStore(db),
    window: createWindowStore(db),
    zones: createZoneStore(db),
    ownPresets: createOwnPresetStore(db),
    close: () => {
      db.close()
    },
  }
}
