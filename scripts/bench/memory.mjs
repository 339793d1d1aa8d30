import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { EMPTY_WINDOW, painted, ready, THE_APP, withWindow } from './window.mjs'

/** By then, the work at the start is over. */
const SETTLED_AFTER_MS = 5_000

/**
 * Memory of all processes of the app over a data folder, and of an empty window.
 *
 * @param {import('./window.mjs').Runtime} runtime
 * @param {string} folder
 * @param {string} data
 * @returns {Promise<{ emptyMiB: number, appMiB: number }>}
 */
export async function measureMemory(runtime, folder, data) {
  /** @param {{ app: string, data: string }} what @param {(page: import('./window.mjs').Page) => Promise<number>} moment */
  const settled = (what, moment) =>
    withWindow(runtime, what, async (page, electron) => {
      await moment(page)
      await new Promise((resolve) => setTimeout(resolve, SETTLED_AFTER_MS))
      return memoryOf(electron)
    })
  return {
    emptyMiB: await settled({ app: EMPTY_WINDOW, data: join(folder, 'empty') }, painted),
    appMiB: await settled({ app: THE_APP, data }, ready),
  }
}

/**
 * The proportional set size where the system tells it (Linux, proc_pid_smaps_rollup(5)): shared pages count once over
 * all processes. Elsewhere the working sets, as Electron tells them.
 *
 * @param {import('./window.mjs').ElectronApplication} electron
 * @returns {Promise<number>} MiB
 */
async function memoryOf(electron) {
  const processes = await electron.evaluate(({ app }) =>
    app.getAppMetrics().map(({ pid, memory }) => ({ pid, kilobytes: memory.workingSetSize })),
  )
  return processes.reduce((sum, { pid, kilobytes }) => sum + (proportional(pid) ?? kilobytes), 0) / 1024
}

/**
 * @param {number} pid
 * @returns {number | null} kilobytes
 */
function proportional(pid) {
  if (process.platform !== 'linux') return null
  const found = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))
  return found === null ? null : Number(found[1])
}
