import { writeFileSync } from 'node:fs'
import { say } from '../setup/report.mjs'
import { countLine } from './vitest-report.mjs'

/** Where a run that is one of several leaves its counts, for one closing line over all of them. */
const COUNTS_FILE = 'ZONEDESK_COUNTS_FILE'

/**
 * @param {string} file
 * @returns {NodeJS.ProcessEnv} what makes a run leave its counts in that file
 */
export function countingInto(file) {
  return { ...process.env, [COUNTS_FILE]: file }
}

/**
 * Ends a run with the one line that counts its tests. As one of several it leaves the counts to who started it:
 * whoever looks for the closing line must find one.
 *
 * @param {import('./vitest-report.mjs').Counts} counts
 */
export function close(counts) {
  const file = process.env[COUNTS_FILE]
  if (file === undefined) say(countLine(counts))
  else writeFileSync(file, JSON.stringify(counts))
}
