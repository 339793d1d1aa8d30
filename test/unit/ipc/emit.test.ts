import type { WebContents } from 'electron'
import { describe, expect, it } from 'vitest'
import { createEmit } from '../../../src/main/ipc/emit'
import { events } from '../../../src/preload/contract/events'

function window() {
  const told: [string, unknown][] = []
  let destroyed = false
  const contents = {
    isDestroyed: () => destroyed,
    send: (channel: string, payload: unknown) => void told.push([channel, payload]),
  } as unknown as WebContents
  return { contents, told, destroy: () => (destroyed = true) }
}

describe('createEmit', () => {
  it('reads the schemas with the first event, and tells all in their order', async () => {
    const { contents, told } = window()
    let reads = 0
    const { promise, resolve } = Promise.withResolvers<typeof events>()
    const emit = createEmit(
      () => contents,
      () => {
        reads += 1
        return promise
      },
    )
    expect(reads).toBe(0)
    emit('linkArrived', {})
    emit('accountsChanged', {})
    expect([reads, told]).toEqual([1, []])
    resolve(events)
    await promise
    emit('watchesChanged', {})
    expect(told.map(([channel]) => channel)).toEqual([
      'zonedesk-event:linkArrived',
      'zonedesk-event:accountsChanged',
      'zonedesk-event:watchesChanged',
    ])
  })

  it('sends what the schema names and nothing else', async () => {
    const { contents, told } = window()
    const emit = createEmit(
      () => contents,
      async () => events,
    )
    const key = { accountId: 'a', name: 'mg.example.com', apiKey: 'stays here' }
    emit('domainAsked', key)
    await Promise.resolve()
    emit('domainAsked', key)
    expect(told.map(([, payload]) => payload)).toEqual([
      { accountId: 'a', name: 'mg.example.com' },
      { accountId: 'a', name: 'mg.example.com' },
    ])
  })

  it('reads nothing for no window, and tells nothing to one that is gone', async () => {
    let reads = 0
    const shown = window()
    let contents: WebContents | null = null
    const emit = createEmit(
      () => contents,
      async () => {
        reads += 1
        return events
      },
    )
    emit('linkArrived', {})
    expect(reads).toBe(0)
    contents = shown.contents
    emit('linkArrived', {})
    shown.destroy()
    await Promise.resolve()
    expect([reads, shown.told]).toEqual([1, []])
  })
})
