// Makes packages and tests them: `npm run test-package`. Arguments after `--` go to vitest. With `--e2e` before them,
// the tests of the window run against the packed app in place of the sources: `npm run test-package -- --e2e FILE`.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuild } from './setup/build.mjs'
import { ROOT } from './setup/paths.mjs'
import { prepare } from './setup/prepare.mjs'
import { hasProgram } from './setup/processes.mjs'
import { runScript, say } from './setup/report.mjs'
import { startSession } from './setup/session.mjs'
import { atShutdown, shutdown } from './setup/shutdown.mjs'
import { ensureSystemPackages } from './setup/system-packages.mjs'
import { close } from './testing/closing-line.mjs'
import { windowsAtOnce } from './testing/displays.mjs'
import { runVitest } from './testing/run-vitest.mjs'

const CONFIG = join(ROOT, 'test', 'package', 'vitest.config.mts')
const TARGETS = /** @type {const} */ (['deb', 'tar.gz', 'rpm'])

await runScript(async () => {
  const args = process.argv.slice(2)
  const windows = args[0] === '--e2e'
  if (process.platform !== 'linux') {
    say('the tests of the packages run on Linux alone')
    return 1
  }
  const electron = await prepare('test')
  await ensureSystemPackages('package', windows ? [] : TARGETS)
  await ensureBuild()
  const out = mkdtempSync(join(tmpdir(), 'zonedesk-packages-'))
  atShutdown(() => rmSync(out, { recursive: true, force: true }))
  say('packing')
  const { pack } = await import('./package/pack.mjs')
  const { makeTestCopy } = await import('./package/test-copy.mjs')
  const targets = windows ? [] : [...TARGETS]
  const { unpacked, files, sbom, official } = await pack(electron, { targets, compression: 'fast', out })
  const program = await makeTestCopy(unpacked, join(out, 'for-tests'))

  const session = await startSession({ purpose: 'test', displays: windows ? windowsAtOnce() : 1 })
  const obstacle = installingObstacle()
  if (!windows && obstacle !== null) say(`not run: installing the packages (${obstacle})`)
  const { code, counts } = windows
    ? await runVitest(electron, ['--project', 'e2e', ...args.slice(1)], {
        ...session.env,
        ZONEDESK_E2E_PROGRAM: program,
      })
    : await runVitest(electron, ['--config', CONFIG, ...args], {
        ...session.env,
        ZONEDESK_PACKAGES: JSON.stringify({
          unpacked,
          files,
          sbom,
          official,
          program,
          installs: obstacle === null,
        }),
      })
  if (counts.passed + counts.failed === 0) say('no test ran')
  close(counts)
  return code === 0 && counts.failed === 0 && counts.passed > 0 ? 0 : 1
}, shutdown)

/** @returns {string | null} why the packages cannot be installed on this machine; null when they can */
function installingObstacle() {
  // It changes the machine: only one that checks changes is there for that.
  if (!process.env['CI']) return 'CI is not set, and it changes the machine'
  if (process.getuid?.() !== 0) return 'this is not root'
  return hasProgram('apt-get') && hasProgram('useradd') ? null : 'this is no Debian'
}
