import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { endsWords, gatherEnds } from '../../../src/main/app/watch-ends'
import type { Watch } from '../../../src/preload/contract/watches'

const ended = (name: string, state: 'done' | 'given-up' = 'done'): Watch =>
  ({
    ...{ accountId: 'a', name, state, startedAt: 1, nextAt: null, looks: 1 },
    sentence: 'All records are there.',
  }) as unknown as Watch

describe('watches that ended', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('are told at most once a minute, and none is forgotten', () => {
    const told: string[][] = []
    const tell = gatherEnds((all) => told.push(all.map(({ name }) => name)))
    tell(ended('a.test'))
    expect(told).toEqual([])
    vi.advanceTimersByTime(2_000)
    expect(told).toEqual([['a.test']])
    for (let at = 0; at < 50; at += 1) {
      tell(ended(`b${at}.test`))
      vi.advanceTimersByTime(1_000)
    }
    expect(told).toHaveLength(1)
    vi.advanceTimersByTime(10_000)
    expect(told).toHaveLength(2)
    expect(told[1]).toHaveLength(50)
    vi.advanceTimersByTime(600_000)
    expect(told).toHaveLength(2)
  })

  it.each<readonly [readonly Watch[], string, string]>([
    [[ended('a.test')], 'a.test is verified', 'All records are there.'],
    [[ended('xn--bcher-kva.test', 'given-up')], 'bücher.test is still not right', 'All records are there.'],
    [[ended('a.test'), ended('b.test')], '2 domains are verified', 'a.test, b.test'],
    [
      [ended('a.test'), ended('b.test', 'given-up')],
      '1 domain is verified, 1 is still not right',
      'a.test, b.test',
    ],
    [
      ['a', 'b', 'c', 'd', 'e'].map((name) => ended(name, 'given-up')),
      '5 domains are still not right',
      'a, b, c, 2 more',
    ],
  ])('are one notification: %#', (all, title, body) => {
    expect(endsWords(all)).toEqual({ title, body })
  })
})
