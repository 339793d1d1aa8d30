import { describe, expect, it } from 'vitest'
import { startsTheApp } from '../../../scripts/testing/projects.mjs'

describe('startsTheApp', () => {
  it.each([[['--project', 'unit']], [['--project=unit', 'cache']]])('is false for %j', (args) => {
    expect(startsTheApp(args)).toBe(false)
  })

  it.each([
    [[]],
    [['window']],
    [['--project', 'e2e']],
    [['--project=integration', 'serve']],
    [['--project', 'unit', '--project=integration']],
    [['--project=unit', '--project', 'e2e']],
    [['--project']],
  ])('is true for %j', (args) => {
    expect(startsTheApp(args)).toBe(true)
  })
})
