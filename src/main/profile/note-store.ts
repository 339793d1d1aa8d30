import type Database from 'better-sqlite3'
import * as v from 'valibot'
import type { DomainKey } from '../../preload/contract/domain'
import type { OwnNotes, TagCount } from '../../preload/contract/notes'
import { SAMPLES_ACCOUNT_ID } from '../../preload/contract/accounts'
import { foldTag, type NoteChange } from './note-change'

/** What is kept about one domain. */
export interface KeptNotes extends DomainKey, OwnNotes {}

/** The tags and note wanted for one domain; those that are kept already change nothing. */
export interface WantedNotes extends DomainKey {
  readonly add: readonly string[]
  readonly remove: readonly string[]
  /** Absent leaves the note as it is. */
  readonly note?: string
}

/**
 * The user's tags and notes, by domain. They stay when the domain leaves the cache or the provider, and go only with
 * their account. Upper and lower case count as one tag, and the spelling first used stays.
 */
export interface NoteStore {
  get(key: DomainKey): OwnNotes
  /** Everything that is kept, by account and name. */
  all(): KeptNotes[]
  /** How many domains of an account have tags or a note. */
  count(accountId: string): number
  /**
   * Every tag with how many domains have it, in one account and everywhere, by name. The sample domains are a world of
   * their own.
   *
   * @param samples whether the tags of the samples are meant, or those of all other accounts
   */
  tags(accountId: string | null, samples: boolean): TagCount[]
  /** The tags among these domains, with how many of them have each, by name. */
  tagsAmong(keys: readonly DomainKey[]): { tag: string; domains: number }[]
  /**
   * Makes changes in one transaction and answers those that changed something.
   *
   * @param at when, milliseconds since the epoch
   */
  apply(wanted: readonly WantedNotes[], at: number): NoteChange[]
  /**
   * Gives a tag another name, or takes it off when `to` is null, on every domain, in one transaction.
   *
   * @param at when, milliseconds since the epoch
   * @param samples whether that is about the sample domains, or about those of all other accounts
   */
  renameTag(tag: string, to: string | null, at: number, samples: boolean): NoteChange[]
  /**
   * Takes changes back in one transaction: tags that came go, tags that went come back, and a note that is still the
   * one written then becomes the one before it.
   *
   * @param at when, milliseconds since the epoch
   * @returns the domains that changed
   */
  undo(changes: readonly NoteChange[], at: number): DomainKey[]
}

const TagRow = v.object({ tag: v.string(), spelling: v.string(), changed_at: v.number() })
const NoteRow = v.object({ note: v.string(), changed_at: v.number() })
const CountRow = v.object({ tag: v.string(), domains: v.number(), everywhere: v.number() })
const AmongRow = v.object({ tag: v.string(), domains: v.number() })
const KeyRow = v.object({ account_id: v.string(), name: v.string() })
const AllTagsRow = v.object({ ...KeyRow.entries, ...TagRow.entries })
const AllNotesRow = v.object({ ...KeyRow.entries, ...NoteRow.entries })
const Spelling = v.object({ tag: v.string(), spelling: v.string() })

/** Steps from one tag to the next along the index, however many domains have each. */
const DISTINCT_TAGS = `
  WITH RECURSIVE spelled(tag) AS (
    SELECT min(tag) FROM domain_tag
    UNION ALL
    SELECT (SELECT min(tag) FROM domain_tag WHERE tag > spelled.tag) FROM spelled WHERE tag IS NOT NULL
  )
  SELECT tag, (SELECT coalesce(spelling, tag) FROM domain_tag AS one WHERE one.tag = spelled.tag LIMIT 1) AS spelling
  FROM spelled WHERE tag IS NOT NULL`

export function createNoteStore(db: Database.Database): NoteStore {
  const selectTags = db.prepare(
    `SELECT tag, coalesce(spelling, tag) AS spelling, changed_at FROM domain_tag
     WHERE account_id = ? AND name = ? ORDER BY tag`,
  )
  const selectNote = db.prepare('SELECT note, changed_at FROM domain_note WHERE account_id = ? AND name = ?')
  const selectAllTags = db.prepare(
    `SELECT account_id, name, tag, coalesce(spelling, tag) AS spelling, changed_at FROM domain_tag
     ORDER BY account_id, name, tag`,
  )
  const selectAllNotes = db.prepare('SELECT * FROM domain_note ORDER BY account_id, name')
  const selectSpellings = db.prepare(DISTINCT_TAGS)
  const selectTagged = db.prepare(
    `SELECT account_id, name FROM domain_tag WHERE tag = :tag AND (account_id = '${SAMPLES_ACCOUNT_ID}') = :samples`,
  )
  const countKept = db.prepare(
    `SELECT count(*) FROM (
       SELECT name FROM domain_tag WHERE account_id = :id UNION SELECT name FROM domain_note WHERE account_id = :id)`,
  )
  const countTags = db.prepare(
    `SELECT tag, count(*) FILTER (WHERE :id IS NULL OR account_id = :id) AS domains, count(*) AS everywhere
     FROM domain_tag WHERE (account_id = '${SAMPLES_ACCOUNT_ID}') = :samples GROUP BY tag ORDER BY tag`,
  )
  const countAmong = db.prepare(
    `SELECT domain_tag.tag AS tag, count(*) AS domains
     FROM json_each(?) AS wanted
     JOIN domain_tag ON domain_tag.account_id = wanted.value ->> 0 AND domain_tag.name = wanted.value ->> 1
     GROUP BY domain_tag.tag ORDER BY domain_tag.tag`,
  )
  const insertTag = db.prepare(
    `INSERT INTO domain_tag (account_id, name, tag, spelling, changed_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (account_id, name, tag) DO NOTHING`,
  )
  const deleteTag = db.prepare('DELETE FROM domain_tag WHERE account_id = ? AND name = ? AND tag = ?')
  const touchTags = db.prepare('UPDATE domain_tag SET changed_at = ? WHERE account_id = ? AND name = ?')
  const upsertNote = db.prepare(
    `INSERT INTO domain_note (account_id, name, note, changed_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (account_id, name) DO UPDATE SET note = excluded.note, changed_at = excluded.changed_at`,
  )
  const deleteNote = db.prepare('DELETE FROM domain_note WHERE account_id = ? AND name = ?')
  const touchNote = db.prepare('UPDATE domain_note SET changed_at = ? WHERE account_id = ? AND name = ?')

  const add = ({ accountId, name }: DomainKey, spelling: string, at: number): number => {
    const tag = foldTag(spelling)
    return insertTag.run(accountId, name, tag, spelling === tag ? null : spelling, at).changes
  }
  const remove = ({ accountId, name }: DomainKey, tag: string): number =>
    deleteTag.run(accountId, name, foldTag(tag)).changes
  const noteOf = ({ accountId, name }: DomainKey): string => {
    const row = selectNote.get(accountId, name)
    return row === undefined ? '' : v.parse(NoteRow, row).note
  }
  const setNote = ({ accountId, name }: DomainKey, note: string, at: number): void => {
    if (note === '') deleteNote.run(accountId, name)
    else upsertNote.run(accountId, name, note, at)
  }

  /** The spellings in use, by what they are compared as. */
  const spellings = (): Map<string, string> =>
    new Map(
      selectSpellings.all().map((row) => {
        const { tag, spelling } = v.parse(Spelling, row)
        return [tag, spelling]
      }),
    )

  const spelled = <Row extends { tag: string }>(rows: readonly Row[]): Row[] => {
    const known = spellings()
    return rows.map((row) => ({ ...row, tag: known.get(row.tag) ?? row.tag }))
  }

  /** Makes one domain's change; null when it changes nothing. */
  const change = (
    { accountId, name, note, ...tags }: WantedNotes,
    known: Map<string, string>,
    at: number,
  ): NoteChange | null => {
    const key = { accountId, name }
    const had = new Map(
      selectTags.all(accountId, name).map((row) => {
        const { tag, spelling } = v.parse(TagRow, row)
        return [tag, spelling]
      }),
    )
    const wanted = new Map<string, string>()
    for (const tag of tags.add) if (!wanted.has(foldTag(tag))) wanted.set(foldTag(tag), tag)
    const removed = [...new Set(tags.remove.map(foldTag))]
      .filter((folded) => !wanted.has(folded))
      .flatMap((folded) => had.get(folded) ?? [])
    const added = [...wanted].filter(([folded]) => !had.has(folded)).map(([, tag]) => tag)
    const before = note === undefined ? '' : noteOf(key)
    const noteChanges = note !== undefined && note !== before
    if (removed.length === 0 && added.length === 0 && !noteChanges) return null

    for (const tag of removed) remove(key, tag)
    const came = added.map((tag) => {
      const folded = foldTag(tag)
      const spelling = known.get(folded) ?? tag
      known.set(folded, spelling)
      add(key, spelling, at)
      return spelling
    })
    if (removed.length > 0) touchTags.run(at, accountId, name)
    if (noteChanges) setNote(key, note, at)
    else if (removed.length > 0) touchNote.run(at, accountId, name)
    return { ...key, added: came, removed, note: noteChanges ? { before, after: note } : null }
  }

  const changeAll = (wanted: readonly WantedNotes[], known: Map<string, string>, at: number): NoteChange[] =>
    wanted.flatMap((one) => change(one, known, at) ?? [])

  return {
    get: (key) => {
      const tags = selectTags.all(key.accountId, key.name).map((row) => v.parse(TagRow, row))
      const row = selectNote.get(key.accountId, key.name)
      const note = row === undefined ? null : v.parse(NoteRow, row)
      const times = [...tags, ...(note === null ? [] : [note])].map((one) => one.changed_at)
      return {
        tags: tags.map(({ spelling }) => spelling),
        note: note?.note ?? '',
        changedAt: times.length === 0 ? null : Math.max(...times),
      }
    },
    all: () => {
      const kept = new Map<string, { -readonly [Field in keyof KeptNotes]: KeptNotes[Field] }>()
      const of = (accountId: string, name: string, at: number) => {
        const id = `${accountId}\n${name}`
        const found = kept.get(id) ?? { accountId, name, tags: [], note: '', changedAt: at }
        found.changedAt = Math.max(found.changedAt ?? at, at)
        kept.set(id, found)
        return found
      }
      for (const row of selectAllTags.all()) {
        const { account_id, name, spelling, changed_at } = v.parse(AllTagsRow, row)
        of(account_id, name, changed_at).tags.push(spelling)
      }
      for (const row of selectAllNotes.all()) {
        const { account_id, name, note, changed_at } = v.parse(AllNotesRow, row)
        of(account_id, name, changed_at).note = note
      }
      return [...kept.values()].sort(byKey)
    },
    count: (accountId) => v.parse(v.number(), countKept.pluck().get({ id: accountId })),
    tags: (accountId, samples) =>
      spelled(
        countTags.all({ id: accountId, samples: Number(samples) }).map((row) => v.parse(CountRow, row)),
      ),
    tagsAmong: (keys) =>
      spelled(
        countAmong
          .all(JSON.stringify(keys.map(({ accountId, name }) => [accountId, name])))
          .map((row) => v.parse(AmongRow, row)),
      ),
    apply: (wanted, at) => db.transaction(() => changeAll(wanted, spellings(), at)).immediate(),
    renameTag: (tag, to, at, samples) =>
      db
        .transaction(() => {
          const known = spellings()
          const from = known.get(foldTag(tag))
          if (from === undefined || from === to) return []
          const keys = selectTagged.all({ tag: foldTag(from), samples: Number(samples) }).map((row) => {
            const { account_id, name } = v.parse(KeyRow, row)
            return { accountId: account_id, name }
          })
          if (to === null || foldTag(to) !== foldTag(from)) {
            const wanted = { add: to === null ? [] : [to], remove: [from] }
            return changeAll(
              keys.map((key) => ({ ...key, ...wanted })),
              known,
              at,
            )
          }
          return keys.map((key) => {
            remove(key, from)
            add(key, to, at)
            return { ...key, added: [to], removed: [from], note: null }
          })
        })
        .immediate(),
    undo: (changes, at) =>
      db
        .transaction(() =>
          changes.flatMap(({ accountId, name, added, removed, note }) => {
            let rows = 0
            for (const tag of added) rows += remove({ accountId, name }, tag)
            for (const tag of removed) rows += add({ accountId, name }, tag, at)
            const restores = note !== null && noteOf({ accountId, name }) === note.after
            if (restores) setNote({ accountId, name }, note.before, at)
            return rows > 0 || restores ? [{ accountId, name }] : []
          }),
        )
        .immediate(),
  }
}

/** In the order of their code units, as SQLite sorts. */
function byKey(a: DomainKey, b: DomainKey): number {
  if (a.accountId !== b.accountId) return a.accountId < b.accountId ? -1 : 1
  return a.name < b.name ? -1 : Number(a.name > b.name)
}
