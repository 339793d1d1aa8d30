import { describe, expect, it } from 'vitest'
import { countLine, countTests, together } from '../../../scripts/testing/vitest-report.mjs'

function file(status: string, ...tests: string[]) {
  return { status, assertionResults: tests.map((one) => ({ status: one })) }
}

describe('countTests', () => {
  it('adds the tests of every file', () => {
    const report = {
      testResults: [file('passed', 'passed', 'passed'), file('failed', 'passed', 'failed', 'failed')],
    }
    expect(countTests(report)).toEqual({ passed: 3, failed: 2, skipped: 0 })
  })

  it('counts skipped, pending and planned tests as skipped', () => {
    const report = { testResults: [file('passed', 'skipped', 'pending', 'todo', 'passed')] }
    expect(countTests(report)).toEqual({ passed: 1, failed: 0, skipped: 3 })
  })

  it('counts a file that could not be loaded as one failed test', () => {
    expect(countTests({ testResults: [file('failed')] })).toEqual({ passed: 0, failed: 1, skipped: 0 })
    expect(countTests({ testResults: [] })).toEqual({ passed: 0, failed: 0, skipped: 0 })
  })
})

describe('countLine', () => {
  it('is one plain line', () => {
    expect(countLine({ passed: 12, failed: 0, skipped: 3 })).toBe('12 passed, 0 failed, 3 skipped')
  })
})

describe('together', () => {
  it('adds up runs, and none to nothing', () => {
    const runs = [
      { passed: 3, failed: 1, skipped: 0 },
      { passed: 4, failed: 0, skipped: 2 },
    ]
    expect(together(runs)).toEqual({ passed: 7, failed: 1, skipped: 2 })
    expect(together([])).toEqual({ passed: 0, failed: 0, skipped: 0 })
  })
})
