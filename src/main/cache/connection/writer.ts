import type Database from 'better-sqlite3'
import * as accounts from '../rows/account-rows'
import type { WritableCache } from '../cache'
import { putCheck } from '../rows/check-rows'
import { putTracking } from '../rows/tracking-rows'
import * as domains from '../rows/domain-rows'
import { deliverEntries } from '../history/history-outbox'
import { addSnapshot, deleteSnapshot, pruneHistory, removeHistory } from '../history/history-rows'
import { mergeHistoryOf } from '../history/merge-history'
import * as keys from '../rows/key-writing'
import { countList } from '../list/list-query'
import { readCompared } from '../rows/snapshot-comparison'
import { putSubaccounts } from '../rows/subaccount-rows'
import { Statements } from '../statements'
import { countWantingDetail } from '../rows/wanted-rows'
import { storageErrors } from '../../sqlite/storage-errors'

/** What can be changed, over the one connection that writes. Each call is one transaction of the file it changes. */
export function createWriter(db: Database.Database, now: () => number = Date.now): WritableCache {
  const sql = new Statements(db)
  // An immediate transaction would lock every attached file, the user's own data among them, which the main thread
  // writes. Only this connection writes the other two, so nobody can come between its reading and its writing.
  const write = <T>(work: () => T): T =>
    storageErrors(() => {
      const answer = db.transaction(work).deferred()
      deliverEntries(db, sql)
      return answer
    }, db.name)

  // A run that was killed may have left some.
  storageErrors(() => deliverEntries(db, sql), db.name)

  return {
    startRun: (accountId, at, since) => write(() => accounts.startRun(sql, accountId, at, since)),
    putListed: (accountId, listed, run, page) =>
      write(() => domains.putListed(sql, accountId, listed, run, page)),
    finishRun: (accountId, run, since, at, removes) =>
      write(() => domains.finishRun(sql, accountId, run, since, at, removes)),
    markSynced: (accountId, at) => write(() => accounts.markSynced(sql, accountId, at)),
    markOffline: (accountId, since) => write(() => accounts.markOffline(sql, accountId, since)),
    putSubaccounts: (accountId, subaccounts) => write(() => putSubaccounts(sql, accountId, subaccounts)),
    putDetail: (accountId, domain, records, times) =>
      write(() => domains.putDetail(sql, accountId, domain, records, times)),
    remove: (key, origin) => write(() => domains.removeDomain(sql, key, origin)),
    removeAccount: (accountId) => {
      // The history first: what a kill leaves of the account in the cache goes at the next start.
      write(() => removeHistory(sql, accountId))
      write(() => accounts.removeAccount(sql, accountId))
    },
    retainAccounts: (accountIds) => write(() => accounts.retainAccounts(sql, accountIds)),
    saveSnapshot: (key, label, at) =>
      write(() => {
        const domain = readCompared(sql, key)
        return domain === undefined ? undefined : addSnapshot(sql, key, domain, label, at)
      }),
    putCheck: (key, check) => write(() => putCheck(sql, key, check)),
    putKeys: (accountId, listed, at) => write(() => keys.putKeys(sql, accountId, listed, at)),
    putKeysOf: (accountId, signingDomain, listed, at) =>
      write(() => keys.putKeysOf(sql, accountId, signingDomain, listed, at)),
    finishKeys: (accountId, list) => write(() => keys.finishKeys(sql, accountId, list)),
    noteKeysLacking: (accountId, at) => write(() => keys.noteKeysLacking(sql, accountId, at)),
    putTracking: (key, tracking) => write(() => putTracking(sql, key, tracking)),
    deleteSnapshot: (key, id) => write(() => deleteSnapshot(sql, key, id)),
    pruneHistory: (before) => write(() => pruneHistory(sql, before)),
    mergeHistory: (path) => storageErrors(() => mergeHistoryOf(db, path), db.name),
    count: (request) => storageErrors(() => countList(sql, request, { now: now() }), db.name),
    countWantingDetail: (accountId, limits) =>
      storageErrors(() => countWantingDetail(sql, accountId, limits), db.name),
    dropUnreadable: (id) => write(() => domains.dropUnreadable(sql, id)),
  }
}
