import { describe, expect, it } from 'vitest'
import { steadyPace } from '../../../src/main/provider/pace/pace'
import { createScheduler as createWith, type SchedulerOptions } from '../../../src/main/provider/scheduler'

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

function createScheduler(
  options: Omit<SchedulerOptions, 'pace'> & { concurrency: number; perSecond: number | null },
) {
  return createWith({ ...options, pace: steadyPace(options) })
}

/** A task that ends when the test ends it. */
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
    const limit = createScheduler({ concurrency: 2, perSecond: null, ...clock() })
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
    const limit = createScheduler({ concurrency: 1, perSecond: null, ...clock() })
    await expect(limit.run(() => Promise.reject(new Error('broken')), undefined)).rejects.toThrow('broken')
    await expect(limit.run(() => Promise.resolve('next'), undefined)).resolves.toBe('next')
  })

  it('lets a second’s worth begin at once and spaces the rest evenly', async () => {
    const time = clock()
    const limit = createScheduler({ concurrency: 1, perSecond: 4, ...time })
    for (let i = 0; i < 7; i += 1) await limit.run(() => Promise.resolve(), undefined)
    expect(time.waits).toEqual([250, 250, 250])
  })

  it('never begins a task that was cancelled while it waited for its turn', async () => {
    const limit = createScheduler({ concurrency: 1, perSecond: null, ...clock() })
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

  it('lets what the user asked for go before what is on screen, and that before the background', async () => {
    const limit = createScheduler({ concurrency: 1, perSecond: null, ...clock() })
    const first = held()
    const order: string[] = []
    const runs = [limit.run(first.task, undefined, 'background')]
    for (const urgency of ['background', 'seen', 'user'] as const) {
      runs.push(limit.run(() => Promise.resolve(order.push(urgency)).then(() => null), undefined, urgency))
    }
    first.end()
    await Promise.all(runs)
    expect(order).toEqual(['user', 'seen', 'background'])
  })

  it('keeps one turn free for the user', async () => {
    const limit = createScheduler({ concurrency: 3, perSecond: null, ...clock() })
    const others = [held(), held(), held()]
    const mine = held()
    const runs = others.map(({ task }) => limit.run(task, undefined, 'background'))
    runs.push(limit.run(mine.task, undefined, 'user'))
    await settle()
    expect(others.map(({ begun }) => begun())).toEqual([true, true, false])
    expect(mine.begun()).toBe(true)
    others[0]?.end()
    await settle()
    expect(others[2]?.begun()).toBe(false)
    mine.end()
    await settle()
    expect(others[2]?.begun()).toBe(true)
    for (const { end } of others) end()
    await Promise.all(runs)
  })

  it('lets one that comes while others wait for the pace go before them', async () => {
    const time = clock()
    const limit = createScheduler({ concurrency: 2, perSecond: 1, ...time })
    const order: string[] = []
    const note = (name: string) => (): Promise<void> => {
      order.push(name)
      return Promise.resolve()
    }
    await limit.run(note('first'), undefined)
    const waiting = limit.run(note('background'), undefined, 'background')
    await Promise.all([limit.run(note('user'), undefined), waiting])
    expect(order).toEqual(['first', 'user', 'background'])
  })

  it('lets nothing begin while it is held back, and a shorter hold changes nothing', async () => {
    const time = clock()
    const limit = createScheduler({ concurrency: 2, perSecond: null, ...time })
    limit.hold(700)
    limit.hold(300)
    const began: number[] = []
    await limit.run(() => Promise.resolve(began.push(time.now())), undefined)
    expect(began).toEqual([1_700])
  })

  it('goes on waiting when it is held back again meanwhile', async () => {
    let time = 0
    const ends: (() => void)[] = []
    const limit = createScheduler({
      concurrency: 1,
      perSecond: null,
      now: () => time,
      sleep: (ms) =>
        new Promise((resolve) => {
          ends.push(() => {
            time += ms
            resolve()
          })
        }),
    })
    limit.hold(100)
    const task = held()
    const run = limit.run(task.task, undefined)
    limit.hold(400)
    ends.shift()?.()
    await settle()
    expect(task.begun()).toBe(false)
    ends.shift()?.()
    await settle()
    expect(task.begun()).toBe(true)
    expect(time).toBe(400)
    task.end()
    await run
  })

  it('refuses instead of holding back where it is told to, also what waits already', async () => {
    const refusal = (ms: number): Error | undefined => (ms > 1_000 ? new Error(`held ${ms}`) : undefined)
    const limit = createScheduler({ concurrency: 1, perSecond: null, ...clock(), refusal })
    const first = held()
    const firstRun = limit.run(first.task, undefined)
    const waiting = limit.run(() => Promise.resolve(), undefined)
    limit.hold(5_000)
    await expect(waiting).rejects.toThrow('held 5000')
    await expect(limit.run(() => Promise.resolve(), undefined)).rejects.toThrow('held 5000')
    first.end()
    await firstRun
  })

  it('leaves no timer behind when what waited was cancelled', async () => {
    let stopped = 0
    const limit = createScheduler({
      concurrency: 1,
      perSecond: null,
      now: () => 0,
      sleep: (_, signal) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => {
            stopped += 1
            reject(new Error('stopped'))
          })
        }),
    })
    limit.hold(60_000)
    const cancel = new AbortController()
    const run = limit.run(() => Promise.resolve(), cancel.signal)
    cancel.abort()
    await expect(run).rejects.toMatchObject({ failure: { code: 'cancelled' } })
    expect(stopped).toBe(1)
  })
})
