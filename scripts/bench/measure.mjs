import { statSync } from 'node:fs'
import { join } from 'node:path'
import { measureColdStart } from './cold-start.mjs'
import { cachedDomains } from './data-folders.mjs'
import { measureDns } from './dns.mjs'
import { measureEmbeddedList } from './embedded-list.mjs'
import { measureMemory } from './memory.mjs'
import { paceLines } from './pace.mjs'
import { packBoth } from './packed.mjs'
import { publishingLines } from './publishing.mjs'
import { number } from './results.mjs'
import { measureScroll } from './scroll.mjs'
import { measureSearch } from './search.mjs'
import { measureRawSync } from './sync.mjs'

/** The number of domains that the goals are for. */
const GOAL_COUNT = 100_000
const MAX_COLD_START = 1.25
const MAX_SEARCH_MS = 16
const MAX_SEARCH_GROWTH = 2
const MAX_SYNC = 2
const MAX_MORE_MB = 80
const MIN_EMBEDDED = 0.5
const MAX_FRAME_MS = 33
const MAX_USUAL_FRAME_MS = 17
const MAX_DNS = 1.5

/**
 * @typedef {import('./window.mjs').Runtime} Runtime
 * @typedef {import('./results.mjs').Line} Line
 */

/**
 * Takes every measure.
 *
 * @param {Runtime} runtime
 * @param {string} folder for the files made on the way
 * @param {readonly number[]} counts of domains
 * @param {(line: string) => void} say called with what is being measured
 * @returns {Promise<Line[]>}
 */
export async function measure(runtime, folder, counts, say) {
  /** @type {Line[]} */
  const lines = []
  // First, while this process is small: it asks the questions itself.
  say('asking DNS')
  const dns = await dnsLine()
  /** @type {Map<number, string>} */
  const data = new Map()
  for (const count of counts) {
    say(`syncing ${number(count, 0)} domains`)
    const made = await cachedDomains(runtime, folder, count)
    data.set(count, made.data)
    const raw = await measureRawSync(runtime, folder, count)
    const parts = count === GOAL_COUNT ? await syncParts(runtime, folder, made.data) : null
    lines.push(...syncLines(count, made, raw, parts))
  }

  const largest = counts.includes(GOAL_COUNT) ? GOAL_COUNT : Math.max(...counts)
  const chosen = data.get(largest) ?? ''
  if (process.platform === 'linux') {
    say('packing')
    const programs = await packBoth(runtime.electron, folder)
    say('starting')
    lines.push(...(await coldStartLines(runtime, programs, folder, data)))
    say('weighing')
    lines.push(await memoryLine(runtime, programs, folder, chosen, largest))
  } else say('not measured: the start and the memory of the packaged app, which this does on Linux alone')
  say('searching')
  lines.push(...(await searchLines(runtime, data)))
  say('scrolling')
  lines.push(...(await scrollLines(runtime, folder, chosen, largest)))
  say('asking the embedded service')
  lines.push(await embeddedLine(runtime, folder))
  say('learning the pace of two providers')
  lines.push(...(await paceLines(false)))
  say('publishing')
  lines.push(...(await publishingLines(runtime.electron, runtime.env)))
  lines.push(dns)
  return lines
}

/**
 * @typedef {object} SyncParts
 * @property {number} indexesMs bare inserts into the cache's tables and indexes
 * @property {number} searchMs the same, and into its search of names
 */

/**
 * Measures which part of a sync's time the cache's indexes and its search take.
 *
 * @param {Runtime} runtime
 * @param {string} folder
 * @param {string} data
 * @returns {Promise<SyncParts>}
 */
async function syncParts(runtime, folder, data) {
  const cache = join(data, 'cache.sqlite')
  return {
    indexesMs: await measureRawSync(runtime, folder, GOAL_COUNT, { cache, what: 'indexes' }),
    searchMs: await measureRawSync(runtime, folder, GOAL_COUNT, { cache, what: 'search' }),
  }
}

/**
 * @param {number} count
 * @param {{ data: string, sync: import('./data-folders.mjs').FirstSync }} made
 * @param {number} rawMs
 * @param {SyncParts | null} parts
 * @returns {Line[]}
 */
function syncLines(count, { data, sync }, rawMs, parts) {
  const ratio = sync.listingMs / rawMs
  const mebibytes = statSync(join(data, 'cache.sqlite')).size / 2 ** 20
  const domains = number(count, 0)
  return [
    {
      what: `first sync of ${domains} domains, against JSON.parse and bare inserts of the same bytes`,
      goal: count === GOAL_COUNT ? `≤ ${MAX_SYNC} ×` : '',
      measured: `${number(ratio)} × (${number(sync.listingMs, 0)} ms, ${number(rawMs, 0)} ms; cache file ${number(mebibytes, 0)} MiB)`,
      met: count === GOAL_COUNT ? ratio <= MAX_SYNC : null,
      ...(parts !== null && { why: whySync(domains, sync, rawMs, parts) }),
    },
    {
      what: `event-loop delay of the main process during that sync`,
      goal: '',
      measured: `p99 ${number(sync.loopDelayP99Ms, 1)} ms, worst ${number(sync.loopDelayMaxMs, 1)} ms`,
      met: null,
    },
  ]
}

/**
 * @param {string} domains
 * @param {import('./data-folders.mjs').FirstSync} sync
 * @param {number} rawMs
 * @param {SyncParts} parts
 */
function whySync(domains, { listingMs, mainThreadMs, otherThreadsMs }, rawMs, { indexesMs, searchMs }) {
  const times = (/** @type {number} */ milliseconds) => `${number(milliseconds / rawMs)} ×`
  return [
    `First sync of ${domains} domains, ${times(listingMs)}: bare inserts of the same bytes into the tables and indexes of`,
    `the cache, which answer every filter, order and count without reading rows, take ${times(indexesMs)}, and`,
    `${times(searchMs)} with the search for any part of a name, while nothing else runs. In ${number(listingMs, 0)} ms`,
    `the sync took ${number(otherThreadsMs, 0)} ms of processor time beside the main thread, most of it in the thread of`,
    `the cache, and ${number(mainThreadMs, 0)} ms in the main thread, for HTTP, checking each field and handing rows over.`,
  ].join(' ')
}

/**
 * @param {Runtime} runtime
 * @param {import('./packed.mjs').Programs} programs
 * @param {string} folder
 * @param {ReadonlyMap<number, string>} data
 * @returns {Promise<Line[]>}
 */
async function coldStartLines(runtime, programs, folder, data) {
  const named = new Map([
    ['no domains', join(folder, 'fresh')],
    ...[...data].map(([count, path]) => /** @type {const} */ ([`${number(count, 0)} domains cached`, path])),
  ])
  const { empty, starts } = await measureColdStart(runtime, programs, folder, named)
  return [...starts].map(([what, moments]) => {
    const ratio = moments.content / empty.content
    const counts = what === `${number(GOAL_COUNT, 0)} domains cached`
    return {
      what: `cold start of the packaged app to first rows painted, ${what}, against an empty window packaged alike`,
      goal: counts ? `≤ ${MAX_COLD_START} ×` : '',
      measured: `${number(ratio)} × (${number(moments.content, 0)} ms, ${number(empty.content, 0)} ms)`,
      met: counts ? ratio <= MAX_COLD_START : null,
      ...(counts && ratio > MAX_COLD_START && { why: whyStart(what, moments, empty) }),
    }
  })
}

/**
 * @param {string} what
 * @param {import('./cold-start.mjs').Moments} app
 * @param {import('./cold-start.mjs').Moments} empty
 */
function whyStart(what, app, empty) {
  const ms = (/** @type {number} */ milliseconds) => `${number(milliseconds, 0)} ms`
  return [
    `Cold start with ${what}, ${number(app.content / empty.content)} ×: Chromium began to load the page after`,
    `${ms(app.page)} (empty window ${ms(empty.page)}); the page's scripts had been read and had run once`,
    `${ms(app.scripts - app.page)} later (a page without scripts: ${ms(empty.scripts - empty.page)}); and after`,
    `${ms(app.content - app.scripts)} more the rows had been asked for, mounted and painted (the empty window's word:`,
    `${ms(empty.content - empty.scripts)}).`,
  ].join(' ')
}

/**
 * @param {Runtime} runtime
 * @param {ReadonlyMap<number, string>} data
 * @returns {Promise<Line[]>}
 */
async function searchLines(runtime, data) {
  /** @type {Line[]} */
  const lines = []
  const p95s = []
  let slowest = ''
  for (const [count, path] of data) {
    const { p50, p95, worst, worstText, slow } = await measureSearch(runtime, path, count)
    p95s.push(p95)
    const named = slow.map(({ text, milliseconds }) => `“${text}” ${number(milliseconds, 1)} ms`)
    slowest = `Search, the slowest keystrokes of ${number(count, 0)} domains: ${named.join(', ')}.`
    lines.push({
      what: `search, keystroke to rows in the renderer, ${number(count, 0)} domains`,
      goal: count === GOAL_COUNT ? `p95 ≤ ${MAX_SEARCH_MS} ms` : '',
      measured: `p50 ${number(p50, 1)} ms, p95 ${number(p95, 1)} ms, worst ${number(worst, 1)} ms (“${worstText}”)`,
      met: count === GOAL_COUNT ? p95 <= MAX_SEARCH_MS : null,
    })
  }
  const growth = Math.max(...p95s) / Math.min(...p95s)
  lines.push({
    what: `search, slowest p95 against fastest, ${[...data.keys()].map((count) => number(count, 0)).join(' to ')} domains`,
    goal: `≤ ${MAX_SEARCH_GROWTH} ×`,
    measured: `${number(growth)} ×`,
    met: growth <= MAX_SEARCH_GROWTH,
    why: slowest,
  })
  return lines
}

/**
 * @param {Runtime} runtime
 * @param {import('./packed.mjs').Programs} programs
 * @param {string} folder
 * @param {string} data
 * @param {number} count
 * @returns {Promise<Line>}
 */
async function memoryLine(runtime, programs, folder, data, count) {
  const { emptyMiB, appMiB } = await measureMemory(runtime, programs, folder, data)
  const more = appMiB - emptyMiB
  return {
    what: `memory of all processes of the packaged app with ${number(count, 0)} domains, beyond those of an empty window packaged alike`,
    goal: `≤ ${MAX_MORE_MB} MB`,
    measured: `${number((more * 2 ** 20) / 1e6, 0)} MB (${number(appMiB, 0)} MiB, ${number(emptyMiB, 0)} MiB)`,
    met: (more * 2 ** 20) / 1e6 <= MAX_MORE_MB,
  }
}

/**
 * @param {Runtime} runtime
 * @param {string} folder
 * @param {string} data
 * @param {number} count
 * @returns {Promise<Line[]>}
 */
async function scrollLines(runtime, folder, data, count) {
  const { app, plain } = await measureScroll(runtime, folder, data)
  /** @param {import('./scroll.mjs').Frames} frames */
  const measured = ({ p50, p95, worst, over33, ownP95, ownWorst }) =>
    `p50 ${number(p50, 1)} ms, p95 ${number(p95, 1)} ms, worst ${number(worst, 1)} ms, ${over33} over ${MAX_FRAME_MS} ms; ` +
    `the page's own work p95 ${number(ownP95, 1)} ms, worst ${number(ownWorst, 1)} ms`
  return [
    {
      what: `scroll through ${number(count, 0)} rows, ${number(app.frames, 0)} frames of a recorded trace`,
      goal: `none over ${MAX_FRAME_MS} ms, 95 % under ${MAX_USUAL_FRAME_MS} ms`,
      measured: measured(app),
      met: app.worst <= MAX_FRAME_MS && app.p95 < MAX_USUAL_FRAME_MS,
    },
    {
      what: `the same of a plain page of static rows, ${number(plain.frames, 0)} frames`,
      goal: '',
      measured: measured(plain),
      met: null,
    },
  ]
}

/**
 * @param {Runtime} runtime
 * @param {string} folder
 * @returns {Promise<Line>}
 */
async function embeddedLine(runtime, folder) {
  const { bare, embedded } = await measureEmbeddedList(runtime, folder)
  return {
    what: 'embedded service, list page of 100, against its HTTP framework answering the same bytes',
    goal: `≥ ${MIN_EMBEDDED} × the requests a second`,
    measured: `${number(embedded / bare)} × (${number(embedded, 0)}, ${number(bare, 0)} requests a second)`,
    met: embedded / bare >= MIN_EMBEDDED,
  }
}

/** @returns {Promise<Line>} */
async function dnsLine() {
  const { bareMs, ownMs, ratio, questions } = await measureDns()
  return {
    what: `${number(questions, 0)} questions to a DNS server on loopback, against a bare loop of the same at equal concurrency`,
    goal: `≤ ${MAX_DNS} ×`,
    measured: `${number(ratio)} × (${number(ownMs, 0)} ms, ${number(bareMs, 0)} ms)`,
    met: ratio <= MAX_DNS,
  }
}
