import { describe, expect, it } from 'vitest'
import { createLimit } from '../../../src/main/provider/limit'

/** A clock that moves only while somebody sleeps. */
function clock() {
  let time = 1_000
  const waits: number[] = []
  return {
    waits,
    now: () => time,
    sleep: (ms: number) => {
      waits.push(ms)
      time += ms
      return Promise.resolve()
    },
  }
}

/** A task that ends when it is told to. */
function held() {
  const { promise, resolve } = Promise.withResolvers<null>()
  let begun = false
  const task = (): Promise<null> => {
    begun = true
    return promise
  }
  return { task, end: () => resolve(null), begun: () => begun }
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('the limit on requests', () => {
  it('lets no more run at once than it should, first come first served', async () => {
    const limit = createLimit({ concurrency: 2, perSecond: null, ...clock() })
    const tasks = [held(), held(), held(), held()]
    const runs = tasks.map(({ task }) => limit.run(task, undefined))
    await settle()
    expect(tasks.map(({ begun }) => begun())).toEqual([true, true, false, false])
    tasks[1]?.end()
    await settle()
    expect(tasks.map(({ begun }) => begun())).toEqual([true, true, true, false])
    for (const { end } of tasks) end()
    await Promise.all(runs)
    expect(tasks[3]?.begun()).toBe(true)
  })

  it('gives the turn on when a task fails', async () => {
    const limit = createLimit({ concurrency: 1, perSecond: null, ...clock() })
    await expect(limit.run(() => Promise.reject(new Error('broken')), undefined)).rejects.toThrow('broken')
    await expect(limit.run(() => Promise.resolve('next'), undefined)).resolves.toBe('next')
  })

  it('lets a second’s worth begin at once and spaces the rest evenly', async () => {
    const time = clock()
    const limit = createLimit({ concurrency: 1, perSecond: 4, ...time })
    for (let i = 0; i < 7; i += 1) await limit.run(() => Promise.resolve(), undefined)
    expect(time.waits).toEqual([250, 250, 250])
  })

  it('never begins a task that was cancelled while it waited for its turn', async () => {
    const limit = createLimit({ concurrency: 1, perSecond: null, ...clock() })
    const first = held()
    const second = held()
    const third = held()
    const cancel = new AbortController()
    const firstRun = limit.run(first.task, undefined)
    const secondRun = limit.run(second.task, cancel.signal)
    const thirdRun = limit.run(third.task, undefined)
    await settle()
    cancel.abort()
    await expect(secondRun).rejects.toMatchObject({ failure: { code: 'cancelled' } })
    first.end()
    third.end()
    await Promise.all([firstRun, thirdRun])
    expect(second.begun()).toBe(false)
    expect(third.begun()).toBe(true)
  })
})
