import { isChange, type AdviceAction, type RecordAdvice } from '../../../preload/contract/advice'
import { DEFAULT_TTL } from '../../../preload/contract/export-format'
import type { AdvisedRow, PanelRow, PanelWarning } from '../../../preload/contract/dns-hosts'
import { panelRows } from '../../dns-hosts/panel-rows'
import { asDnsRecord } from '../advice/as-dns-record'
import { distinctRecords, isSameRecord, isSameSet } from '../advice/same-record'
import { goingWords, notesOf } from '../advice/words'
import type { HostedZone } from './hosts'
import { placeOfRecord } from './place-of-record'

/**
 * What to do for records, in the form a DNS host takes, in their order.
 *
 * @param told advice for some of a domain's records, each change told once
 * @param now milliseconds since the epoch
 */
export function advisedRows(told: readonly RecordAdvice[], place: HostedZone, now: number): AdvisedRow[] {
  // A value that a person has yet to decide on does not go into one record with the others.
  const settled = told.filter(({ action }) => action !== 'decide')
  const rows = rowsOf(settled, place)
  return told.map((advice) => {
    const at = settled.indexOf(advice)
    const row = at < 0 ? rowsOf([advice], place)[0] : rows[at]
    if (row === undefined) throw new RangeError(`There is no row for record ${advice.index}.`)
    const own = row.set.flatMap((index) => told.find((one) => one.index === index) ?? [])
    return asRow(row, own.length > 1 ? together(advice, own) : advice, own, place, now)
  })
}

/** Rows whose positions are those of the domain's records; those of other zones stand by themselves. */
function rowsOf(told: readonly RecordAdvice[], place: HostedZone): PanelRow[] {
  const together = rowsIn(
    told.filter((advice) => placeOfRecord(advice, place) === place),
    place,
  )
  return told.flatMap((advice) => {
    const own = placeOfRecord(advice, place)
    return own === place ? together.splice(0, 1) : rowsIn([advice], own)
  })
}

function rowsIn(told: readonly RecordAdvice[], { zone, preset }: HostedZone): PanelRow[] {
  const records = told.map(({ record }) => asDnsRecord(record, undefined))
  return panelRows(records, zone.name, preset, DEFAULT_TTL).map((row, at) => ({
    ...row,
    index: told[at]?.index ?? row.index,
    set: row.set.map((member) => told[member]?.index ?? member),
  }))
}

function asRow(
  row: PanelRow,
  advice: RecordAdvice,
  own: readonly RecordAdvice[],
  place: HostedZone,
  now: number,
): AdvisedRow {
  const isEntered = advice.action !== 'remove'
  const warnings = row.warnings.filter(({ code }) => code !== 'one-spf' || advice.action === 'unknown')
  return {
    ...row,
    fields: isEntered ? row.fields : [],
    warnings: isEntered ? [...otherValues(advice, own, place), ...warnings] : [],
    advice,
    beside: rowsOf(
      advice.beside.map((record) => ({ ...advice, record })),
      place,
    ).map((one) => ({ ...one, set: [advice.index] })),
    notes: notesOf(advice, now),
  }
}

/** The advice for records that are one record at the host. */
function together(advice: RecordAdvice, own: readonly RecordAdvice[]): RecordAdvice {
  const [first = advice] = own
  const changed = own.find(isChange) ?? first
  return {
    ...changed,
    index: advice.index,
    record: advice.record,
    action: commonAction(own.map(({ action }) => action)),
    beside: distinctRecords(own.flatMap(({ beside }) => beside)),
    goes: distinctRecords(own.flatMap(({ goes }) => goes)),
    isOld: own.some(({ isOld }) => isOld),
  }
}

/** What to do with a record of several values, from what to do with each value. */
function commonAction(actions: readonly AdviceAction[]): AdviceAction {
  const [first = 'unknown'] = actions
  if (actions.every((action) => action === first)) return first
  return actions.some((action) => isChange({ action })) ? 'replace' : 'unknown'
}

/** Where the DNS host keeps all values of a name and type in one record: the values that stay in it. */
function otherValues(
  { record, goes, seen, action }: RecordAdvice,
  own: readonly RecordAdvice[],
  { preset }: HostedZone,
): PanelWarning[] {
  if (preset.sets === null || !isChange({ action })) return []
  const set = seen.find((one) => isSameSet(one, record))
  const staying = (set?.records ?? []).filter(
    (there) =>
      !goes.some((old) => isSameRecord(old, there)) && !own.some((one) => isSameRecord(one.record, there)),
  )
  if (staying.length === 0) return []
  const values = staying.map((there) => goingWords(there, record.name)).join(', ')
  return [
    {
      code: 'other-values',
      message: `At ${preset.name} the values of one name and type are one record. Edit that record, and keep these values in it: ${values}.`,
    },
  ]
}
