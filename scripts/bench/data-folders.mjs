import { join } from 'node:path'
import { startChild } from './child.mjs'
import { ready, THE_APP, withWindow } from './window.mjs'

/** @typedef {import('./window.mjs').Runtime} Runtime */

/**
 * @typedef {object} FirstSync
 * @property {number} listingMs from the start of the sync until the whole list was stored
 * @property {number} loopDelayP99Ms event-loop delay of the main process meanwhile, 99th percentile
 * @property {number} loopDelayMaxMs its worst
 * @property {number} mainThreadMs time of the processor that the main thread of the main process took
 * @property {number} otherThreadsMs the same of its other threads, mostly the cache's
 */

/**
 * Makes a data folder with so many cached domains, the way a user would: adds an account and lets it sync from a
 * provider on loopback.
 *
 * @param {Runtime} runtime
 * @param {string} folder
 * @param {number} domains
 * @returns {Promise<{ data: string, sync: FirstSync }>}
 */
export async function cachedDomains(runtime, folder, domains) {
  const data = join(folder, `cached-${domains}`)
  const provider = await startChild(process.execPath, [
    join(import.meta.dirname, 'provider-process.mjs'),
    String(domains),
  ])
  try {
    const sync = await withWindow(runtime, { app: THE_APP, data }, async (page, electron) => {
      await ready(page)
      await watchLoop(electron)
      const listingMs = await syncOnce(page, provider.line)
      return { listingMs, ...(await loopDelay(electron)) }
    })
    return { data, sync }
  } finally {
    await provider.stop()
  }
}

/**
 * @param {import('./window.mjs').Page} page
 * @param {string} baseUrl
 * @returns {Promise<number>} milliseconds until the list was stored
 */
function syncOnce(page, baseUrl) {
  return page.evaluate(async (url) => {
    const api = /** @type {any} */ (globalThis).zonedesk
    /** @type {Promise<number>} */
    const listed = new Promise((resolve, reject) => {
      let began = 0
      api.on('syncProgress', (/** @type {any} */ status) => {
        if (status.accountId === 'embedded') return
        if (status.phase === 'failed') reject(new Error(status.failure.message))
        if (status.phase === 'listing' && began === 0) began = performance.now()
        if ((status.phase === 'details' || status.phase === 'idle') && began !== 0) {
          resolve(performance.now() - began)
        }
      })
    })
    const added = await api.accounts.add({
      name: 'Bench',
      region: 'own',
      baseUrl: url,
      apiKey: 'bench',
      keepKey: 'session',
    })
    if (!added.ok) throw new Error(added.failure.message)
    return listed
  }, baseUrl)
}

/** @param {import('./window.mjs').ElectronApplication} electron */
async function watchLoop(electron) {
  await electron.evaluate(() => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks')
    const histogram = monitorEventLoopDelay({ resolution: 1 })
    histogram.enable()
    const began = { process: process.cpuUsage(), thread: process.threadCpuUsage() }
    Object.assign(globalThis, { loopDelay: histogram, processorBegan: began })
  })
}

/** @param {import('./window.mjs').ElectronApplication} electron */
function loopDelay(electron) {
  return electron.evaluate(() => {
    const { loopDelay: histogram, processorBegan: began } = /** @type {any} */ (globalThis)
    histogram.disable()
    const milliseconds = (/** @type {NodeJS.CpuUsage} */ { user, system }) => (user + system) / 1000
    const all = milliseconds(process.cpuUsage(began.process))
    const mainThreadMs = milliseconds(process.threadCpuUsage(began.thread))
    return {
      ...{ loopDelayP99Ms: histogram.percentile(99) / 1e6, loopDelayMaxMs: histogram.max / 1e6 },
      ...{ mainThreadMs, otherThreadsMs: all - mainThreadMs },
    }
  })
}
