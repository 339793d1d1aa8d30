import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { moduleFile, ROOT } from './paths.mjs'
import { capture } from './processes.mjs'
import { say, SetupError } from './report.mjs'

const OUT = join(ROOT, 'out')
const STAMP = join(OUT, '.sources')

/** Everything a build reads. */
const SOURCES = ['electron.vite.config.ts', 'LICENSE', 'package.json', 'package-lock.json', 'tsconfig.json']
const SOURCE_FOLDERS = ['src', 'resources', 'docs/guide', 'scripts/guide', 'scripts/package/licences']

/**
 * @param {string} root folder with the sources
 * @returns {string} equal only when a build would give the same result
 */
export function sourceStamp(root) {
  const inFolders = SOURCE_FOLDERS.filter((folder) => existsSync(join(root, folder))).flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  )
  const hash = createHash('sha256')
  for (const file of [...SOURCES, ...inFolders].sort()) {
    const path = join(root, file)
    if (!existsSync(path) || !statSync(path).isFile()) continue
    hash.update(file).update('\0').update(readFileSync(path)).update('\0')
  }
  return hash.digest('hex')
}

/** Builds the app into out/ when its sources changed since the last build. */
export async function ensureBuild() {
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sourceStamp(ROOT)) return
  await build()
}

/**
 * Builds the app into out/.
 *
 * @throws {SetupError} with the bundler's own words
 */
export async function build() {
  say('building the app')
  const stamp = sourceStamp(ROOT)
  forgetBuild()
  const { code, stdout, stderr } = await capture(process.execPath, [
    moduleFile('electron-vite', 'bin', 'electron-vite.js'),
    'build',
    '--logLevel',
    'warn',
  ])
  if (code !== 0) {
    const words = (stdout + stderr).replaceAll(/^\s+at .*\n?/gm, '')
    throw new SetupError(`The build failed:\n${words.trim()}`)
  }
  const warnings = (stdout + stderr).trim()
  if (warnings !== '') say(warnings)
  mkdirSync(OUT, { recursive: true })
  writeFileSync(STAMP, stamp)
}

/** Makes the next start build again: what is in out/ is no longer a finished build. */
export function forgetBuild() {
  rmSync(STAMP, { force: true })
}
