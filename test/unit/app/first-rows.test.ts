import type { WebContents } from 'electron'
import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { createFirstRows } from '../../../src/main/app/first-rows'

function opened(painted: Promise<void> = Promise.resolve()): Parameters<typeof createFirstRows>[0] {
  const contents: unknown = new EventEmitter()
  return { window: { webContents: contents as WebContents }, painted }
}

describe('createFirstRows', () => {
  it('lets the answer leave before anything follows', async () => {
    const rows = createFirstRows(opened())
    const order: string[] = []
    const followed = rows.shown.then(() => order.push('what follows'))
    // What sends an answer goes on in microtasks, as here.
    await rows
      .after(Promise.resolve('a page'))
      .then((page) => page)
      .then((page) => order.push(page))
    await followed
    expect(order).toEqual(['a page', 'what follows'])
  })

  it('waits for the paint behind the answer', async () => {
    let paint = (): void => undefined
    const painted = new Promise<void>((resolve) => (paint = resolve))
    const rows = createFirstRows(opened(painted))
    const order: string[] = []
    const followed = rows.shown.then(() => order.push('what follows'))
    await rows.after('a page')
    await new Promise((resolve) => setTimeout(resolve, 200))
    order.push('painted')
    paint()
    await followed
    expect(order).toEqual(['painted', 'what follows'])
  })

  it('is waited for once: what asks later goes on at once', async () => {
    const rows = createFirstRows(opened())
    await rows.after('a page')
    await rows.shown
    const order: string[] = []
    const timer = new Promise((resolve) => setTimeout(resolve, 0)).then(() => order.push('a timer'))
    await rows.shown.then(() => order.push('what asks later'))
    await timer
    expect(order).toEqual(['what asks later', 'a timer'])
  })

  it('learns from a list that failed too', async () => {
    const rows = createFirstRows(opened())
    await expect(rows.after(Promise.reject(new Error('no file')))).rejects.toThrow('no file')
    await rows.shown
  })
})
