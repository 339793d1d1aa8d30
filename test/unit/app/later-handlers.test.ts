import { describe, expect, it } from 'vitest'
import { type LaterHandlers, laterHandlers } from '../../../src/main/app/later-handlers'

const status = { phase: 'idle' }

function loaded(): LaterHandlers {
  return { sync: { status: () => [status] } } as unknown as LaterHandlers
}

describe('laterHandlers', () => {
  it('loads nothing before the first call', async () => {
    let loads = 0
    const handlers = laterHandlers(async () => {
      loads += 1
      return loaded()
    })
    expect(loads).toBe(0)
    expect(await handlers.sync.status({})).toEqual([status])
    expect(loads).toBe(1)
  })

  it('answers with what loading threw', async () => {
    const handlers = laterHandlers<LaterHandlers>(() => Promise.reject(new Error('no such file')))
    await expect(handlers.sync.status({})).rejects.toThrow('no such file')
  })
})
