import { describe, expect, it } from 'vitest'
import { isAtSource, isPublished, nextLook } from '../../../../src/main/domains/watch/next-look'
import { checkWith, sighting } from './seen-records'

const NOW = 1_800_000_000_000
const MINUTE = 60_000

describe('the next look', () => {
  it('comes soon while the zone itself lacks a record, and less often with time', () => {
    const missing = checkWith([sighting('authoritative', 'missing', 300, NOW)])
    const pauses = [1, 3, 5, 7, 9, 11, 50].map((looks) => nextLook(missing, looks, NOW, 0).at - NOW)
    expect(pauses).toEqual([0.5, 1, 2, 5, 10, 15, 15].map((minutes) => minutes * MINUTE))
  })

  it('waits for the TTL of what a resolver remembers once the zone has everything', () => {
    const stale = checkWith([
      sighting('authoritative', 'published', 300, NOW),
      sighting('public', 'different', 600, NOW - 60_000),
    ])
    const plan = nextLook(stale, 1, NOW, 0)
    expect(plan.expectedBy).toBe(NOW - 60_000 + 600_000)
    expect(plan.at).toBe(plan.expectedBy! + 5_000)
  })

  it('looks when the first resolver may have it, and expects all when the last may', () => {
    const stale = checkWith([
      sighting('authoritative', 'published', 300, NOW),
      sighting('public', 'missing', 120, NOW),
      sighting('system', 'missing', 900, NOW),
    ])
    expect(nextLook(stale, 1, NOW, 0)).toEqual({ at: NOW + 125_000, expectedBy: NOW + 900_000 })
  })

  it('never waits longer than half an hour and its jitter, however long the TTL is', () => {
    const stale = checkWith([
      sighting('authoritative', 'published', 300, NOW),
      sighting('public', 'different', 7 * 86_400, NOW),
    ])
    expect(nextLook(stale, 1, NOW, 0).at).toBe(NOW + 30 * MINUTE)
    expect(nextLook(stale, 1, NOW, 0.999).at).toBeLessThanOrEqual(NOW + 36 * MINUTE)
  })

  it('promises no time when nothing says how long', () => {
    const silent = checkWith([sighting('authoritative', 'missing', null, NOW)])
    expect(nextLook(silent, 1, NOW, 0).expectedBy).toBeNull()
    const unknown = checkWith([sighting('public', 'unknown', null, NOW)])
    expect(nextLook(unknown, 1, NOW, 0).expectedBy).toBeNull()
  })
})

describe('where the records are', () => {
  it('is at the source only when every server of the zone has every record', () => {
    expect(isAtSource(checkWith([sighting('authoritative', 'published', 1, NOW)]))).toBe(true)
    expect(
      isAtSource(
        checkWith([
          sighting('authoritative', 'published', 1, NOW),
          sighting('authoritative', 'missing', 1, NOW),
        ]),
      ),
    ).toBe(false)
    expect(isAtSource(checkWith([sighting('public', 'published', 1, NOW)]))).toBe(false)
  })

  it('is everywhere only when each record is, and there are records', () => {
    const published = checkWith([sighting('public', 'published', 1, NOW)])
    expect(isPublished(published)).toBe(true)
    expect(isPublished({ ...published, records: [] })).toBe(false)
    const [record] = published.records
    expect(isPublished({ ...published, records: [record!, { ...record!, standing: 'partly' }] })).toBe(false)
  })
})
