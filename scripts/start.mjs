// Sets up what is missing, builds, and starts the app: `npm start`. Arguments after `--` go to the app.
import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ensureBuild } from './setup/build.mjs'
import { sandboxObstacle } from './setup/electron.mjs'
import { RUNTIME } from './setup/paths.mjs'
import { prepare } from './setup/prepare.mjs'
import { attend } from './setup/processes.mjs'
import { runScript, say } from './setup/report.mjs'
import { startSession } from './setup/session.mjs'
import { shutdown } from './setup/shutdown.mjs'

await runScript(async () => {
  const electron = await prepare('start')
  await ensureBuild()
  const session = await startSession({ purpose: 'start' })
  const obstacle = await sandboxObstacle(electron)
  if (obstacle !== null) say(obstacle)

  const args = [
    ...(obstacle === null ? [] : ['--no-sandbox']),
    '.',
    ...process.argv.slice(2).filter((arg) => arg !== '--'),
  ]
  const { ELECTRON_RUN_AS_NODE: _, ...env } = session.env
  if (!session.virtualDisplay) return attend(electron, args, { env, apart: true })

  const screenshot = join(RUNTIME, 'screenshot.png')
  rmSync(screenshot, { force: true })
  say('no display: the window is drawn on a virtual one')
  const quit = attend(electron, [...args, `--screenshot=${screenshot}`], { env, apart: true })
  await announce(screenshot, quit)
  return quit
}, shutdown)

/**
 * Prints the screenshot's path once the app has written it whole, or has quit.
 *
 * @param {string} file
 * @param {Promise<number>} quit
 */
async function announce(file, quit) {
  let before = 0
  let over = false
  const end = quit.then(() => (over = true))
  for (;;) {
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
    if (size > 0 && (over || size === before)) return say(`screenshot: ${file}`)
    if (over) return say('the app quit before its window was drawn')
    before = size
    await Promise.race([end, sleep(100)])
  }
}
