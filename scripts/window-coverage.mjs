// Tests the window and tells which lines of its components and stores were executed: `npm run window-coverage`.
// Arguments after `--` go to vitest. The report is in coverage/window.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, forgetBuild } from './setup/build.mjs'
import { ROOT } from './setup/paths.mjs'
import { prepare } from './setup/prepare.mjs'
import { runScript, SetupError } from './setup/report.mjs'
import { startSession } from './setup/session.mjs'
import { atShutdown, shutdown } from './setup/shutdown.mjs'
import { close } from './testing/closing-line.mjs'
import { windowsAtOnce } from './testing/displays.mjs'
import { runVitest } from './testing/run-vitest.mjs'

const BUILT = join(ROOT, 'out', 'renderer')

await runScript(async () => {
  const electron = await prepare('test')
  const counted = mkdtempSync(join(tmpdir(), 'zonedesk-executed-'))
  atShutdown(() => rmSync(counted, { recursive: true, force: true }))
  process.env['ZONEDESK_SOURCE_MAPS'] = '1'
  // The build in out/ is then larger than the one that ships, so the next start must build again.
  atShutdown(forgetBuild)
  await build()

  const session = await startSession({ purpose: 'test', displays: windowsAtOnce() })
  const env = { ...session.env, ZONEDESK_EXECUTED: counted }
  const { code, counts } = await runVitest(electron, ['--project', 'e2e', ...process.argv.slice(2)], env)
  await report(counted)
  close(counts)
  return code
}, shutdown)

/**
 * @param {string} counted folder with one file for each app that ran
 * @throws {SetupError} when no app ran to its end
 */
async function report(counted) {
  const files = readdirSync(counted)
  if (files.length === 0) throw new SetupError('No window was closed by its test, so nothing was counted.')
  // It comes with the dependencies, so it is loaded only once they are there.
  const { CoverageReport } = await import('monocart-coverage-reports')
  const coverage = new CoverageReport({
    name: 'The window',
    outputDir: join(ROOT, 'coverage', 'window'),
    reports: ['json-summary', 'v8', ['console-summary', { metrics: ['lines', 'functions', 'branches'] }]],
    sourceFilter: (path) => path.startsWith('src/renderer/'),
    sourcePath: (path) => path.replace(/^.*?(?=src\/renderer\/)/, ''),
  })
  for (const file of files) {
    const entries = JSON.parse(readFileSync(join(counted, file), 'utf8'))
    await coverage.add(entries.map(withSource).filter(Boolean))
  }
  await coverage.generate()
}

/**
 * @param {{ url: string }} entry of one script as V8 counted it
 * @returns {object | null} with its code and source map; null for what is no file of the build
 */
function withSource(entry) {
  const file = join(BUILT, new URL(entry.url).pathname)
  if (!file.endsWith('.js') || !existsSync(`${file}.map`)) return null
  return {
    ...entry,
    source: readFileSync(file, 'utf8'),
    sourceMap: JSON.parse(readFileSync(`${file}.map`, 'utf8')),
  }
}
