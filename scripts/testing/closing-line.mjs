import { writeFileSync } from 'node:fs'
import { say } from '../setup/report.mjs'
import { countLine } from './vitest-report.mjs'

/** Names the file in which a run that is one of several leaves its counts, for one closing line over all runs. */
const COUNTS_FILE = 'ZONEDESK_COUNTS_FILE'

/**
 * @param {string} file
 * @returns {NodeJS.ProcessEnv} what makes a run leave its counts in that file
 */
export function countingInto(file) {
  return { ...process.env, [COUNTS_FILE]: file }
}

/**
 * Ends a run with the one line that counts its tests. A run that is one of several leaves its counts to the script
 * that started it, so that there is one closing line only.
 *
 * @param {import('./vitest-report.mjs').Counts} counts
 */
export function close(counts) {
  const file = process.env[COUNTS_FILE]
  if (file === undefined) say(countLine(counts))
  else writeFileSync(file, JSON.stringify(counts))
}
