import { describe, expect, it } from 'vitest'
import { rowState } from '../../../../../src/renderer/parts/domains/row-state'

describe('rowState', () => {
  it('tells a disabled domain before its records', () => {
    expect(rowState({ state: 'disabled', failing: 3 }).word).toBe('Disabled')
  })

  it('tells an active domain with failing records from one without', () => {
    expect(rowState({ state: 'active', failing: 1 }).shape).toBe('attention')
    expect(rowState({ state: 'active', failing: 0 }).shape).toBe('check')
  })

  it('does not take records that were never fetched for failing ones', () => {
    expect(rowState({ state: 'active', failing: null }).shape).toBe('check')
  })

  it('has a shape of its own for each state, not only a colour', () => {
    const states = [
      rowState({ state: 'disabled', failing: null }),
      rowState({ state: 'unverified', failing: null }),
      rowState({ state: 'active', failing: 1 }),
      rowState({ state: 'active', failing: 0 }),
    ]
    expect(new Set(states.map(({ shape }) => shape)).size).toBe(states.length)
    expect(new Set(states.map(({ word }) => word)).size).toBe(states.length)
  })
})
