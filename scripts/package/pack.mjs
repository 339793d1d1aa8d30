import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import base from '../../electron-builder.config.mjs'
import { distribution, electronVersion, isOfficial } from '../setup/electron.mjs'
import { moduleFile, ROOT } from '../setup/paths.mjs'
import { capture } from '../setup/processes.mjs'
import { say, SetupError } from '../setup/report.mjs'
import { writeChecksums } from './checksums.mjs'
import { makeCodeCache, readBeforeRows } from './code-cache/code-cache.mjs'
import { checkFuses } from './fuses.mjs'
import { askRuntime, writeSbom } from './sbom.mjs'
import { sourceCommit, sourceTime } from './source-time.mjs'
import { buildTarball } from './tarball.mjs'

/** @typedef {import('electron-builder').Configuration} Configuration */
/** @typedef {import('./arguments.mjs').PackageArguments} PackageArguments */
/** @typedef {import('./arguments.mjs').PackageTarget} PackageTarget */

/**
 * @typedef {object} Packed
 * @property {string} unpacked the app's folder, as every package holds it
 * @property {string[]} files the packages made
 * @property {string} sbom the list of what is inside them, as CycloneDX
 * @property {boolean} official whether the Electron inside is one that its project released
 */

/** @type {Readonly<Record<PackageTarget, string>>} */
const EXTENSIONS = {
  deb: '.deb',
  'tar.gz': '.tar.gz',
  rpm: '.rpm',
  AppImage: '.AppImage',
  nsis: '.exe',
  dmg: '.dmg',
  zip: '.zip',
}

/** The options of electron-builder that say for which platform, and for which architecture where it is not this one's. */
const PLATFORM_OPTIONS = {
  linux: ['--linux'],
  win32: ['--win', '--x64'],
  darwin: ['--mac', '--universal'],
}

/** What electron-builder leaves in the app's folder while it makes a package, and nothing reads. */
const OF_PACKAGES = ['apparmor-profile', 'package-type', 'app-update.yml']

/** What packages are called that have an Electron which its project did not release. */
const UNOFFICIAL = '-unofficial'

/**
 * Packs the built app around an Electron, and makes packages of it.
 *
 * @param {string} electron path of Electron's executable
 * @param {Omit<PackageArguments, 'help'>} wanted
 * @returns {Promise<Packed>}
 * @throws {SetupError} with electron-builder's own words when it fails
 */
export async function pack(electron, { targets, compression, out }) {
  const official = isOfficial(electron)
  const begin = Date.now()
  mkdirSync(out, { recursive: true })
  const work = mkdtempSync(join(tmpdir(), 'zonedesk-pack-'))
  try {
    writeBuildInfo(work, { official, electron: electronVersion(electron) })
    const main = join(ROOT, 'out', 'main')
    await makeCodeCache(electron, {
      ...{ folder: main, names: readBeforeRows(main) },
      to: join(work, 'packed', 'out', 'main'),
    })
    const config = join(work, 'electron-builder.json')
    writeFileSync(config, JSON.stringify(configurationOf({ electron, official, compression, out, work })))
    // The archive is made below, so that the same sources give the same bytes.
    await runElectronBuilder(
      config,
      targets.filter((target) => target !== 'tar.gz'),
    )

    const unpacked = unpackedFolder(out)
    for (const file of OF_PACKAGES) rmSync(join(unpacked, 'resources', file), { force: true })
    rmSync(join(out, 'builder-debug.yml'), { force: true })
    checkFuses(electronBinary(unpacked))
    if (targets.includes('tar.gz')) {
      const name = `zonedesk-${version()}${official ? '' : UNOFFICIAL}-linux-${process.arch}.tar.gz`
      await buildTarball(unpacked, join(out, name), compression)
    }
    const files = targets.map((target) => madeSince(begin, out, target))
    const sbom = writeSbom(out, await runtimeOf(electron))
    await writeChecksums(out, [...files, sbom])
    return { unpacked, files, sbom, official }
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/**
 * @param {string} electron path of Electron's executable
 * @returns {Promise<import('./sbom.mjs').Runtime>}
 */
async function runtimeOf(electron) {
  const asked = await askRuntime(electron)
  const { chromium, node } = asked ?? { chromium: null, node: null }
  return { version: electronVersion(electron), official: isOfficial(electron), chromium, node }
}

/**
 * @param {string} folder
 * @param {{ official: boolean, electron: string }} runtime
 */
function writeBuildInfo(folder, { official, electron }) {
  const info = { official, electron, commit: sourceCommit(), madeFor: 'users' }
  mkdirSync(join(folder, 'packed'))
  writeFileSync(join(folder, 'packed', 'build-info.json'), `${JSON.stringify(info)}\n`)
}

/**
 * @param {object} run
 * @param {string} run.electron
 * @param {boolean} run.official
 * @param {'best' | 'fast'} run.compression
 * @param {string} run.out
 * @param {string} run.work folder with what is packed besides
 * @returns {Configuration} what electron-builder.config.mjs says, and what depends on this run
 */
function configurationOf({ electron, official, compression, out, work }) {
  const fast = compression === 'fast'
  /** @param {string | null | undefined} name */
  const named = (name) => ({
    artifactName: official ? name : name?.replace('${version}', `\${version}${UNOFFICIAL}`),
  })
  // An unofficial package is older than the official one of the same version, so that the official one replaces it.
  const older = official ? [] : ['--version', `${version()}~unofficial`]
  /** @param {string[] | null | undefined} more */
  const fpm = (more) => ({ fpm: [...(more ?? []), ...older] })
  const common = /** @type {Configuration} */ ({
    ...base,
    directories: { ...base.directories, output: out },
    files: [{ from: join(work, 'packed'), to: '.', filter: ['build-info.json', 'out/main/*.bin'] }],
    electronVersion: electronVersion(electron),
    publish: feeds(),
    compression: fast ? 'store' : 'normal',
    deb: {
      ...base.deb,
      ...named(base.deb?.artifactName),
      ...fpm(base.deb?.fpm),
      compression: fast ? 'zst' : 'xz',
    },
    rpm: {
      ...base.rpm,
      ...named(base.rpm?.artifactName),
      ...fpm(base.rpm?.fpm),
      compression: fast ? 'gzip' : 'xz',
    },
    appImage: { ...base.appImage, ...named(base.appImage?.artifactName) },
    nsis: { ...base.nsis, ...named(base.nsis?.artifactName) },
    dmg: { ...base.dmg, ...named(base.dmg?.artifactName) },
    mac: { ...base.mac, ...named(base.mac?.artifactName) },
  })
  // A universal package for macOS needs two Electrons, which electron-builder fetches.
  return process.platform === 'darwin' ? common : { ...common, electronDist: distribution(electron) }
}

/**
 * @returns {{ provider: 'generic', url: string }[] | null} where the app looks for new versions, for which
 *   electron-builder writes a feed beside the packages; null when it looks nowhere
 */
function feeds() {
  const { url } = JSON.parse(readFileSync(join(ROOT, 'resources', 'update-source.json'), 'utf8'))
  return url === '' ? null : [{ provider: 'generic', url }]
}

/**
 * @param {string} config path of its configuration
 * @param {PackageTarget[]} targets
 */
async function runElectronBuilder(config, targets) {
  // The targets come after the option of the platform, before that of the architecture.
  const [platform = '', ...architecture] = PLATFORM_OPTIONS[/** @type {'linux'} */ (process.platform)]
  const args = [moduleFile('electron-builder', 'cli.js'), platform, 'dir', ...targets, ...architecture]
  const { code, stdout, stderr } = await capture(
    process.execPath,
    [...args, '--config', config, '--publish', 'never'],
    {
      env: {
        ...process.env,
        CUSTOM_FPM_PATH: join(ROOT, 'scripts', 'package', 'fpm.mjs'),
        SOURCE_DATE_EPOCH: String(sourceTime()),
      },
    },
  )
  if (code !== 0) throw new SetupError(failureOf(stdout + stderr))
  for (const line of stderr.split('\n').filter((one) => one.trim() !== '')) say(line)
}

/**
 * @param {string} output of electron-builder
 * @returns {string} what went wrong, and what to do where that is known
 */
export function failureOf(output) {
  const host = /(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH) (\S+)/.exec(output)?.[1]
  if (host === undefined) return `electron-builder failed:\n${output.trim()}`
  return (
    `electron-builder fetches what makes this package from ${host}, which cannot be reached. Connect to the internet ` +
    'and run this again, or choose other packages: npm run package -- --target LIST.'
  )
}

/**
 * @param {number} begin milliseconds since the epoch
 * @param {string} out
 * @param {PackageTarget} target
 * @returns {string} path of the package of that kind
 * @throws {SetupError} when there is none
 */
function madeSince(begin, out, target) {
  const found = readdirSync(out).find(
    (name) => name.endsWith(EXTENSIONS[target]) && statSync(join(out, name)).mtimeMs >= begin,
  )
  if (found === undefined) throw new SetupError(`No ${target} was made, and nothing said why.`)
  return join(out, found)
}

/** @returns {string} the version in package.json */
function version() {
  return String(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version)
}

/** @param {string} out */
function unpackedFolder(out) {
  const arch = process.arch === 'x64' ? '' : `-${process.arch}`
  if (process.platform === 'darwin') return join(out, 'mac-universal', 'Zonedesk.app')
  return join(out, `${process.platform === 'win32' ? 'win' : 'linux'}${arch}-unpacked`)
}

/**
 * @param {string} unpacked the app's folder
 * @returns {string} the file in it that has Electron's fuses
 */
export function electronBinary(unpacked) {
  if (process.platform === 'win32') return join(unpacked, 'Zonedesk.exe')
  if (process.platform === 'linux') return join(unpacked, 'zonedesk')
  return join(unpacked, 'Contents', 'Frameworks', 'Electron Framework.framework', 'Electron Framework')
}
