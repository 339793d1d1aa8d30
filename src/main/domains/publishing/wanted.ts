import { isChange, type RecordAdvice } from '../../../preload/contract/advice'
import type { DomainDetail } from '../../../preload/contract/domain'
import type { LeftOutRecord } from '../../../preload/contract/export-format'
import type { DomainCheck } from '../../../preload/contract/findings'
import { adviceInScope } from '../advice/in-scope'
import { entered } from '../advice/told-once'
import { comingKey, type AwaitedKey } from './rotation-keys'
import { deltaOf, type WantedChange } from './set-delta'

/** What the records of a domain need in one zone. */
export interface Wanted {
  readonly changes: readonly WantedChange[]
  /** What a person has to decide about, or what belongs elsewhere. */
  readonly decisions: readonly LeftOutRecord[]
}

/**
 * What to publish for a domain: the advice that every other way of copying takes, too, and the keys that a rotation of
 * the domain waits for. No other spare key is published.
 *
 * @param check of the zone as it is
 * @param zone the apex of the zone that is planned
 * @param now milliseconds since the epoch
 * @param keys those that a rotation waits for and the zone does not have
 */
export function wantedOf(
  detail: Pick<DomainDetail, 'records'>,
  check: DomainCheck,
  zone: string,
  now: number,
  keys: readonly AwaitedKey[] = [],
): Wanted {
  const advised = adviceInScope(detail, 'all', check, now)
  if (advised === null) return { changes: [], decisions: [] }
  const { told, leftOut } = advised
  const decisions: LeftOutRecord[] = leftOut.map(({ advice: { record }, reason }) => ({
    name: record.name,
    type: record.type,
    reason,
  }))
  const changes: WantedChange[] = []
  for (const advice of told) {
    const { name, type } = advice.record
    if (advice.action === 'unknown') {
      decisions.push({ name, type, reason: advice.sentence })
      continue
    }
    if (!isChange(advice)) continue
    if (advice.zone !== undefined && advice.zone !== zone) {
      decisions.push({ name, type, reason: elsewhere(name, advice.zone, zone) })
      continue
    }
    changes.push({
      record: { name, type },
      reason: reasonOf(advice, check),
      deltas: [
        ...advice.goes.map((record) => deltaOf(record, 'removes')),
        ...entered(advice).map((record) => deltaOf(record, 'adds')),
      ],
    })
  }
  const advisedOn = new Set(
    [...told, ...leftOut.map(({ advice }) => advice)].map(({ record: { name, type } }) => `${name} ${type}`),
  )
  for (const key of keys) {
    const { name } = key.record
    // A key that signs already is one that the domain needs.
    if (advisedOn.has(`${name} TXT`)) continue
    if (key.zone === null || key.zone === zone) changes.push(comingKey(key.record))
    else decisions.push({ name, type: 'TXT', reason: elsewhere(name, key.zone, zone) })
  }
  return { changes, decisions }
}

/**
 * Why a record is not written by a plan of another zone.
 *
 * @param of apex of the record's zone
 * @param planned apex of the zone that is planned
 */
function elsewhere(name: string, of: string, planned: string): string {
  return `${name} is in the zone ${of}, which ${planned} delegates. The zone ${of} must have this record, and this plan writes only ${planned}: copy the record to the DNS host of ${of}.`
}

/** What the finding says that the change mends, or what the change does. */
function reasonOf({ finding, index, sentence }: RecordAdvice, check: DomainCheck): string {
  const own = check.records.find((record) => record.index === index)?.findings ?? []
  const found = [...own, ...check.findings].find(({ code }) => code === finding)
  return found?.sentence ?? sentence
}
