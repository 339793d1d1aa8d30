import { describe, expect, it } from 'vitest'
import { createNetworkFetch, type NetworkSession } from '../../../src/main/provider/network-fetch'

function scripted() {
  const steps: string[] = []
  const pending: (() => void)[] = []
  const session = (name: string): NetworkSession => ({
    fetch: async (url) => {
      steps.push(`${name} ${url}`)
      await new Promise<void>((resolve) => pending.push(resolve))
      return new Response(url)
    },
    closeAllConnections: async () => void steps.push(`${name} closed`),
  })
  return { steps, pending, fetch: createNetworkFetch(session('reads'), session('writes')) }
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5))

describe('the network fetch', () => {
  it('lets reads go side by side', async () => {
    const { steps, fetch } = scripted()
    void fetch('/a', { method: 'GET' })
    void fetch('/b', {})
    await settle()
    expect(steps).toEqual(['reads /a', 'reads /b'])
  })

  it('sends one write at a time, each over a new connection', async () => {
    const { steps, pending, fetch } = scripted()
    const first = fetch('/a', { method: 'POST' })
    void fetch('/b', { method: 'DELETE' })
    await settle()
    expect(steps).toEqual(['writes closed', 'writes /a'])
    pending.shift()?.()
    expect(await (await first).text()).toBe('/a')
    await settle()
    expect(steps).toEqual(['writes closed', 'writes /a', 'writes closed', 'writes /b'])
  })

  it('does not send a write that was cancelled while it waited, and goes on with the next', async () => {
    const { steps, pending, fetch } = scripted()
    const controller = new AbortController()
    void fetch('/a', { method: 'PUT' })
    const second = fetch('/b', { method: 'PUT', signal: controller.signal })
    void fetch('/c', { method: 'PUT' })
    controller.abort(new Error('stopped'))
    await settle()
    pending.shift()?.()
    await expect(second).rejects.toThrow('stopped')
    await settle()
    expect(steps).toEqual(['writes closed', 'writes /a', 'writes closed', 'writes /c'])
  })
})
