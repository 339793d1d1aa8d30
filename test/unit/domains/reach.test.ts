import { describe, expect, it } from 'vitest'
import { createReach } from '../../../src/main/domains/reach'
import { type FailureCode, ZonedeskError } from '../../../src/preload/contract/failure'

function watched() {
  const changes: (number | null)[] = []
  const clock = { now: 100 }
  const reach = createReach(
    () => clock.now,
    (accountId) => changes.push(reach.offlineSince(accountId)),
  )
  const fail = (code: FailureCode) =>
    reach.through('a', () => Promise.reject(new ZonedeskError(code, 'It failed.'))).catch(() => undefined)
  return { reach, changes, clock, fail }
}

describe('whether a provider can be reached', () => {
  it('is told once when it goes and once when it comes back', async () => {
    const { reach, changes, clock, fail } = watched()
    await fail('offline')
    clock.now = 200
    await fail('offline')
    expect(reach.offlineSince('a')).toBe(100)
    expect(reach.offlineSince('b')).toBeNull()
    expect(await reach.through('a', () => Promise.resolve('answer'))).toBe('answer')
    await reach.through('a', () => Promise.resolve('answer'))
    expect(changes).toEqual([100, null])
  })

  it.each<FailureCode>(['not-found', 'rate-limited', 'bad-answer', 'unauthorized'])(
    'is known from a %s failure, which the provider itself sent',
    async (code) => {
      const { reach, fail } = watched()
      await fail('offline')
      await fail(code)
      expect(reach.offlineSince('a')).toBeNull()
    },
  )

  it.each<FailureCode>(['timeout', 'cancelled', 'keychain', 'internal'])(
    'is not known from a %s failure',
    async (code) => {
      const { reach, fail } = watched()
      await fail(code)
      expect(reach.offlineSince('a')).toBeNull()
      await fail('offline')
      await fail(code)
      expect(reach.offlineSince('a')).toBe(100)
    },
  )

  it('passes a failure on as it is', async () => {
    const error = new ZonedeskError('offline', 'It failed.')
    await expect(watched().reach.through('a', () => Promise.reject(error))).rejects.toBe(error)
  })
})
