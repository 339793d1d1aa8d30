import * as v from 'valibot'
import { channel } from './channel'
import { DomainKey } from './domain'

/** Characters that no one sees: controls, and what turns the direction of text. */
const UNSEEN = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u

/** A tag of the user's own: no spaces, commas, colons or quotes, so that `tag:` in a search can name it. */
export const Tag = v.pipe(
  v.string(),
  v.trim(),
  v.normalize('NFC'),
  v.nonEmpty('A tag needs at least one character.'),
  v.maxLength(40, 'A tag has at most 40 characters.'),
  v.regex(/^[^\s,":]+$/u, 'A tag has no spaces, commas, colons or quotation marks.'),
  v.check((tag) => !UNSEEN.test(tag), 'A tag has no control characters.'),
)

const ALPHABET = new Intl.Collator('en', { numeric: true })

/** The order in which tags are shown: as a person sorts them, so that `tag-2` stands before `tag-10`. */
export function compareTags(a: string, b: string): number {
  return ALPHABET.compare(a, b)
}

/** Longest note, in UTF-16 code units. */
export const MAX_NOTE = 20_000

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
  /** Domains of any account with this tag, also those that are not in the cache now. */
  everywhere: v.number(),
})
export type TagCount = v.InferOutput<typeof TagCount>

/** What a change of many domains did. */
export const NotesChange = v.object({
  /** Domains whose tags or note changed. */
  changed: v.number(),
  /** Give this to `undo` to take the change back; null when nothing changed. Valid until the app quits. */
  undo: v.nullable(v.string()),
})
export type NotesChange = v.InferOutput<typeof NotesChange>

/** What the file would change about one domain. */
export const ImportedDomain = v.object({
  ...DomainKey.entries,
  unicodeName: v.string(),
  account: v.string(),
  /** Tags it gains. */
  tags: v.array(v.string()),
  /** `new`: it had none; `replaced`: it had another one; null: its note stays. */
  note: v.nullable(v.picklist(['new', 'replaced'])),
})
export type ImportedDomain = v.InferOutput<typeof ImportedDomain>

/** What an import would do. */
export const ImportPreview = v.object({
  /** Path of the file; null when the user chose none. */
  path: v.nullable(v.string()),
  /** Domains whose tags or note change. */
  changed: v.number(),
  /** Domains of the file that are as they were. */
  unchanged: v.number(),
  /** Tags added, counted once for each domain. */
  tags: v.number(),
  /** Notes of domains that had none. */
  newNotes: v.number(),
  /** Notes that take the place of another. */
  replacedNotes: v.number(),
  /** The first domains that change, at most 100. */
  domains: v.array(ImportedDomain),
  /** Lines or entries that cannot be taken. */
  problemCount: v.number(),
  /** The first of them, with why, at most 100. */
  problems: v.array(v.object({ where: v.string(), message: v.string() })),
  /** What to say about the file as a whole, such as its encoding; one sentence each. */
  notes: v.array(v.string()),
})
export type ImportPreview = v.InferOutput<typeof ImportPreview>

/** Domains one request may name. */
const Keys = v.pipe(v.array(DomainKey), v.maxLength(100_000))

const InView = v.object({ accountId: v.exactOptional(v.nullable(v.string())) })

export const notes = {
  get: channel(DomainKey, OwnNotes),
  /** Adds and removes tags of many domains at once. Fails with `invalid` (field `add`), `not-found`, `storage`. */
  changeTags: channel(v.object({ keys: Keys, add: v.array(Tag), remove: v.array(v.string()) }), NotesChange),
  /** Line ends become LF; a note of white space alone is none. Fails with `not-found`, `storage`. */
  setNote: channel(
    v.object({ ...DomainKey.entries, note: v.pipe(v.string(), v.maxLength(MAX_NOTE)) }),
    OwnNotes,
  ),
  /** Every tag in use with its count, by name. */
  tags: channel(v.object({ accountId: v.nullable(v.string()) }), v.array(TagCount)),
  /** The tags among these domains, by name, with how many of them have each. */
  tagsAmong: channel(v.object({ keys: Keys }), v.array(v.object({ tag: v.string(), domains: v.number() }))),
  /** How many domains of an account have tags or a note. */
  count: channel(v.object({ accountId: v.string() }), v.object({ domains: v.number() })),
  /**
   * Gives a tag another name on every domain of every account; merges when the name is in use. `accountId`: the account
   * in view, which says only whether the tags of the sample domains are meant. Fails with `not-found`, `storage`.
   */
  renameTag: channel(v.object({ tag: v.string(), to: Tag, ...InView.entries }), NotesChange),
  /** Takes a tag off every domain in the same way. Fails with `not-found`, `storage`. */
  removeTag: channel(v.object({ tag: v.string(), ...InView.entries }), NotesChange),
  /** Takes a change back, except what was changed again since. Fails with `not-found`, `storage`. */
  undo: channel(v.object({ undo: v.string() }), v.object({ changed: v.number() })),
  /**
   * Asks where and writes all tags and notes as JSON, or CSV by the file's ending. Null path: the user chose none.
   * Fails with `storage`.
   */
  export: channel(v.object({}), v.object({ path: v.nullable(v.string()), domains: v.number() })),
  /** Asks for a file and says what it would change; nothing is changed. Fails with `invalid`, `storage`. */
  previewImport: channel(v.object({}), ImportPreview),
  /** Imports the file last previewed: adds tags, and replaces a note where the file has one. Fails with `not-found`. */
  import: channel(v.object({}), NotesChange),
}
