import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ZoneAccessParts } from '../../../src/main/zones/zone-access'
import { hurriedParts } from './access-parts'

/** A request as a host's server sees it. */
export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly text: string
  /** The body; null where there is none, or where it is no JSON. */
  readonly json: unknown
}

export interface Reply {
  readonly status?: number
  readonly json?: unknown
  /** In place of JSON. */
  readonly text?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A server that stands in for a host that cannot be reached from a test. */
export interface HostServer {
  readonly seen: SeenRequest[]
  /** Replies to the next requests, before they are looked at; null lets one through. */
  readonly instead: (Reply | null)[]
  /** Milliseconds that the adapter was told to wait for. */
  readonly waits: number[]
  /** Sends what is meant for the host's own origin to this server, and refuses any other origin. */
  readonly parts: ZoneAccessParts
  /** The same, and the answer of each request that is a write is lost, once it was carried out. */
  readonly losingParts: ZoneAccessParts
  stop(): Promise<void>
}

/**
 * @param origin the host's own
 * @param isWrite which requests lose their answers with `losingParts`
 */
export async function startHostServer(
  origin: string,
  answer: (request: SeenRequest) => Reply,
  isWrite: (request: { method: string; url: string }) => boolean = ({ method }) => method !== 'GET',
): Promise<HostServer> {
  const seen: SeenRequest[] = []
  const instead: (Reply | null)[] = []
  const waits: number[] = []
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const url = new URL(incoming.url ?? '/', origin)
      const text = Buffer.concat(chunks).toString('utf8')
      const request: SeenRequest = {
        method: incoming.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        headers: incoming.headers,
        text,
        json: jsonOf(text),
      }
      seen.push(request)
      const reply = instead.shift() ?? answer(request)
      const type = reply.text === undefined ? 'application/json' : 'text/xml'
      outgoing.writeHead(reply.status ?? 200, { 'content-type': type, ...reply.headers })
      outgoing.end(reply.text ?? (reply.json === undefined ? '' : JSON.stringify(reply.json)))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const send: typeof fetch = (input, init) => {
    const url = new URL(urlOf(input))
    if (url.origin !== origin) throw new Error(`a request to ${url.origin}`)
    return fetch(`${base}${url.pathname}${url.search}`, init)
  }
  const parts = { ...hurriedParts(waits), fetch: send }
  return {
    seen,
    instead,
    waits,
    parts,
    losingParts: {
      ...parts,
      fetch: async (input, init) => {
        const response = await send(input, init)
        if (!isWrite({ method: init?.method ?? 'GET', url: urlOf(input) })) return response
        await response.arrayBuffer()
        throw Object.assign(new TypeError('fetch failed'), {
          cause: { code: 'ECONNRESET', message: 'reset' },
        })
      },
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function urlOf(input: string | URL | Request): string {
  return input instanceof Request ? input.url : input.toString()
}
