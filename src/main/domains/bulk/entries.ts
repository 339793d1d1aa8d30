import { type BulkEntry, MOST_BULK_ROWS } from '../../../preload/contract/bulk'
import { ZonedeskError } from '../../../preload/contract/failure'
import { parseDomainName } from '../../names/domain-name'
import { reduceName } from './reduce-name'

/** Longest name that is kept as written, in characters. */
const MAX_TYPED = 2048

/** Collects what was read, each domain once. */
export interface EntryList {
  /**
   * @param written the name as it stands there
   * @param where such as `Line 3`
   */
  add(written: string, where: string, own?: Partial<Pick<BulkEntry, 'options' | 'tags' | 'problem'>>): void
  /** @throws ZonedeskError `invalid` when there are more than may be added at once */
  entries(): BulkEntry[]
}

export function collectEntries(): EntryList {
  const byName = new Map<string, BulkEntry>()
  return {
    add(written, where, own = {}) {
      const { typed, note } = reduceName(written)
      const id = identity(typed)
      const first = byName.get(id)
      if (first === undefined) {
        const entry: BulkEntry = {
          ...{ where, typed: typed.slice(0, MAX_TYPED), options: {}, tags: [], problem: null, ...own },
          notes: note === null ? [] : [note],
        }
        byName.set(id, entry)
        return
      }
      const { options = {}, tags = [], problem = null } = own
      const same =
        JSON.stringify([options, tags, problem]) ===
        JSON.stringify([first.options, first.tags, first.problem])
      first.notes.push(
        same
          ? `${where} has it again${written === first.typed ? '' : `, as "${written.slice(0, MAX_TYPED)}"`}.`
          : `${where} has it again with other values; those of ${first.where.toLowerCase()} are taken.`,
      )
    },
    entries() {
      if (byName.size <= MOST_BULK_ROWS) return [...byName.values()]
      throw new ZonedeskError(
        'invalid',
        `The list has ${byName.size.toLocaleString('en')} domains; at most ${MOST_BULK_ROWS.toLocaleString('en')} can be added at once.`,
        { fix: 'Split it, and add one part after the other.', field: 'text' },
      )
    },
  }
}

/** What two spellings of one domain have in common. */
function identity(typed: string): string {
  try {
    return parseDomainName(typed).name
  } catch {
    return `\n${typed.trim().toLowerCase()}`
  }
}
