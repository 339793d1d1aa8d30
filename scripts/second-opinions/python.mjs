import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../setup/paths.mjs'
import { capture } from '../setup/processes.mjs'
import { say } from '../setup/report.mjs'
import { canInstallDebian, had, lacking, OPINIONS } from './tool.mjs'

/** The versions and hashes of all packages in the environment. Made from requirements.in, which says how. */
const REQUIREMENTS = join(ROOT, 'scripts', 'second-opinions', 'requirements.txt')
/** The oldest Python that all of these packages run on. */
const OLDEST = [3, 11]
/** Debian's python3 packages belong to Debian's Python. */
const DEBIAN = '/usr/bin/python3'
const DEBIAN_MODULES = { 'python3-spf': 'spf', 'python3-dkim': 'dkim', 'python3-authheaders': 'authheaders' }
const INSTALL_LIMIT_MS = 10 * 60_000

/** @returns {Promise<import('./tool.mjs').Tool[]>} one for each of Debian's packages, all run by Debian's Python */
export async function debianPython() {
  return Promise.all(
    Object.entries(DEBIAN_MODULES).map(async ([name, module]) => {
      const { code, stderr } = await capture(DEBIAN, ['-c', `import ${module}`])
      return code === 0 ? had(name, DEBIAN) : lacking(name, stderr, canInstallDebian())
    }),
  )
}

/**
 * A virtual environment with the packages of requirements.txt, made once.
 *
 * @returns {Promise<import('./tool.mjs').Tool>}
 */
export async function ownPython() {
  const base = await findPython()
  if (base === null) return lacking('python', `there is no Python ${OLDEST.join('.')} or later`, false)
  const requirements = readFileSync(REQUIREMENTS)
  const stamp = createHash('sha256').update(base.version).update('\0').update(requirements).digest('hex')
  const folder = join(OPINIONS, 'python')
  const program = join(folder, 'bin', 'python')
  const stampFile = join(folder, '.zonedesk-stamp')
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return had('python', program)

  say('installing the Python programs of the second opinions')
  rmSync(folder, { recursive: true, force: true })
  const made = await capture(base.program, ['-m', 'venv', folder], { limitMs: INSTALL_LIMIT_MS })
  if (made.code !== 0) return lacking('python', made.stderr || made.stdout, true)
  const installed = await capture(
    program,
    [
      ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', '--no-deps'],
      ...['--require-hashes', '--only-binary', ':all:', '-r', REQUIREMENTS],
    ],
    { limitMs: INSTALL_LIMIT_MS },
  )
  if (installed.code !== 0) return lacking('python', installed.stderr, true)
  writeFileSync(stampFile, stamp)
  return had('python', program)
}

/** @returns {Promise<{ program: string, version: string } | null>} */
async function findPython() {
  const [major = 0, minor = 0] = OLDEST
  const ask = 'import sys, venv, ensurepip; print("%d.%d" % sys.version_info[:2], sys.executable)'
  for (const program of ['python3', DEBIAN]) {
    const { code, stdout } = await capture(program, ['-c', ask])
    const [ownMajor = 0, ownMinor = 0] = stdout.split(' ')[0]?.split('.').map(Number) ?? []
    if (code === 0 && ownMajor === major && ownMinor >= minor) return { program, version: stdout.trim() }
  }
  return null
}
