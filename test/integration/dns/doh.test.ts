import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import type { Answer } from '../../../src/preload/contract/dns-answer'
import type { DnsClient } from '../../../src/main/dns/client/dns-client'
import { FLAGS, message, record, txt, type Asked } from '../../dns-server/hostile'
import { selfSigned } from '../../faulty-server/certificate'
import { serveFetch, type ServedFetch } from '../../http-server/serve-fetch'
import { clientFor, IMPATIENT } from './clients'

const QUESTION = { name: 'example.com', type: 'TXT' } as const
const MEDIA_TYPE = 'application/dns-message'

let server: ServedFetch | undefined
let client: DnsClient | undefined
afterEach(async () => {
  client?.close()
  await server?.stop()
})

async function serve(
  handler: (asked: Asked, request: Request) => Response | Promise<Response>,
): Promise<void> {
  server = await serveFetch(async (request) => {
    const query = Buffer.from(await request.clone().arrayBuffer())
    return handler(
      { query, id: query.readUInt16BE(0), question: query.subarray(12, 12 + 17), before: 0 },
      request,
    )
  })
}

function dns(octets: Buffer, headers: Record<string, string> = { 'content-type': MEDIA_TYPE }): Response {
  return new Response(Uint8Array.from(octets), { headers })
}

function ask(options: { signal?: AbortSignal; timing?: typeof IMPATIENT } = {}): Promise<Answer> {
  const { signal, timing } = options
  client = clientFor({ fetch: (url, init) => fetch(url, init), ...(timing === undefined ? {} : { timing }) })
  const address = `${server?.baseUrl ?? ''}/dns-query`
  return client.ask(
    {
      server: { id: 'doh', name: 'DoH', kind: 'public', address },
      question: QUESTION,
      recursionDesired: true,
    },
    { signal },
  )
}

describe('DNS over HTTPS', () => {
  it('posts the question with id 0 and reads the answer (RFC 8484 4.1)', async () => {
    const seen: { id: number; method: string; type: string | null; accept: string | null }[] = []
    await serve((asked, { method, headers }) => {
      seen.push({ id: asked.id, method, type: headers.get('content-type'), accept: headers.get('accept') })
      return dns(message(asked, { answers: [record(16, txt('over', ' HTTPS'))] }))
    })
    expect(await ask()).toMatchObject({
      transport: 'doh',
      tries: 1,
      outcome: { kind: 'answered', answers: [{ text: 'over HTTPS' }], flags: { tc: false } },
    })
    expect(seen).toEqual([{ id: 0, method: 'POST', type: MEDIA_TYPE, accept: MEDIA_TYPE }])
  })

  it('keeps id 0 when it asks again without EDNS', async () => {
    const ids: number[] = []
    await serve((asked) => {
      ids.push(asked.id)
      return dns(message(asked, { rcode: ids.length === 1 ? 1 : 0, answers: [] }))
    })
    expect(await ask()).toMatchObject({ tries: 2, outcome: { rcodeName: 'NOERROR' } })
    expect(ids).toEqual([0, 0])
  })

  it.each<[string, string, (asked: Asked) => Response]>([
    ['an HTTP error', 'http', () => new Response('no', { status: 503 })],
    ['a web page', 'http', () => new Response('<html>', { headers: { 'content-type': 'text/html' } })],
    [
      'a message that is too long',
      'malformed',
      (asked) => dns(Buffer.concat([message(asked), Buffer.alloc(70_000)])),
    ],
    ['a message cut short', 'malformed', (asked) => dns(message(asked).subarray(0, 20))],
    ['an answer to another id', 'mismatch', (asked) => dns(message(asked, { id: 5 }))],
    ['a truncated answer', 'truncated', (asked) => dns(message(asked, { flags: FLAGS.qr | FLAGS.tc }))],
    [
      'a redirect',
      'unreachable',
      () => new Response(null, { status: 302, headers: { location: '/elsewhere' } }),
    ],
  ])('has no answer from %s', async (_, reason, handler) => {
    await serve(handler)
    expect((await ask()).outcome).toMatchObject({ kind: 'none', reason })
    expect(server?.requests).not.toContain('POST /elsewhere')
  })

  it('asks again when nothing comes in time, then gives up', async () => {
    await serve(() => new Promise(() => undefined))
    expect(await ask({ timing: IMPATIENT })).toMatchObject({ tries: 2, outcome: { reason: 'timeout' } })
    expect(server?.requests).toHaveLength(2)
  })

  it('ends when the check is stopped', async () => {
    const stop = new AbortController()
    await serve(() => {
      stop.abort()
      return new Promise(() => undefined)
    })
    expect((await ask({ signal: stop.signal })).outcome).toMatchObject({ reason: 'cancelled' })
  })
})

describe('DNS over HTTPS with a certificate', () => {
  const DAY_MS = 86_400_000
  const trustedBefore = getCACertificates('default')
  let secure: Server | undefined
  let requests = 0

  afterEach(async () => {
    setDefaultCACertificates(trustedBefore)
    secure?.closeAllConnections()
    await new Promise((resolve) => secure?.close(resolve))
  })

  async function overTls(host: string, trusted: boolean): Promise<Answer> {
    const identity = selfSigned(host, new Date(Date.now() - DAY_MS), new Date(Date.now() + DAY_MS))
    if (trusted) setDefaultCACertificates([identity.cert])
    requests = 0
    const listening = createServer(identity, (request, response) => {
      requests += 1
      void buffer(request).then((query) => {
        const asked = { query, id: query.readUInt16BE(0), question: query.subarray(12, 12 + 17), before: 0 }
        response.setHeader('content-type', MEDIA_TYPE)
        response.end(message(asked, { answers: [record(16, txt('over', ' TLS'))] }))
      })
    })
    secure = listening
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
    client = clientFor({ fetch: (url, init) => fetch(url, init) })
    const address = `https://127.0.0.1:${(listening.address() as AddressInfo).port}/dns-query`
    const server = { id: 'doh', name: 'DoH', kind: 'public' as const, address }
    return client.ask({ server, question: QUESTION, recursionDesired: true })
  }

  it('is asked where the certificate is trusted and of the host', async () => {
    expect(await overTls('127.0.0.1', true)).toMatchObject({
      transport: 'doh',
      outcome: { kind: 'answered', answers: [{ text: 'over TLS' }] },
    })
    expect(requests).toBe(1)
  })

  it.each<[string, string, boolean]>([
    ['nobody vouches for', '127.0.0.1', false],
    ['belongs to another host', 'dns.example', true],
  ])('is told nothing where the certificate is one that %s', async (_, host, trusted) => {
    expect(await overTls(host, trusted)).toMatchObject({
      outcome: { kind: 'none', reason: 'unreachable' },
    })
    expect(requests).toBe(0)
  })
})
