import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { withProgram } from './program.mjs'
import { median } from './statistics.mjs'
import { painted, ready } from './window.mjs'

/** By then, the work at the start is over. */
const SETTLED_AFTER_MS = 5_000

/** Starts of each kind; they take turns. */
const ROUNDS = 3

/**
 * Memory of all processes of the packed app over a data folder, and of an empty window. Linux alone tells it.
 *
 * @param {import('./window.mjs').Runtime} runtime
 * @param {import('./packed.mjs').Programs} programs
 * @param {string} folder
 * @param {string} data
 * @returns {Promise<{ emptyMiB: number, appMiB: number }>} medians
 */
export async function measureMemory(runtime, programs, folder, data) {
  /** @param {{ program: string, data: string }} what @param {(page: import('./window.mjs').Page) => Promise<number>} moment */
  const settled = (what, moment) =>
    withProgram(runtime, what, async (page, { pid }) => {
      await moment(page)
      await new Promise((resolve) => setTimeout(resolve, SETTLED_AFTER_MS))
      return family(pid, parents()).reduce((sum, one) => sum + proportional(one), 0) / 1024
    })
  const empty = []
  const app = []
  for (let round = 0; round < ROUNDS; round += 1) {
    empty.push(await settled({ program: programs.empty, data: join(folder, 'empty') }, painted))
    app.push(await settled({ program: programs.app, data }, ready))
  }
  return { emptyMiB: median(empty), appMiB: median(app) }
}

/**
 * @param {number} pid
 * @param {ReadonlyMap<number, number>} parentOf the parent of each process
 * @returns {number[]} the process, and all that it and its children started
 */
export function family(pid, parentOf) {
  const members = new Set([pid])
  // Each pass finds one generation more.
  for (let before = 0; before < members.size;) {
    before = members.size
    for (const [child, parent] of parentOf) if (members.has(parent)) members.add(child)
  }
  return [...members]
}

/** @returns {Map<number, number>} the parent of each process of this machine: proc_pid_stat(5) */
function parents() {
  const found = new Map()
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
    try {
      // The name of the program stands in parentheses and may hold some itself.
      const [, parent] = /^.*\) \S (\d+)/s.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? []
      if (parent !== undefined) found.set(Number(name), Number(parent))
    } catch {
      // It ended meanwhile.
    }
  }
  return found
}

/**
 * The proportional set size: shared pages count once over all processes, proc_pid_smaps_rollup(5).
 *
 * @param {number} pid
 * @returns {number} kilobytes; 0 for a process that has ended
 */
function proportional(pid) {
  return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0)
}
