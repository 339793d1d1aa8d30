// Builds the app into out/: `npm run build`.
import { build } from './setup/build.mjs'
import { ensureDependencies } from './setup/dependencies.mjs'
import { runScript } from './setup/report.mjs'
import { shutdown } from './setup/shutdown.mjs'

await runScript(async () => {
  await ensureDependencies()
  await build()
  return 0
}, shutdown)
