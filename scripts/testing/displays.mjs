import { availableParallelism } from 'node:os'

/** @returns {number} how many windows are tested at once, each on a display of its own */
export function windowsAtOnce() {
  return Math.min(2, availableParallelism())
}

/**
 * @param {NodeJS.ProcessEnv} env as a session gives it to what runs in it
 * @returns {readonly (string | undefined)[]} the displays on which windows can be tested at once; a single
 *   undefined where there is only the desktop's own
 */
export function displays(env) {
  return env['ZONEDESK_DISPLAYS']?.split(' ') ?? [env['DISPLAY']]
}

/**
 * @param {NodeJS.ProcessEnv} env of one of vitest's workers
 * @returns {string | undefined} the display that no other worker uses meanwhile
 * @throws {Error} when there are more workers than displays
 */
export function ownDisplay(env) {
  const all = displays(env)
  const worker = Number(env['VITEST_POOL_ID'] ?? 1)
  if (worker > all.length)
    throw new Error(`Worker ${worker} has no display of its own: there are ${all.length}.`)
  return all[worker - 1]
}
