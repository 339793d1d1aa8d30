/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 *
 * @typedef {object} FileResult one file in vitest's JSON report
 * @property {string} status
 * @property {{ status: string }[]} assertionResults
 */

/**
 * Counts the tests of a vitest JSON report. A file that failed without any failed test, because it could not
 * be loaded or its hooks broke, counts as one failed test: it must not look like success.
 *
 * @param {{ testResults: FileResult[] }} report
 * @returns {Counts}
 */
export function countTests(report) {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  for (const file of report.testResults) {
    let failed = 0
    for (const { status } of file.assertionResults) {
      if (status === 'passed') counts.passed += 1
      else if (status === 'failed') failed += 1
      else counts.skipped += 1
    }
    counts.failed += failed === 0 && file.status === 'failed' ? 1 : failed
  }
  return counts
}

/**
 * @param {Counts} counts
 * @returns {string}
 */
export function countLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}

/**
 * @param {Counts[]} runs
 * @returns {Counts} of all of them together
 */
export function together(runs) {
  return runs.reduce(
    (sum, { passed, failed, skipped }) => ({
      passed: sum.passed + passed,
      failed: sum.failed + failed,
      skipped: sum.skipped + skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  )
}
