import type Database from 'better-sqlite3'
import * as accounts from './account-rows'
import type { WritableCache } from './cache'
import * as domains from './domain-rows'
import { countList } from './list-query'
import { Statements } from './statements'
import { storageErrors } from './storage-errors'

/** What can be changed, over the one connection that writes. Each call is one transaction. */
export function createWriter(db: Database.Database): WritableCache {
  const sql = new Statements(db)
  const write = <T>(work: () => T): T => storageErrors(() => db.transaction(work).immediate())

  return {
    startRun: (accountId, at, since) => write(() => accounts.startRun(sql, accountId, at, since)),
    putListed: (accountId, listed, run, page) =>
      write(() => domains.putListed(sql, accountId, listed, run, page)),
    finishRun: (accountId, run, since) => write(() => domains.finishRun(sql, accountId, run, since)),
    markSynced: (accountId, at) => write(() => accounts.markSynced(sql, accountId, at)),
    putDetail: (accountId, domain, records, times) =>
      write(() => domains.putDetail(sql, accountId, domain, records, times)),
    remove: (key) => write(() => domains.removeDomain(sql, key)),
    removeAccount: (accountId) => write(() => accounts.removeAccount(sql, accountId)),
    retainAccounts: (accountIds) => write(() => accounts.retainAccounts(sql, accountIds)),
    count: (request) => storageErrors(() => countList(sql, request)),
    dropUnreadable: (id) => write(() => domains.dropUnreadable(sql, id)),
  }
}
