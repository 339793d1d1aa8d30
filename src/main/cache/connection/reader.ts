import type Database from 'better-sqlite3'
import * as accounts from '../rows/account-rows'
import type { ReadableCache } from '../cache'
import { countFindings, readCheck } from '../rows/check-rows'
import * as domains from '../rows/domain-rows'
import { readHistory, readSnapshots } from '../history/history-rows'
import { readKeyListing, readKeys } from '../rows/key-rows'
import { readNeighbours } from '../rows/neighbour-rows'
import { readPosition } from '../list/list-position'
import { readList } from '../list/list-query'
import { readSigners } from '../rows/signer-rows'
import { compareSnapshot } from '../rows/snapshot-comparison'
import { readSubaccounts } from '../rows/subaccount-rows'
import { Statements } from '../statements'
import { readTagCounts } from '../rows/tag-rows'
import { readCounts } from '../rows/tally-rows'
import { readTracking } from '../rows/tracking-rows'
import * as wanted from '../rows/wanted-rows'
import { storageErrors } from '../../sqlite/storage-errors'

/**
 * What can be asked of the cache, over a connection that need not be able to write.
 *
 * @param onUnreadable told the number of a domain's row that does not read back, after the call that met it; the
 *   answer lacks it
 */
export function createReader(
  db: Database.Database,
  onUnreadable: (id: number) => void,
  now: () => number = Date.now,
): ReadableCache {
  const sql = new Statements(db)
  // All statements of a call see the same state of the file, whatever is written meanwhile.
  const read = <T>(work: () => T): T => storageErrors(() => db.transaction(work).deferred(), db.name)
  const readRows = <T>(work: (unreadable: (id: number) => void) => T): T => {
    const met: number[] = []
    const answer = read(() => work((id) => met.push(id)))
    met.forEach(onUnreadable)
    return answer
  }

  return {
    list: (request) => readRows((unreadable) => readList(sql, request, unreadable, { now: now() })),
    position: (request) => read(() => readPosition(sql, request)),
    meansSamples: (accountId) => read(() => accounts.meansSamples(sql, accountId)),
    counts: (accountId) => read(() => readCounts(sql, accountId)),
    get: (key) => readRows((unreadable) => domains.readDetail(sql, key, unreadable)),
    signers: (key, limit) => read(() => readSigners(sql, key, limit)),
    neighbours: (key, organizational, limit) => read(() => readNeighbours(sql, key, organizational, limit)),
    subaccountOf: (key) => read(() => domains.readSubaccount(sql, key)),
    keysOf: (accountId, signingDomain) => read(() => readKeys(sql, accountId, signingDomain)),
    keyListing: (accountId) => read(() => readKeyListing(sql, accountId)),
    subaccounts: (accountId) => read(() => readSubaccounts(sql, accountId)),
    has: (key) => read(() => domains.hasDomain(sql, key)),
    syncState: (accountId) => read(() => accounts.readSyncState(sql, accountId)),
    resumableRun: (accountId) => read(() => accounts.readResumableRun(sql, accountId)),
    history: (key, before, limit) => read(() => readHistory(sql, key, before, limit)),
    snapshots: (key) => read(() => readSnapshots(sql, key)),
    tagCounts: (accountId) => read(() => readTagCounts(sql, accountId)),
    lastCheck: (key) => read(() => readCheck(sql, key)),
    tracking: (key) => read(() => readTracking(sql, key)),
    findingCounts: (accountId) => read(() => countFindings(sql, accountId)),
    compareSnapshot: (key, id) => read(() => compareSnapshot(sql, key, id)),
    wantingDetail: (accountId, limits, most) =>
      read(() => wanted.readWantingDetail(sql, accountId, limits, most)),
    wantingAmong: (accountId, names, limits) =>
      read(() => wanted.readWantingAmong(sql, accountId, names, limits)),
  }
}
