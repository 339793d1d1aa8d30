// Has programs that others wrote judge what the app says and writes: `npm run second-opinions`. With arguments
// after `--`, they go to vitest. A program that cannot be had on this machine is left out, and one line says so.
import { join } from 'node:path'
import { ROOT } from './setup/paths.mjs'
import { prepare } from './setup/prepare.mjs'
import { runScript, say, SetupError } from './setup/report.mjs'
import { shutdown } from './setup/shutdown.mjs'
import { ensureBuild } from './setup/build.mjs'
import { ensureSystemPackages } from './setup/system-packages.mjs'
import { debianPrograms } from './second-opinions/debian-programs.mjs'
import { goPrograms } from './second-opinions/go.mjs'
import { providerSchemas } from './second-opinions/provider-schemas.mjs'
import { debianPython, ownPython } from './second-opinions/python.mjs'
import { close } from './testing/closing-line.mjs'
import { runVitest } from './testing/run-vitest.mjs'

const CONFIG = join(ROOT, 'test', 'second-opinions', 'vitest.config.mts')

await runScript(async () => {
  const electron = await prepare('test')
  await ensureBuild()
  try {
    await ensureSystemPackages('second-opinions')
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    say(`some system packages could not be installed: ${firstLine(error.message)}`)
  }
  const tools = [
    ...(await debianPython()),
    ...debianPrograms(),
    await ownPython(),
    await providerSchemas(),
    ...(await goPrograms()),
  ]
  const lacking = tools.filter(({ path }) => path === null)
  for (const { name, reason } of lacking) say(`without ${name}: ${reason}`)

  const found = Object.fromEntries(tools.map(({ name, path }) => [name, path]))
  const { code, counts } = await runVitest(electron, ['--config', CONFIG, ...process.argv.slice(2)], {
    ...process.env,
    ZONEDESK_SECOND_OPINIONS: JSON.stringify(found),
  })
  // On a machine that checks changes, a program that could have been asked must not be left out unnoticed.
  const unexcused = process.env['CI'] ? lacking.filter(({ couldBeHad }) => couldBeHad) : []
  if (unexcused.length > 0) say(`failed before the tests: ${unexcused.map(({ name }) => name).join(', ')}`)
  if (counts.passed + counts.failed === 0) say('no test ran')
  close({ ...counts, failed: counts.failed + unexcused.length })
  return code === 0 && counts.failed === 0 && counts.passed > 0 && unexcused.length === 0 ? 0 : 1
}, shutdown)

/** @param {string} text */
function firstLine(text) {
  return text.trim().split('\n')[0] ?? ''
}
