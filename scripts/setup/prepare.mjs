import { mkdirSync } from 'node:fs'
import { ensureDependencies } from './dependencies.mjs'
import { ensureElectron } from './electron.mjs'
import { RUNTIME } from './paths.mjs'
import { ensureSystemPackages } from './system-packages.mjs'

/**
 * Makes a clone ready to run: system packages, dependencies, Electron. What is done already is skipped.
 *
 * @param {'start' | 'test' | 'package'} purpose
 * @param {readonly string[]} [targets] the kinds of packages that are to be made
 * @returns {Promise<string>} path of the Electron to run
 */
export async function prepare(purpose, targets = []) {
  mkdirSync(RUNTIME, { recursive: true })
  await ensureSystemPackages(purpose, targets)
  await ensureDependencies()
  return ensureElectron()
}
