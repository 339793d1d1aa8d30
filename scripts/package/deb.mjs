import { createHash } from 'node:crypto'
import { chmodSync, closeSync, copyFileSync, lstatSync, mkdirSync, openSync } from 'node:fs'
import { readFileSync, readSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { capture } from '../setup/processes.mjs'
import { required } from './fpm-arguments.mjs'
import { filesIn, INSTALLED, settle, sizeOf } from './layout.mjs'
import { sourceTime } from './source-time.mjs'

/** @typedef {import('./fpm-arguments.mjs').FpmRequest} FpmRequest */

/** How hard dpkg-deb presses, by the compression asked for: as well as it can, or in a few seconds. */
const LEVELS = /** @type {Record<string, string[]>} */ ({ xz: ['-Zxz', '-z6'], zst: ['-Zzstd', '-z1'] })

/**
 * Makes a Debian package.
 *
 * @param {FpmRequest} request
 * @param {{ work: string, root: string }} folders one to work in, and one with the files as they will be below `/`
 * @throws {Error} with the words of the program that failed
 */
export async function buildDeb(request, { work, root }) {
  const levels = LEVELS[required(request, 'deb-compression')]
  if (levels === undefined)
    throw new Error(`A deb is compressed as one of ${Object.keys(LEVELS).join(', ')}.`)
  const depends = request.depends.length > 0 ? request.depends : await neededPackages(work, root)
  const control = join(root, 'DEBIAN')
  mkdirSync(control)
  writeFileSync(join(control, 'md5sums'), checksums(root))
  writeFileSync(join(control, 'control'), controlFile(request, depends, sizeOf(root)))
  for (const [option, name] of [
    ['after-install', 'postinst'],
    ['after-remove', 'postrm'],
  ]) {
    copyFileSync(
      required(request, /** @type {string} */ (option)),
      join(control, /** @type {string} */ (name)),
    )
    chmodSync(join(control, /** @type {string} */ (name)), 0o755)
  }
  settle(control)
  await run('dpkg-deb', ['--root-owner-group', ...levels, '--build', root, required(request, 'package')])
}

/**
 * @param {FpmRequest} request
 * @param {string[]} depends
 * @param {number} bytes how much the files take
 * @returns {string} the control file. Source: https://www.debian.org/doc/debian-policy/ch-controlfields.html
 */
export function controlFile(request, depends, bytes) {
  const [synopsis = '', ...lines] = required(request, 'description').split('\n')
  const fields = {
    Package: required(request, 'name'),
    Version: required(request, 'version'),
    Architecture: required(request, 'architecture'),
    Maintainer: required(request, 'maintainer'),
    'Installed-Size': String(Math.ceil(bytes / 1024)),
    Depends: depends.join(', '),
    Recommends: request.recommends.join(', '),
    Section: request.options['category'] ?? 'misc',
    Priority: request.options['deb-priority'] ?? 'optional',
    Homepage: required(request, 'url'),
    Description: [synopsis, ...wrapped(lines.join(' ')).map((line) => ` ${line}`)].join('\n'),
  }
  return Object.entries(fields)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('')
}

/**
 * @param {string} text
 * @returns {string[]} its words in lines of at most 78 characters
 */
function wrapped(text) {
  /** @type {string[]} */
  const lines = []
  for (const word of text.split(/\s+/).filter((one) => one !== '')) {
    const last = lines.at(-1)
    if (last === undefined || last.length + 1 + word.length > 78) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines
}

/** @param {string} root */
function checksums(root) {
  return filesIn(root)
    .filter((path) => !path.startsWith('DEBIAN') && lstatSync(join(root, path)).isFile())
    .map(
      (path) =>
        `${createHash('md5')
          .update(readFileSync(join(root, path)))
          .digest('hex')}  ${path}\n`,
    )
    .join('')
}

/**
 * Asks Debian which packages, in which versions, have what the binaries are linked with. The versions are those of
 * the release this runs on: a package made on an older release installs on newer ones, and not the other way round.
 *
 * @param {string} work
 * @param {string} root
 * @returns {Promise<string[]>} for the field Depends
 */
async function neededPackages(work, root) {
  const binaries = filesIn(root)
    .map((path) => join(root, path))
    .filter(isElf)
  mkdirSync(join(work, 'debian'), { recursive: true })
  writeFileSync(join(work, 'debian', 'control'), 'Source: zonedesk\n\nPackage: zonedesk\nArchitecture: any\n')
  const answer = await run(
    'dpkg-shlibdeps',
    // Libraries that the app brings itself belong to no package.
    ['-O', '--ignore-missing-info', `-l${join(root, INSTALLED)}`, ...binaries.map((file) => `-e${file}`)],
    work,
  )
  const found = /^shlibs:Depends=(.+)$/m.exec(answer)?.[1]
  if (found === undefined) throw new Error(`dpkg-shlibdeps named no packages: ${answer}`)
  return found.split(', ')
}

/** @param {string} file */
function isElf(file) {
  if (!lstatSync(file).isFile()) return false
  const begin = Buffer.alloc(4)
  const descriptor = openSync(file, 'r')
  readSync(descriptor, begin)
  closeSync(descriptor)
  return begin.toString('latin1') === '\x7fELF'
}

/**
 * @param {string} program
 * @param {string[]} args
 * @param {string} [cwd]
 * @returns {Promise<string>} what it prints
 */
export async function run(program, args, cwd) {
  const { code, stdout, stderr } = await capture(program, args, {
    env: { ...process.env, SOURCE_DATE_EPOCH: String(sourceTime()) },
    ...(cwd === undefined ? {} : { cwd }),
  })
  if (code !== 0) throw new Error(`${program} failed:\n${(stderr || stdout).trim()}`)
  return stdout
}
