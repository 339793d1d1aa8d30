import { setImmediate } from 'node:timers/promises'
import type { DnsRecord, DomainDetail, DomainKey } from '../../../preload/contract/domain'
import type { RecordScope } from '../../../preload/contract/export-format'
import type { ExportScope } from '../../../preload/contract/export-run'
import type { ZonedeskError } from '../../../preload/contract/failure'
import type { DomainCheck } from '../../../preload/contract/findings'
import type { Hosts, HostedZone } from './hosts'
import { adviceInScope, nothingTold, type AdvisedScope } from '../advice/in-scope'
import { nothingInScope } from '../scope/records-in-scope'
import type { Run } from './single-run'

/** How long domains are read before other work gets its turn, in milliseconds: less than a frame. */
const READ_FOR_MS = 8

/** A domain with what is to be done for the records that are exported of it. */
export interface DomainInScope {
  readonly key: DomainKey
  readonly unicodeName: string
  /** The records that the advice is about, as the provider asks for them. */
  readonly records: readonly DnsRecord[]
  readonly place: HostedZone
  /** With at least one record, told or left out. */
  readonly advised: AdvisedScope
}

export interface ScopeRead {
  readonly domains: readonly DomainInScope[]
  /** Domains of which no record is in the scope, or none is in the cache. */
  readonly passedOver: number
  /** Of those: how many whose records in DNS are not known. */
  readonly unchecked: number
  /** Of those: how many whose records in the scope DNS has already. */
  readonly there: number
}

/** Reads the records of an export's scope. @throws the signal's reason when it is stopped */
export type ReadRecords = (scope: ExportScope, which: RecordScope, run: Run) => Promise<ScopeRead>

/** From where domains and their records are read. */
export interface ScopeSource {
  /** Undefined when the domain is not in the cache. */
  readonly detailOf: (key: DomainKey) => DomainDetail | undefined
  readonly lastCheck: (key: DomainKey) => DomainCheck | null
  readonly placeOf: Hosts['placeOf']
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/**
 * Reads the records of many domains without holding up other work.
 *
 * @throws the signal's reason when it is stopped
 */
export async function readScope(
  { detailOf, lastCheck, placeOf, now }: ScopeSource,
  keys: readonly DomainKey[],
  which: RecordScope,
  run: Run,
): Promise<ScopeRead> {
  const domains: DomainInScope[] = []
  let unchecked = 0
  let there = 0
  let until = performance.now() + READ_FOR_MS
  for (const [done, key] of keys.entries()) {
    if (performance.now() > until) {
      run.told(done, keys.length)
      await setImmediate()
      run.signal.throwIfAborted()
      until = performance.now() + READ_FOR_MS
    }
    const detail = detailOf(key)
    if (detail === undefined) continue
    const advised = adviceInScope(detail, which, lastCheck(key), now())
    if (advised === null) unchecked += 1
    else if (advised.told.length + advised.leftOut.length > 0)
      domains.push({
        key,
        advised,
        place: placeOf(key),
        unicodeName: detail.unicodeName,
        records: detail.records,
      })
    else if (advised.named > 0) there += 1
  }
  run.told(keys.length, keys.length)
  return { domains, passedOver: keys.length - domains.length, unchecked, there }
}

/** The error of a call for a scope of which no domain is exported. */
export function noDomain({ unchecked, there }: ScopeRead, which: RecordScope): ZonedeskError {
  return there > 0 && unchecked === 0
    ? nothingTold({ leftOut: [], named: there }, which)
    : nothingInScope(which, unchecked === 0)
}
