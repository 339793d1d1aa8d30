// Makes signed package repositories of deb and rpm files: `npm run repository -- --out=DIR --key=KEY FILES`.
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { capture, hasProgram } from '../setup/processes.mjs'
import { runScript, say, SetupError } from '../setup/report.mjs'
import { shutdown } from '../setup/shutdown.mjs'

const USAGE = `Usage: npm run repository -- --out=DIR --key=KEY [--url=URL] FILES

  --out=DIR  folder of the repositories; those that are there get the new files too
  --key=KEY  fingerprint or address of the OpenPGP key that signs, in gpg's own keyring
  --url=URL  where DIR will be served; with it, the files that users add are written too
  FILES      .deb and .rpm files`

const SUITE = 'stable'
const COMPONENT = 'main'

/** The programs of each kind of repository, and the Debian package that has them. */
const PROGRAMS = {
  deb: [
    ['apt-ftparchive', 'apt-utils'],
    ['dpkg-deb', 'dpkg'],
    ['gpg', 'gnupg'],
  ],
  rpm: [
    ['createrepo_c', 'createrepo-c'],
    ['gpg', 'gnupg'],
  ],
}

await runScript(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { out: { type: 'string' }, key: { type: 'string' }, url: { type: 'string' } },
  })
  const { out, key, url } = values
  const of = (/** @type {string} */ extension) => positionals.filter((file) => file.endsWith(extension))
  const [debs, rpms] = [of('.deb'), of('.rpm')]
  const strange = positionals.find((file) => !debs.includes(file) && !rpms.includes(file))
  if (strange !== undefined) throw new SetupError(`${strange} is neither a .deb nor a .rpm file.\n${USAGE}`)
  if (out === undefined || key === undefined || positionals.length === 0) throw new SetupError(USAGE)
  const folder = resolve(out)
  if (debs.length > 0) await makeApt(join(folder, 'apt'), debs, key)
  if (rpms.length > 0) await makeRpm(join(folder, 'rpm'), rpms, key)
  writeFileSync(join(folder, 'zonedesk.asc'), await run('gpg', ['--batch', '--armor', '--export', key]))
  if (url !== undefined)
    writeSources(folder, url.replace(/\/$/, ''), { apt: debs.length > 0, rpm: rpms.length > 0 })
  say(`${folder} is ready to be served`)
  return 0
}, shutdown)

/**
 * An APT repository, https://wiki.debian.org/DebianRepository/Format: every file is named by its hash in an index,
 * every index by its hash in Release, and Release is signed.
 *
 * @param {string} folder
 * @param {string[]} files
 * @param {string} key
 */
async function makeApt(folder, files, key) {
  requirePrograms('deb')
  const pool = join(folder, 'pool')
  copyInto(pool, files)
  const suite = join(folder, 'dists', SUITE)
  rmSync(suite, { recursive: true, force: true })
  const architectures = new Set()
  for (const name of readdirSync(pool)) {
    architectures.add((await run('dpkg-deb', ['--field', join(pool, name), 'Architecture'])).trim())
  }
  for (const architecture of architectures) {
    const index = join(suite, COMPONENT, `binary-${architecture}`)
    mkdirSync(index, { recursive: true })
    const packages = await run('apt-ftparchive', ['--arch', architecture, 'packages', 'pool'], folder)
    writeFileSync(join(index, 'Packages'), packages)
    writeFileSync(join(index, 'Packages.gz'), gzipSync(packages))
  }
  const facts = {
    Origin: 'Zonedesk',
    Label: 'Zonedesk',
    Suite: SUITE,
    Codename: SUITE,
    Architectures: [...architectures].sort().join(' '),
    Components: COMPONENT,
  }
  const options = Object.entries(facts).flatMap(([name, value]) => [
    '-o',
    `APT::FTPArchive::Release::${name}=${value}`,
  ])
  const release = join(suite, 'Release')
  // Written once it is whole: what is in the folder meanwhile would be listed in it.
  writeFileSync(release, await run('apt-ftparchive', [...options, 'release', suite], folder))
  await sign(key, ['--clearsign'], release, join(suite, 'InRelease'))
  await sign(key, ['--armor', '--detach-sign'], release, `${release}.gpg`)
  say(`${folder}: ${readdirSync(pool).join(', ')}`)
}

/**
 * A repository for dnf and zypper: every file is named by its hash in repomd.xml's lists, and repomd.xml is signed.
 *
 * @param {string} folder
 * @param {string[]} files
 * @param {string} key
 */
async function makeRpm(folder, files, key) {
  requirePrograms('rpm')
  copyInto(folder, files)
  await run('createrepo_c', ['--quiet', '--general-compress-type=gz', folder])
  const list = join(folder, 'repodata/repomd.xml')
  await sign(key, ['--armor', '--detach-sign'], list, `${list}.asc`)
  say(
    `${folder}: ${readdirSync(folder)
      .filter((name) => name.endsWith('.rpm'))
      .join(', ')}`,
  )
}

/**
 * What a user puts into `/etc/apt/sources.list.d` and `/etc/yum.repos.d`.
 *
 * @param {string} folder
 * @param {string} url
 * @param {{ apt: boolean, rpm: boolean }} made
 */
function writeSources(folder, url, made) {
  const sources = `Types: deb
URIs: ${url}/apt
Suites: ${SUITE}
Components: ${COMPONENT}
Signed-By: /etc/apt/keyrings/zonedesk.asc
`
  // The signed list of files has the hash of each file; the files themselves carry no signature.
  const repo = `[zonedesk]
name=Zonedesk
baseurl=${url}/rpm
enabled=1
repo_gpgcheck=1
gpgcheck=0
gpgkey=${url}/zonedesk.asc
`
  if (made.apt) writeFileSync(join(folder, 'zonedesk.sources'), sources)
  if (made.rpm) writeFileSync(join(folder, 'zonedesk.repo'), repo)
}

/**
 * @param {string} folder
 * @param {string[]} files
 */
function copyInto(folder, files) {
  mkdirSync(folder, { recursive: true })
  for (const file of files) {
    if (!existsSync(file)) throw new SetupError(`${file} is not there.`)
    copyFileSync(file, join(folder, basename(file)))
  }
}

/**
 * @param {string} key
 * @param {string[]} how
 * @param {string} file
 * @param {string} signed
 */
async function sign(key, how, file, signed) {
  const args = ['--batch', '--yes', '--local-user', key, '--digest-algo', 'SHA512', ...how]
  await run('gpg', [...args, '--output', signed, file])
}

/** @param {'deb' | 'rpm'} kind */
function requirePrograms(kind) {
  const missing = PROGRAMS[kind].filter(([program]) => !hasProgram(program ?? ''))
  if (missing.length === 0) return
  throw new SetupError(
    `A repository of ${kind} files needs ${missing.map(([program]) => program).join(' and ')}. On Debian:\n` +
      `  sudo apt-get install -y --no-install-recommends ${missing.map(([, name]) => name).join(' ')}`,
  )
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {string} [cwd]
 * @returns {Promise<string>} what it printed
 */
async function run(command, args, cwd) {
  const { code, stdout, stderr } = await capture(command, args, cwd === undefined ? {} : { cwd })
  if (code !== 0) throw new SetupError(`${command} failed:\n${(stderr || stdout).trim()}`)
  return stdout
}
