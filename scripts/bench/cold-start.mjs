import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { cpus, tmpdir, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { _electron } from 'playwright-core'
import { ROOT } from '../setup/paths.mjs'

/** Starts of each kind; the kinds take turns, so that what else the machine does falls on all of them. */
const ROUNDS = 7
const DOMAINS = 10_000
/** Domains a page of the list has at most. Source: API, `GET /v4/domains`. */
const LARGEST_PAGE = 1000

/**
 * @typedef {object} Runtime
 * @property {string} electron path of the executable
 * @property {NodeJS.ProcessEnv} env
 * @property {boolean} noSandbox
 */

/**
 * From the start of the process to the first painted content: of an empty window, of the app without domains, and
 * of the app with cached domains, its first rows painted.
 *
 * @param {Runtime} runtime
 * @returns {Promise<string>} a table
 */
export async function measureColdStart(runtime) {
  const folder = mkdtempSync(join(tmpdir(), 'zonedesk-bench-'))
  const provider = await startProvider()
  try {
    const empty = { app: join(ROOT, 'scripts/bench/empty-window'), data: join(folder, 'empty') }
    const fresh = { app: ROOT, data: join(folder, 'fresh') }
    const cached = { app: ROOT, data: join(folder, 'cached') }
    await start(runtime, empty, waitForPaint)
    await start(runtime, fresh, waitForRows)
    await start(runtime, cached, (page) => fill(page, provider.baseUrl))

    /** @type {Record<'empty' | 'fresh' | 'cached', number[]>} */
    const times = { empty: [], fresh: [], cached: [] }
    for (let round = 0; round < ROUNDS; round += 1) {
      times.empty.push(await start(runtime, empty, waitForPaint))
      times.fresh.push(await start(runtime, fresh, waitForRows))
      times.cached.push(await start(runtime, cached, waitForRows))
    }
    const base = median(times.empty)
    const line = (/** @type {string} */ what, /** @type {number[]} */ measured) =>
      `| ${what} | ${Math.round(median(measured))} | ${(median(measured) / base).toFixed(2)} |`
    return [
      `Cold start, medians of ${ROUNDS}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB:`,
      '',
      '| start to | ms | x empty window |',
      '| --- | --- | --- |',
      line('first paint of an empty window', times.empty),
      line('the app ready, no domains', times.fresh),
      line(`first rows painted, ${DOMAINS} domains cached`, times.cached),
    ].join('\n')
  } finally {
    await provider.stop()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

/**
 * @param {Runtime} runtime
 * @param {{ app: string, data: string }} what
 * @param {(page: import('playwright-core').Page) => Promise<number>} moment answers when, in milliseconds since the epoch
 * @returns {Promise<number>} milliseconds
 */
async function start({ electron, env, noSandbox }, { app, data }, moment) {
  // See test/e2e/app.ts: Playwright holds the app back until it is attached only when it finds Electron by itself.
  if (process.platform === 'linux') process.env['ELECTRON_OVERRIDE_DIST_PATH'] = dirname(electron)
  const began = Date.now()
  const running = await _electron.launch({
    args: [...(noSandbox ? ['--no-sandbox'] : []), app, `--user-data-dir=${data}`],
    env: /** @type {Record<string, string>} */ (env),
    cwd: ROOT,
  })
  const ended = await moment(await running.firstWindow())
  await running.close()
  return ended - began
}

/** @param {import('playwright-core').Page} page */
async function waitForPaint(page) {
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0)
  return page.evaluate(
    () =>
      performance.timeOrigin + (performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0),
  )
}

/** @param {import('playwright-core').Page} page */
async function waitForRows(page) {
  await page.waitForSelector('html[data-ready]', { state: 'attached' })
  return page.evaluate(
    () => performance.timeOrigin + (performance.getEntriesByName('ready')[0]?.startTime ?? 0),
  )
}

/**
 * Adds the provider's account and waits until its domains are cached.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} baseUrl
 */
async function fill(page, baseUrl) {
  await waitForRows(page)
  await page.evaluate(async (url) => {
    const api = /** @type {any} */ (globalThis).zonedesk
    await api.accounts.add({
      name: 'Bench',
      region: 'own',
      baseUrl: url,
      apiKey: 'bench',
      keepKey: 'session',
    })
  }, baseUrl)
  await page.waitForFunction(
    async (count) => {
      const api = /** @type {any} */ (globalThis).zonedesk
      const counts = await api.domains.counts({ accountId: null })
      return counts.ok && counts.value.all === count
    },
    DOMAINS,
    { polling: 200 },
  )
  return Date.now()
}

/** A provider on loopback that lists domains and nothing else. */
async function startProvider() {
  const items = Array.from({ length: DOMAINS }, (_, index) => ({
    name: `mg${String(index).padStart(5, '0')}.example.com`,
    state: index % 10 === 0 ? 'unverified' : 'active',
    type: 'custom',
    created_at: new Date(1_700_000_000_000 + index * 60_000).toUTCString(),
    web_prefix: 'email',
  }))
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    response.setHeader('content-type', 'application/json')
    if (url.pathname !== '/v4/domains') {
      response.writeHead(404).end(JSON.stringify({ message: 'Domain not found' }))
      return
    }
    const skip = Number(url.searchParams.get('skip') ?? 0)
    const limit = Math.min(LARGEST_PAGE, Number(url.searchParams.get('limit') ?? 100))
    response.end(JSON.stringify({ total_count: items.length, items: items.slice(skip, skip + limit) }))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    baseUrl: `http://127.0.0.1:${address.port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve(undefined))
        server.closeAllConnections()
      }),
  }
}

/** @param {number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
