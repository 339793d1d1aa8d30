import type { DomainKey } from '../../../preload/contract/domain'
import type { DomainChange } from '../../../preload/contract/history'
import { domainChanges, type ComparedDomain } from '../history/domain-changes'
import { readDetail } from './domain-rows'
import { readSnapshot } from '../history/history-rows'
import type { Statements } from '../statements'

/** A domain as it is compared; undefined when it is not in the cache or does not read back. */
export function readCompared(sql: Statements, key: DomainKey): ComparedDomain | undefined {
  const detail = readDetail(sql, key, () => undefined)
  if (detail === undefined) return undefined
  const { state, settings } = detail.domain
  return { state, settings, records: detail.fetchedAt === null ? null : detail.records }
}

/** What is different now from a snapshot; undefined when one of the two is not there. */
export function compareSnapshot(sql: Statements, key: DomainKey, id: number): DomainChange[] | undefined {
  const [then, now] = [readSnapshot(sql, key, id), readCompared(sql, key)]
  return then === undefined || now === undefined ? undefined : domainChanges(then, now)
}
