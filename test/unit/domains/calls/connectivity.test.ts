import { describe, expect, it } from 'vitest'
import { createConnectivity } from '../../../../src/main/domains/calls/connectivity'
import { type FailureCode, ZonedeskError } from '../../../../src/preload/contract/failure'

function watched() {
  const changes: (number | null)[] = []
  const clock = { now: 100 }
  const connectivity = createConnectivity({
    now: () => clock.now,
    remembered: (accountId) => (accountId === 'remembered' ? 50 : null),
    onChange: (_, since) => changes.push(since),
  })
  const fail = (code: FailureCode) =>
    connectivity
      .through('a', () => Promise.reject(new ZonedeskError(code, 'It failed.')))
      .catch(() => undefined)
  return { connectivity, changes, clock, fail }
}

describe('whether a provider can be reached', () => {
  it('is told once when it goes and once when it comes back', async () => {
    const { connectivity, changes, clock, fail } = watched()
    await fail('offline')
    clock.now = 200
    await fail('offline')
    expect(connectivity.offlineSince('a')).toBe(100)
    expect(connectivity.offlineSince('b')).toBeNull()
    expect(await connectivity.through('a', () => Promise.resolve('answer'))).toBe('answer')
    await connectivity.through('a', () => Promise.resolve('answer'))
    expect(changes).toEqual([100, null])
  })

  it.each<FailureCode>(['not-found', 'rate-limited', 'bad-answer', 'unauthorized'])(
    'is known from a %s failure, which the provider itself sent',
    async (code) => {
      const { connectivity, fail } = watched()
      await fail('offline')
      await fail(code)
      expect(connectivity.offlineSince('a')).toBeNull()
    },
  )

  it.each<FailureCode>(['timeout', 'cancelled', 'keychain', 'internal'])(
    'is not known from a %s failure',
    async (code) => {
      const { connectivity, fail } = watched()
      await fail(code)
      expect(connectivity.offlineSince('a')).toBeNull()
      await fail('offline')
      await fail(code)
      expect(connectivity.offlineSince('a')).toBe(100)
    },
  )

  it('is remembered from before, until the first answer', async () => {
    const { connectivity, changes } = watched()
    expect(connectivity.offlineSince('remembered')).toBe(50)
    const fails = new ZonedeskError('offline', 'It failed.')
    await connectivity.through('remembered', () => Promise.reject(fails)).catch(() => undefined)
    expect(connectivity.offlineSince('remembered')).toBe(50)
    await connectivity.through('remembered', () => Promise.resolve('answer'))
    expect(connectivity.offlineSince('remembered')).toBeNull()
    expect(changes).toEqual([null])
  })

  it('passes a failure on as it is', async () => {
    const error = new ZonedeskError('offline', 'It failed.')
    await expect(watched().connectivity.through('a', () => Promise.reject(error))).rejects.toBe(error)
  })
})
