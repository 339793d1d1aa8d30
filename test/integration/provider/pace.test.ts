import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createProviderClient } from '../../../src/main/provider/client/client'
import { createLearnedPace } from '../../../src/main/provider/pace/learned-pace'
import { wholeDomain } from '../../../scripts/bench/provider-answers.mjs'

/** What the provider allows, in requests a second; it saves up what half a second has. */
const ALLOWED = 80

let server: Server
let baseUrl: string
let [accepted, refused] = [0, 0]

beforeEach(async () => {
  ;[accepted, refused] = [0, 0]
  let [tokens, at] = [ALLOWED / 2, performance.now()]
  server = createServer((request, response) => {
    const now = performance.now()
    tokens = Math.min(ALLOWED / 2, tokens + ((now - at) * ALLOWED) / 1000)
    at = now
    if (tokens < 1) {
      refused += 1
      response.writeHead(429, { 'retry-after': '1' }).end('{"message":"too many requests"}')
      return
    }
    tokens -= 1
    accepted += 1
    const name = decodeURIComponent((request.url ?? '').split('/').at(-1) ?? '')
    setTimeout(() => response.end(JSON.stringify(wholeDomain(name, 0))), 10)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

it('a provider over HTTP that allows so many a second answers all, and refuses few of them', async () => {
  const pace = createLearnedPace({ now: Date.now })
  const client = createProviderClient({ baseUrl, apiKey: () => Promise.resolve('key'), fetch, pace })
  const names = Array.from({ length: 600 }, (_, i) => `d${i}.example.com`).values()
  const answers: string[] = []
  const worker = async (): Promise<void> => {
    for (const name of names) {
      const { domain } = await client.get(name, undefined, { urgency: 'background' })
      answers.push(domain.name)
    }
  }
  await Promise.all(Array.from({ length: 16 }, worker))
  expect(new Set(answers).size).toBe(600)
  expect(accepted).toBe(600)
  expect(refused / (accepted + refused)).toBeLessThan(0.05)
  // A slow computer may never get as far as the limit; it learns then that it is not asked for less.
  expect(pace.perSecond()).toBeGreaterThan(10)
})

it('a ceiling holds over HTTP', async () => {
  const pace = createLearnedPace({ now: Date.now, ceiling: 8 })
  const client = createProviderClient({ baseUrl, apiKey: () => Promise.resolve('key'), fetch, pace })
  const times: number[] = []
  const ask = async (i: number): Promise<void> => {
    await client.get(`d${i}.example.com`, undefined, { urgency: i % 2 === 0 ? 'user' : 'background' })
  }
  server.on('request', () => times.push(performance.now()))
  await Promise.all(Array.from({ length: 20 }, (_, i) => ask(i)))
  // What began within a second may come within less, so the whole is looked at.
  expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(1_500)
  expect(refused).toBe(0)
})
