import type { BulkJob, BulkKind, BulkRow } from '../../../preload/contract/bulk'
import type { DomainKey } from '../../../preload/contract/domain'
import type { Emit } from '../../../preload/contract/events'
import { type Failure, ZonedeskError } from '../../../preload/contract/failure'
import type { BulkStore, StoredBulkJob, StoredBulkRow } from '../../profile/bulk-store'
import { withConfirmedWrites } from '../../accounts/writes/confirmed'
import { addingJob, type AddPlan, askingJob, type ChosenEdit, editingJob, type NewJob } from './new-jobs'
import { openJob, type OpenJob, summaryOf } from './open-job'
import { takeTurn, type TurnCalls } from './take-turn'
import { failed } from './turn'

/** After so many turns in a row that ended in `trouble` or `again`, the fault is the account's and not a domain's. */
const MOST_TROUBLES = 3
/** At most how often progress is told, in milliseconds. */
const TELL_EVERY_MS = 100

/** What is done to domains, one after the other, and kept so that it goes on after a restart. */
export interface BulkJobs {
  list(): BulkJob[]
  rows(id: number): BulkRow[]
  /** Starts to add what can be added; what cannot is kept as left out, so that the report has every domain. */
  add(plan: AddPlan): BulkJob
  start(kind: Exclude<BulkKind, 'create' | 'edit'>, keys: readonly DomainKey[]): BulkJob
  /** Starts to change what is to be changed. */
  edit(chosen: ChosenEdit): BulkJob
  /** The domains of an edit that is at its end, as they are kept. Fails with `refused` before. */
  editedRows(id: number): StoredBulkRow[]
  pause(id: number): BulkJob
  resume(id: number): BulkJob
  cancel(id: number): BulkJob
  retry(id: number): BulkJob
  dismiss(id: number): void
  /** Ends what concerns an account. Call before the account is removed. */
  forgetAccount(accountId: string): void
  /** Begins no more turns, and waits for those under way. The rest goes on after the next start. */
  close(): Promise<void>
}

export interface BulkJobsDependencies extends TurnCalls {
  readonly store: BulkStore
  readonly unicodeName: (name: string) => string
  /** Why nothing may be changed in an account now; null when it may, as when absent. */
  readonly readOnly?: (accountId: string) => ZonedeskError | null
  /** The account below its account that has a domain, as last synced; null where there is none, as when absent. */
  readonly subaccountOf?: (key: DomainKey) => string | null
  readonly emit: Emit
  /** Told of an error that is no `ZonedeskError`, for the log. */
  readonly onFault?: (error: unknown) => void
  /** Milliseconds since the epoch. */
  readonly now?: () => number
}

export function createBulkJobs(dependencies: BulkJobsDependencies): BulkJobs {
  const { store, emit, onFault, now = Date.now } = dependencies
  const { readOnly = () => null, subaccountOf = () => null } = dependencies
  const jobs = new Map<number, OpenJob>()
  let closing = false
  for (const stored of store.jobs()) jobs.set(stored.id, openJob(store, stored))

  /** What the window is shown of a row. */
  function shown({ options: _, tags: __, sends: ___, ...row }: StoredBulkRow): BulkRow {
    return { ...row, subaccountId: subaccountOf(row) }
  }

  function jobOf(id: number): OpenJob {
    const job = jobs.get(id)
    if (job !== undefined) return job
    throw new ZonedeskError('not-found', 'This job is no longer there.', {
      fix: 'Somebody may have dismissed it. Begin a new one if you still need it.',
    })
  }

  function failureOf(error: unknown): Failure {
    if (error instanceof ZonedeskError) return error.failure
    onFault?.(error)
    return new ZonedeskError('internal', 'Something went wrong inside Zonedesk.', {
      fix: 'Try again; if it happens again, restart Zonedesk and look at its log.',
    }).failure
  }

  function tellSoon(job: OpenJob): void {
    if (job.telling !== null) return
    job.telling = setTimeout(() => tell(job), TELL_EVERY_MS)
    job.telling.unref()
  }

  function tell(job: OpenJob): void {
    if (job.telling !== null) clearTimeout(job.telling)
    job.telling = null
    if (!jobs.has(job.stored.id)) return
    const rows = [...job.untold].flatMap((position) => job.rows().get(position) ?? []).map(shown)
    job.untold.clear()
    emit('bulkProgress', { job: summaryOf(job), rows })
  }

  /** Keeps rows in the file and in memory. A job that is gone keeps nothing. */
  function keep(job: OpenJob, rows: readonly StoredBulkRow[], durable = false): void {
    if (!jobs.has(job.stored.id)) return
    // Read before they are written, for the file is read when they are first asked for.
    job.rows()
    store.putRows(job.stored.id, rows, durable)
    show(job, rows)
  }

  /** Keeps rows in memory alone: an app that ends finds them as they were. */
  function show(job: OpenJob, rows: readonly StoredBulkRow[]): void {
    if (!jobs.has(job.stored.id)) return
    const known = job.rows()
    for (const row of rows) {
      const before = known.get(row.position)
      if (before !== undefined) job.counts[before.state] -= 1
      job.counts[row.state] += 1
      known.set(row.position, row)
      job.untold.add(row.position)
    }
    tellSoon(job)
  }

  function become(job: OpenJob, changes: Partial<Pick<StoredBulkJob, 'state' | 'failure'>>): BulkJob {
    job.stored = { ...job.stored, ...changes }
    if (jobs.has(job.stored.id)) store.putJob(job.stored)
    tellSoon(job)
    return summaryOf(job)
  }

  function nextOf(job: OpenJob): StoredBulkRow | undefined {
    let first: StoredBulkRow | undefined
    for (const row of job.rows().values()) {
      if (job.lost.has(row.accountId)) continue
      if (row.state === 'unsure') return row
      if (row.state === 'waiting') first ??= row
    }
    return first
  }

  async function work(job: OpenJob): Promise<void> {
    let troubles = 0
    while (job.stored.state === 'running' && !closing) {
      const row = nextOf(job)
      if (row === undefined) break
      // A person agreed to all of them when the job began.
      const turn = withConfirmedWrites([row.accountId], () =>
        takeTurn(job.stored, row, dependencies, {
          show: (sending) => show(job, [sending]),
          keep: (sending, durable) => keep(job, [sending], durable),
          failureOf,
        }),
      )
      const { row: after, then, failure } = await turn
      keep(job, [after])
      troubles = then === 'on' ? (after.state === 'done' ? 0 : troubles) : troubles + 1
      if (failure === null || (then !== 'stop' && troubles < MOST_TROUBLES)) continue
      troubles = 0
      job.lost.add(row.accountId)
      job.stored = { ...job.stored, failure }
    }
  }

  function run(job: OpenJob): BulkJob {
    const summary = become(job, { state: 'running', failure: null })
    job.lost.clear()
    job.loop ??= work(job)
      .catch((error: unknown) => {
        // Such as a full disk: a turn that cannot be noted is not taken.
        job.stored = { ...job.stored, state: 'stopped', failure: failureOf(error) }
      })
      .then(() => {
        job.loop = null
        if (!closing) ended(job)
        tell(job)
      })
      .catch((error: unknown) => onFault?.(error))
    return summary
  }

  function ended(job: OpenJob): void {
    const { waiting, unsure, sending } = job.counts
    const { state, failure } = job.stored
    if (state === 'cancelled' || state === 'stopped') become(job, {})
    else if (waiting + unsure + sending === 0) become(job, { state: 'done', failure: null })
    else if (state === 'running' && failure !== null) become(job, { state: 'stopped' })
    // Resumed while the last turn before the pause was under way.
    else if (state === 'running') run(job)
  }

  /** Domains of an account that is read only are declined one by one; the others have their turn. */
  function declined(kind: BulkKind, row: StoredBulkRow): StoredBulkRow {
    const refusal = kind === 'refresh' || row.state !== 'waiting' ? null : readOnly(row.accountId)
    return refusal === null ? row : failed(row, refusal.failure)
  }

  function begin({ job, rows: asked }: NewJob): BulkJob {
    const rows = asked.map((row) => declined(job.kind, row))
    const stored = { ...job, startedAt: now() }
    const id = store.add(stored, rows)
    const open = openJob(store, { ...stored, id })
    jobs.set(id, open)
    return run(open)
  }

  function stop(job: OpenJob, state: 'paused' | 'cancelled'): BulkJob {
    if (job.stored.state === 'done' || job.stored.state === 'cancelled') return summaryOf(job)
    const summary = become(job, { state, failure: null })
    if (job.loop === null) ended(job)
    return job.loop === null ? summaryOf(job) : summary
  }

  return {
    list: () => [...jobs.values()].map(summaryOf).sort((a, b) => b.id - a.id),
    rows: (id) => [...jobOf(id).rows().values()].map(shown),
    editedRows(id) {
      const job = jobOf(id)
      if (job.loop === null && ENDED.has(job.stored.state)) return [...job.rows().values()]
      throw new ZonedeskError('refused', 'This job has not ended yet.', {
        fix: 'Wait until it ends, or cancel the rest first.',
      })
    },
    add: (plan) => begin(addingJob(plan)),
    start: (kind, keys) => begin(askingJob(kind, keys, dependencies.unicodeName)),
    edit: (chosen) => begin(editingJob(chosen)),
    pause: (id) => stop(jobOf(id), 'paused'),
    resume(id) {
      const job = jobOf(id)
      return ['paused', 'stopped', 'interrupted'].includes(job.stored.state) ? run(job) : summaryOf(job)
    },
    cancel(id) {
      const job = jobOf(id)
      const unsent = [...job.rows().values()].filter(({ state }) => state === 'waiting')
      if (job.stored.state !== 'done')
        keep(
          job,
          unsent.map((row) => ({ ...row, state: 'cancelled' as const })),
        )
      return stop(job, 'cancelled')
    },
    retry(id) {
      const job = jobOf(id)
      const again = [...job.rows().values()].filter(
        ({ state }) => state === 'failed' || state === 'cancelled',
      )
      keep(
        job,
        again.map((row) =>
          declined(job.stored.kind, { ...row, state: 'waiting', sends: 0, message: '', fix: '' }),
        ),
      )
      return run(job)
    },
    dismiss(id) {
      const job = jobOf(id)
      if (job.loop !== null) {
        throw new ZonedeskError('refused', 'This job is still under way.', { fix: 'Cancel it first.' })
      }
      jobs.delete(id)
      store.remove(id)
    },
    forgetAccount(accountId) {
      for (const [id, job] of jobs) {
        if (job.stored.accountId === accountId) {
          job.stored = { ...job.stored, state: 'cancelled' }
          jobs.delete(id)
          store.remove(id)
        } else if (job.stored.accountId === null) {
          job.lost.add(accountId)
          const gone = [...job.rows().values()].filter(
            (row) => row.accountId === accountId && (row.state === 'waiting' || row.state === 'unsure'),
          )
          keep(
            job,
            gone.map((row) => failed(row, ACCOUNT_REMOVED)),
          )
        }
      }
    },
    async close() {
      closing = true
      await Promise.all([...jobs.values()].flatMap(({ loop }) => loop ?? []))
      for (const { telling } of jobs.values()) if (telling !== null) clearTimeout(telling)
    },
  }
}

const ENDED: ReadonlySet<BulkJob['state']> = new Set(['done', 'cancelled'])

const ACCOUNT_REMOVED = new ZonedeskError('not-found', 'The account was removed.', {
  fix: 'Add it again to go on with these domains.',
}).failure
