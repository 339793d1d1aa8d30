// Takes the README's picture of the window anew, from the running app: `npm run screenshot`.
import { relative } from 'node:path'
import { ensureBuild } from './setup/build.mjs'
import { sandboxObstacle } from './setup/electron.mjs'
import { ROOT } from './setup/paths.mjs'
import { prepare } from './setup/prepare.mjs'
import { runScript, say } from './setup/report.mjs'
import { startSession } from './setup/session.mjs'
import { shutdown } from './setup/shutdown.mjs'

await runScript(async () => {
  const electron = await prepare('test')
  await ensureBuild()
  const session = await startSession({ purpose: 'test' })
  // What it uses comes with the dependencies, so it is loaded only once they are there.
  const { takePicture } = await import('./screenshot/window.mjs')
  const { ELECTRON_RUN_AS_NODE: _, ...env } = session.env
  const noSandbox = (await sandboxObstacle(electron)) !== null
  say(`screenshot: ${relative(ROOT, await takePicture({ electron, env, noSandbox }))}`)
  return 0
}, shutdown)
