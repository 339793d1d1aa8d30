import { join } from 'node:path'
import { inProcess, openCache } from '../../../cache/local-cache'
import { createDomains } from '../../../../src/main/domains/domains'
import { createProviderClient } from '../../../../src/main/provider/client/client'
import { jobsOver, NO_CLIPBOARD } from './jobs-over'

/** Starts a job, or goes on with the one there is, and never ends by itself. */
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
const adding = jobsOver(join(folder, 'profile.sqlite'), 'acme', { service, cache })
const [job] = adding.jobs.list()
if (job === undefined) adding.add(names.join('\n'))
else adding.jobs.resume(job.id)
process.stdout.write('adding\n')
setInterval(() => {}, 1000)
