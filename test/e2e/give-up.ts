import { afterEach, beforeEach } from 'vitest'

/**
 * After so many failures, the rest of a file is skipped. Its tests go through one window step by step: where the first
 * steps failed, each later one would wait a minute for what never comes.
 */
const MOST_FAILURES = 3

let failures = 0

afterEach(({ task }) => {
  if (task.result?.state === 'fail') failures += 1
})

beforeEach((context) => {
  if (failures >= MOST_FAILURES) context.skip(`${MOST_FAILURES} tests of this file failed before`)
})
