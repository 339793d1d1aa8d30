// Runs everything a change must pass, one after the other, and counts it in one closing line: `.ci/run`.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { attend, npmCommand } from './setup/processes.mjs'
import { runScript, say } from './setup/report.mjs'
import { atShutdown, shutdown } from './setup/shutdown.mjs'
import { countingInto } from './testing/closing-line.mjs'
import { countLine, together } from './testing/vitest-report.mjs'

const RUNS = ['test', 'test-package', 'second-opinions']

await runScript(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'zonedesk-ci-'))
  atShutdown(() => rmSync(folder, { recursive: true, force: true }))
  /** @type {import('./testing/vitest-report.mjs').Counts[]} */
  const all = []
  /** @type {string[]} */
  const failed = []
  for (const run of RUNS) {
    const file = join(folder, `${run}.json`)
    const { command, args } = npmCommand(['run', '--silent', run])
    const code = await attend(command, args, { env: countingInto(file) })
    if (existsSync(file)) all.push(JSON.parse(readFileSync(file, 'utf8')))
    if (code !== 0) failed.push(run)
  }
  for (const run of failed) say(`npm run ${run} failed`)
  say(countLine(together(all)))
  return failed.length === 0 ? 0 : 1
}, shutdown)
