import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sandboxObstacle } from '../setup/electron.mjs'
import { moduleFile } from '../setup/paths.mjs'
import { attend } from '../setup/processes.mjs'
import { atShutdown } from '../setup/shutdown.mjs'
import { countTests } from './vitest-report.mjs'

/**
 * Runs vitest in the foreground, in the Node inside Electron: the one that the app ships with and that native
 * modules are built for.
 *
 * @param {string} electron path of the executable
 * @param {string[]} args for `vitest run`
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ code: number, counts: import('./vitest-report.mjs').Counts }>}
 */
export async function runVitest(electron, args, env) {
  const folder = mkdtempSync(join(tmpdir(), 'zonedesk-test-'))
  atShutdown(() => rmSync(folder, { recursive: true, force: true }))
  const reportFile = join(folder, 'report.json')
  const code = await attend(
    electron,
    [
      moduleFile('vitest', 'vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${reportFile}`,
      ...args,
    ],
    {
      env: {
        ...env,
        ELECTRON_RUN_AS_NODE: '1',
        ZONEDESK_ELECTRON: electron,
        ...((await sandboxObstacle(electron)) === null ? {} : { ZONEDESK_NO_SANDBOX: '1' }),
      },
    },
  )
  const counts = existsSync(reportFile)
    ? countTests(JSON.parse(readFileSync(reportFile, 'utf8')))
    : { passed: 0, failed: 0, skipped: 0 }
  return { code, counts }
}
