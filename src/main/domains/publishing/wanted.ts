import { isChange, type RecordAdvice } from '../../../preload/contract/advice'
import type { DomainDetail } from '../../../preload/contract/domain'
import type { LeftOutRecord } from '../../../preload/contract/export-format'
import type { DomainCheck } from '../../../preload/contract/findings'
import { adviceInScope } from '../advice/in-scope'
import { entered } from '../advice/told-once'
import { deltaOf, type WantedChange } from './set-delta'

/** What the records of a domain need in one zone. */
export interface Wanted {
  readonly changes: readonly WantedChange[]
  /** What a person has to decide about, or what belongs elsewhere. */
  readonly decisions: readonly LeftOutRecord[]
}

/**
 * What to publish for a domain: the advice that every other way of copying takes, too.
 *
 * @param check of the zone as it is
 * @param zone the apex of the zone that is planned
 * @param now milliseconds since the epoch
 */
export function wantedOf(
  detail: Pick<DomainDetail, 'records'>,
  check: DomainCheck,
  zone: string,
  now: number,
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
      const reason = `${name} is in the zone ${advice.zone}, to which ${zone} delegates it, so the zone ${advice.zone} must have this record. This plan writes ${zone} only: copy the record to the DNS host of ${advice.zone}.`
      decisions.push({ name, type, reason })
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
  return { changes, decisions }
}

/** What the finding says that the change mends, or what the change does. */
function reasonOf({ finding, index, sentence }: RecordAdvice, check: DomainCheck): string {
  const own = check.records.find((record) => record.index === index)?.findings ?? []
  const found = [...own, ...check.findings].find(({ code }) => code === finding)
  return found?.sentence ?? sentence
}
