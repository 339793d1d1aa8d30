// Measures what the project promises, as ratios within one run, and writes bench/results.md: `npm run bench`.
// `npm run bench -- --domains 1000,10000` measures with fewer domains, and writes nothing; so does
// `npm run bench -- --pace`, which measures the learned pace alone, and `-- --pace whole` with 10,000 domains; and
// `-- --publishing`, which measures planning and writing alone.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuild } from './setup/build.mjs'
import { sandboxObstacle } from './setup/electron.mjs'
import { ROOT } from './setup/paths.mjs'
import { prepare } from './setup/prepare.mjs'
import { runScript, say, SetupError } from './setup/report.mjs'
import { startSession } from './setup/session.mjs'
import { shutdown } from './setup/shutdown.mjs'

const ALL_COUNTS = [1_000, 10_000, 100_000, 1_000_000]

await runScript(async () => {
  if (process.argv[2] === '--pace') return measurePaceAlone(process.argv[3] === 'whole')
  if (process.argv[2] === '--publishing') return measurePublishingAlone()
  const counts = countsIn(process.argv.slice(2))
  const electron = await prepare('test')
  await ensureBuild()
  const session = await startSession({ purpose: 'test' })
  // Playwright comes with the dependencies, so it is loaded only once they are there.
  const { measure } = await import('./bench/measure.mjs')
  const { commit, machine } = await import('./bench/machine.mjs')
  const { resultsTable } = await import('./bench/results.mjs')
  const { ELECTRON_RUN_AS_NODE: _, ...env } = session.env
  const noSandbox = (await sandboxObstacle(electron)) !== null
  const folder = mkdtempSync(join(tmpdir(), 'zonedesk-bench-'))
  try {
    const measured = commit()
    const lines = await measure({ electron, env, noSandbox }, folder, counts, say)
    const table = resultsTable(lines)
    say(`\n${table}`)
    if (counts === ALL_COUNTS) {
      mkdirSync(join(ROOT, 'bench'), { recursive: true })
      const head = `# What \`npm run bench\` measured\n\nCommit ${measured}; ${machine()}; Electron ${await versionOf(electron, env)}.`
      writeFileSync(join(ROOT, 'bench/results.md'), `${head}\n\n${table}\n`)
      say('\nwritten to bench/results.md')
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
  return 0
}, shutdown)

/** @param {boolean} whole */
async function measurePaceAlone(whole) {
  await prepare('test')
  const { paceLines } = await import('./bench/pace.mjs')
  const { resultsTable } = await import('./bench/results.mjs')
  say(resultsTable(await paceLines(whole)))
  return 0
}

async function measurePublishingAlone() {
  const electron = await prepare('test')
  const { publishingLines } = await import('./bench/publishing.mjs')
  const { resultsTable } = await import('./bench/results.mjs')
  say(resultsTable(await publishingLines(electron)))
  return 0
}

/** @param {readonly string[]} args */
function countsIn(args) {
  if (args.length === 0) return ALL_COUNTS
  const counts = (args[0] === '--domains' ? (args[1] ?? '') : '').split(',').map(Number)
  if (args.length === 2 && counts.every((count) => Number.isSafeInteger(count) && count >= 100)) return counts
  throw new SetupError(
    'Usage: npm run bench [-- --domains COUNT,COUNT...], each at least 100, or -- --pace [whole], or -- --publishing',
  )
}

/** @param {string} electron @param {NodeJS.ProcessEnv} env */
async function versionOf(electron, env) {
  const { capture } = await import('./setup/processes.mjs')
  const { stdout } = await capture(electron, ['-p', 'process.versions.electron'], {
    env: { ...env, ELECTRON_RUN_AS_NODE: '1' },
  })
  return stdout.trim()
}
