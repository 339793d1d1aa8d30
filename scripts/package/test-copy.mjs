import { copyFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { capture } from '../setup/processes.mjs'
import { setFuse } from './fuses.mjs'
import { electronBinary } from './pack.mjs'

const FOR_USERS = Buffer.from('"madeFor":"users"')
const FOR_TESTS = Buffer.from('"madeFor":"tests"')

/**
 * Makes a copy of a packed app that tests can drive. It differs in two things: the fuse that lets `--inspect` in, and
 * one word in its build-info.json, by which the app obeys the variables that only tests set.
 *
 * @param {string} unpacked the app's folder, of a package for Linux
 * @param {string} copy the folder to make
 * @returns {Promise<string>} path of the copy's program
 * @throws {Error} when the word is not in the app exactly once
 */
export async function makeTestCopy(unpacked, copy) {
  rmSync(copy, { recursive: true, force: true })
  // Most of its 260 MB stays shared with the original.
  const { code } = await capture('cp', ['-al', unpacked, copy])
  if (code !== 0) cpSync(unpacked, copy, { recursive: true })
  const [program, archive] = [electronBinary, asarOf].map((pathIn) => {
    rmSync(pathIn(copy))
    copyFileSync(pathIn(unpacked), pathIn(copy))
    return pathIn(copy)
  })
  setFuse(/** @type {string} */ (program), 'enableNodeCliInspectArguments', true)

  const asar = readFileSync(/** @type {string} */ (archive))
  const at = asar.indexOf(FOR_USERS)
  if (at === -1 || asar.indexOf(FOR_USERS, at + 1) !== -1) {
    throw new Error('The app does not say exactly once for whom it was made.')
  }
  // The words are equally long, so that nothing in the archive moves.
  FOR_TESTS.copy(asar, at)
  writeFileSync(/** @type {string} */ (archive), asar)
  return /** @type {string} */ (program)
}

/**
 * @param {string} unpacked the app's folder
 * @returns {string} the archive with the app's own files
 */
export function asarOf(unpacked) {
  return join(unpacked, 'resources', 'app.asar')
}
