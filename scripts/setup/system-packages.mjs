import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { capture, hasProgram } from './processes.mjs'
import { say, SetupError } from './report.mjs'
import { hasDisplay, sessionBus } from './surroundings.mjs'

/**
 * @typedef {'start' | 'test' | 'second-opinions' | 'package'} Purpose
 *
 * @typedef {object} Wanted
 * @property {string[]} names the names of one package in different releases; any of them will do
 * @property {boolean} needed whether the purpose fails without it
 */

/**
 * What the tests hold the app's answers against: DNS servers, and other people's programs that read what the
 * app writes (zone files, SPF records, DKIM keys, change batches, YAML, PDF) and what a package brings for the desktop.
 */
const TEST_PACKAGES = [
  ...['knot', 'knot-dnsutils', 'nsd', 'unbound', 'bind9-utils', 'bind9-dnsutils'],
  ...['python3-spf', 'opendkim-tools', 'python3-botocore', 'python3-yaml', 'poppler-utils'],
  ...['desktop-file-utils', 'appstream', 'mandoc'],
  // DNS servers whose zones can be written.
  ...['bind9', 'pdns-server', 'pdns-backend-sqlite3', 'sqlite3'],
  // The signed package repositories: made, and updated from.
  ...['apt-utils', 'createrepo-c', 'gnupg', 'rpm'],
]

/**
 * Further programs that only `npm run second-opinions` runs; it leaves out those that cannot be had.
 */
const OPINION_PACKAGES = [
  ...['python3-spf', 'python3-dkim', 'python3-authheaders', 'python3-venv'],
  ...['bind9-dnsutils', 'knot-dnsutils'],
]

/**
 * What makes each kind of package, by its target in `npm run package`.
 *
 * @type {Readonly<Record<string, string[]>>}
 */
const PACKAGE_PACKAGES = {
  // dpkg-shlibdeps reads what a binary is linked with by objdump.
  deb: ['dpkg-dev', 'binutils', 'xz-utils'],
  rpm: ['rpm', 'xz-utils'],
}

/**
 * What Debian-like systems must have. Release names after the `t64` change (Debian 13, Ubuntu 24.04) come first.
 *
 * @param {object} situation
 * @param {Purpose} situation.purpose
 * @param {boolean} situation.display whether there is a display already
 * @param {boolean} situation.bus whether there is a session bus already
 * @param {readonly string[]} [situation.targets] the kinds of packages that are to be made
 * @returns {Wanted[]}
 */
export function wantedPackages({ purpose, display, bus, targets = [] }) {
  const test = purpose === 'test'
  // Packing opens no window. It needs the window's libraries, since Debian says by them what the package depends on.
  const window = purpose !== 'package'
  /** @param {boolean} needed @param {string[]} names @returns {Wanted} */
  const wanted = (needed, ...names) => ({ names, needed })
  if (purpose === 'second-opinions') return OPINION_PACKAGES.map((name) => wanted(false, name))
  return [
    wanted(true, 'libgtk-3-0t64', 'libgtk-3-0'),
    wanted(true, 'libnss3'),
    wanted(true, 'libgbm1'),
    wanted(true, 'libasound2t64', 'libasound2'),
    wanted(true, 'libsecret-1-0'),
    wanted(false, 'fonts-dejavu-core'),
    ...((display && !test) || !window ? [] : [wanted(!display, 'xvfb'), wanted(false, 'xauth')]),
    // The app works without a keyring; the tests of kept keys do not.
    ...((bus && !test) || !window
      ? []
      : [wanted(test, 'dbus'), wanted(false, 'dbus-x11'), wanted(test, 'gnome-keyring')]),
    ...(test ? TEST_PACKAGES.map((name) => wanted(true, name)) : []),
    ...[...new Set(targets.flatMap((target) => PACKAGE_PACKAGES[target] ?? []))].map((name) =>
      wanted(true, name),
    ),
  ]
}

/**
 * @param {string} listing lines of `${db:Status-Abbrev} ${Package}`, as dpkg-query prints them
 * @returns {Set<string>} the packages that are installed, not merely known
 */
export function installedPackages(listing) {
  const names = listing.split('\n').flatMap((line) => {
    const [status, name] = line.trim().split(/\s+/)
    return status === 'ii' && name !== undefined ? [name] : []
  })
  return new Set(names)
}

/**
 * @param {Wanted[]} wanted
 * @param {ReadonlySet<string>} installed
 * @returns {Wanted[]} what is not there under any of its names
 */
export function missingPackages(wanted, installed) {
  return wanted.filter(({ names }) => !names.some((name) => installed.has(name)))
}

/**
 * @param {Wanted[]} missing
 * @param {ReadonlySet<string>} known the names this release has
 * @returns {string[]} one name for each: the first this release knows, else the last
 */
export function namesToInstall(missing, known) {
  return missing.map(({ names }) => names.find((name) => known.has(name)) ?? names.at(-1) ?? '')
}

/**
 * Installs what is missing where that can be done, and says what to run where it cannot.
 *
 * @param {Purpose} purpose
 * @param {readonly string[]} [targets] the kinds of packages that are to be made
 * @throws {SetupError} when something needed is missing and cannot be installed from here
 */
export async function ensureSystemPackages(purpose, targets = []) {
  if (process.platform !== 'linux') return
  if (!hasProgram('dpkg-query') || !hasProgram('apt-get')) return adviseOtherLinux()

  const wanted = wantedPackages({
    purpose,
    display: hasDisplay(process.env),
    bus: sessionBus(process.env) !== null,
    targets,
  })
  const missing = missingPackages(wanted, await queryInstalled(wanted.flatMap(({ names }) => names)))
  if (missing.length === 0) return

  if (process.getuid?.() === 0) {
    say('installing system packages')
    await apt(['update', '-qq'])
    const names = namesToInstall(missing, await queryKnown(missing.flatMap((one) => one.names)))
    await withoutServices(() => apt(['install', '-y', '-qq', '--no-install-recommends', ...names]))
    return
  }

  const names = namesToInstall(missing, await queryKnown(missing.flatMap((one) => one.names)))
  const command = `sudo apt-get install -y --no-install-recommends ${names.join(' ')}`
  if (missing.some(({ needed }) => needed)) {
    throw new SetupError(`System packages are missing. Install them, then run this again:\n  ${command}`)
  }
  say(`some system packages are missing; to install them: ${command}`)
}

/** @param {string[]} names */
async function queryInstalled(names) {
  const { stdout } = await capture('dpkg-query', ['-W', '-f', '${db:Status-Abbrev} ${Package}\n', ...names])
  return installedPackages(stdout)
}

/** @param {string[]} names */
async function queryKnown(names) {
  const { stdout } = await capture('apt-cache', ['madison', ...names])
  return new Set(stdout.split('\n').map((line) => line.split('|')[0]?.trim() ?? ''))
}

/** @param {string[]} args */
async function apt(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  // Another program that installs packages, such as the system's own updates, is waited for.
  const waiting = ['-o', 'DPkg::Lock::Timeout=300', ...args]
  const { code, stderr, stdout } = await capture('apt-get', waiting, { env })
  if (code === 0) return
  throw new SetupError(`apt-get ${args.join(' ')} failed:\n${(stderr || stdout).trim()}`)
}

/** What Debian asks before a package starts a service (invoke-rc.d(8), section "Init script policy"). */
const SERVICE_POLICY = '/usr/sbin/policy-rc.d'

/**
 * Keeps the name servers of the tests from being started as services of the system while they are installed. Each test
 * starts its own. Where the system has a policy already, that one holds.
 *
 * @param {() => Promise<void>} install
 */
async function withoutServices(install) {
  if (existsSync(SERVICE_POLICY)) return install()
  // It forbids only as long as this process lives, so it harms nobody where it is left behind by a kill.
  const policy = `#!/bin/sh\nkill -0 ${process.pid} 2>/dev/null && exit 101\nexit 0\n`
  writeFileSync(SERVICE_POLICY, policy, { mode: 0o755, flag: 'wx' })
  try {
    await install()
  } finally {
    rmSync(SERVICE_POLICY, { force: true })
  }
}

/** Libraries the window and the keychain load, by the file the loader looks for. */
const LIBRARIES = ['libgtk-3.so.0', 'libnss3.so', 'libgbm.so.1', 'libasound.so.2', 'libsecret-1.so.0']

/** The same packages under the names of two other package managers. */
const ELSEWHERE = {
  dnf: 'sudo dnf install gtk3 nss mesa-libgbm alsa-lib libsecret-devel gcc-c++ make python3 xorg-x11-server-Xvfb gnome-keyring knot knot-utils nsd unbound bind bind-utils pdns pdns-backend-sqlite sqlite python3-pyspf opendkim-tools python3-botocore python3-pyyaml poppler-utils desktop-file-utils appstream mandoc',
  pacman:
    'sudo pacman -S gtk3 nss mesa alsa-lib libsecret base-devel python xorg-server-xvfb gnome-keyring knot nsd unbound bind powerdns sqlite opendkim python-botocore python-yaml poppler desktop-file-utils appstream mandoc',
}

async function adviseOtherLinux() {
  const { code, stdout } = await capture(hasProgram('ldconfig') ? 'ldconfig' : '/sbin/ldconfig', ['-p'])
  if (code !== 0) return
  const missing = LIBRARIES.filter((library) => !stdout.includes(library))
  if (missing.length === 0) return
  const command = Object.entries(ELSEWHERE).find(([program]) => hasProgram(program))?.[1]
  throw new SetupError(
    `Libraries are missing: ${missing.join(', ')}. ` +
      (command === undefined ? 'Install them, then run this again.' : `Install them:\n  ${command}`),
  )
}
