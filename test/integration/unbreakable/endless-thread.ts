import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { ThreadData } from '../../../src/main/cache/thread/protocol'
import { openThreadedCache } from '../../../src/main/cache/thread/threaded-cache'
import { openProfile } from '../../../src/main/profile/profile'
import { sampleDomain, sampleRecord } from '../../unit/domains/sample-domains'

/** Writes rounds of pages, details and own data through the thread until it is killed; a round has values of its own. */
const data = JSON.parse(process.argv.at(-1) ?? '') as ThreadData
const here = import.meta.dirname
const hooks = pathToFileURL(join(here, '../cache/typescript-hooks.mjs')).href
const profile = openProfile(data.files.profile ?? '')
const { cache, ready } = openThreadedCache({
  data,
  startWorker: (workerData) =>
    new Worker(join(here, '../../../src/main/cache/thread/entry.ts'), {
      workerData,
      execArgv: ['--no-warnings', '--import', hooks],
    }),
  onNotice: (notice) => process.stderr.write(`${notice.message}\n`),
  onEmptied: () => process.stderr.write('emptied\n'),
  onFault: (error) => process.stderr.write(`${String(error)}\n`),
})
await ready()
const names = Array.from({ length: 500 }, (_, i) => `d${i}.example`)
for (let round = 1; ; round++) {
  const state = round % 2 === 0 ? 'active' : 'unverified'
  const run = await cache.startRun('a', round, null)
  const page = names.map((name) => sampleDomain(name, { state, id: String(round) }))
  await cache.putListed('a', page, run, { at: round })
  await cache.finishRun('a', run, run, round)
  for (const name of names.slice(0, 20)) {
    const records = Array.from({ length: 6 }, () => sampleRecord({ name, value: `round ${round}` }))
    const domain = sampleDomain(name, { state, id: String(round) })
    await cache.putDetail('a', domain, records, { fetchedAt: round, source: 'sync' })
  }
  profile.drafts.set({ form: 'create', accountId: 'a', name: '' }, { round })
  if (round === 2) process.stdout.write('writing\n')
}
