import { isChange, type RecordAdvice } from '../../../preload/contract/advice'
import type { DomainDetail } from '../../../preload/contract/domain'
import type { LeftOutRecord, RecordScope } from '../../../preload/contract/export-format'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { DomainCheck } from '../../../preload/contract/findings'
import { nothingInScope, recordsInScope } from '../scope/records-in-scope'
import { advise } from './advise'
import { toldOnce } from './told-once'
import { ageNotes, notesOf } from './words'

/** What to do for a set of one domain's records. */
export interface AdvisedScope {
  /** What to enter or delete, and what is there already; each change is told once. */
  readonly told: readonly RecordAdvice[]
  /** What a person has to decide first. */
  readonly leftOut: readonly { readonly advice: RecordAdvice; readonly reason: string }[]
  /** How many records the scope names, including those with nothing to do. */
  readonly named: number
}

/** The same, with what each piece of advice says by itself, where several share a change. */
interface WholeScope extends AdvisedScope {
  /** In the order of `told`. */
  readonly each: readonly RecordAdvice[]
}

/**
 * The advice for the records of a domain that a scope names; null when DNS was never asked about them. Only with `all`
 * does it include what DNS has already.
 *
 * @param check the domain's last one; null when there was none
 * @param now milliseconds since the epoch
 */
export function adviceInScope(
  detail: Pick<DomainDetail, 'records'>,
  which: RecordScope,
  check: DomainCheck | null,
  now: number,
): WholeScope | null {
  const placed = recordsInScope(detail, which, check)
  if (placed === null) return null
  const all = advise(detail, check, now)
  const told: RecordAdvice[] = []
  const leftOut: { advice: RecordAdvice; reason: string }[] = []
  for (const { index } of placed) {
    const advice = all[index]
    if (advice === undefined) continue
    const reason = reasonToLeaveOut(advice, which, now)
    if (reason !== null) leftOut.push({ advice, reason })
    else if (which === 'all' || advice.action !== 'leave') told.push(advice)
  }
  return { told: toldOnce(told), each: told, leftOut, named: placed.length }
}

function reasonToLeaveOut(advice: RecordAdvice, which: RecordScope, now: number): string | null {
  if (advice.action === 'decide') return advice.sentence
  if (isChange(advice) && [advice.record, ...advice.beside].some(({ blank }) => blank !== null)) {
    return notesOf(advice, now).join(' ')
  }
  if (advice.action === 'leave' && advice.isOld && which !== 'all') {
    return ['DNS had this record at the last check.', ...ageNotes(advice, now)].join(' ')
  }
  return null
}

/** What a set leaves out, as a copy or an export tells it. */
export function leftOutOf({ leftOut }: AdvisedScope): LeftOutRecord[] {
  return leftOut.map(({ advice: { record }, reason }) => ({
    name: record.name,
    type: record.type,
    reason,
  }))
}

/** The error that says why there is nothing to copy of a set. */
export function nothingTold(
  { leftOut, named }: Omit<AdvisedScope, 'told'>,
  which: RecordScope,
): ZonedeskError {
  const [first] = leftOut
  if (first === undefined) {
    if (named === 0) return nothingInScope(which, true)
    return new ZonedeskError(
      'refused',
      'At the last check, DNS had every record, so there is none to copy.',
      {
        fix: 'Copy all records instead, or check DNS again.',
      },
    )
  }
  const { type, name } = first.advice.record
  const others = leftOut.length - 1
  const more =
    others === 0
      ? ''
      : others === 1
        ? ' One more of its records waits for a decision.'
        : ` ${others} more of its records wait for a decision.`
  return new ZonedeskError(
    'refused',
    `Do not simply add the ${type} record at ${name}. ${first.reason}${more}`,
    { fix: 'Look at the domain’s DNS tab, and decide there.' },
  )
}
