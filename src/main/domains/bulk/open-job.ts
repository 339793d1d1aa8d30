import type { BulkJob, BulkRowState } from '../../../preload/contract/bulk'
import type { BulkStore, StoredBulkJob, StoredBulkRow } from '../../profile/bulk-store'

/** A job in memory. */
export interface OpenJob {
  stored: StoredBulkJob
  /** Domains in each state. */
  readonly counts: BulkJob['counts']
  /** Its domains by position, in order; read from the file when first asked for. */
  rows(): Map<number, StoredBulkRow>
  /** Accounts that are out of reach, or gone, until the job is resumed. */
  readonly lost: Set<string>
  /** Positions whose change was not told yet. */
  readonly untold: Set<number>
  telling: NodeJS.Timeout | null
  /** The work under way; null while there is none. */
  loop: Promise<void> | null
}

/** Takes a job up as the file has it: a turn that was under way when the process ended is over. */
export function openJob(store: BulkStore, stored: StoredBulkJob): OpenJob {
  const counts: BulkJob['counts'] = { ...NO_COUNTS }
  for (const [state, many] of store.counts(stored.id)) counts[cutOff(stored, state)] += many
  let rows: Map<number, StoredBulkRow> | null = null
  return {
    stored: { ...stored, state: stateAtStart(stored, counts) },
    counts,
    rows: () => (rows ??= new Map(store.rows(stored.id).map((row) => [row.position, takenUp(stored, row)]))),
    lost: new Set(),
    untold: new Set(),
    telling: null,
    loop: null,
  }
}

export function summaryOf({ stored, counts }: OpenJob): BulkJob {
  const { id, kind, state, startedAt, accountId, subaccountId, tags, changes, undoes, failure } = stored
  const total = Object.values(counts).reduce((sum, many) => sum + many, 0)
  return {
    ...{ id, kind, state, startedAt, accountId, subaccountId, tags, changes, undoes, failure, total },
    counts: { ...counts },
  }
}

const NO_COUNTS: Readonly<BulkJob['counts']> = {
  waiting: 0,
  sending: 0,
  unsure: 0,
  done: 0,
  there: 0,
  failed: 0,
  cancelled: 0,
  'left-out': 0,
}

/** A turn that was cut off counts as sent once, however often that happened: it does not count against the provider. */
function takenUp(job: StoredBulkJob, row: StoredBulkRow): StoredBulkRow {
  const state = cutOff(job, row.state)
  if (state === row.state) return row
  const message = state === 'unsure' ? 'Zonedesk was closed before the answer came.' : ''
  return { ...row, state, message, sends: Math.min(row.sends, 1) }
}

/** A domain that was being added or changed may have been; any other call can be made again. */
function cutOff({ kind }: StoredBulkJob, state: BulkRowState): BulkRowState {
  if (state !== 'sending') return state
  return kind === 'create' || kind === 'edit' ? 'unsure' : 'waiting'
}

function stateAtStart({ state }: StoredBulkJob, counts: BulkJob['counts']): BulkJob['state'] {
  if (state !== 'running') return state
  return counts.waiting + counts.unsure === 0 ? 'done' : 'interrupted'
}
