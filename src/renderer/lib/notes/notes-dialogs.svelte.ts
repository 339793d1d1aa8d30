import type { DomainKey } from '../../../preload/contract/domain'
import type { ImportPreview } from '../../../preload/contract/notes'

/** Which dialog of tags and notes stands open; any part may open one. Mounted by `NotesDialogs.svelte`. */
export const notesDialogs = $state({
  /** The domains to tag; null closes. */
  tagging: null as readonly DomainKey[] | null,
  /** The tag to rename; null closes. */
  renaming: null as string | null,
  /** The tag to take off every domain; null closes. */
  removing: null as string | null,
  /** What an import would do; null closes. */
  importing: null as ImportPreview | null,
})
