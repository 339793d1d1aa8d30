import { afterEach, beforeEach, expect, it } from 'vitest'
import { createProviderClient } from '../../../src/main/provider/client/client'
import type { TakesConnections } from '../../../src/main/provider/types'
import { takesConnections } from '../../../src/main/provider/takes-connections'
import { ZonedeskError, type Failure } from '../../../src/preload/contract/failure'
import { startSilentHost, type SilentHost } from '../../faulty-server/silent-host'
import { startServer, json, type ScriptedServer } from './scripted-server'

const LIMITS = { connectMs: 50, answerMs: 5_000 }
let silent: SilentHost
let server: ScriptedServer
let probes: string[]

beforeEach(async () => {
  silent = await startSilentHost()
  server = await startServer()
  probes = []
})
afterEach(async () => {
  silent.stop()
  await server.close()
})

const probe: TakesConnections = (url, signal) => {
  probes.push(url)
  return takesConnections(url, signal, 300)
}

async function ask(baseUrl: string): Promise<number | null | Failure> {
  const client = createProviderClient({
    baseUrl,
    apiKey: () => Promise.resolve('key-hunter2'),
    fetch,
    limits: LIMITS,
    takesConnections: probe,
  })
  try {
    return (await client.list({ limit: 1, skip: 0 })).total
  } catch (error) {
    if (error instanceof ZonedeskError) return error.failure
    throw error
  }
}

it('a host that takes no connection is given up before an answer is due', async () => {
  const host = `127.0.0.1:${silent.port}`
  expect(await ask(`http://${host}`)).toMatchObject({
    code: 'timeout',
    message: `${host} did not accept a connection in time.`,
  })
  expect(probes).toHaveLength(1)
})

it('a host that is slow to answer is waited for', async () => {
  server.answers = [
    (response, request) => setTimeout(() => json({ total_count: 2, items: [] })(response, request), 400),
  ]
  expect(await ask(server.url)).toBe(2)
  expect(probes).toHaveLength(1)
  expect(server.received).toHaveLength(1)
})

it('a host that answers at once is not asked for a connection', async () => {
  server.answers = [json({ total_count: 2, items: [] })]
  expect(await ask(server.url)).toBe(2)
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(probes).toEqual([])
})

it('only silence counts: a refused connection, or one that is no longer wanted, is left to the request', async () => {
  const gone = await startServer()
  await gone.close()
  expect(await takesConnections(gone.url, new AbortController().signal)).toBe(true)
  expect(await takesConnections(`http://127.0.0.1:${silent.port}`, AbortSignal.abort())).toBe(true)
  const cancel = new AbortController()
  const probing = takesConnections(`http://127.0.0.1:${silent.port}`, cancel.signal)
  cancel.abort()
  expect(await probing).toBe(true)
})
