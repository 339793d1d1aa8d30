// Sets up what is missing, builds, and serves the embedded service on loopback: `npm run serve -- --db FILE`.
import { join } from 'node:path'
import { ensureBuild } from './setup/build.mjs'
import { ROOT } from './setup/paths.mjs'
import { prepare } from './setup/prepare.mjs'
import { attend } from './setup/processes.mjs'
import { runScript, sayOnStandardError } from './setup/report.mjs'
import { shutdown } from './setup/shutdown.mjs'

/** Longer than the service waits for the requests under way. */
const PATIENCE_MS = 20_000

await runScript(async () => {
  // Standard output has the one line that tells where it listens.
  sayOnStandardError()
  const electron = await prepare('start')
  await ensureBuild()
  return attend(electron, [join(ROOT, 'out', 'main', 'serve.js'), ...process.argv.slice(2)], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    // npm changes to the package's folder, but a path is relative to the folder where npm was called.
    cwd: process.env['INIT_CWD'] ?? process.cwd(),
    apart: true,
    patienceMs: PATIENCE_MS,
    tied: true,
  })
}, shutdown)
