// Which file of src imports which file, and which folder imports which folder, read from the files on the disk.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'
import { ROOT } from '../setup/paths.mjs'
import { fileOf, importsOf, pathInClone } from './imports.mjs'

/**
 * For each file, or each folder, the ones it imports, each with one import as the proof.
 *
 * @typedef {Map<string, Map<string, { from: string, to: string }>>} Graph
 */

/** @typedef {{ paths: ReadonlySet<string>, files: Graph, folders: Graph }} Graphs */

/** Milliseconds for which the graph is not read from the disk again: an editor lints after every change. */
const FRESH_MS = 15_000

/** @type {Map<string, { changed: number, imports: string[] }>} what each file imports, and when it was changed */
const read = new Map()
/** @type {Graphs | undefined} */
let last
let lastAt = 0

/** @returns {Graphs} the files of src and their imports, as it is on the disk */
export function graphsOfSources() {
  if (last !== undefined && performance.now() - lastAt < FRESH_MS) return last
  /** @type {Map<string, string[]>} */
  const imports = new Map()
  for (const entry of readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(ts|svelte)$/.test(entry.name)) continue
    const path = join(entry.parentPath, entry.name)
    imports.set(pathInClone(path), importsOnDisk(path))
  }
  last = graphsOf(imports)
  lastAt = performance.now()
  return last
}

/** @param {string} path @returns {string[]} */
function importsOnDisk(path) {
  const changed = statSync(path).mtimeMs
  const known = read.get(path)
  if (known?.changed === changed) return known.imports
  const imports = importsOf(path, readFileSync(path, 'utf8'))
  read.set(path, { changed, imports })
  return imports
}

/**
 * @param {ReadonlyMap<string, readonly string[]>} imports what each file imports, as written, by the file's path
 * @returns {Graphs} a folder stands for the files directly in it
 */
export function graphsOf(imports) {
  /** @type {Graph} */
  const files = new Map()
  /** @type {Graph} */
  const folders = new Map()
  for (const [from, specifiers] of imports) {
    for (const specifier of specifiers) {
      const to = fileOf(from, specifier, (path) => imports.has(path))
      if (to === null) continue
      lead(files, from, to, { from, to })
      lead(folders, posix.dirname(from), posix.dirname(to), { from, to })
    }
  }
  return { paths: new Set(imports.keys()), files, folders }
}

/** @param {Graph} graph @param {string} from @param {string} to @param {{ from: string, to: string }} proof */
function lead(graph, from, to, proof) {
  if (from === to) return
  const next = graph.get(from) ?? new Map()
  if (!next.has(to)) next.set(to, proof)
  graph.set(from, next)
}

/**
 * @param {Graph} graph
 * @param {string} from
 * @param {string} to
 * @returns {string[] | null} a shortest way along the imports, both ends included; null when there is none
 */
export function way(graph, from, to) {
  /** @type {Map<string, string | null>} */
  const cameFrom = new Map([[from, null]])
  for (const point of cameFrom.keys()) {
    if (point === to) return backFrom(point, cameFrom)
    for (const next of graph.get(point)?.keys() ?? []) {
      if (!cameFrom.has(next)) cameFrom.set(next, point)
    }
  }
  return null
}

/** @param {string} end @param {ReadonlyMap<string, string | null>} cameFrom @returns {string[]} */
function backFrom(end, cameFrom) {
  const points = []
  for (let point = /** @type {string | null} */ (end); point !== null; point = cameFrom.get(point) ?? null) {
    points.unshift(point)
  }
  return points
}
