import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'

const ROOT = resolve(import.meta.dirname, '../..')

/**
 * The program of a packed app that is tested in place of the sources, by path; undefined for the sources. It must be a
 * copy made for tests: see scripts/package/test-copy.mjs.
 */
const PACKED = process.env['ZONEDESK_E2E_PROGRAM']

/** The preload script as built. */
export const BUILT_PRELOAD = join(
  PACKED === undefined ? ROOT : join(dirname(PACKED), 'resources/app.asar'),
  'out/preload/index.cjs',
)

/** The built app, running in a real window. */
export interface RunningApp {
  readonly electron: ElectronApplication
  readonly page: Page
  /** What the page wrote to its console as an error, and what it threw. */
  readonly pageErrors: readonly string[]
  close(): Promise<void>
}

/** What starts the app: the Electron that the test command found, or the packed app, by path. */
export function electronPath(): string {
  if (PACKED !== undefined) return PACKED
  const path = process.env['ZONEDESK_ELECTRON']
  if (path === undefined) throw new Error('ZONEDESK_ELECTRON is not set: run the tests with `npm test`.')
  return path
}

/** What every start needs: the app's folder unless it is packed, and Chromium's sandbox off where it cannot work. */
export function appArguments(dataDir: string, more: readonly string[] = []): string[] {
  const noSandbox = process.env['ZONEDESK_NO_SANDBOX'] === '1'
  const sandbox = noSandbox ? ['--no-sandbox'] : []
  return [...sandbox, ...(PACKED === undefined ? [ROOT] : []), `--user-data-dir=${dataDir}`, ...more]
}

/** The environment for a started app: that of the tests without what turns Electron into Node. */
export function appEnvironment(): Record<string, string> {
  const env: Record<string, string> = {}
  for (const [name, value] of Object.entries(process.env)) {
    const forTestsOnly =
      name === 'ELECTRON_RUN_AS_NODE' || name === 'NODE_OPTIONS' || name.startsWith('VITEST')
    if (value !== undefined && !forTestsOnly) env[name] = value
  }
  return env
}

/**
 * Playwright holds the app back until it has attached to it only when it finds Electron by itself; with an
 * executable's path it attaches to a page that already navigates, and now and then waits for ever. Electron's own
 * variable says where it is, as https://github.com/electron/electron `npm/index.js` reads it.
 */
function holdBackUntilAttached(): void {
  if (process.platform === 'linux') process.env['ELECTRON_OVERRIDE_DIST_PATH'] = dirname(electronPath())
}

/**
 * Starts the app and waits until its window shows its content.
 *
 * @param dataDir folder for all of its data
 * @param more arguments after the app's own
 * @param environment variables that differ from those of the tests
 */
export async function startApp(
  dataDir: string,
  more: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningApp> {
  if (PACKED === undefined) holdBackUntilAttached()
  const electron = await _electron.launch({
    ...(PACKED === undefined ? {} : { executablePath: PACKED }),
    args: [...counting(), ...appArguments(dataDir, more)],
    env: { ...appEnvironment(), ...environment },
    cwd: ROOT,
  })
  evaluateSurely(electron)
  const page = await electron.firstWindow()
  // A busy computer is slow; this ends what hangs, and says nothing of speed.
  page.setDefaultTimeout(60_000)
  const pageErrors: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') pageErrors.push(message.text())
  })
  page.on('pageerror', (error) => pageErrors.push(String(error)))
  await page.waitForSelector('html[data-ready]', { state: 'attached' })
  const close = async (): Promise<void> => {
    await keepExecuted(electron)
    await electron.close()
  }
  return { electron, page, pageErrors, close }
}

/**
 * Has a question to the main process asked again where V8 collected the promise of its answer: its inspector holds that
 * weakly, and a busy computer gives the collector time (microsoft/playwright#33737).
 */
function evaluateSurely(electron: ElectronApplication): void {
  const ask = electron.evaluate.bind(electron) as (...asked: unknown[]) => Promise<unknown>
  const surely = async (...asked: unknown[]): Promise<unknown> => {
    for (let times = 1; ; times += 1) {
      try {
        return await ask(...asked)
      } catch (error) {
        if (times === 3 || !String(error).includes('garbage collected')) throw error
      }
    }
  }
  Object.assign(electron, { evaluate: surely })
}

/** Where it is kept what the windows executed, when it is counted: scripts/window-coverage.mjs. */
const EXECUTED = process.env['ZONEDESK_EXECUTED']

function counting(): readonly string[] {
  return EXECUTED === undefined || PACKED !== undefined
    ? []
    : ['-r', join(ROOT, 'scripts/testing/count-window.cjs')]
}

async function keepExecuted(electron: ElectronApplication): Promise<void> {
  if (EXECUTED === undefined) return
  const counted = await electron
    .evaluate(() => (globalThis as unknown as { executedInWindows(): Promise<unknown> }).executedInWindows())
    // A test may have ended the app already: nothing is left to count then.
    .catch(() => null)
  if (counted !== null) writeFileSync(join(EXECUTED, `${randomUUID()}.json`), JSON.stringify(counted))
}

/** A new data folder, and its removal. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'zonedesk-e2e-'))
  return {
    path,
    remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  }
}

/** Gives the window's content a size in CSS pixels. */
export async function resizeTo(app: RunningApp, width: number, height: number): Promise<void> {
  await app.electron.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
    { width, height },
  )
  await app.page.waitForFunction((size) => innerWidth === size.width && innerHeight === size.height, {
    width,
    height,
  })
}

/** What is on the clipboard. */
export function clipboardText(app: RunningApp): Promise<string> {
  return app.electron.evaluate(({ clipboard }) => clipboard.readText())
}
