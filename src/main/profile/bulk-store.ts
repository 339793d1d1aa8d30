import type Database from 'better-sqlite3'
import * as v from 'valibot'
import { BulkJobState, BulkKind, BulkOptions, BulkRow, BulkRowState } from '../../preload/contract/bulk'
import { BulkChanges, RowEdit } from '../../preload/contract/bulk-edit'
import { Failure } from '../../preload/contract/failure'
import { parseJson, readBack } from './json-text'

/** A job as it is kept. */
export const StoredBulkJob = v.object({
  id: v.number(),
  kind: BulkKind,
  state: BulkJobState,
  startedAt: v.number(),
  accountId: v.nullable(v.string()),
  /** Options of all its domains; never a password. */
  options: BulkOptions,
  tags: v.array(v.string()),
  // Jobs of an earlier version say none of these.
  subaccountId: v.optional(v.nullable(v.string()), null),
  changes: v.optional(v.nullable(BulkChanges), null),
  undoes: v.optional(v.nullable(v.number()), null),
  failure: v.nullable(Failure),
})
export type StoredBulkJob = v.InferOutput<typeof StoredBulkJob>

/** A domain of a job as it is kept. */
export const StoredBulkRow = v.object({
  ...v.omit(BulkRow, ['subaccountId']).entries,
  // Rows of an earlier version say nothing of it.
  edit: v.optional(v.nullable(RowEdit), null),
  /** Options of its own. */
  options: BulkOptions,
  tags: v.array(v.string()),
  /** How often it was sent without a clear answer. */
  sends: v.number(),
})
export type StoredBulkRow = v.InferOutput<typeof StoredBulkRow>

/** Jobs over many domains, kept so that a job that was cut off knows how each domain stands when it goes on. */
export interface BulkStore {
  /** Jobs that read back, the newest first. */
  jobs(): StoredBulkJob[]
  /** How many domains of a job are in each state. */
  counts(id: number): Map<BulkRowState, number>
  /** Domains of a job that read back, in order. */
  rows(id: number): StoredBulkRow[]
  /** Keeps a new job with its domains, in one transaction. @returns its id */
  add(job: Omit<StoredBulkJob, 'id'>, rows: readonly StoredBulkRow[]): number
  putJob(job: StoredBulkJob): void
  /**
   * Keeps how domains stand, in one transaction.
   *
   * @param durable waits until the change is on the disk, so that it survives a power cut too
   */
  putRows(id: number, rows: readonly StoredBulkRow[], durable: boolean): void
  remove(id: number): void
}

const RowRow = v.object({ content: v.string() })
const CountRow = v.object({ state: BulkRowState, many: v.number() })

export function createBulkStore(db: Database.Database): BulkStore {
  const selectJobs = db.prepare('SELECT id, content FROM bulk_job ORDER BY id DESC')
  const selectCounts = db.prepare(
    'SELECT state, count(*) AS many FROM bulk_row WHERE job_id = ? GROUP BY state',
  )
  const selectRows = db.prepare('SELECT content FROM bulk_row WHERE job_id = ? ORDER BY position')
  const insertJob = db.prepare('INSERT INTO bulk_job (content) VALUES (?)')
  const updateJob = db.prepare('UPDATE bulk_job SET content = ? WHERE id = ?')
  const upsertRow = db.prepare(
    `INSERT INTO bulk_row (job_id, position, state, content) VALUES (?, ?, ?, ?)
     ON CONFLICT (job_id, position) DO UPDATE SET state = excluded.state, content = excluded.content`,
  )
  const removeJob = db.prepare('DELETE FROM bulk_job WHERE id = ?')

  const writeRows = db.transaction((id: number, rows: readonly StoredBulkRow[]) => {
    for (const row of rows) upsertRow.run(id, row.position, row.state, JSON.stringify(row))
  })

  return {
    jobs: () => selectJobs.all().flatMap((found) => readBack(StoredBulkJob, found)),
    counts: (id) =>
      new Map(
        selectCounts.all(id).map((found) => {
          const { state, many } = v.parse(CountRow, found)
          return [state, many]
        }),
      ),
    rows: (id) =>
      selectRows.all(id).flatMap((found) => {
        const row = v.safeParse(StoredBulkRow, parseJson(v.parse(RowRow, found).content))
        return row.success ? [row.output] : []
      }),
    add: (job, rows) =>
      db
        .transaction(() => {
          const id = Number(insertJob.run(JSON.stringify(job)).lastInsertRowid)
          writeRows(id, rows)
          return id
        })
        .immediate(),
    putJob: (job) => void updateJob.run(JSON.stringify(job), job.id),
    putRows(id, rows, durable) {
      // In WAL mode a commit is on the disk at once with FULL only (sqlite.org/pragma.html#pragma_synchronous).
      if (durable) db.pragma('synchronous = FULL')
      try {
        writeRows.immediate(id, rows)
      } finally {
        if (durable) db.pragma('synchronous = NORMAL')
      }
    },
    remove: (id) => void removeJob.run(id),
  }
}
