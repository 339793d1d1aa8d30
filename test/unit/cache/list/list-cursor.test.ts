import { describe, expect, it } from 'vitest'
import { decodeCursor, encodeCursor, type ListCursor } from '../../../../src/main/cache/list/list-cursor'
import { ZonedeskError } from '../../../../src/preload/contract/failure'

const CURSOR: ListCursor = {
  sort: 'created',
  descending: true,
  rank: 0,
  time: 1_700_000_000_000,
  name: 'mg.example.com',
  accountId: 'embedded',
}

function refusal(after: string): unknown {
  try {
    return decodeCursor({ after, sort: 'created', descending: true })
  } catch (error) {
    return error instanceof ZonedeskError ? error.failure : error
  }
}

describe('list cursor', () => {
  it('reads back what was written', () => {
    for (const time of [CURSOR.time, null, 0, -1]) {
      const cursor = { ...CURSOR, time }
      expect(decodeCursor({ after: encodeCursor(cursor), sort: 'created', descending: true })).toEqual(cursor)
    }
  })

  it('is null on the first page', () => {
    expect(decodeCursor({ after: null, sort: 'name', descending: false })).toBeNull()
  })

  const wrong = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  it.each([
    ['empty', ''],
    ['not base64url', '%%%'],
    ['not JSON', Buffer.from('nonsense').toString('base64url')],
    ['of another shape', wrong({ name: 'x' })],
    ['too short', wrong(['created', true, null, 'x'])],
    ['with a time that is no number', wrong(['created', true, 0, '1', 'x', 'y'])],
    ['with an unsafe time', wrong(['created', true, 0, 1e300, 'x', 'y'])],
    ['with a rank there is not', wrong(['created', true, 2, 1, 'x', 'y'])],
    ['of another sort', encodeCursor({ ...CURSOR, sort: 'verified' })],
    ['of the other direction', encodeCursor({ ...CURSOR, descending: false })],
  ])('refuses one that is %s', (_, after) => {
    expect(refusal(after)).toMatchObject({ code: 'invalid', field: 'after' })
  })
})
