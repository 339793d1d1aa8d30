import { type BulkJobs, createBulkJobs } from '../../../../src/main/domains/bulk/bulk-jobs'
import { createEditPlans, type EditPlans } from '../../../../src/main/domains/bulk/edit-plans'
import { planRows } from '../../../../src/main/domains/bulk/plan'
import { readBulkInput } from '../../../../src/main/domains/bulk/read-input'
import type { Cache } from '../../../../src/main/cache/cache'
import type { Domains } from '../../../../src/main/domains/domains'
import type { Emit } from '../../../../src/preload/contract/events'
import { openProfile } from '../../../../src/main/profile/profile'
import type { BulkJob, BulkOptions } from '../../../../src/preload/contract/bulk'
import type { DomainKey } from '../../../../src/preload/contract/domain'

/** Jobs over a service, kept in a real file. */
export interface JobsUnderTest {
  readonly jobs: BulkJobs
  readonly plans: EditPlans
  readonly faults: unknown[]
  /** Tags each domain was given, in order. */
  readonly tagged: string[]
  /** Told on every progress. */
  readonly progress: Parameters<Emit>[1][]
  /** Starts to add a pasted text. */
  add(text: string, own?: { options?: BulkOptions; tags?: string[]; subaccountId?: string }): BulkJob
  /** Waits until a job is under way no longer. */
  settled(id: number): Promise<BulkJob>
  /** Name and state of each domain of a job. */
  states(id: number): Record<string, string>
  /** Ends the turns under way and closes the file. */
  close(): Promise<void>
}

/** What a service without a window copies to. */
export const NO_CLIPBOARD = { writeClipboard: (): void => {}, readClipboard: (): string => '' }

export function jobsOver(
  profilePath: string,
  accountId: string,
  {
    service,
    cache,
  }: { readonly service: Domains; readonly cache: Pick<Cache, 'has' | 'get' | 'list' | 'count'> },
): JobsUnderTest {
  const profile = openProfile(profilePath)
  const faults: unknown[] = []
  const tagged: string[] = []
  const progress: Parameters<Emit>[1][] = []
  const isThere = (key: DomainKey): boolean => cache.has(key)
  const jobs = createBulkJobs({
    ...{ store: profile.bulk, isThere },
    known: (key) => cache.get(key),
    update: async (key, changes) => service.domains.update({ ...key, changes }),
    create: async (key, options, subaccountId) => service.domains.create({ ...key, options, subaccountId }),
    lookUpNew: service.lookUpNew,
    closedSubaccount: service.closedSubaccount,
    verify: async (key) => service.domains.verify(key),
    refresh: async (key) => service.domains.refresh(key),
    tag: ({ name }, tags) => void tagged.push(`${name}: ${tags.join(' ')}`),
    unicodeName: (name) => name,
    emit: (_, payload) => void progress.push(payload),
    onFault: (error) => void faults.push(error),
  })
  return {
    ...{ jobs, faults, tagged, progress },
    plans: createEditPlans({ cache }),
    add(text, { options = {}, tags = [], subaccountId } = {}) {
      const { entries } = readBulkInput(text)
      const planned = planRows(entries, options, (name) => isThere({ accountId, name }))
      return jobs.add({ accountId, subaccountId, options, tags, entries, planned })
    },
    async settled(id) {
      for (;;) {
        const job = jobs.list().find((one) => one.id === id)
        if (job === undefined) throw new Error(`There is no job ${id}.`)
        if (job.state !== 'running') return job
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
    states: (id) => Object.fromEntries(jobs.rows(id).map(({ name, state }) => [name, state])),
    async close() {
      await Promise.all([jobs.close(), service.close()])
      profile.close()
    },
  }
}
