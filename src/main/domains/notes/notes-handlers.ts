import { readFile, stat } from 'node:fs/promises'
import type { DomainKey } from '../../../preload/contract/domain'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { Handlers } from '../../../preload/contract/index'
import { SAMPLES_ACCOUNT_ID } from '../../../preload/contract/accounts'
import { compareTags, type NotesChange, type OwnNotes, type TagCount } from '../../../preload/contract/notes'
import { foldTag, type NoteChange } from '../../profile/note-change'
import type { NoteStore } from '../../profile/note-store'
import type { NotesFile } from '../../profile/notes-file/filed-notes'
import { readNotes, refuseLargeFile, writeNotes } from '../../profile/notes-file/notes-file'
import { writeWholeFile } from '../../profile/whole-file'
import type { Emit } from '../../../preload/contract/events'
import { inChunks } from '../../async/in-chunks'
import { requireAccount } from '../../accounts/known-account'
import { type NamedAccount, ENTRIES_AT_A_TIME, planImport } from './notes-import'
import { plainNote } from './plain-note'
import { createUndoLog } from './undo-log'

/** Asks the user for a file; null when the user chose none. */
export interface NotesFileDialogs {
  /** @param name the file's name to begin with */
  save(name: string): Promise<string | null>
  open(): Promise<string | null>
}

/** What the tags and notes work with. */
export interface NotesDependencies {
  readonly store: NoteStore
  readonly accounts: () => readonly NamedAccount[]
  /** Whether a domain is in the cache. */
  readonly isKnown: (key: DomainKey) => boolean
  /** How many domains in the cache have each tag, by the tag in lower case; of all accounts for null. */
  readonly tagCounts: (accountId: string | null) => ReadonlyMap<string, number>
  /** Whether sample domains are meant; by null for all accounts, while no other has a domain. */
  readonly meansSamples: (accountId: string | null) => boolean
  readonly dialogs: NotesFileDialogs
  readonly emit: Emit
  /** Milliseconds since the epoch; the system's clock when absent. */
  readonly now?: () => number
}

/** The most domains that one `notesChanged` names; above it, any domain may have changed. */
const MOST_TOLD = 500

/** Answers the `notes` channels. */
export function createNotesHandlers(dependencies: NotesDependencies): Handlers['notes'] {
  const { store, accounts, dialogs, emit, now = Date.now } = dependencies
  const undoLog = createUndoLog()
  /** The file last previewed, as it was then. */
  let previewed: NotesFile | null = null

  const requireAccounts = (keys: readonly DomainKey[]): void => {
    const known = accounts().map(({ id }) => id)
    for (const accountId of new Set(keys.map((key) => key.accountId))) requireAccount(known, accountId)
  }
  const tell = (keys: readonly DomainKey[]): void => {
    if (keys.length === 0) return
    const named = keys.map(({ accountId, name }) => ({ accountId, name }))
    emit('notesChanged', { keys: keys.length > MOST_TOLD ? null : named })
  }
  /** Without those of accounts that are no longer there. */
  const ofKept = <Keyed extends DomainKey>(keys: readonly Keyed[]): Keyed[] => {
    const kept = new Set(accounts().map(({ id }) => id))
    return keys.filter(({ accountId }) => kept.has(accountId))
  }
  const told = (changes: readonly NoteChange[]): NotesChange => {
    tell(changes)
    return { changed: changes.length, undo: undoLog.keep(changes) }
  }
  const read = (key: DomainKey): OwnNotes => {
    const notes = store.get(key)
    return { ...notes, tags: notes.tags.toSorted(compareTags) }
  }
  /** The accounts of the user's own, whose notes go into files. */
  const ownAccounts = (): NamedAccount[] => accounts().filter(({ id }) => id !== SAMPLES_ACCOUNT_ID)
  const requireTag = (tag: string, samples: boolean): void => {
    if (store.tags(null, samples).some((known) => foldTag(known.tag) === foldTag(tag))) return
    throw new ZonedeskError('not-found', `No domain has the tag ${tag}.`, {
      fix: 'It may have been removed or renamed.',
    })
  }
  const plan = (file: NotesFile) =>
    planImport(file, {
      accounts: ownAccounts(),
      isKnown: dependencies.isKnown,
      notesOf: (key) => store.get(key),
    })

  return {
    get: read,
    changeTags: ({ keys, add, remove }) => {
      requireAccounts(keys)
      return told(
        store.apply(
          keys.map((key) => ({ ...key, add, remove })),
          now(),
        ),
      )
    },
    setNote: ({ accountId, name, note }) => {
      const key = { accountId, name }
      requireAccounts([key])
      tell(store.apply([{ ...key, add: [], remove: [], note: plainNote(note) }], now()))
      return read(key)
    },
    tags({ accountId }) {
      const here = dependencies.tagCounts(accountId)
      const counted = store
        .tags(accountId, dependencies.meansSamples(accountId))
        .map((each) => ({ ...each, domains: here.get(foldTag(each.tag)) ?? 0 }))
      return byName(counted)
    },
    tagsAmong: ({ keys }) => byName(store.tagsAmong(keys)),
    count: ({ accountId }) => ({ domains: store.count(accountId) }),
    renameTag: ({ tag, to, accountId = null }) => {
      const samples = dependencies.meansSamples(accountId)
      requireTag(tag, samples)
      return told(store.renameTag(tag, to, now(), samples))
    },
    removeTag: ({ tag, accountId = null }) => {
      const samples = dependencies.meansSamples(accountId)
      requireTag(tag, samples)
      return told(store.renameTag(tag, null, now(), samples))
    },
    undo: ({ undo }) => {
      const changes = undoLog.take(undo)
      if (changes === undefined) {
        throw new ZonedeskError('not-found', 'This change can no longer be undone.', {
          fix: 'Change the notes or tags by hand.',
        })
      }
      const keys = store.undo(ofKept(changes), now())
      tell(keys)
      return { changed: keys.length }
    },
    export: async () => {
      const path = await dialogs.save(`zonedesk-notes-${new Date(now()).toISOString().slice(0, 10)}.json`)
      if (path === null) return { path, domains: 0 }
      const names = new Map(ownAccounts().map(({ id, name }) => [id, name]))
      const own = store.all().filter(({ accountId }) => accountId !== SAMPLES_ACCOUNT_ID)
      const kept = own.map((one) => ({ ...one, account: names.get(one.accountId) ?? '' }))
      await writeWholeFile(path, writeNotes(path, kept, now())).catch((cause: unknown) => {
        throw new ZonedeskError('storage', `${path} could not be written.`, {
          fix: 'Choose a folder that you can write to and that has space left.',
          cause,
        })
      })
      return { path, domains: kept.length }
    },
    previewImport: async () => {
      const path = await dialogs.open()
      previewed = null
      if (path === null) return { ...NOTHING, path }
      previewed = await readFiled(path)
      return { ...(await plan(previewed)).preview, path }
    },
    import: async () => {
      const file = previewed
      if (file === null)
        throw new ZonedeskError('not-found', 'No file was chosen to import.', {
          fix: 'Choose a file first.',
        })
      previewed = null
      const { wanted } = await plan(file)
      const changes: NoteChange[] = []
      try {
        await inChunks(wanted, ENTRIES_AT_A_TIME, (chunk) => {
          // An account may be removed meanwhile, and its notes with it.
          changes.push(...store.apply(ofKept(chunk), now()))
        })
      } catch (error) {
        // Notes stored before a failure stay: they are as the file has them, and importing it again adds the rest.
        tell(changes)
        throw error
      }
      return told(changes)
    },
  }
}

const NOTHING = {
  changed: 0,
  unchanged: 0,
  tags: 0,
  newNotes: 0,
  replacedNotes: 0,
  domains: [],
  problemCount: 0,
  problems: [],
  notes: [],
}

async function readFiled(path: string): Promise<NotesFile> {
  try {
    // Known before it is read, so that a huge file does not fill the memory.
    refuseLargeFile((await stat(path)).size)
    return readNotes(path, await readFile(path))
  } catch (cause) {
    if (cause instanceof ZonedeskError) throw cause
    throw new ZonedeskError('storage', `${path} could not be read.`, {
      fix: 'Check that the file is there and that you may read it.',
      cause,
    })
  }
}

function byName<Tagged extends Pick<TagCount, 'tag'>>(tags: readonly Tagged[]): Tagged[] {
  return tags.toSorted((a, b) => compareTags(a.tag, b.tag))
}
