import { join } from 'node:path'
import { inProcess, openCache } from '../../../cache/local-cache'
import { createDomains } from '../../../../src/main/domains/domains'
import { createProviderClient } from '../../../../src/main/provider/client/client'
import { jobsOver, NO_CLIPBOARD } from './jobs-over'

/** Starts to edit, or goes on with the job there is, and never ends by itself. */
const { folder, baseUrl, names } = JSON.parse(process.argv.at(-1) ?? '') as {
  folder: string
  baseUrl: string
  names: string[]
}
const cache = inProcess(openCache(join(folder, 'cache.sqlite')))
const client = createProviderClient({
  ...{ baseUrl, apiKey: async () => 'key-of-the-tests-only', fetch, perSecond: null },
})
const service = createDomains({
  cache,
  clientFor: async () => client,
  accountIds: () => ['acme'],
  emit: () => {},
  ...NO_CLIPBOARD,
})
const { jobs, plans } = jobsOver(join(folder, 'profile.sqlite'), 'acme', { service, cache })
const [job] = jobs.list()
if (job === undefined) {
  for (const name of names) await service.domains.refresh({ accountId: 'acme', name })
  const keys = names.map((name) => ({ accountId: 'acme', name }))
  const plan = await plans.edit({ kind: 'domains', keys }, { webPrefix: 'links' })
  jobs.edit(plans.take(plan.id, []))
} else jobs.resume(job.id)
process.stdout.write('editing\n')
setInterval(() => {}, 1000)
