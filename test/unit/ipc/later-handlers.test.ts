import { describe, expect, it } from 'vitest'
import type { Handlers } from '../../../src/preload/contract'
import { laterHandlers } from '../../../src/main/ipc/later-handlers'

type Some = Pick<Handlers, 'sync'>

const status = { phase: 'idle' }
const loaded = { sync: { status: () => [status] } } as unknown as Some

describe('laterHandlers', () => {
  it('loads nothing before the first call', async () => {
    let loads = 0
    const handlers = laterHandlers<Some>(loaded, async () => {
      loads += 1
      return loaded
    })
    expect(loads).toBe(0)
    expect(await handlers.sync.status({})).toEqual([status])
    expect(loads).toBe(1)
  })

  it('answers with what loading threw', async () => {
    const handlers = laterHandlers<Some>(loaded, () => Promise.reject(new Error('no such file')))
    await expect(handlers.sync.status({})).rejects.toThrow('no such file')
  })

  it('has the names it was given, and no others', () => {
    expect(Object.keys(laterHandlers<Some>(loaded, async () => loaded).sync)).toEqual(['status'])
  })
})
