import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { rolldown } from 'rolldown'
import { onTestFinished } from 'vitest'
import type { ThreadData } from '../../../src/main/cache/thread/protocol'
import { openThreadedCache, type ThreadedCache } from '../../../src/main/cache/thread/threaded-cache'
import { openProfile } from '../../../src/main/profile/profile'
import type { Notice } from '../../../src/preload/contract/notice'
import { sampleDomain } from '../../unit/domains/sample-domains'

const ENTRY = join(import.meta.dirname, '../../../src/main/cache/thread/entry.ts')
/** The thread as one script, made of its sources as they are: a tenth of a second once, and not for each thread. */
const THREAD = await bundled(ENTRY)

export function startWorker(workerData: ThreadData): Worker {
  return new Worker(THREAD, { eval: true, workerData })
}

/** @returns the code of an entry and of all it imports, but for the native modules, as a CommonJS script */
async function bundled(entry: string): Promise<string> {
  const bundle = await rolldown({ input: entry, platform: 'node', external: ['better-sqlite3'] })
  const { output } = await bundle.generate({ format: 'cjs', codeSplitting: false })
  await bundle.close()
  return output[0].code
}

/** A data folder with a profile, removed when the test ends. */
export function dataFolder(under = tmpdir()): { readonly folder: string; readonly data: ThreadData } {
  const folder = mkdtempSync(join(under, 'zonedesk-unbreakable-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const profile = join(folder, 'profile.sqlite')
  openProfile(profile).close()
  return { folder, data: threadData(folder) }
}

export function threadData(folder: string): ThreadData {
  const path = (name: string): string => join(folder, name)
  return {
    files: { cache: path('cache.sqlite'), history: path('history.sqlite'), profile: path('profile.sqlite') },
    own: [path('profile.sqlite'), path('history.sqlite')],
    backups: path('backups'),
    maintenance: path('upkeep.json'),
  }
}

export interface UnderTest extends ThreadedCache {
  readonly notices: Notice[]
  readonly faults: unknown[]
  readonly workers: Worker[]
  /** How often the cache was lost. */
  emptied: number
}

/** Opens the cache with a real thread; it is closed when the test ends. */
export function openUnderTest(data: ThreadData): UnderTest {
  const [notices, faults, workers]: [Notice[], unknown[], Worker[]] = [[], [], []]
  const counted = { emptied: 0 }
  const opened = openThreadedCache({
    data,
    startWorker: (given) => {
      const worker = startWorker(given)
      workers.push(worker)
      return worker
    },
    onNotice: (notice) => notices.push(notice),
    onEmptied: () => (counted.emptied += 1),
    onFault: (error) => faults.push(error),
  })
  onTestFinished(() => opened.cache.close().catch(() => undefined))
  return Object.assign(counted, opened, { notices, faults, workers })
}

export const FIRST = {
  accountId: null,
  filter: 'all',
  search: '',
  sort: 'name',
  descending: false,
  after: null,
  limit: 1000,
} as const

/** Stores one page with this number of domains as a whole listing. */
export async function listed(cache: ThreadedCache['cache'], domains: number): Promise<void> {
  const run = await cache.startRun('a', 1, null)
  const page = Array.from({ length: domains }, (_, i) =>
    sampleDomain(`d${String(i).padStart(5, '0')}.example`),
  )
  await cache.putListed('a', page, run, { at: 1 })
  await cache.finishRun('a', run, run, 1)
}

/** Names of the files set aside. */
export function setAsideIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => /\.damaged-[^-]+(-\d+)?$/.test(name))
}
