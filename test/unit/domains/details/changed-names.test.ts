import { describe, expect, it } from 'vitest'
import { collectChangedNames } from '../../../../src/main/domains/details/changed-names'

function collecting() {
  const told: unknown[] = []
  const clock = { now: 0 }
  const names = collectChangedNames(
    'a',
    (_, payload) => told.push(payload),
    () => clock.now,
  )
  return { told, clock, names }
}

describe('names a sync changed', () => {
  it('are told at once, then together at most four times a second, and at the end', () => {
    const { told, clock, names } = collecting()
    for (let i = 0; i <= 30; i++) {
      clock.now = i * 10
      names.add([`d${i % 3}.example`])
    }
    names.flush()
    expect(told).toEqual([
      { accountId: 'a', names: ['d0.example'] },
      { accountId: 'a', names: ['d1.example', 'd2.example', 'd0.example'] },
      { accountId: 'a', names: ['d2.example', 'd0.example', 'd1.example'] },
    ])
  })

  it('are not told one by one when there are very many', () => {
    const { told, names } = collecting()
    names.add(Array.from({ length: 501 }, (_, i) => `d${i}.example`))
    expect(told).toEqual([{ accountId: 'a', names: null }])
  })

  it('are not told when there are none', () => {
    const { told, names } = collecting()
    names.add([])
    names.flush()
    expect(told).toEqual([])
  })

  it('are told although the clock was set back', () => {
    const { told, clock, names } = collecting()
    clock.now = 1_000_000
    names.add(['one.example'])
    clock.now = 0
    names.add(['two.example'])
    expect(told).toHaveLength(2)
  })
})
