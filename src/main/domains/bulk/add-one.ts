import type { BulkOptions } from '../../../preload/contract/bulk'
import type { DomainDetail, DomainKey } from '../../../preload/contract/domain'
import type { Failure } from '../../../preload/contract/failure'
import type { StoredBulkRow } from '../../profile/bulk-store'
import { done, failed, settled, type Turn, waiting } from './turn'

/** How often one domain is sent at most when answers are lost; the provider is asked before each repetition. */
const MOST_SENDS = 2

/** What adding a domain works with. */
export interface AddCalls {
  /** Whether the account has it already, as far as the cache knows. */
  isThere(key: DomainKey): boolean
  create(key: DomainKey, options: BulkOptions): Promise<DomainDetail>
  /** Asks the provider for it; fails with `not-found` where it has none. */
  lookUp(key: DomainKey): Promise<DomainDetail>
  /** Keeps how the domain stands, before anything else happens. */
  keep(row: StoredBulkRow): void
  failureOf(error: unknown): Failure
}

/**
 * One domain's turn to be added. Before the domain is sent, the job notes on disk that it is. Where no clear answer
 * came, the provider is asked whether it has the domain before anything is sent again. So no domain is added twice,
 * wherever the network, the provider or this process fails.
 *
 * @param options those of all and its own
 */
export async function addOne(row: StoredBulkRow, options: BulkOptions, calls: AddCalls): Promise<Turn> {
  if (row.state === 'unsure') return lookAgain(row, calls)
  if (calls.isThere(row)) return row.sends > 0 ? lookAgain(row, calls) : settled(alreadyThere(row))
  const sent: StoredBulkRow = { ...row, state: 'sending', message: '', fix: '', sends: row.sends + 1 }
  calls.keep(sent)
  try {
    return done(sent, await calls.create(sent, options))
  } catch (error) {
    return refused(row, sent, calls.failureOf(error), calls)
  }
}

async function refused(
  before: StoredBulkRow,
  sent: StoredBulkRow,
  failure: Failure,
  calls: AddCalls,
): Promise<Turn> {
  switch (failure.code) {
    case 'invalid':
    case 'refused':
      return settled(failed(sent, failure))
    case 'already-exists':
      return taken(sent, failure, calls)
    case 'forbidden':
      return { row: failed(sent, failure), then: 'stop', failure }
    case 'unauthorized':
    case 'keychain':
    case 'read-only':
    case 'unconfirmed':
    case 'not-found':
      return { row: waiting(before), then: 'stop', failure }
    case 'rate-limited':
      return { row: waiting(before), then: 'again', failure }
    case 'cancelled':
      // The app itself cut this off, such as when it quits: that does not count against the provider.
      return settled({ ...unsure(sent, failure), sends: Math.max(1, before.sends) })
    default:
      return settled(unsure(sent, failure))
  }
}

/** The provider says that the name is taken. This account may have it: from another program, or from a lost answer. */
async function taken(row: StoredBulkRow, failure: Failure, calls: AddCalls): Promise<Turn> {
  try {
    const detail = await calls.lookUp(row)
    return row.sends > 1 ? done(row, detail, CONFIRMED) : settled(alreadyThere(row))
  } catch (error) {
    const { code } = calls.failureOf(error)
    if (code === 'not-found' || row.sends === 1) return settled(failed(row, failure))
    return settled(unsure(row, failure))
  }
}

async function lookAgain(row: StoredBulkRow, calls: AddCalls): Promise<Turn> {
  try {
    return done(row, await calls.lookUp(row), CONFIRMED)
  } catch (error) {
    const failure = calls.failureOf(error)
    if (failure.code === 'rate-limited') return { row, then: 'again', failure }
    if (failure.code !== 'not-found') return { row, then: 'stop', failure }
    if (row.sends < MOST_SENDS) return settled(waiting(row))
    const message = `${row.message} The provider does not have the domain.`.trim()
    const gaveUp: Failure = {
      code: 'bad-answer',
      message,
      fix: 'Try it again later.',
      retryable: true,
      field: null,
    }
    return { row: failed(row, gaveUp), then: 'trouble', failure: gaveUp }
  }
}

const CONFIRMED = 'The answer was lost. Zonedesk asked again, and the provider has the domain.'

function unsure(row: StoredBulkRow, { message }: Failure): StoredBulkRow {
  return { ...row, state: 'unsure', message, fix: '' }
}

function alreadyThere(row: StoredBulkRow): StoredBulkRow {
  return {
    ...row,
    state: 'there',
    message: 'The domain is in this account already; nothing was changed.',
    fix: '',
  }
}
