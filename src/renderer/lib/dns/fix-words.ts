import type { Finding, FixAction, FixRecord } from '../../../preload/contract/findings'
import { counted } from '../words/counted'

/** What a record to publish takes the place of. */
export interface FixChange {
  /** Which field of the record changes. */
  readonly field: 'name' | 'value'
  /** What is there now, without what stays; empty where nothing is replaced. */
  readonly before: readonly string[]
}

/** A record under a wrong name keeps its value: what it replaces are names. */
export function changeOf({ code }: Pick<Finding, 'code'>, { replaces, value }: FixRecord): FixChange {
  const field = code.startsWith('owner-') ? 'name' : 'value'
  return { field, before: [...new Set(replaces)].filter((text) => text !== value) }
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

/** What stands over the record as it is, and as it is to be. */
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
