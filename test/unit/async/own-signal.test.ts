import { expect, it } from 'vitest'
import { withOwnSignal } from '../../../src/main/async/own-signal'

it('fires with the other, with its reason', async () => {
  const outer = new AbortController()
  const reason = new Error('enough')
  await withOwnSignal(outer.signal, (own) => {
    expect(own.aborted).toBe(false)
    outer.abort(reason)
    expect(own.reason).toBe(reason)
    return Promise.resolve()
  })
})

it('has fired where the other has', async () => {
  const reason = new Error('enough')
  await withOwnSignal(AbortSignal.abort(reason), (own) => {
    expect(own.reason).toBe(reason)
    return Promise.resolve()
  })
})

it('does not fire once the work has ended, and gives what the work gives or throws', async () => {
  const outer = new AbortController()
  const signals: AbortSignal[] = []
  const given = await withOwnSignal(outer.signal, (own) => {
    signals.push(own)
    return Promise.resolve(7)
  })
  await expect(
    withOwnSignal(outer.signal, (own) => {
      signals.push(own)
      return Promise.reject(new Error('no'))
    }),
  ).rejects.toThrow('no')
  outer.abort()
  expect(given).toBe(7)
  expect(signals.map(({ aborted }) => aborted)).toEqual([false, false])
})
