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

  const args = [...(obstacle === null ? [] : ['--no-sandbox']), '.', ...process.argv.slice(2)]
  const { ELECTRON_RUN_AS_NODE: _, ...env } = session.env
  if (!session.virtualDisplay) return attend(electron, args, { env })

  const screenshot = join(RUNTIME, 'screenshot.png')
  rmSync(screenshot, { force: true })
  say('no display: the window is drawn on a virtual one')
  return attend(electron, [...args, `--screenshot=${screenshot}`], {
    env,
    onStart: (child) => void announce(screenshot, child),
  })
}, shutdown)

/**
 * Prints the screenshot's path once the app has written it whole.
 *
 * @param {string} file
 * @param {import('node:child_process').ChildProcess} child
 */
async function announce(file, child) {
  let before = 0
  while (child.exitCode === null && child.signalCode === null) {
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
    if (size > 0 && size === before) return say(`screenshot: ${file}`)
    before = size
    await sleep(100)
  }
}
