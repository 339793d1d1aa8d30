import type { BulkJob, BulkRow } from '../../preload/contract/bulk'
import type { DomainKey } from '../../preload/contract/domain'
import { announce } from '../base/announce.svelte'
import { api, listen } from './api'
import { reportFailure } from './failures.svelte'
import { dialogs } from './dialogs.svelte'
import { jobSentence } from './bulk-words'
import { News } from './news'

let items = $state.raw<readonly BulkJob[]>([])
const news = new News()
let shownId: number | null = null
let rows = $state.raw<readonly BulkRow[]>([])

/** Every job that was not dismissed, and the domains of the one that is shown. Events bring how far each one is. */
export const bulkJobs = {
  /** The newest first. */
  get items(): readonly BulkJob[] {
    return items
  },
  of(id: number | null): BulkJob | undefined {
    return items.find((job) => job.id === id)
  },
  /** Domains of the job last passed to `show`. */
  get rows(): readonly BulkRow[] {
    return rows
  },
  /** Reads the domains of a job, and follows them. */
  async show(id: number): Promise<void> {
    if (shownId !== id) rows = []
    shownId = id
    try {
      const read = await api.bulk.rows({ id })
      if (shownId === id) rows = read
    } catch (error) {
      reportFailure(error)
    }
  },
  /** Follows the jobs. The answer stops following. */
  follow(): () => void {
    const read = (): void => {
      const isNews = news.ask()
      api.bulk.list({}).then((listed) => {
        items = listed.map((job) => (isNews(job.id) ? job : (bulkJobs.of(job.id) ?? job)))
      }, reportFailure)
    }
    read()
    const stops = [
      listen('bulkProgress', ({ job, rows: changed }) => {
        news.tell(job.id)
        put(job)
        if (job.id === shownId && changed.length > 0) putRows(changed)
      }),
      // A job ends with the account it is about.
      listen('accountsChanged', read),
    ]
    return () => stops.forEach((stop) => stop())
  },
}

function put(job: BulkJob): void {
  const before = bulkJobs.of(job.id)
  items = before === undefined ? [job, ...items] : items.map((one) => (one.id === job.id ? job : one))
  if (before?.state === 'running' && job.state !== 'running') announce(jobSentence(job))
}

function putRows(changed: readonly BulkRow[]): void {
  const next = [...rows]
  for (const row of changed) {
    const at = next[row.position]?.position === row.position ? row.position : indexOf(next, row.position)
    if (at >= 0) next[at] = row
  }
  rows = next
}

function indexOf(all: readonly BulkRow[], position: number): number {
  return all.findIndex((row) => row.position === position)
}

/** Verifies or fetches domains one after the other, and shows how far it is. */
export async function startBulk(kind: 'verify' | 'refresh', keys: readonly DomainKey[]): Promise<void> {
  try {
    const job = await api.bulk.start({
      kind,
      keys: keys.map(({ accountId, name }) => ({ accountId, name })),
    })
    showNewJob(job)
  } catch (error) {
    reportFailure(error, kind === 'verify' ? 'Verify' : 'Sync')
  }
}

/** Takes up a job that was just made. */
export function showNewJob(job: BulkJob): void {
  // What is known of it already came after the answer was made.
  if (bulkJobs.of(job.id) === undefined) put(job)
  dialogs.job = job.id
}

/** Asks something of a job and shows what became of it. */
export async function steer(id: number, how: 'pause' | 'resume' | 'cancel' | 'retry'): Promise<void> {
  const isNews = news.ask()
  try {
    const job = await api.bulk[how]({ id })
    if (isNews(id)) put(job)
  } catch (error) {
    reportFailure(error)
  }
}

/** Forgets a job that does not run. */
export async function dismissJob(id: number): Promise<void> {
  try {
    await api.bulk.dismiss({ id })
    items = items.filter((job) => job.id !== id)
    if (dialogs.job === id) dialogs.job = null
  } catch (error) {
    reportFailure(error)
  }
}
