import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { untilAborted } from '../../../src/main/async/until-aborted'

const reason = (): Error => new Error('left')
const never = new Promise<string>(() => {})

describe('work that is waited for until a signal', () => {
  it('settles as the work does, and leaves no listener behind', async () => {
    const { signal } = new AbortController()
    expect(await untilAborted(Promise.resolve('done'), signal, reason)).toBe('done')
    await expect(untilAborted(Promise.reject(new Error('broken')), signal, reason)).rejects.toThrow('broken')
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  it('fails with the reason when the signal comes first, or came before', async () => {
    const controller = new AbortController()
    const waiting = untilAborted(never, controller.signal, reason)
    controller.abort()
    await expect(waiting).rejects.toThrow('left')
    await expect(untilAborted(never, controller.signal, reason)).rejects.toThrow('left')
  })

  it('lets a late failure of the work pass unheard', async () => {
    const { promise, reject } = Promise.withResolvers<string>()
    await expect(untilAborted(promise, AbortSignal.abort(), reason)).rejects.toThrow('left')
    reject(new Error('late'))
    await new Promise((resolve) => setImmediate(resolve))
  })
})
