import type {
  BulkEntry,
  BulkKind,
  BulkOptions,
  BulkRowState,
  PlannedRow,
} from '../../../preload/contract/bulk'
import type { BulkChanges, PlannedEdit } from '../../../preload/contract/bulk-edit'
import type { DomainKey } from '../../../preload/contract/domain'
import type { StoredBulkJob, StoredBulkRow } from '../../profile/bulk-store'
import { keyText } from '../key-text'

/** A list of domains to add, with what would become of each. */
export interface AddPlan {
  readonly accountId: string
  /** The account below it that gets the domains; the account itself when absent or null. */
  readonly subaccountId?: string | null | undefined
  readonly options: BulkOptions
  readonly tags: readonly string[]
  readonly entries: readonly BulkEntry[]
  /** What would become of each entry, in the same order. */
  readonly planned: readonly PlannedRow[]
}

/** Domains whose settings are to be changed, with what would become of each. */
export interface ChosenEdit {
  /** What is set for each of them; null where each has values of its own. */
  readonly changes: BulkChanges | null
  readonly undoes: number | null
  readonly rows: readonly PlannedEdit[]
  /** Places of the rows that the user left out. */
  readonly without: ReadonlySet<number>
}

/** A job before it is kept. */
export interface NewJob {
  readonly job: Omit<StoredBulkJob, 'id' | 'startedAt'>
  readonly rows: readonly StoredBulkRow[]
}

/** Adds what can be added; what cannot is kept as left out, so that the report has every domain. */
export function addingJob({
  accountId,
  subaccountId = null,
  options,
  tags,
  entries,
  planned,
}: AddPlan): NewJob {
  const rows = entries.map((entry, position) => addedRow(accountId, position, entry, planned[position]))
  return { job: { ...JOB, kind: 'create', accountId, subaccountId, options, tags: [...tags] }, rows }
}

/** Verifies or fetches each domain once. */
export function askingJob(
  kind: Exclude<BulkKind, 'create' | 'edit'>,
  keys: readonly DomainKey[],
  unicodeName: (name: string) => string,
): NewJob {
  const once = new Map(keys.map((key) => [keyText(key), key]))
  const rows = [...once.values()].map(({ accountId, name }, position) => ({
    ...ROW,
    position,
    accountId,
    name,
    unicodeName: unicodeName(name),
  }))
  return { job: { ...JOB, kind }, rows }
}

/** Changes what is to be changed; what is so already, and what cannot be changed, is in the report too. */
export function editingJob({ changes, undoes, rows, without }: ChosenEdit): NewJob {
  return {
    job: { ...JOB, kind: 'edit', changes, undoes },
    rows: rows.map((planned, position) => editedRow(position, planned, without.has(position))),
  }
}

const JOB = {
  state: 'running' as const,
  accountId: null,
  subaccountId: null,
  options: {},
  tags: [],
  changes: null,
  undoes: null,
  failure: null,
}

const ROW = {
  where: '',
  state: 'waiting' as BulkRowState,
  message: '',
  fix: '',
  domainState: null,
  missing: null,
  edit: null,
  options: {},
  tags: [] as string[],
  sends: 0,
}

function addedRow(
  accountId: string,
  position: number,
  { where, typed, options, tags }: BulkEntry,
  planned: PlannedRow | undefined,
): StoredBulkRow {
  const row = { ...ROW, position, accountId, where, options, tags }
  if (planned === undefined || planned.verdict === 'invalid') {
    const { message = '', fix = '' } = planned ?? {}
    return { ...row, name: typed, unicodeName: typed, state: 'left-out', message, fix }
  }
  const { name, unicodeName, message, fix } = planned
  return { ...row, name, unicodeName, message, fix, state: planned.verdict === 'there' ? 'there' : 'waiting' }
}

function editedRow(position: number, planned: PlannedEdit, isLeftOut: boolean): StoredBulkRow {
  const { accountId, name, unicodeName, message, fix, verdict, changes } = planned
  const row = { ...ROW, position, accountId, name, unicodeName }
  if (verdict === 'refused') return { ...row, state: 'left-out', message, fix }
  if (verdict === 'same') return { ...row, state: 'there' }
  const edit = { changes, known: verdict === 'change', records: null }
  if (isLeftOut) return { ...row, edit, state: 'left-out', message: 'You left it out of the plan.' }
  return { ...row, edit }
}
