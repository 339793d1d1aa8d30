import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { RUNTIME } from '../setup/paths.mjs'

/** What this command installs for itself, and keeps between runs. */
export const OPINIONS = join(RUNTIME, 'second-opinions')

/**
 * A program somebody else wrote, or why it is not there.
 *
 * @typedef {object} Tool
 * @property {string} name as the tests ask for it
 * @property {string | null} path of the executable; null when it could not be had
 * @property {string} reason one line; empty when it is there
 * @property {boolean} couldBeHad whether all that its installation needs is on this machine
 */

/**
 * @param {string} name
 * @param {string} path
 * @returns {Tool}
 */
export function had(name, path) {
  return { name, path, reason: '', couldBeHad: true }
}

/**
 * @param {string} name
 * @param {string} reason a program's output; its last line that is not empty is kept
 * @param {boolean} couldBeHad
 * @returns {Tool}
 */
export function lacking(name, reason, couldBeHad) {
  const lines = reason.split('\n').map((line) => line.trim())
  return { name, path: null, reason: lines.findLast((line) => line !== '') ?? 'it said nothing', couldBeHad }
}

/** @returns {boolean} whether this command may install Debian's packages here */
export function canInstallDebian() {
  return existsSync('/etc/debian_version') && process.getuid?.() === 0
}

/**
 * @param {string} folder
 * @param {string[]} salt what else the result depends on
 * @returns {string} equal only when the files of the folder are the same
 */
export function stampOf(folder, salt) {
  const hash = createHash('sha256')
  for (const text of salt) hash.update(text).update('\0')
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name)
    if (statSync(path).isFile()) hash.update(name).update('\0').update(readFileSync(path)).update('\0')
  }
  return hash.digest('hex').slice(0, 16)
}
