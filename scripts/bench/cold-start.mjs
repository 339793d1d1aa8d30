import { join } from 'node:path'
import { median } from './statistics.mjs'
import { EMPTY_WINDOW, painted, ready, THE_APP, withWindow } from './window.mjs'

/** Starts of each kind; the kinds take turns, so that what else the machine does falls on all of them. */
const ROUNDS = 9

/** @typedef {import('./window.mjs').Runtime} Runtime */

/**
 * From the start of the process to the first painted content: of an empty window, and of the app over each folder.
 *
 * @param {Runtime} runtime
 * @param {string} folder for the empty window's data
 * @param {ReadonlyMap<string, string>} data folders by what they hold
 * @returns {Promise<{ emptyMs: number, startMs: Map<string, number> }>} medians, in milliseconds
 */
export async function measureColdStart(runtime, folder, data) {
  const emptyWindow = { app: EMPTY_WINDOW, data: join(folder, 'empty') }
  /** @param {{ app: string, data: string }} what @param {(page: import('./window.mjs').Page) => Promise<number>} moment */
  const start = async (what, moment) => {
    const began = Date.now()
    return (await withWindow(runtime, what, moment)) - began
  }
  // The first start of each makes its files.
  await start(emptyWindow, painted)
  for (const path of data.values()) await start({ app: THE_APP, data: path }, ready)

  /** @type {number[]} */
  const empty = []
  const times = new Map([...data.keys()].map((what) => [what, /** @type {number[]} */ ([])]))
  for (let round = 0; round < ROUNDS; round += 1) {
    empty.push(await start(emptyWindow, painted))
    for (const [what, path] of data) times.get(what)?.push(await start({ app: THE_APP, data: path }, ready))
  }
  return {
    emptyMs: median(empty),
    startMs: new Map([...times].map(([what, all]) => [what, median(all)])),
  }
}
