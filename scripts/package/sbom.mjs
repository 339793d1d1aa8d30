import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../setup/paths.mjs'
import { capture } from '../setup/processes.mjs'

/**
 * @typedef {import('./licences/licences.mjs').Licence} Licence
 *
 * @typedef {object} LockedPackage a package in package-lock.json
 * @property {string} [name] where the folder has another one
 * @property {string} [version]
 * @property {string} [integrity] Subresource Integrity of one sha512 digest
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [optionalDependencies]
 * @property {Record<string, string>} [peerDependencies]
 * @property {Record<string, unknown>} [peerDependenciesMeta]
 *
 * @typedef {object} Runtime the Electron that is packaged
 * @property {string} version
 * @property {boolean} official whether the Electron project released it
 * @property {string | null} chromium its version; null when it could not be asked
 * @property {string | null} node its version; null when it could not be asked
 *
 * @typedef {object} Component of CycloneDX: what is used of it
 * @property {'application' | 'library' | 'framework' | 'data'} type
 * @property {string} bom-ref
 * @property {string} name
 * @property {string} [group]
 * @property {string} version
 * @property {string} [description]
 * @property {unknown[]} [licenses]
 * @property {{ alg: string, content: string }[]} [hashes]
 * @property {string} [cpe]
 * @property {string} [purl]
 * @property {{ type: string, url: string }[]} [externalReferences]
 * @property {{ name: string, value: string }[]} [properties]
 * @property {Component[]} [components]
 */

const SPEC_VERSION = '1.6'
/** Names under which the databases of vulnerabilities know what is no npm package: part, vendor, product. */
const CPE = { chromium: 'a:google:chrome', node: 'a:nodejs:node.js', sqlite: 'a:sqlite:sqlite' }
/** What is no package of its own, and the package that contains it. @type {Record<string, string>} */
const CONTAINED_IN = { SQLite: 'better-sqlite3', 'Public Suffix List': 'tldts' }

/**
 * @param {{ name: string, version: string }} manifest of the app
 * @param {boolean} official whether the Electron is: the names of packages say it too
 * @returns {string} the name of the file: the same for the same version
 */
export function sbomFileName({ name, version }, official) {
  return `${name}-${version}${official ? '' : '-unofficial'}.cdx.json`
}

/**
 * What is inside a package: the bundled packages and those beside the bundle, what these contain, and the runtime.
 * Development tools, of which nothing is inside, are in no SBOM. Source of the form: https://cyclonedx.org/docs/1.6/json/
 *
 * @param {object} parts
 * @param {{
 *   name: string, version: string, description: string, license: string,
 *   dependencies: Record<string, string>, devDependencies: Record<string, string>
 * }} parts.manifest package.json
 * @param {Readonly<Record<string, LockedPackage>>} parts.lock the packages of package-lock.json
 * @param {readonly Licence[]} parts.licences what the build wrote to `out/licences.json`
 * @param {Runtime} parts.runtime
 * @returns {Record<string, unknown>} the same for the same parts
 */
export function sbom({ manifest, lock, licences, runtime }) {
  const found = licences
    .filter(({ name }) => name !== 'Electron')
    .map((licence) => ({ licence, path: pathInLock(licence, lock) }))
  const inside = new Set(found.flatMap(({ licence, path }) => (path === null ? [] : [npmUrl(licence)])))
  const own = npmUrl(manifest)
  const electron = electronComponent(runtime)
  const components = found.map(({ licence, path }) => component(licence, path === null ? null : lock[path]))
  const direct = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
    .map((name) => lockedUrl(`node_modules/${name}`, lock))
    .filter((ref) => inside.has(ref))
  const dependencies = [
    { ref: own, dependsOn: [...direct, electron['bom-ref']].sort() },
    { ref: electron['bom-ref'], dependsOn: [] },
    ...found.map(({ licence, path }) => ({
      ref: path === null ? containedRef(licence) : npmUrl(licence),
      dependsOn:
        path === null ? [] : [...neededBy(path, lock, inside), ...containedIn(licence, licences)].sort(),
    })),
  ]
  const document = {
    $schema: `http://cyclonedx.org/schema/bom-${SPEC_VERSION}.schema.json`,
    bomFormat: 'CycloneDX',
    specVersion: SPEC_VERSION,
    version: 1,
    metadata: {
      lifecycles: [{ phase: 'build' }],
      component: {
        type: 'application',
        'bom-ref': own,
        name: manifest.name,
        version: manifest.version,
        description: manifest.description,
        licenses: licenseChoice(manifest.license),
      },
    },
    components: [...components, electron],
    dependencies,
  }
  return { ...document, serialNumber: serialNumber(JSON.stringify(document)) }
}

/**
 * Writes the SBOM of what was built into `out/`.
 *
 * @param {string} folder where the file goes
 * @param {Runtime} runtime
 * @returns {string} its path
 */
export function writeSbom(folder, runtime) {
  /** @param {string[]} path */
  const read = (...path) => JSON.parse(readFileSync(join(ROOT, ...path), 'utf8'))
  const manifest = read('package.json')
  const document = sbom({
    manifest,
    lock: read('package-lock.json').packages,
    licences: read('out', 'licences.json'),
    runtime,
  })
  mkdirSync(folder, { recursive: true })
  const path = join(folder, sbomFileName(manifest, runtime.official))
  writeFileSync(path, `${JSON.stringify(document, null, 2)}\n`)
  return path
}

/**
 * @param {string} program an Electron of this platform in which running as Node is still possible
 * @returns {Promise<{ version: string, chromium: string, node: string } | null>} null when it does not answer
 */
export async function askRuntime(program) {
  const { code, stdout } = await capture(program, ['-p', 'JSON.stringify(process.versions)'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    limitMs: 30_000,
  })
  if (code !== 0) return null
  const { electron, chrome, node } = JSON.parse(stdout)
  return { version: electron, chromium: chrome, node }
}

/**
 * @param {Licence} licence
 * @param {LockedPackage | null | undefined} locked null for what is inside another package
 * @returns {Component}
 */
function component(licence, locked) {
  const { name, version, homepage } = licence
  const about = {
    licenses: licenseChoice(licence.licence),
    ...(homepage === null ? {} : { externalReferences: [{ type: 'website', url: homepage }] }),
  }
  if (locked === null || locked === undefined) return contained(licence, about)
  const [, group, short = name] = /^(@[^/]+)\/(.+)$/.exec(name) ?? []
  return {
    type: 'library',
    'bom-ref': npmUrl(licence),
    ...(group === undefined ? {} : { group }),
    name: short,
    version,
    purl: npmUrl(licence),
    ...(locked.integrity === undefined ? {} : { hashes: [sha512(locked.integrity)] }),
    ...about,
  }
}

/**
 * @param {Licence} licence of what is inside a package and has no package of its own
 * @param {Pick<Component, 'licenses' | 'externalReferences'>} about
 * @returns {Component}
 */
function contained(licence, about) {
  const { name, version } = licence
  const ref = containedRef(licence)
  if (name === 'SQLite') {
    return {
      type: 'library',
      'bom-ref': ref,
      name,
      version,
      purl: ref,
      cpe: cpe(CPE.sqlite, version),
      ...about,
    }
  }
  return { type: 'data', 'bom-ref': ref, name, version, ...about }
}

/**
 * @param {Runtime} runtime
 * @returns {Component}
 */
function electronComponent({ version, official, chromium, node }) {
  const ref = official ? `pkg:github/electron/electron@v${version}` : `electron@${version}-unofficial`
  /**
   * @param {string} name
   * @param {string | null} itsVersion
   * @param {string} vendor
   * @returns {Component[]}
   */
  const inside = (name, itsVersion, vendor) =>
    itsVersion === null
      ? []
      : [
          {
            type: 'framework',
            'bom-ref': `${ref}#${name}`,
            name,
            version: itsVersion,
            cpe: cpe(vendor, itsVersion),
          },
        ]
  const components = [...inside('Chromium', chromium, CPE.chromium), ...inside('Node.js', node, CPE.node)]
  return {
    type: 'framework',
    'bom-ref': ref,
    name: 'Electron',
    version,
    ...(official ? { purl: ref } : {}),
    licenses: licenseChoice('MIT'),
    externalReferences: [{ type: 'website', url: 'https://www.electronjs.org' }],
    properties: [{ name: 'zonedesk:runtime', value: official ? 'official' : 'unofficial' }],
    ...(components.length === 0 ? {} : { components }),
  }
}

/**
 * @param {{ name: string, version: string }} one
 * @returns {string} a package URL: https://github.com/package-url/purl-spec
 */
function npmUrl({ name, version }) {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`
}

/**
 * @param {Licence} container
 * @param {readonly Licence[]} licences
 * @returns {string[]} the references of what it contains
 */
function containedIn(container, licences) {
  return licences.filter(({ name }) => CONTAINED_IN[name] === container.name).map(containedRef)
}

/** @param {Licence} licence */
function containedRef({ name, version }) {
  return `pkg:generic/${encodeURIComponent(name.toLowerCase())}@${encodeURIComponent(version)}`
}

/**
 * @param {string} product
 * @param {string} version
 */
function cpe(product, version) {
  return `cpe:2.3:${product}:${version}:*:*:*:*:*:*:*`
}

/** @param {string} expression SPDX */
function licenseChoice(expression) {
  return [/\s/.test(expression) ? { expression } : { license: { id: expression } }]
}

/** @param {string} integrity */
function sha512(integrity) {
  return {
    alg: 'SHA-512',
    content: Buffer.from(integrity.replace(/^sha512-/, ''), 'base64').toString('hex'),
  }
}

/**
 * @param {Licence} licence
 * @param {Readonly<Record<string, LockedPackage>>} lock
 * @returns {string | null} null for what is inside a package and is none
 */
function pathInLock({ name, version }, lock) {
  const found = Object.entries(lock).find(
    ([path, locked]) => path !== '' && (locked.name ?? nameIn(path)) === name && locked.version === version,
  )
  return found?.[0] ?? null
}

/**
 * @param {string} path of a package in the lock
 * @param {Readonly<Record<string, LockedPackage>>} lock
 * @param {ReadonlySet<string>} inside the references of the packages of the SBOM
 * @returns {string[]} the references of those that it needs, found as Node finds them
 */
function neededBy(path, lock, inside) {
  const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = lock[path] ?? {}
  // A package may load an optional peer that it names in no other place.
  const names = Object.keys({
    ...dependencies,
    ...optionalDependencies,
    ...peerDependencies,
    ...peerDependenciesMeta,
  })
  const needed = names.map((name) => {
    for (let folder = path; ; folder = folder.slice(0, folder.lastIndexOf('/node_modules/'))) {
      const found = `${folder}/node_modules/${name}`
      if (lock[found] !== undefined) return lockedUrl(found, lock)
      if (!folder.includes('/node_modules/')) return lockedUrl(`node_modules/${name}`, lock)
    }
  })
  return [...new Set(needed)].filter((ref) => inside.has(ref)).sort()
}

/**
 * @param {string} path of a package in the lock
 * @param {Readonly<Record<string, LockedPackage>>} lock
 * @returns {string} its reference: the same package may be in several folders
 */
function lockedUrl(path, lock) {
  const { name = nameIn(path), version = '' } = lock[path] ?? {}
  return npmUrl({ name, version })
}

/** @param {string} path of a package in the lock */
function nameIn(path) {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
}

/**
 * @param {string} content
 * @returns {string} a UUID of version 8 (RFC 9562 5.8) that is made from the content, so that it comes out the same again
 */
function serialNumber(content) {
  const hex = createHash('sha256').update(content).digest('hex')
  const variant = '89ab'[parseInt(hex[16] ?? '0', 16) % 4]
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
