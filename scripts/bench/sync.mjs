import { join } from 'node:path'
import { startChild } from './child.mjs'
import { median } from './statistics.mjs'

const ROUNDS = 3

/**
 * What the bare minimum of a sync takes: JSON.parse of the same bytes and better-sqlite3 inserts into one table, or into
 * all that a cache has.
 *
 * @param {import('./window.mjs').Runtime} runtime
 * @param {string} folder
 * @param {number} domains
 * @param {{ cache: string, what: 'indexes' | 'search' }} [like] a cache whose tables and indexes are filled, and with
 *   `search` the search of names, too
 * @returns {Promise<number>} milliseconds, a median
 */
export async function measureRawSync({ electron, env }, folder, domains, like) {
  /** @type {number[]} */
  const times = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const file = join(folder, `raw-${like?.what ?? 'table'}-${domains}-${round}.sqlite`)
    const child = await startChild(
      electron,
      [
        join(import.meta.dirname, 'raw-sync-process.mjs'),
        ...[file, String(domains)],
        ...(like === undefined ? [] : [like.cache, like.what]),
      ],
      { ...env, ELECTRON_RUN_AS_NODE: '1' },
    )
    times.push(Number(child.line))
    await child.stop()
  }
  return median(times)
}
