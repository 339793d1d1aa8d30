import type { AdvisedRecord, RecordAdvice } from '../../../preload/contract/advice'
import { recordKey } from './same-record'

/**
 * The same advice for a set of records. Where records share a change, only the first of them tells what goes and what
 * comes beside it.
 */
export function toldOnce(all: readonly RecordAdvice[]): RecordAdvice[] {
  const gone = new Set<string>()
  const come = new Set<string>()
  return all.map((advice) => {
    const goes = advice.goes.filter((old) => isFirst(gone, recordKey(old)))
    const beside = advice.beside.filter((one) => isFirst(come, recordKey(one)))
    const isToldAlready = advice.goes.length > 0 && goes.length === 0
    return { ...advice, goes, beside, ...(isToldAlready && actionWithoutGoing(advice)) }
  })
}

function actionWithoutGoing({ action }: RecordAdvice): Pick<RecordAdvice, 'action'> {
  return { action: action === 'remove' ? 'leave' : 'add' }
}

/** What advice has to be entered: its own record and those beside it. */
export function entered({ action, record, beside }: RecordAdvice): AdvisedRecord[] {
  return action === 'add' || action === 'replace' ? [record, ...beside] : []
}

function isFirst(seen: Set<string>, key: string): boolean {
  if (seen.has(key)) return false
  seen.add(key)
  return true
}
