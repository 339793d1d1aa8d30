import * as v from 'valibot'
import type { DomainKey } from '../../../preload/contract/domain'
import { ZonedeskError } from '../../../preload/contract/failure'
import {
  type ImportedDomain,
  type ImportPreview,
  MAX_NOTE,
  type OwnNotes,
  Tag,
} from '../../../preload/contract/notes'
import { parseDomainName } from '../../names/domain-name'
import { toUnicode } from '../../names/unicode-name'
import { foldTag } from '../../profile/note-change'
import type { WantedNotes } from '../../profile/note-store'
import type { FiledNotes, FileProblem, NotesFile } from '../../profile/notes-file/filed-notes'
import { inChunks } from '../../async/in-chunks'
import { plainNote } from './plain-note'

/** An account as a file may name it. */
export interface NamedAccount {
  readonly id: string
  readonly name: string
}

/** What an import is compared with. */
export interface ImportGround {
  readonly accounts: readonly NamedAccount[]
  /** Whether a domain is in the cache: a name the provider has is taken whatever the rules for new ones say. */
  readonly isKnown: (key: DomainKey) => boolean
  readonly notesOf: (key: DomainKey) => OwnNotes
}

/** What an import will change, and what to tell the user before. */
export interface PlannedImport {
  readonly wanted: readonly WantedNotes[]
  readonly preview: Omit<ImportPreview, 'path'>
}

/** Changes and problems a preview names. */
const MOST_NAMED = 100
/** Entries read or stored in one go; each takes up to a tenth of a millisecond. */
export const ENTRIES_AT_A_TIME = 100

interface Entry extends WantedNotes {
  readonly where: string
  readonly account: string
}

/**
 * Works out what a file would change: it adds tags, and a note in the file replaces the one that is kept.
 * Nothing is removed. An account is found by its id, else by its name. A domain that comes twice counts once, with
 * all its tags and its last note.
 */
export async function planImport(file: NotesFile, ground: ImportGround): Promise<PlannedImport> {
  const problems: FileProblem[] = [...file.problems]
  const entries = new Map<string, Entry>()
  const read = (filed: FiledNotes): void => {
    try {
      const entry = readEntry(filed, ground)
      const id = `${entry.accountId}\n${entry.name}`
      const before = entries.get(id)
      entries.set(
        id,
        before === undefined ? entry : { ...before, ...entry, add: [...before.add, ...entry.add] },
      )
    } catch (error) {
      if (!(error instanceof ZonedeskError)) throw error
      problems.push({ where: filed.where, message: error.failure.message })
    }
  }
  await inChunks(file.entries, ENTRIES_AT_A_TIME, (chunk) => chunk.forEach(read))

  const domains: ImportedDomain[] = []
  await inChunks([...entries.values()], ENTRIES_AT_A_TIME, (chunk) => {
    domains.push(...chunk.flatMap((entry) => changeOf(entry, ground) ?? []))
  })
  const count = (holds: (domain: ImportedDomain) => boolean): number => domains.filter(holds).length
  return {
    wanted: [...entries.values()],
    preview: {
      changed: domains.length,
      unchanged: entries.size - domains.length,
      tags: domains.reduce((sum, { tags }) => sum + tags.length, 0),
      newNotes: count(({ note }) => note === 'new'),
      replacedNotes: count(({ note }) => note === 'replaced'),
      domains: domains.slice(0, MOST_NAMED),
      problemCount: problems.length,
      problems: problems.slice(0, MOST_NAMED),
      notes: [...file.notes],
    },
  }
}

function readEntry(filed: FiledNotes, ground: ImportGround): Entry {
  const account = accountOf(filed, ground.accounts)
  const name = nameOf(filed, account, ground)
  const add = filed.tags.map(readTag)
  const note = plainNote(filed.note)
  if (note.length > MAX_NOTE) {
    throw invalid(`The note of ${name} has ${note.length} characters; at most ${MAX_NOTE} are kept.`)
  }
  const entry = { where: filed.where, account: account.name, accountId: account.id, name, add, remove: [] }
  return note === '' ? entry : { ...entry, note }
}

function accountOf({ accountId, account }: FiledNotes, accounts: readonly NamedAccount[]): NamedAccount {
  const wanted = account.trim().toLowerCase()
  const found =
    accounts.find(({ id }) => id === accountId) ??
    accounts.find(({ name }) => name.toLowerCase() === wanted) ??
    // A file that names no account can mean only one.
    (wanted === '' && accountId === '' && accounts.length === 1 ? accounts[0] : undefined)
  if (found !== undefined) return found
  if (wanted === '') throw invalid('The entry names no account.')
  throw invalid(`There is no account named ${account.trim().slice(0, 100)}.`)
}

function nameOf({ name }: FiledNotes, account: NamedAccount, ground: ImportGround): string {
  const asWritten = name.trim().toLowerCase()
  if (ground.isKnown({ accountId: account.id, name: asWritten })) return asWritten
  return parseDomainName(name).name
}

function readTag(text: string): string {
  const tag = v.safeParse(Tag, text)
  if (tag.success) return tag.output
  throw invalid(`${JSON.stringify(text.slice(0, 60))}: ${tag.issues[0].message}`)
}

/** Null when the entry names nothing new. */
function changeOf(entry: Entry, { notesOf }: ImportGround): ImportedDomain | null {
  const { accountId, name, account, add, note } = entry
  const has = notesOf({ accountId, name })
  const known = new Set(has.tags.map(foldTag))
  const tags = add.filter((tag) => !known.has(foldTag(tag)) && known.add(foldTag(tag)))
  const changesNote = note !== undefined && note !== has.note
  if (tags.length === 0 && !changesNote) return null
  return {
    accountId,
    name,
    account,
    unicodeName: toUnicode(name),
    tags,
    note: !changesNote ? null : has.note === '' ? 'new' : 'replaced',
  }
}

function invalid(message: string): ZonedeskError {
  return new ZonedeskError('invalid', message)
}
