import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium } from 'playwright-core'
import { ROOT } from '../setup/paths.mjs'
import { end } from '../setup/processes.mjs'

/** Nobody looks at the window until then, so that watching a start takes no part of its time. */
const LOOK_AFTER_MS = 1_500

/** When a program does not start, the error quotes so much of its standard error. */
const KEPT_CHARACTERS = 2_000

/**
 * @typedef {import('./window.mjs').Runtime} Runtime
 * @typedef {import('playwright-core').Page} Page
 *
 * @typedef {object} Started
 * @property {number} began when the process was started, milliseconds since the epoch
 * @property {number} pid of its first process
 */

/**
 * Starts a packed program as packages for users hold it, and gives its window to the work. Its fuses let no debugger
 * into the main process, so the window is reached through Chromium's own port.
 *
 * @template T
 * @param {Runtime} runtime
 * @param {{ program: string, data: string }} what path of the program, and of its data
 * @param {(page: Page, started: Started) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withProgram({ env, noSandbox }, { program, data }, work) {
  const args = [
    ...(noSandbox ? ['--no-sandbox'] : []),
    `--user-data-dir=${data}`,
    '--remote-debugging-port=0',
  ]
  const began = Date.now()
  const child = spawn(program, args, { env, cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'], detached: true })
  try {
    const address = await debuggerAddress(child, program)
    await sleep(LOOK_AFTER_MS)
    const browser = await chromium.connectOverCDP(address)
    const context = /** @type {import('playwright-core').BrowserContext} */ (browser.contexts()[0])
    const page = context.pages()[0] ?? (await context.waitForEvent('page'))
    const result = await work(page, { began, pid: /** @type {number} */ (child.pid) })
    const ended = once(child, 'exit')
    const session = await browser.newBrowserCDPSession()
    // The answer may come no more.
    await session.send('Browser.close').catch(() => {})
    await Promise.race([ended, sleep(5_000)])
    return result
  } finally {
    await end(child, { group: true })
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} program
 * @returns {Promise<string>} where Chromium says that its port is
 */
function debuggerAddress(child, program) {
  let said = ''
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (chunk) => {
      said = (said + String(chunk)).slice(-KEPT_CHARACTERS)
      const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1]
      if (address !== undefined) resolve(address)
    })
    child.once('error', reject)
    child.once('exit', (code) =>
      reject(new Error(`${program} ended with ${code} before it had a window:\n${said}`)),
    )
  })
}
