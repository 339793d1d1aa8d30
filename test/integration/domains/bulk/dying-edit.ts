import { join } from 'node:path'
import { createBulkJobs } from '../../../../src/main/domains/bulk/bulk-jobs'
import { createEditPlans } from '../../../../src/main/domains/bulk/edit-plans'
import { createDomains } from '../../../../src/main/domains/domains'
import { openProfile } from '../../../../src/main/profile/profile'
import { createProviderClient } from '../../../../src/main/provider/client/client'
import { inProcess, openCache } from '../../../cache/local-cache'

/**
 * Plans and carries out an edit, or takes the first one back, or goes on with the job there is, and ends when the job
 * does. It kills itself at one step: before or after a request, or before or after a row is kept.
 */
const { folder, baseUrl, names, dieAt, undo } = JSON.parse(process.argv.at(-1) ?? '') as {
  folder: string
  baseUrl: string
  names: string[]
  /** The step at which it dies, from 1 on; 0 for none. */
  dieAt: number
  /** Whether the first job is taken back. */
  undo: boolean
}
let steps = 0
function step(): void {
  steps += 1
  if (steps === dieAt) process.kill(process.pid, 'SIGKILL')
}
async function around<T>(work: () => Promise<T>): Promise<T> {
  step()
  const result = await work()
  step()
  return result
}

const cache = inProcess(openCache(join(folder, 'cache.sqlite')))
const client = createProviderClient({
  ...{ baseUrl, apiKey: async () => 'key-of-the-tests-only', fetch, perSecond: null },
})
const service = createDomains({
  ...{ cache, clientFor: async () => client, accountIds: () => ['acme'], emit: () => {} },
})
const profile = openProfile(join(folder, 'profile.sqlite'))
const plans = createEditPlans({ cache })
const jobs = createBulkJobs({
  store: {
    ...profile.bulk,
    putRows(...args) {
      step()
      profile.bulk.putRows(...args)
      step()
    },
  },
  known: (key) => cache.get(key),
  isThere: (key) => cache.has(key),
  create: () => Promise.reject(new Error('nothing is added here')),
  lookUpNew: service.lookUpNew,
  closedSubaccount: service.closedSubaccount,
  update: (key, changes) => around(async () => service.domains.update({ ...key, changes })),
  verify: async (key) => service.domains.verify(key),
  refresh: (key) => around(async () => service.domains.refresh(key)),
  tag: () => undefined,
  unicodeName: (name) => name,
  emit: () => {},
})
const all = jobs.list()
const [newest] = all
if (newest === undefined) {
  const keys = names.map((name) => ({ accountId: 'acme', name }))
  for (const key of keys) await service.domains.refresh(key)
  const plan = await plans.edit({ kind: 'domains', keys }, { webPrefix: 'links' })
  jobs.edit(plans.take(plan.id, []))
} else if (undo && all.length === 1) {
  const plan = await plans.undo(newest.id, jobs.editedRows(newest.id))
  jobs.edit(plans.take(plan.id, []))
} else jobs.resume(newest.id)
while (jobs.list()[0]?.state === 'running') await new Promise((resolve) => setTimeout(resolve, 5))
process.stdout.write(`${steps}\n`)
process.exit(0)
