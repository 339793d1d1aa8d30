import { openCache } from '../../../src/main/cache/open'
import { sampleDomain, sampleRecord } from '../../unit/domains/sample-domains'

/** Writes rounds of pages and details until it is killed; each round has a state of its own. */
const file = process.argv.at(-1)
if (file === undefined) throw new Error('The path of the cache is missing.')
const { cache } = openCache(file)
const names = Array.from({ length: 500 }, (_, i) => `d${i}.example`)
for (let round = 1; ; round++) {
  const state = round % 2 === 0 ? 'active' : 'unverified'
  const run = cache.startRun('a', 1, null)
  cache.putListed(
    'a',
    names.map((name) => sampleDomain(name, { state, id: String(round) })),
    run,
    { at: 1 },
  )
  cache.finishRun('a', run, run, 1)
  for (const name of names.slice(0, 20)) {
    const records = Array.from({ length: 6 }, () => sampleRecord({ name, value: `round ${round}` }))
    cache.putDetail('a', sampleDomain(name, { state, id: String(round) }), records, {
      source: 'sync',
      fetchedAt: round,
    })
  }
  if (round === 3) process.stdout.write('writing\n')
}
