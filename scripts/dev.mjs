// Starts the app with hot reload: `npm run dev`. Arguments after `--` go to the app.
import { forgetBuild } from './setup/build.mjs'
import { sandboxObstacle } from './setup/electron.mjs'
import { moduleFile } from './setup/paths.mjs'
import { prepare } from './setup/prepare.mjs'
import { attend } from './setup/processes.mjs'
import { runScript, say } from './setup/report.mjs'
import { startSession } from './setup/session.mjs'
import { shutdown } from './setup/shutdown.mjs'

await runScript(async () => {
  const electron = await prepare('start')
  const session = await startSession({ purpose: 'start' })
  const obstacle = await sandboxObstacle(electron)
  if (obstacle !== null) say(obstacle)
  if (session.virtualDisplay) say('no display: the window is drawn on a virtual one')

  // The development server writes unfinished output where a build goes.
  forgetBuild()
  const { ELECTRON_RUN_AS_NODE: _, ...env } = session.env
  return attend(
    process.execPath,
    [
      moduleFile('electron-vite', 'bin', 'electron-vite.js'),
      'dev',
      '--watch',
      ...(obstacle === null ? [] : ['--noSandbox']),
      '--',
      ...process.argv.slice(2),
    ],
    { env: { ...env, ELECTRON_EXEC_PATH: electron } },
  )
}, shutdown)
