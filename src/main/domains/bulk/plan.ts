import type { BulkEntry, BulkOptions, PlannedRow } from '../../../preload/contract/bulk'
import { ZonedeskError } from '../../../preload/contract/failure'
import { parseDomainName } from '../../names/domain-name'
import { requireValidDomain, requireValidOptions } from '../option-rules'

/**
 * What would become of each domain of a list, in the same order. Nothing is sent.
 *
 * @param options those of all; an entry's own come before them
 * @param isThere whether the account has a name already, as far as is known
 */
export function planRows(
  entries: readonly BulkEntry[],
  options: BulkOptions,
  isThere: (name: string) => boolean,
): PlannedRow[] {
  const firsts = new Map<string, string>()
  return entries.map((entry) => {
    // Before the name is read: in a row that could not be read, the name is a guess.
    if (entry.problem !== null) {
      return { ...named(entry.typed), ...invalid(entry.problem, 'Go back and correct it, or remove it.') }
    }
    const sent = { ...options, ...entry.options }
    try {
      const { name, unicodeName, notes } = readName(entry.typed, sent)
      const row: PlannedRow = { verdict: 'create', name, unicodeName, notes, message: '', fix: '' }
      const first = firsts.get(name)
      if (first !== undefined) {
        return { ...row, ...invalid(`${first} has this domain too.`, 'Remove one of the two.') }
      }
      firsts.set(name, entry.where)
      if (isThere(name)) {
        return {
          ...row,
          verdict: 'there',
          message: 'The domain is in this account already; nothing is changed.',
        }
      }
      requireValidOptions(sent)
      return row
    } catch (error) {
      if (!(error instanceof ZonedeskError)) throw error
      const { message, fix } = error.failure
      return { ...named(''), ...invalid(message, fix) }
    }
  })
}

/** For a name that cannot be added, the error tells what is wrong with the options too. */
function readName(typed: string, options: BulkOptions): ReturnType<typeof parseDomainName> {
  try {
    return parseDomainName(typed)
  } catch (error) {
    return requireValidDomain(() => {
      throw error
    }, options)
  }
}

/** The name of a row that cannot be added, where it is one. */
function named(typed: string): Pick<PlannedRow, 'name' | 'unicodeName' | 'notes'> {
  try {
    const { name, unicodeName } = parseDomainName(typed)
    return { name, unicodeName, notes: [] }
  } catch {
    return { name: '', unicodeName: '', notes: [] }
  }
}

function invalid(message: string, fix: string): Pick<PlannedRow, 'verdict' | 'message' | 'fix'> {
  return { verdict: 'invalid', message, fix }
}
