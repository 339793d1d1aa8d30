import type { RecordAdvice } from '../../../preload/contract/advice'
import type { ZoneRecord } from '../../../preload/contract/findings'
import { duration, listed, shortened } from '../../dns/diagnosis/records/presentation'
import { plain } from './same-record'

/** A record that goes, in a sentence about one that is at `name`: `the TXT record "v=spf1 -all"`. */
export function goingWords({ type, name, value, priority }: ZoneRecord, at: string): string {
  const data = priority === null ? value : `${priority} ${value === '' ? '.' : value}`
  const place = plain(name) === plain(at) ? '' : ` at ${name}`
  return `the ${type} record "${shortened(data)}"${place}`
}

/** What to know before the advice of a record is followed, one sentence each. */
export function notesOf(advice: RecordAdvice, now: number): string[] {
  return [...actionNotes(advice), ...blankNotes(advice), ...ageNotes(advice, now)]
}

/** The same for a set of records, each change told once; what holds for several is said once. */
export function notesOfSet(told: readonly RecordAdvice[], now: number): string[] {
  return [...told.flatMap(actionNotes), ...ageOfSet(told, now)]
}

/** How far the advice for a set of records can be relied on. */
export function ageOfSet(told: readonly RecordAdvice[], now: number): string[] {
  const [oldest] = told
    .filter(({ isOld }) => isOld)
    .toSorted((one, other) => (one.checkedAt ?? 0) - (other.checkedAt ?? 0))
  const unknown = told.filter(({ action }) => action === 'unknown')
  return [
    ...(oldest === undefined ? [] : ageNotes(oldest, now)),
    ...new Set(unknown.map(({ sentence }) => sentence)),
  ]
}

function actionNotes({ action, record, goes, drops, beside, sentence }: RecordAdvice): string[] {
  const going = listed(goes.map((old) => goingWords(old, record.name)))
  const { type, name } = record
  switch (action) {
    case 'add':
    case 'replace':
      return [
        ...(goes.length === 0
          ? []
          : [
              `The ${type} record at ${name} takes the place of ${going}: delete what it replaces, and do not keep both.`,
            ]),
        ...(beside.length === 0
          ? []
          : [
              `It needs further records: add ${listed(beside.map((one) => `the ${one.type} record ${one.value} at ${one.name}`))} too.`,
            ]),
        ...(drops.length > 0 || (action === 'replace' && goes.length === 0) ? [sentence] : []),
      ]
    case 'remove':
      return [
        `The right ${type} record is at ${name} already. Only delete ${going}.`,
        ...(drops.length > 0 ? [sentence] : []),
      ]
    case 'leave':
      return sentence === '' ? [] : [sentence]
    case 'decide':
      return [`Do not simply add the ${type} record at ${name}. ${sentence}`]
    case 'unknown':
      return []
  }
}

function blankNotes({ record, beside }: RecordAdvice): string[] {
  return [record, ...beside].flatMap(({ blank }) =>
    blank === null
      ? []
      : [`Before you save it, replace ${blank.mark} by your own: only you know what goes there.`],
  )
}

/** Says that DNS was asked so long ago that it may have changed. */
export function ageNotes({ isOld, checkedAt }: RecordAdvice, now: number): string[] {
  if (!isOld || checkedAt === null) return []
  return [
    `DNS was checked ${duration(Math.round((now - checkedAt) / 1000))} ago, and its answers were not valid for that long: check again first.`,
  ]
}
