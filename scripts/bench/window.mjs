import { dirname, join } from 'node:path'
import { _electron } from 'playwright-core'
import { ROOT } from '../setup/paths.mjs'

/**
 * @typedef {object} Runtime
 * @property {string} electron path of the executable
 * @property {NodeJS.ProcessEnv} env
 * @property {boolean} noSandbox
 *
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('playwright-core').ElectronApplication} ElectronApplication
 */

/** What an Electron window costs that shows one word. */
export const EMPTY_WINDOW = join(ROOT, 'scripts/bench/empty-window')
/** The app as built, not packaged: it lets Playwright into its main process. */
export const THE_APP = ROOT

/**
 * Starts an Electron app and gives its first window to the work.
 *
 * @template T
 * @param {Runtime} runtime
 * @param {{ app: string, data: string }} what folder of the app, and of its data
 * @param {(page: Page, electron: ElectronApplication) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withWindow({ electron, env, noSandbox }, { app, data }, work) {
  // See test/e2e/app.ts: Playwright holds the app back until it is attached only when it finds Electron by itself.
  if (process.platform === 'linux') process.env['ELECTRON_OVERRIDE_DIST_PATH'] = dirname(electron)
  const running = await _electron.launch({
    args: [...(noSandbox ? ['--no-sandbox'] : []), app, `--user-data-dir=${data}`],
    env: /** @type {Record<string, string>} */ (env),
    cwd: ROOT,
  })
  try {
    return await work(await running.firstWindow(), running)
  } finally {
    await running.close()
  }
}

/**
 * @param {Page} page of the empty window
 * @returns {Promise<number>} when its content was first painted, milliseconds since the epoch
 */
export async function painted(page) {
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0)
  return page.evaluate(
    () =>
      performance.timeOrigin + (performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0),
  )
}

/**
 * @param {Page} page of the app
 * @returns {Promise<number>} when its first rows, or what stands for none, were painted, milliseconds since the epoch
 */
export async function ready(page) {
  await page.waitForSelector('html[data-ready]', { state: 'attached' })
  return page.evaluate(
    () => performance.timeOrigin + (performance.getEntriesByName('ready')[0]?.startTime ?? 0),
  )
}
