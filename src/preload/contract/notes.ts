import * as v from 'valibot'
import { channel } from './channel'
import { DomainKey } from './domain'

/** A tag of the user's own: no spaces, commas or quotes, so that `tag:` in a search can name it. */
export const Tag = v.pipe(
  v.string(),
  v.trim(),
  v.nonEmpty('A tag needs at least one character.'),
  v.maxLength(40, 'A tag has at most 40 characters.'),
  v.regex(/^[^\s,":]+$/u, 'A tag has no spaces, commas, colons or quotation marks.'),
)

/** What the user keeps about a domain, here only; the provider never sees it. */
export const OwnNotes = v.object({
  /** Sorted, each once. Upper and lower case count as one tag; the first spelling stays. */
  tags: v.array(v.string()),
  /** Plain text; empty for none. */
  note: v.string(),
  /** When the note or the tags last changed, milliseconds since the epoch; null when there are none. */
  changedAt: v.nullable(v.number()),
})
export type OwnNotes = v.InferOutput<typeof OwnNotes>

export const TagCount = v.object({
  tag: v.string(),
  /** Domains of the account, or of all accounts, with this tag that are in the cache. */
  domains: v.number(),
})
export type TagCount = v.InferOutput<typeof TagCount>

/** What an import did or would do. */
export const ImportedNotes = v.object({
  /** Path of the file; null when the user chose none. */
  path: v.nullable(v.string()),
  /** Domains whose tags or note change. */
  changed: v.number(),
  /** Domains of the file that are as they were. */
  unchanged: v.number(),
  /** Lines or entries that could not be taken, with why, at most 100. */
  problems: v.array(v.object({ where: v.string(), message: v.string() })),
  /** Whether the changes were made. */
  applied: v.boolean(),
})
export type ImportedNotes = v.InferOutput<typeof ImportedNotes>

export const notes = {
  get: channel(DomainKey, OwnNotes),
  /** Adds and removes tags of many domains at once. Fails with `invalid` (field `add`). */
  changeTags: channel(
    v.object({
      keys: v.pipe(v.array(DomainKey), v.maxLength(100_000)),
      add: v.array(Tag),
      remove: v.array(v.string()),
    }),
    v.object({ changed: v.number() }),
  ),
  setNote: channel(
    v.object({ ...DomainKey.entries, note: v.pipe(v.string(), v.maxLength(20_000)) }),
    OwnNotes,
  ),
  /** Every tag in use with its count, by name. */
  tags: channel(v.object({ accountId: v.nullable(v.string()) }), v.array(TagCount)),
  /** Gives a tag another name on every domain; merges when the name is in use. Fails with `invalid`, `not-found`. */
  renameTag: channel(v.object({ tag: v.string(), to: Tag }), v.object({ changed: v.number() })),
  /** Asks where and writes all tags and notes as JSON, or CSV by the file's ending. Null path: the user chose none. */
  export: channel(v.object({}), v.object({ path: v.nullable(v.string()), domains: v.number() })),
  /** Asks for a file and says what it would change; nothing is changed. */
  previewImport: channel(v.object({}), ImportedNotes),
  /** Takes the file last previewed: adds tags, and replaces a note where the file has one. Fails with `invalid`. */
  import: channel(v.object({}), ImportedNotes),
}
