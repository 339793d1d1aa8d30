import type { Finding, FixAction, FixRecord, ZoneRecord } from '../../../../preload/contract/findings'
import { counted } from '../../../base/counted'

/** What a record to publish takes the place of. */
export interface FixChange {
  /** Which field of the record changes. */
  readonly field: 'name' | 'value'
  /** What is there now, without what stays; empty where nothing is replaced. */
  readonly before: readonly string[]
}

/** A record under a wrong name keeps its value: what it replaces are names. */
export function changeOf({ code }: Pick<Finding, 'code'>, record: FixRecord): FixChange {
  const field = code.startsWith('owner-') ? 'name' : 'value'
  const before = record.replaces.map((old) => (field === 'name' ? old.name : replacedWords(old, record)))
  return { field, before: [...new Set(before)].filter((text) => text !== record.value) }
}

/** A record that goes, with as much of it as differs from the one that comes. */
function replacedWords(old: ZoneRecord, record: FixRecord): string {
  const data = old.priority === null ? old.value : `${old.priority} ${old.value === '' ? '.' : old.value}`
  const typed = old.type === record.type ? data : `${old.type} ${data}`
  return old.name === record.name ? typed : `${typed} at ${old.name}`
}

interface Headings {
  readonly before: (count: number) => string
  readonly after: (replaced: number) => string
}

const changed: Headings = {
  before: (count) => (count === 1 ? 'Change this' : `Delete these ${counted(count, 'record')}`),
  after: (replaced) =>
    replaced === 0 ? 'Add this' : replaced === 1 ? 'To this' : 'Add this one in their place',
}

/** The headings over the record as it is, and as it is to be. */
export const HEADINGS: Record<FixAction, Headings> = {
  add: changed,
  edit: changed,
  remove: {
    before: (count) => `Delete ${count === 1 ? 'this record' : `these ${counted(count, 'record')}`}`,
    after: () => 'Delete this',
  },
  wait: changed,
  none: changed,
}
