import type { DomainKey } from '../../preload/contract/domain'

/** What became of one domain's tags and note; null for a note that stayed as it was. */
export interface NoteChange extends DomainKey {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly note: { readonly before: string; readonly after: string } | null
}

/** A tag as it is compared: upper and lower case are one. */
export function foldTag(tag: string): string {
  return tag.normalize('NFC').toLowerCase()
}
