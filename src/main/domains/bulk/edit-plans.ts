import { MOST_BULK_ROWS } from '../../../preload/contract/bulk'
import type { BulkChanges, EditPlan, PlannedEdit } from '../../../preload/contract/bulk-edit'
import type { CheckScope } from '../../../preload/contract/checks'
import type { DomainDetail, DomainKey } from '../../../preload/contract/domain'
import type { Emit } from '../../../preload/contract/events'
import { ZonedeskError } from '../../../preload/contract/failure'
import { inChunks } from '../../async/in-chunks'
import { Throttle } from '../../async/throttle'
import type { Cache } from '../../cache/cache'
import type { StoredBulkRow } from '../../profile/bulk-store'
import { requireValidOptions } from '../option-rules'
import { domainsInScope } from '../scope/domains-in-scope'
import type { ChosenEdit } from './new-jobs'
import { planEdit, planUndo } from './plan-edit'

/** Domains read before other work gets its turn. */
const CHUNK = 25
/** At most how often progress is told, in milliseconds. */
const TELL_EVERY_MS = 100

/** Plans what an edit would do. The newest plan is kept, so that what the user saw is what is carried out. */
export interface EditPlans {
  /** @throws ZonedeskError `invalid` for a value that cannot be sent, for no domain, and for too many */
  edit(scope: CheckScope, changes: BulkChanges): Promise<EditPlan>
  /** @param rows the domains of the job, as they are kept */
  undo(jobId: number, rows: readonly StoredBulkRow[]): Promise<EditPlan>
  /** Stops what is being planned, which then fails with `cancelled`. The newest plan that was ready stays. */
  cancel(): void
  /**
   * Takes a plan to carry it out; it is then gone.
   *
   * @param without places of the rows that the user left out
   * @throws ZonedeskError `not-found` when it is not the newest plan, `invalid` when nothing is left to change
   */
  take(id: number, without: readonly number[]): ChosenEdit
  /** The newest plan, when it is this one. */
  open(id: number): Omit<ChosenEdit, 'without'> | undefined
}

/** @param parts.readOnly why nothing may be changed in an account now; null when it may, as when absent */
export function createEditPlans(parts: {
  readonly cache: Pick<Cache, 'list' | 'get' | 'count'>
  readonly readOnly?: (accountId: string) => ZonedeskError | null
  readonly emit?: Emit
  /** Milliseconds since the epoch; the system's clock when absent. */
  readonly now?: () => number
}): EditPlans {
  const { cache, readOnly = () => null, emit = () => undefined, now = Date.now } = parts
  let stopping = new AbortController()
  let newest: (Omit<ChosenEdit, 'without'> & { readonly id: number }) | null = null
  let lastId = 0

  async function plan<Row>(
    of: readonly Row[],
    known: Pick<ChosenEdit, 'changes' | 'undoes'>,
    planned: (row: Row) => PlannedEdit,
  ): Promise<EditPlan> {
    lastId += 1
    const id = lastId
    const rows: PlannedEdit[] = []
    const { signal } = stopping
    const total = of.length
    const telling = new Throttle(TELL_EVERY_MS, now)
    telling.begin()
    await inChunks(of, CHUNK, (chunk) => {
      signal.throwIfAborted()
      rows.push(...chunk.map(planned).map(allowed))
      if (!telling.isDue) return
      telling.begin()
      emit('editPlanProgress', { done: rows.length, total })
    })
    // A plan that was asked for later, and was ready before, is the newest all the same.
    if (newest === null || newest.id < id) newest = { ...known, id, rows }
    return { id, undoes: known.undoes, rows }
  }

  /** Domains of an account that is read only are refused one by one, as a job would. */
  function allowed(row: PlannedEdit): PlannedEdit {
    const refusal = row.changes.length === 0 ? null : readOnly(row.accountId)
    if (refusal === null) return row
    const { message, fix } = refusal.failure
    return { ...row, verdict: 'refused', changes: [], records: [], notes: [], message, fix }
  }

  const detailOf = (key: DomainKey): DomainDetail | undefined => cache.get(key)

  return {
    async edit(scope, changes) {
      if (Object.keys(changes).length === 0) {
        throw new ZonedeskError('invalid', 'No setting was chosen.', { fix: 'Choose what to change.' })
      }
      requireValidOptions(changes)
      // Counted first, so that a very long list is not read to be refused.
      if (scope.kind === 'list') requireFew(await cache.count(scope.request))
      const keys = domainsInScope(cache, scope)
      requireFew(keys.length)
      return plan(keys, { changes, undoes: null }, (key) => planEdit(key, detailOf(key), changes))
    },
    undo: (jobId, rows) =>
      plan(
        rows.flatMap(({ accountId, name, state, edit }) =>
          state === 'done' && edit !== null ? [{ key: { accountId, name }, edit }] : [],
        ),
        { changes: null, undoes: jobId },
        ({ key, edit }) => planUndo(key, detailOf(key), edit),
      ),
    cancel() {
      stopping.abort(new ZonedeskError('cancelled', 'The plan was stopped; nothing was sent.'))
      stopping = new AbortController()
    },
    open: (id) => (newest?.id === id ? newest : undefined),
    take(id, without) {
      if (newest?.id !== id) {
        throw new ZonedeskError('not-found', 'This plan is no longer the newest.', {
          fix: 'Review the changes again.',
        })
      }
      const { changes, undoes, rows } = newest
      const left = new Set(without)
      if (!rows.some(({ verdict }, at) => !left.has(at) && (verdict === 'change' || verdict === 'unknown'))) {
        throw new ZonedeskError('invalid', 'Nothing is left to change.', {
          fix: 'Choose other settings or other domains, or close the dialog.',
        })
      }
      newest = null
      return { changes, undoes, rows, without: left }
    },
  }
}

function requireFew(domains: number): void {
  if (domains === 0)
    throw new ZonedeskError('invalid', 'No domain was chosen.', { fix: 'Choose at least one.' })
  if (domains <= MOST_BULK_ROWS) return
  const most = MOST_BULK_ROWS.toLocaleString('en')
  throw new ZonedeskError('invalid', `At most ${most} domains can be edited at once.`, {
    fix: 'Narrow the search or the selection.',
  })
}
