import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { capture } from '../../setup/processes.mjs'
import { SetupError } from '../../setup/report.mjs'

/** Running it takes well under a second. */
const LIMIT_MS = 60_000

/**
 * The files that a file of the built main process reads at once, itself included.
 *
 * @param {string} folder of the built main process
 * @param {string} file
 * @param {Set<string>} [found] those to leave out; the answer is added to it
 * @returns {Set<string>}
 */
export function readAtOnce(folder, file, found = new Set()) {
  if (found.has(file)) return found
  found.add(file)
  const text = readFileSync(join(folder, file), 'utf8')
  for (const [, next] of text.matchAll(/^(?:const \w+ = )?require\("\.\/([^"]+)"\)/gm)) {
    readAtOnce(folder, next ?? '', found)
  }
  return found
}

/**
 * @param {string} folder of the built main process
 * @returns {string[]} what it reads before the first rows, but for what Electron itself reads first
 */
export function readBeforeRows(folder) {
  const [run] = readdirSync(folder).filter((name) => /^run-.*\.js$/.test(name))
  if (run === undefined) throw new SetupError(`There is no built app in ${folder}. Run npm run build.`)
  const first = readAtOnce(folder, 'index.js')
  return [...readAtOnce(folder, run, new Set(first))].filter((name) => !first.has(name))
}

/**
 * Has V8 compile files, and keeps what it made in a file that src/main/app/code-cache.ts reads.
 *
 * @param {string} electron path of Electron's executable
 * @param {{ folder: string, names: readonly string[], to: string, arch?: string }} what the files' folder, their names,
 *   and the folder for the cache
 * @param {NodeJS.ProcessEnv} [env] the variables it runs with, by default those of a main process
 * @returns {Promise<string>} path of the cache
 * @throws {SetupError} with Electron's words
 */
export async function makeCodeCache(electron, { folder, names, to, arch = process.arch }, env) {
  const { ELECTRON_RUN_AS_NODE: _, ...ofMain } = process.env
  mkdirSync(to, { recursive: true })
  const file = join(to, `code-cache-${arch}.bin`)
  const { code, stderr } = await capture(
    electron,
    // It shows nothing and loads nothing from outside; as root Chromium would not start with its sandbox on.
    [...(env === undefined ? ['--no-sandbox'] : []), join(import.meta.dirname, 'compile.cjs')],
    {
      env: { ...(env ?? ofMain), ZONEDESK_COMPILE: JSON.stringify({ folder, names, to: file }) },
      limitMs: LIMIT_MS,
    },
  )
  if (code !== 0) throw new SetupError(`Electron could not compile the app's files:\n${stderr.trim()}`)
  return file
}
