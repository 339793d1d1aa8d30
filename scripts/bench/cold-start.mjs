import { join } from 'node:path'
import { withProgram } from './program.mjs'
import { median } from './statistics.mjs'
import { painted, ready } from './window.mjs'

/** Starts of each kind; the kinds take turns, so that what else the machine does falls on all of them. */
const ROUNDS = 9

/** The first starts make files, and Chromium keeps compiled scripts from the second load on. */
const FIRST_STARTS = 3

/**
 * Moments of a start, in milliseconds since its process was started.
 *
 * @typedef {object} Moments
 * @property {number} page Chromium begins to load the page
 * @property {number} scripts the page's scripts have been read and have run once
 * @property {number} content the content is painted: the first rows, or the empty window's word
 */

/**
 * From the start of the process to the first painted content: of an empty window, and of the app over each folder.
 *
 * @param {import('./window.mjs').Runtime} runtime
 * @param {import('./packed.mjs').Programs} programs
 * @param {string} folder for the empty window's data
 * @param {ReadonlyMap<string, string>} data folders by what they hold
 * @returns {Promise<{ empty: Moments, starts: Map<string, Moments> }>} medians
 */
export async function measureColdStart(runtime, programs, folder, data) {
  const emptyWindow = { program: programs.empty, data: join(folder, 'empty') }
  /** @param {{ program: string, data: string }} what @param {(page: import('./window.mjs').Page) => Promise<number>} moment */
  const start = (what, moment) =>
    withProgram(runtime, what, async (page, { began }) => {
      const content = await moment(page)
      const { origin, scripts } = await page.evaluate(() => {
        const [load] = /** @type {PerformanceNavigationTiming[]} */ (
          performance.getEntriesByType('navigation')
        )
        return { origin: performance.timeOrigin, scripts: load?.domContentLoadedEventStart ?? Number.NaN }
      })
      return { page: origin - began, scripts: origin + scripts - began, content: content - began }
    })
  const kinds = [...data].map(([what, path]) => ({ what, program: programs.app, data: path }))
  for (let first = 0; first < FIRST_STARTS; first += 1) {
    await start(emptyWindow, painted)
    for (const kind of kinds) await start(kind, ready)
  }

  /** @type {Moments[]} */
  const empty = []
  const times = new Map([...data.keys()].map((what) => [what, /** @type {Moments[]} */ ([])]))
  for (let round = 0; round < ROUNDS; round += 1) {
    empty.push(await start(emptyWindow, painted))
    for (const kind of kinds) times.get(kind.what)?.push(await start(kind, ready))
  }
  return { empty: medians(empty), starts: new Map([...times].map(([what, all]) => [what, medians(all)])) }
}

/**
 * @param {readonly Moments[]} starts
 * @returns {Moments} each moment's median
 */
export function medians(starts) {
  return {
    page: median(starts.map(({ page }) => page)),
    scripts: median(starts.map(({ scripts }) => scripts)),
    content: median(starts.map(({ content }) => content)),
  }
}
