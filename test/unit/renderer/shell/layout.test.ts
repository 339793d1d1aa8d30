import { describe, expect, it } from 'vitest'
import { clamped, layoutAt } from '../../../../src/renderer/shell/layout'

describe('layoutAt', () => {
  it('has three panes from 1100 pixels on', () => {
    expect(layoutAt(1100, 200)).toMatchObject({ rail: false, single: false })
  })

  it('makes the sidebar a rail below, and still has three panes at 900', () => {
    expect(layoutAt(1099, 200)).toMatchObject({ rail: true, single: false })
    expect(layoutAt(900, 200)).toMatchObject({ rail: true, single: false })
  })

  it('lets list and domain take turns below 900', () => {
    expect(layoutAt(899, 200)).toMatchObject({ rail: true, single: true })
  })

  it('never lets the list leave the domain too little room', () => {
    for (const width of [900, 1000, 1100, 1280, 2000]) {
      const layout = layoutAt(width, layoutAt(width, 200).sidebar.max)
      const sidebar = layout.rail ? 49 : layout.sidebar.max
      expect(width - sidebar - layout.list.max).toBeGreaterThanOrEqual(
        Math.min(480, width - sidebar - layout.list.min),
      )
      expect(layout.list.max).toBeGreaterThanOrEqual(layout.list.min)
    }
  })
})

describe('clamped', () => {
  it('keeps a remembered width within what fits now', () => {
    expect(clamped(10, { min: 160, max: 320 })).toBe(160)
    expect(clamped(1000, { min: 160, max: 320 })).toBe(320)
    expect(clamped(200, { min: 160, max: 320 })).toBe(200)
  })
})
