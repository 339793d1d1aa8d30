// Measures what the README promises, as ratios within one run: `npm run bench`.
import { ensureBuild } from './setup/build.mjs'
import { sandboxObstacle } from './setup/electron.mjs'
import { prepare } from './setup/prepare.mjs'
import { runScript, say } from './setup/report.mjs'
import { startSession } from './setup/session.mjs'
import { shutdown } from './setup/shutdown.mjs'

await runScript(async () => {
  const electron = await prepare('test')
  await ensureBuild()
  const session = await startSession({ purpose: 'test' })
  // Playwright comes with the dependencies, so it is loaded only once they are there.
  const { measureColdStart } = await import('./bench/cold-start.mjs')
  const { ELECTRON_RUN_AS_NODE: _, ...env } = session.env
  const noSandbox = (await sandboxObstacle(electron)) !== null
  say(await measureColdStart({ electron, env, noSandbox }))
  return 0
}, shutdown)
