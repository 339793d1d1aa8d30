import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { electronBinary, pack } from '../package/pack.mjs'
import { asarOf } from '../package/test-copy.mjs'
import { capture } from '../setup/processes.mjs'
import { archiveOf } from './archive.mjs'
import { EMPTY_WINDOW } from './window.mjs'

/**
 * Two programs that differ in nothing but the app's own files: the same Electron with the same fuses, trimmed alike.
 *
 * @typedef {object} Programs
 * @property {string} app path of the packed app
 * @property {string} empty path of an empty window, packed the same way
 */

/**
 * Packs the app as packages for users hold it, and beside it an empty window.
 *
 * @param {string} electron path of Electron's executable
 * @param {string} folder where both are made
 * @returns {Promise<Programs>}
 */
export async function packBoth(electron, folder) {
  const { unpacked } = await pack(electron, { targets: [], compression: 'fast', out: join(folder, 'packed') })
  const empty = join(folder, 'packed-empty')
  // Most of its 260 MB stays shared with the app's.
  const { code } = await capture('cp', ['-al', unpacked, empty])
  if (code !== 0) cpSync(unpacked, empty, { recursive: true })
  const archive = asarOf(empty)
  rmSync(archive)
  rmSync(`${archive}.unpacked`, { recursive: true, force: true })
  const files = readdirSync(EMPTY_WINDOW).map(
    (name) => /** @type {const} */ ([name, readFileSync(join(EMPTY_WINDOW, name))]),
  )
  writeFileSync(archive, archiveOf(new Map(files)))
  return { app: electronBinary(unpacked), empty: electronBinary(empty) }
}
