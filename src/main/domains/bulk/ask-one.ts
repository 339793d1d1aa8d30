import type { DomainDetail, DomainKey } from '../../../preload/contract/domain'
import type { Failure } from '../../../preload/contract/failure'
import type { StoredBulkRow } from '../../profile/bulk-store'
import { done, failed, settled, type Turn, waiting } from './turn'

/**
 * One domain's turn to be verified or fetched, which is the same however often it is done.
 *
 * @param ask makes the call
 */
export async function askOne(
  row: StoredBulkRow,
  ask: (key: DomainKey) => Promise<DomainDetail>,
  failureOf: (error: unknown) => Failure,
): Promise<Turn> {
  try {
    return done(row, await ask(row))
  } catch (error) {
    const failure = failureOf(error)
    switch (failure.code) {
      case 'offline':
      case 'unauthorized':
      case 'keychain':
      case 'read-only':
      case 'unconfirmed':
      case 'cancelled':
        return { row: waiting(row), then: 'stop', failure }
      case 'rate-limited':
        return { row: waiting(row), then: 'again', failure }
      case 'forbidden':
        return { row: failed(row, failure), then: 'stop', failure }
      case 'bad-answer':
      case 'timeout':
        return { row: failed(row, failure), then: 'trouble', failure }
      default:
        return settled(failed(row, failure))
    }
  }
}
