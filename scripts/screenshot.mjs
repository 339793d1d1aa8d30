// Takes the pictures of the README and of the guide anew, from the running app: `npm run screenshot`, or with
// `-- --only NAME` one of them.
import { parseArgs } from 'node:util'
import { ensureBuild } from './setup/build.mjs'
import { sandboxObstacle } from './setup/electron.mjs'
import { prepare } from './setup/prepare.mjs'
import { runScript, say, SetupError } from './setup/report.mjs'
import { startSession } from './setup/session.mjs'
import { shutdown } from './setup/shutdown.mjs'

await runScript(async () => {
  const { only } = parseArgs({ options: { only: { type: 'string', multiple: true } } }).values
  const { SCENES } = await import('./screenshot/scenes.mjs')
  const unknown = only?.find((name) => SCENES.every((scene) => scene.name !== name))
  if (unknown !== undefined) {
    throw new SetupError(
      `No picture is called ${unknown}. There are: ${SCENES.map(({ name }) => name).join(', ')}.`,
    )
  }
  const electron = await prepare('test')
  await ensureBuild()
  const session = await startSession({ purpose: 'test' })
  // What it uses comes with the dependencies, so it is loaded only once they are there.
  const { takePictures } = await import('./screenshot/take.mjs')
  const { ELECTRON_RUN_AS_NODE: _, ...env } = session.env
  const noSandbox = (await sandboxObstacle(electron)) !== null
  const wanted = SCENES.filter(({ name }) => only === undefined || only.includes(name))
  await takePictures({ electron, env, noSandbox }, wanted, (path) => say(`screenshot: ${path}`))
  return 0
}, shutdown)
