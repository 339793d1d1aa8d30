import { describe, expect, it } from 'vitest'
import { Semaphore } from '../../../src/main/async/semaphore'
import { gate } from '../domains/scripted-provider'

const never = new AbortController().signal
const stopped = new Error('stopped')
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('the turns of a semaphore', () => {
  it('alternate between those who line up again, so that nobody waits for all the work of another', async () => {
    const turns = new Semaphore(1)
    const order: string[] = []
    const account = async (name: string, pieces: number): Promise<void> => {
      for (let piece = 1; piece <= pieces; piece++) {
        await turns.run(async () => {
          order.push(`${name}${piece}`)
          await settle()
        }, never)
      }
    }
    await Promise.all([account('a', 3), account('b', 2)])
    expect(order).toEqual(['a1', 'b1', 'a2', 'b2', 'a3'])
  })

  it('are as many at once as allowed, and free again after a failure', async () => {
    const turns = new Semaphore(2)
    const held = gate()
    const first = turns.run(() => held.passed, never)
    expect(turns.isFree).toBe(true)
    await expect(turns.run(() => Promise.reject(new Error('broken')), never)).rejects.toThrow('broken')
    const second = turns.run(() => held.passed, never)
    expect(turns.isFree).toBe(false)
    held.open()
    await Promise.all([first, second])
    expect(turns.isFree).toBe(true)
  })

  it('are not taken by who was stopped while waiting', async () => {
    const turns = new Semaphore(1)
    const held = gate()
    const first = turns.run(() => held.passed, never)
    const stop = new AbortController()
    let done = false
    const second = turns.run(() => Promise.resolve((done = true)), stop.signal)
    stop.abort(stopped)
    await expect(second).rejects.toBe(stopped)
    held.open()
    await first
    expect([done, turns.isFree]).toEqual([false, true])
  })
})
