import { readFileSync, writeFileSync } from 'node:fs'

/**
 * The mark in Electron's binary that the fuses stand behind: one byte for the version of the format, one for how many
 * fuses there are, then one for each fuse. Source: https://github.com/electron/electron
 * docs/tutorial/fuses.md and build/fuses/build.py.
 */
const SENTINEL = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX')
const VERSION = 1

/** The fuses in their order, by the names that electron-builder gives them; it does not know the last one. */
export const FUSE_NAMES = /** @type {const} */ ([
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
  'wasmTrapHandlers',
])

/** @typedef {typeof FUSE_NAMES[number]} FuseName */

/**
 * How each fuse must be in a package for users:
 *
 * - `runAsNode`, `enableNodeOptionsEnvironmentVariable`, `enableNodeCliInspectArguments` are off: no variable and no
 *   argument makes another program's tool of the app, whose name users have let read their keychain.
 * - `enableCookieEncryption` is off: the app keeps no cookies, and Chromium would write two entries into the keychain.
 * - `enableEmbeddedAsarIntegrityValidation` and `onlyLoadAppFromAsar` are on: only the packed app runs, unchanged where
 *   Electron checks that (macOS and Windows).
 * - `loadBrowserProcessSpecificV8Snapshot` is off: there is one snapshot for all processes.
 * - `grantFileProtocolExtraPrivileges` is off: the window is served by app://.
 * - `wasmTrapHandlers` stays on, as V8 and Chromium have it. Without it WebAssembly checks each access by itself.
 *
 * @type {Readonly<Record<FuseName, boolean>>}
 */
export const WANTED_FUSES = {
  runAsNode: false,
  enableCookieEncryption: false,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
  wasmTrapHandlers: true,
}

/**
 * @param {Buffer} binary
 * @returns {number[]} where the first fuse of each set stands: one set for each architecture in the binary
 */
function wires(binary) {
  const found = []
  for (let at = binary.indexOf(SENTINEL); at !== -1; at = binary.indexOf(SENTINEL, at + 1)) {
    const version = at + SENTINEL.length
    if (binary[version] !== VERSION)
      throw new Error(`The fuses have format ${binary[version]}, not ${VERSION}.`)
    found.push(version + 2)
  }
  if (found.length === 0) throw new Error('The binary has no fuses.')
  return found
}

/**
 * @param {string} file Electron's binary; on macOS the one of its framework
 * @returns {Partial<Record<FuseName, boolean>>} how the fuses are; one that this Electron lacks is left out
 * @throws {Error} when the architectures in the binary differ, or there is a fuse that has no name here
 */
export function readFuses(file) {
  const binary = readFileSync(file)
  const sets = wires(binary).map((first) => {
    const count = /** @type {number} */ (binary[first - 1])
    if (count > FUSE_NAMES.length)
      throw new Error(`Electron has ${count} fuses; ${FUSE_NAMES.length} are known.`)
    // `1` is on, `0` is off; any other sign marks a fuse that Electron no longer has.
    const states = [...binary.subarray(first, first + count)].map((state) => String.fromCharCode(state))
    return Object.fromEntries(
      states.flatMap((state, i) => (state === '0' || state === '1' ? [[FUSE_NAMES[i], state === '1']] : [])),
    )
  })
  const [set, ...others] = sets
  if (others.some((other) => JSON.stringify(other) !== JSON.stringify(set))) {
    throw new Error('The architectures in this binary have different fuses.')
  }
  return /** @type {Partial<Record<FuseName, boolean>>} */ (set)
}

/**
 * Sets one fuse, for the copy that tests drive. Packages for users get all of theirs from electron-builder.
 *
 * @param {string} file
 * @param {FuseName} name
 * @param {boolean} on
 */
export function setFuse(file, name, on) {
  const binary = readFileSync(file)
  for (const first of wires(binary)) binary[first + FUSE_NAMES.indexOf(name)] = (on ? '1' : '0').charCodeAt(0)
  writeFileSync(file, binary)
}

/**
 * @param {string} file
 * @throws {Error} naming each fuse that is not as it must be in a package for users
 */
export function checkFuses(file) {
  const fuses = readFuses(file)
  const wrong = FUSE_NAMES.filter((name) => fuses[name] !== undefined && fuses[name] !== WANTED_FUSES[name])
  if (wrong.length > 0) throw new Error(`Electron's fuses are not as they must be: ${wrong.join(', ')}.`)
}
