import { describe, expect, it } from 'vitest'
import { createSyncTurns } from '../../../../src/main/domains/sync/sync-turns'
import { gate } from '../scripted-provider'

const never = new AbortController().signal
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('turns', () => {
  it('alternate between those who line up anew, so that none waits for the whole of another', async () => {
    const turns = createSyncTurns(1)
    const order: string[] = []
    const account = async (name: string, pieces: number): Promise<void> => {
      for (let piece = 1; piece <= pieces; piece++) {
        await turns.take(async () => {
          order.push(`${name}${piece}`)
          await settle()
        }, never)
      }
    }
    await Promise.all([account('a', 3), account('b', 2)])
    expect(order).toEqual(['a1', 'b1', 'a2', 'b2', 'a3'])
  })

  it('are so many at once, and free again after a failure', async () => {
    const turns = createSyncTurns(2)
    const held = gate()
    const first = turns.take(() => held.passed, never)
    expect(turns.isFree()).toBe(true)
    await expect(turns.take(() => Promise.reject(new Error('broken')), never)).rejects.toThrow('broken')
    const second = turns.take(() => held.passed, never)
    expect(turns.isFree()).toBe(false)
    held.open()
    await Promise.all([first, second])
    expect(turns.isFree()).toBe(true)
  })

  it('are not taken by who was stopped while waiting', async () => {
    const turns = createSyncTurns(1)
    const held = gate()
    const first = turns.take(() => held.passed, never)
    const stop = new AbortController()
    let done = false
    const second = turns.take(() => Promise.resolve((done = true)), stop.signal)
    stop.abort()
    await expect(second).rejects.toMatchObject({ failure: { code: 'cancelled' } })
    held.open()
    await first
    expect([done, turns.isFree()]).toEqual([false, true])
  })
})
