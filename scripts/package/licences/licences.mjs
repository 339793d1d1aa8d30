import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What `src/preload/contract/about.ts` reads.
 *
 * @typedef {object} Licence
 * @property {string} name of what it is for
 * @property {string} version
 * @property {string} licence an SPDX expression
 * @property {string | null} homepage
 * @property {string} text the whole of it, with its copyright notices
 *
 * @typedef {object} Manifest the parts of a package.json that matter here
 * @property {string} name
 * @property {string} version
 * @property {string} [license]
 * @property {string} [homepage]
 * @property {string | { url: string }} [repository]
 */

/**
 * Texts for packages that say which licence they have and do not bring its text, below the clone's folder. The bundler
 * puts this module into another folder, so it cannot ask where it is.
 */
const TEXTS = 'scripts/package/licences/texts'

/** Licences that let an app be passed on with nothing more than their text. */
const ALLOWED = [
  ...['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0', 'Python-2.0'],
  ...['CC0-1.0', 'Unlicense', 'blessing'],
]
/** Licences that ask for more, and for what the app has them: each was looked at. */
const ALLOWED_FOR = {
  // Whoever gets the list must be told where it can be had in its own form: its homepage says it.
  'MPL-2.0': ['Public Suffix List'],
}

/**
 * What is inside a package and has another author or another licence.
 *
 * @type {Record<string, (folder: string, root: string) => Licence>}
 */
const INSIDE = {
  'better-sqlite3': (folder) => {
    const header = readFileSync(join(folder, 'deps', 'sqlite3', 'sqlite3.h'), 'utf8')
    const [, version = ''] = /^#define SQLITE_VERSION\s+"([\d.]+)"/m.exec(header) ?? []
    const [, notice = ''] = /^\/\*\n([^]*?)\n\*{10}/.exec(header) ?? []
    const text = notice.replaceAll(/^\*\* ?/gm, '').trim()
    return { name: 'SQLite', version, licence: 'blessing', homepage: 'https://www.sqlite.org', text }
  },
  tldts: (folder, root) => ({
    name: 'Public Suffix List',
    // It has none of its own.
    version: `of tldts ${manifestOf(folder).version}`,
    licence: 'MPL-2.0',
    homepage: 'https://publicsuffix.org/list/',
    text: readFileSync(join(root, TEXTS, 'MPL-2.0.txt'), 'utf8'),
  }),
}

/**
 * @param {Iterable<string>} packages as package-lock.json names them, such as `node_modules/svelte`
 * @param {string} root the clone's folder
 * @returns {Licence[]} each package, what is inside it, and Electron; an empty text where there is none
 */
export function licencesOf(packages, root) {
  const all = [...new Set(packages)].flatMap((path) => {
    const folder = join(root, path)
    const one = licenceOf(folder, root)
    const inside = INSIDE[one.name]
    return inside === undefined ? [one] : [one, inside(folder, root)]
  })
  return [...all, electron(root)].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
}

/** @param {Licence} one */
function sortKey({ name, version }) {
  return `${name.toLowerCase()} ${version}`
}

/**
 * @param {string} folder of an installed package
 * @param {string} root
 * @returns {Licence}
 */
function licenceOf(folder, root) {
  const manifest = manifestOf(folder)
  const { name, version, license = '' } = manifest
  return { name, version, licence: license, homepage: homepageOf(manifest), text: textOf(name, folder, root) }
}

/**
 * @param {string} folder of an installed package
 * @returns {Manifest}
 */
function manifestOf(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}

/**
 * @param {Manifest} manifest
 * @returns {string | null}
 */
function homepageOf({ homepage, repository }) {
  const address = homepage ?? (typeof repository === 'string' ? repository : repository?.url)
  if (address === undefined) return null
  // `owner/name` and `github:owner/name` are at GitHub; the other forms of a repository name the host.
  const short = /^(?:github:)?([\w.-]+\/[\w.-]+)$/.exec(address)
  if (short !== null) return `https://github.com/${short[1]}`
  const page = address
    .replace(/^git@([\w.-]+):/, 'https://$1/')
    .replace(/^(?:git\+)?(?:https?|ssh|git):\/\/(?:git@)?/, 'https://')
    .replace(/\.git$/, '')
  return page.startsWith('https://') ? page : null
}

/**
 * @param {string} name
 * @param {string} folder
 * @param {string} root
 * @returns {string}
 */
function textOf(name, folder, root) {
  const files = readdirSync(folder).filter((file) => /^(?:licen[cs]e|copying|notice)(?:[-.].*)?$/i.test(file))
  const texts = files.sort().map((file) => readFileSync(join(folder, file), 'utf8').trim())
  const own = join(root, TEXTS, `${name.replace('/', '+')}.txt`)
  if (texts.length === 0 && existsSync(own)) return readFileSync(own, 'utf8').trim()
  // Of vite, a few lines that load modules are in the window: none of what vite itself contains.
  return texts.join('\n\n').split('\n# Licenses of bundled dependencies')[0]?.trim() ?? ''
}

/**
 * @param {string} root
 * @returns {Licence} the runtime: which version of it is packaged is not the build's business
 */
function electron(root) {
  const folder = join(root, 'node_modules', 'electron')
  const others =
    'Electron contains Chromium, Node.js and the libraries of both. Their licences are in LICENSES.chromium.html, ' +
    'in the folder of the installed program.'
  return {
    name: 'Electron',
    version: 'as installed',
    licence: 'MIT',
    homepage: 'https://www.electronjs.org',
    text: `${others}\n\n${textOf('electron', folder, root)}`,
  }
}

/**
 * @param {readonly Licence[]} all
 * @returns {string[]} a sentence for each that an app must not be passed on with
 */
export function objections(all) {
  return all.flatMap(({ name, licence, text }) => [
    ...(isAllowed(licence, name)
      ? []
      : [`${name} has the licence "${licence}", which nobody has allowed yet.`]),
    ...(text === '' ? [`${name} brings no text of its licence.`] : []),
  ])
}

/**
 * @param {string} expression SPDX, of names, AND, OR and brackets
 * @param {string} name whose licence it is
 */
function isAllowed(expression, name) {
  const words = expression.replace(/^\((.*)\)$/, '$1')
  // Brackets inside: a person must read it.
  if (/[()]/.test(words)) return false
  return words.split(' OR ').some((part) => part.split(' AND ').every((one) => isOneAllowed(one, name)))
}

/**
 * @param {string} licence
 * @param {string} name
 */
function isOneAllowed(licence, name) {
  if (ALLOWED.includes(licence)) return true
  return Object.entries(ALLOWED_FOR).some(([one, names]) => one === licence && names.includes(name))
}
