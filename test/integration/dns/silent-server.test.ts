import { afterEach, describe, expect, it } from 'vitest'
import type { DnsClient, DnsClientOptions } from '../../../src/main/dns/client/dns-client'
import type { Answer, Server } from '../../../src/preload/contract/dns-answer'
import { freePort } from '../../dns-server/free-port'
import { message, record, startHostileServer, txt, type HostileServer } from '../../dns-server/hostile'
import { authoritative, clientFor, resolver } from './clients'

/** Two packets to a question that is not answered. */
const TIMING = { udpMs: [100, 100], tcpMs: 300, dohMs: [30, 30] }
const MINUTE = 60_000

const running: HostileServer[] = []
const clients: DnsClient[] = []
let clock = 0
afterEach(async () => {
  for (const client of clients.splice(0)) client.close()
  await Promise.all(running.splice(0).map((server) => server.stop()))
})

/** A server that drops packets until the test has it answer. */
async function swallowing(host = '127.0.0.1', port?: number) {
  let answers = false
  const server = await startHostileServer({
    host,
    ...(port !== undefined && { port }),
    udp: (asked, { reply }) => {
      if (answers) reply(message(asked, { answers: [record(16, txt('here'))] }))
    },
  })
  running.push(server)
  return { ...server, wake: () => (answers = true), sleep: () => (answers = false) }
}

function made(options: Partial<DnsClientOptions> = {}): DnsClient {
  clock = 0
  const client = clientFor({ timing: TIMING, clock: () => clock, ...options })
  clients.push(client)
  return client
}

let asked = 0
/** A question never asked before. */
function ask(client: DnsClient, server: Server, signal?: AbortSignal): Promise<Answer> {
  asked += 1
  return client.ask(
    {
      server,
      question: { name: `n${asked}.example.com`, type: 'TXT' },
      recursionDesired: server.kind !== 'authoritative',
    },
    { signal },
  )
}

async function askThrice(client: DnsClient, server: Server): Promise<void> {
  for (let count = 0; count < 3; count++) await ask(client, server)
}

describe('a server that does not answer', () => {
  it('is left alone after three questions, and the answers say that it was not asked', async () => {
    const server = await swallowing()
    const client = made()
    await askThrice(client, resolver(server.address))
    expect(server.udp).toHaveLength(6)
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => ask(client, resolver(server.address))),
    )
    expect(server.udp).toHaveLength(6)
    for (const answer of answers) {
      expect(answer).toMatchObject({
        tries: 0,
        outcome: {
          ...{ kind: 'none', reason: 'timeout' },
          message: 'The server did not answer a moment ago and was not asked again.',
        },
      })
      // When it was silent, not when it was not asked.
      expect(answer.at).toBeLessThanOrEqual(Date.now())
    }
  })

  it('is asked once more after a minute, then after two, then four, then five again and again', async () => {
    const server = await swallowing()
    const client = made()
    await askThrice(client, resolver(server.address))
    for (const pause of [1, 2, 4, 5, 5]) {
      clock += pause * MINUTE - 1
      await ask(client, resolver(server.address))
      const before = server.udp.length
      clock += 1
      await ask(client, resolver(server.address))
      await ask(client, resolver(server.address))
      expect(server.udp.length - before).toBe(1)
    }
  })

  it('is asked as usual once it has answered', async () => {
    const server = await swallowing()
    const client = made()
    await askThrice(client, resolver(server.address))
    server.wake()
    clock += MINUTE
    expect((await ask(client, resolver(server.address))).outcome.kind).toBe('answered')
    const many = await Promise.all(Array.from({ length: 10 }, () => ask(client, resolver(server.address))))
    expect(many.map(({ outcome }) => outcome.kind)).toEqual(Array(10).fill('answered'))
    server.sleep()
    const before = server.udp.length
    await ask(client, resolver(server.address))
    expect(server.udp.length - before).toBe(2)
  })

  it('is asked again at once when somebody wants to know, or the network has changed', async () => {
    const server = await swallowing()
    const client = made()
    await askThrice(client, resolver(server.address))
    server.wake()
    expect((await ask(client, resolver(server.address))).tries).toBe(0)
    client.recheckSilent()
    expect((await ask(client, resolver(server.address))).outcome.kind).toBe('answered')
  })

  it('does not make another server look silent', async () => {
    const server = await swallowing()
    const other = await swallowing()
    other.wake()
    const client = made()
    await askThrice(client, resolver(server.address))
    expect((await ask(client, resolver(other.address))).outcome.kind).toBe('answered')
  })

  it('is not found silent by questions that were stopped', async () => {
    const server = await swallowing()
    const client = made({ timing: { ...TIMING, udpMs: [60_000] } })
    const stop = new AbortController()
    const stopped = Array.from({ length: 5 }, () => ask(client, resolver(server.address), stop.signal))
    stop.abort()
    await Promise.all(stopped)
    server.wake()
    expect((await ask(client, resolver(server.address))).outcome.kind).toBe('answered')
  })

  it('is not asked by those still waiting for their turn when it is found silent', async () => {
    const server = await swallowing()
    const limits = { concurrency: 3, perServer: 3, perSecond: Infinity, burst: 3, jitterMs: 0 }
    const client = made({ limits })
    await Promise.all(Array.from({ length: 50 }, () => ask(client, resolver(server.address))))
    // Three at a time: when the third is given up, two have come after the first and the second.
    expect(server.udp.length).toBeLessThanOrEqual(10)
  })
})

describe('a network that lets no direct questions through', () => {
  it('is known after six name servers in a row, so that the seventh is not waited for', async () => {
    const port = await freePort(['127.0.0.21'])
    const client = made()
    const servers = []
    for (let last = 21; last <= 27; last++) servers.push(await swallowing(`127.0.0.${last}`, port))
    for (const server of servers.slice(0, 6)) await ask(client, authoritative(server.address))
    const seventh = servers[6]!
    const answer = await ask(client, authoritative(seventh.address))
    expect(seventh.udp).toEqual([])
    expect(answer).toMatchObject({ tries: 0, outcome: { kind: 'none', reason: 'timeout' } })
    expect(answer.outcome).toHaveProperty('message', expect.stringContaining('not asked; the network'))

    // Resolvers are on their own: a network may well allow its own alone.
    const [first] = servers
    first!.wake()
    expect((await ask(client, resolver(first!.address))).outcome.kind).toBe('answered')

    // The first that answers opens the way for all.
    client.recheckSilent()
    expect((await ask(client, authoritative(first!.address))).outcome.kind).toBe('answered')
    await ask(client, authoritative(seventh.address))
    expect(seventh.udp).toHaveLength(2)
  })

  it('is not assumed while any name server answers', async () => {
    const port = await freePort(['127.0.0.21'])
    const client = made()
    const servers = []
    for (let last = 21; last <= 28; last++) servers.push(await swallowing(`127.0.0.${last}`, port))
    const [alive, ...dead] = servers
    alive!.wake()
    for (const server of dead) {
      await ask(client, authoritative(alive!.address))
      await ask(client, authoritative(server.address))
    }
    expect(dead.map(({ udp }) => udp.length)).toEqual(dead.map(() => 2))
  })
})

describe('the same question asked by several at the same time', () => {
  it('goes out once, and everybody gets the answer under the name they know the server by', async () => {
    const server = await swallowing()
    server.wake()
    const client = made()
    const question = { name: 'shared.example.com', type: 'TXT' } as const
    const ours: Server = { ...resolver(server.address), id: 'ours', name: 'Ours' }
    const answers = await Promise.all(
      [resolver(server.address), ours, ours].map((asker) =>
        client.ask({ server: asker, question, recursionDesired: true }, { fresh: true }),
      ),
    )
    expect(server.udp).toHaveLength(1)
    expect(answers.map(({ server: { name } }) => name)).toEqual(['System resolver', 'Ours', 'Ours'])
    expect(answers.map(({ outcome }) => outcome.kind)).toEqual(['answered', 'answered', 'answered'])
  })

  it('is another one with other bits, type or server', async () => {
    const server = await swallowing()
    server.wake()
    const client = made()
    const question = { name: 'apart.example.com', type: 'TXT' } as const
    const asks = [{}, { checkingDisabled: true }, { dnssecOk: true }].map((bits) =>
      client.ask({ server: resolver(server.address), question, recursionDesired: true, ...bits }),
    )
    asks.push(client.ask({ server: resolver(server.address), question, recursionDesired: false }))
    await Promise.all(asks)
    expect(server.udp).toHaveLength(4)
  })

  it('goes on for the others when one stops', async () => {
    let release: () => void = () => undefined
    const server = await startHostileServer({
      udp: (question, { reply }) => {
        release = () => reply(message(question, { answers: [record(16, txt('here'))] }))
      },
    })
    running.push(server)
    const client = made({ timing: { ...TIMING, udpMs: [5_000] } })
    const question = { name: 'left.example.com', type: 'TXT' } as const
    const stop = new AbortController()
    const it = { server: resolver(server.address), question, recursionDesired: true }
    const leaving = client.ask(it, { signal: stop.signal })
    const staying = client.ask(it, { signal: new AbortController().signal })
    while (server.udp.length === 0) await new Promise((resolve) => setImmediate(resolve))
    stop.abort()
    expect((await leaving).outcome).toMatchObject({ kind: 'none', reason: 'cancelled' })
    release()
    expect((await staying).outcome.kind).toBe('answered')
    expect(server.udp).toHaveLength(1)
  })
})
