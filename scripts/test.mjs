// Sets up what is missing and runs every test: `npm test`. With arguments after `--`, they go to vitest and
// nothing but vitest runs.
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { build, ensureBuild } from './setup/build.mjs'
import { moduleFile } from './setup/paths.mjs'
import { prepare } from './setup/prepare.mjs'
import { capture } from './setup/processes.mjs'
import { runScript, say, SetupError } from './setup/report.mjs'
import { startSession } from './setup/session.mjs'
import { shutdown } from './setup/shutdown.mjs'
import { close } from './testing/closing-line.mjs'
import { windowsAtOnce } from './testing/displays.mjs'
import { startsTheApp } from './testing/projects.mjs'
import { runVitest } from './testing/run-vitest.mjs'

const CHECKS = [
  {
    name: 'eslint',
    program: ['eslint', 'bin', 'eslint.js'],
    // By far the longest of the checks; each thread reads the types of the whole project for itself.
    args: ['.', '--max-warnings=0', `--concurrency=${Math.min(2, availableParallelism())}`],
  },
  { name: 'prettier', program: ['prettier', 'bin', 'prettier.cjs'], args: ['--check', '.'] },
  { name: 'types', program: ['typescript', 'bin', 'tsc'], args: ['--noEmit'] },
  { name: 'types of the scripts', program: ['typescript', 'bin', 'tsc'], args: ['-p', 'scripts'] },
  {
    name: 'types of the components',
    program: ['svelte-check', 'bin', 'svelte-check'],
    args: ['--tsconfig', join('src', 'renderer', 'tsconfig.json'), '--fail-on-warnings', '--output', 'human'],
  },
]

await runScript(async () => {
  const filters = process.argv.slice(2)
  const whole = filters.length === 0
  const electron = await prepare('test')
  const failedChecks = whole ? [...(await tryBuild()), ...(await runChecks())] : []
  if (!whole && startsTheApp(filters)) await ensureBuild()

  const session = await startSession({ purpose: 'test', displays: windowsAtOnce() })
  const { code, counts } = await runVitest(electron, filters, session.env)
  if (failedChecks.length > 0) say(`failed before the tests: ${failedChecks.join(', ')}`)
  if (counts.passed + counts.failed === 0) say('no test ran')
  close(counts)
  return code === 0 && counts.failed === 0 && counts.passed > 0 && failedChecks.length === 0 ? 0 : 1
}, shutdown)

/** @returns {Promise<string[]>} `build` when it failed; the tests that need no build still tell something */
async function tryBuild() {
  try {
    await build()
    return []
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    say(error.message)
    return ['build']
  }
}

/** @returns {Promise<string[]>} the names of the checks that failed, whose output is printed */
async function runChecks() {
  say(`checking: ${CHECKS.map(({ name }) => name).join(', ')}`)
  const results = await Promise.all(
    CHECKS.map(async ({ name, program, args }) => ({
      name,
      ...(await capture(process.execPath, [moduleFile(...program), ...args])),
    })),
  )
  const failed = results.filter(({ code }) => code !== 0)
  for (const { name, stdout, stderr } of failed) say(`${name} failed:\n${(stdout + stderr).trim()}`)
  return failed.map(({ name }) => name)
}
