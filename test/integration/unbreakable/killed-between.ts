import { openWriting } from '../../../src/main/cache/cache-files'
import type { ThreadData } from '../../../src/main/cache/thread/protocol'
import { createWriter } from '../../../src/main/cache/connection/writer'
import { sampleDomain } from '../../unit/domains/sample-domains'

/** Changes a domain's state, and is killed by itself within the statement named, after the change was committed. */
const [json = '', statement = ''] = (process.argv.at(-1) ?? '').split('\n')
const { files } = JSON.parse(json) as ThreadData
const db = openWriting(files, false)
const writer = createWriter(db)
db.function('kill', () => {
  process.kill(process.pid, 'SIGKILL')
  return null
})
db.exec(`CREATE TEMP TRIGGER killing BEFORE ${statement} BEGIN SELECT kill(); END`)
process.stdout.write('writing\n')
writer.putDetail('a', sampleDomain('d00001.example', { state: 'unverified' }), [], {
  fetchedAt: 7,
  source: 'verify',
})
process.stderr.write('It was not killed.')
