import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { licencesOf } from './licences.mjs'
import { packagesBeside, packagesOfBundle } from './module-packages.mjs'

/** The programs of the app, each of which is a build of its own. */
const PROGRAMS = ['main', 'preload', 'renderer']

/**
 * Writes `out/licences.json` once every program was built: who wrote what is in them.
 *
 * @param {string} root the clone's folder
 * @returns {(program: string) => import('vite').Plugin} a plugin for the build of each program
 */
export function licencesOfBuild(root) {
  /** @type {Map<string, Set<string>>} */
  const built = new Map()
  return (program) => ({
    name: 'licences',
    apply: 'build',
    generateBundle(_options, bundle) {
      built.set(program, packagesOfBundle(bundle))
    },
    closeBundle() {
      if (!PROGRAMS.every((name) => built.has(name))) return
      const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
      const packages = [
        ...packagesBeside(lock.packages),
        ...[...built.values()].flatMap((found) => [...found]),
      ]
      mkdirSync(join(root, 'out'), { recursive: true })
      writeFileSync(
        join(root, 'out', 'licences.json'),
        `${JSON.stringify(licencesOf(packages, root), null, 2)}\n`,
      )
    },
  })
}
