import { type BulkEntry, MOST_BULK_ROWS } from '../../../preload/contract/bulk'
import { ZonedeskError } from '../../../preload/contract/failure'
import { parseDomainName } from '../../names/domain-name'
import { reduceName } from './reduce-name'

/** Longest name that is kept as written, in characters. */
const MAX_TYPED = 2048
/** Repetitions of one domain that are noted one by one. */
const MOST_NOTED = 20

/** Collects what was read, each domain once. */
export interface EntryList {
  /**
   * @param written the name as it stands there
   * @param where such as `Line 3`
   * @throws ZonedeskError `invalid` when there are more than may be added at once
   */
  add(written: string, where: string, own?: Partial<Pick<BulkEntry, 'options' | 'tags' | 'problem'>>): void
  /**
   * Adds an entry that could not be read. It is never merged with another of its name: its content is not known.
   *
   * @param problem why, and what to do
   * @throws ZonedeskError `invalid` when there are more than may be added at once
   */
  addUnread(written: string, where: string, problem: string): void
  /** In the order in which they were added. */
  entries(): BulkEntry[]
}

export function collectEntries(): EntryList {
  const list: BulkEntry[] = []
  const byName = new Map<string, BulkEntry>()
  const identities = new Map<string, string>()
  const repeated = new Map<BulkEntry, number>()

  function identityOf(typed: string): string {
    const known = identities.get(typed) ?? identity(typed)
    identities.set(typed, known)
    return known
  }

  function append(entry: BulkEntry): BulkEntry {
    // At once, so that a text that is no list at all costs no time.
    if (list.length >= MOST_BULK_ROWS) throw tooMany()
    list.push(entry)
    return entry
  }

  return {
    add(written, where, own = {}) {
      const { typed, note } = reduceName(written)
      const id = identityOf(typed)
      const first = byName.get(id)
      if (first === undefined) {
        const notes = note === null ? [] : [note]
        const values = { options: {}, tags: [], problem: null, ...own }
        byName.set(id, append({ where, typed: typed.slice(0, MAX_TYPED), ...values, notes }))
        return
      }
      const times = (repeated.get(first) ?? 0) + 1
      repeated.set(first, times)
      if (times <= MOST_NOTED) first.notes.push(repetition(first, written, where, own))
    },
    addUnread(written, where, problem) {
      const typed = reduceName(written).typed.slice(0, MAX_TYPED)
      append({ where, typed, options: {}, tags: [], problem, notes: [] })
    },
    entries() {
      for (const [entry, times] of repeated) {
        if (times > MOST_NOTED) entry.notes.push(`The list has it ${times - MOST_NOTED} more times.`)
      }
      return list
    },
  }
}

function repetition(
  first: BulkEntry,
  written: string,
  where: string,
  { options = {}, tags = [], problem = null }: Partial<BulkEntry>,
): string {
  const same =
    JSON.stringify([options, tags, problem]) === JSON.stringify([first.options, first.tags, first.problem])
  if (!same)
    return `${where} has it again with other values; the values of ${first.where.toLowerCase()} are used.`
  return `${where} has it again${written === first.typed ? '' : `, as "${written.slice(0, MAX_TYPED)}"`}.`
}

function tooMany(): ZonedeskError {
  const most = MOST_BULK_ROWS.toLocaleString('en')
  return new ZonedeskError(
    'invalid',
    `The list has more than ${most} domains; no more can be added at once.`,
    {
      fix: 'Split the list, and add one part after the other.',
      field: 'text',
    },
  )
}

/** What two spellings of one domain have in common. */
function identity(typed: string): string {
  try {
    return parseDomainName(typed).name
  } catch {
    return `\n${typed.trim().toLowerCase()}`
  }
}
