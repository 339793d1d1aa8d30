import type { DomainKey } from '../../preload/contract/domain'
import type { ImportPreview } from '../../preload/contract/notes'

/** Which dialog of tags and notes stands open; any part may open one. Mounted by `NotesDialogs.svelte`. */
class NotesDialogs {
  /** The domains to tag; null closes. */
  tagging = $state.raw<readonly DomainKey[] | null>(null)
  /** The tag to rename; null closes. */
  renaming = $state.raw<string | null>(null)
  /** The tag to take off every domain; null closes. */
  removing = $state.raw<string | null>(null)
  /** What an import would do; null closes. */
  importing = $state.raw<ImportPreview | null>(null)
}

export const notesDialogs = new NotesDialogs()
