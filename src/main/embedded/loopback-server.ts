import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { ZonedeskError } from '../../preload/contract/failure'
import { MAX_BODY_BYTES } from './app'
import { INTERNAL, UNREADABLE_REQUEST } from './records/messages'

/** The only address it ever listens on: no other machine can reach it. */
const LOOPBACK = '127.0.0.1'
/** How long requests under way may take once it closes, in milliseconds: longer than any verification. */
const GRACE_MS = 15_000
/** How long a client may take to send a whole request, in milliseconds. */
const REQUEST_LIMIT_MS = 60_000

/** One request that was answered. It names no query and no header, where secrets would be. */
export interface AnsweredRequest {
  readonly method: string
  /** The path alone, percent-encoded. */
  readonly path: string
  readonly status: number
  readonly milliseconds: number
}

/** An HTTP server on loopback. */
export interface Listener {
  readonly port: number
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  /** Takes no more requests, answers those under way, and ends. */
  close(): Promise<void>
}

/**
 * Serves a fetch handler over HTTP on 127.0.0.1.
 *
 * @param options.port 1 to 65535, or 0 for any free one
 * @param options.onAnswer told of each request once it is answered
 * @throws ZonedeskError `invalid` with field `port` when the port cannot be had
 */
export async function listenOnLoopback(options: {
  readonly port: number
  readonly fetch: (request: Request) => Promise<Response>
  readonly onAnswer?: (request: AnsweredRequest) => void
}): Promise<Listener> {
  /** Requests under way, by connection. */
  const connections = new Map<Socket, number>()
  let closing = false

  const server = createServer({ requestTimeout: REQUEST_LIMIT_MS }, (incoming, outgoing) => {
    const { socket } = incoming
    connections.set(socket, (connections.get(socket) ?? 0) + 1)
    outgoing.once('close', () => {
      const left = (connections.get(socket) ?? 1) - 1
      if (connections.has(socket)) connections.set(socket, left)
      if (closing && left === 0) socket.end()
    })
    const started = performance.now()
    void answer(incoming, options.fetch).then((response) => {
      if (response === null) return
      if (closing) outgoing.setHeader('Connection', 'close')
      write(response, outgoing)
      options.onAnswer?.({
        method: incoming.method ?? '',
        path: pathOf(incoming),
        status: response.status,
        milliseconds: Math.round(performance.now() - started),
      })
    })
  })
  server.on('connection', (socket) => {
    connections.set(socket, 0)
    socket.once('close', () => connections.delete(socket))
  })

  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(portFailure(options.port, error)))
    server.listen(options.port, LOOPBACK, resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://${LOOPBACK}:${port}`,
    close: () =>
      new Promise((resolve) => {
        closing = true
        const alarm = setTimeout(() => server.closeAllConnections(), GRACE_MS)
        server.close(() => {
          clearTimeout(alarm)
          resolve()
        })
        for (const [socket, underWay] of connections) if (underWay === 0) socket.destroy()
      }),
  }
}

interface RawResponse {
  readonly status: number
  readonly headers: Headers
  readonly body: Buffer
}

/** @returns null when the client left before its request was whole */
async function answer(
  incoming: IncomingMessage,
  fetch: (request: Request) => Promise<Response>,
): Promise<RawResponse | null> {
  let body: Buffer
  try {
    body = await readBody(incoming)
  } catch {
    return null
  }
  const request = toRequest(incoming, body)
  if (request === null) return failure(400, UNREADABLE_REQUEST)
  try {
    const { status, headers, ...response } = await whole(await fetch(request))
    return { status, headers, body: response.body }
  } catch {
    return failure(500, INTERNAL)
  }
}

async function whole(response: Response): Promise<RawResponse> {
  const { status, headers } = response
  return { status, headers, body: Buffer.from(await response.arrayBuffer()) }
}

function failure(status: number, message: string): RawResponse {
  const headers = new Headers({ 'Content-Type': 'application/json' })
  return { status, headers, body: Buffer.from(JSON.stringify({ message })) }
}

/** Reads a body to its end, so that the answer arrives, and keeps only enough of it to tell that it is too large. */
async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    if (size <= MAX_BODY_BYTES) chunks.push(chunk)
    size += chunk.length
  }
  return Buffer.concat(chunks)
}

/** @returns null for a target that is no URL, and for methods that no Request can have */
function toRequest(incoming: IncomingMessage, body: Buffer): Request | null {
  const headers = new Headers()
  for (let i = 0; i + 1 < incoming.rawHeaders.length; i += 2) {
    headers.append(incoming.rawHeaders[i]!, incoming.rawHeaders[i + 1]!)
  }
  const method = incoming.method ?? 'GET'
  const target = targetOf(incoming)
  if (target === null) return null
  try {
    return new Request(target, {
      method,
      headers,
      ...(body.length === 0 || method === 'GET' || method === 'HEAD' ? {} : { body: new Uint8Array(body) }),
    })
  } catch {
    return null
  }
}

function targetOf({ url = '/' }: IncomingMessage): URL | null {
  return URL.parse(url.startsWith('/') ? `http://${LOOPBACK}${url}` : url)
}

function pathOf(incoming: IncomingMessage): string {
  return targetOf(incoming)?.pathname ?? '?'
}

function write({ status, headers, body }: RawResponse, outgoing: ServerResponse): void {
  outgoing.writeHead(status, Object.fromEntries(headers))
  outgoing.end(body)
}

function portFailure(port: number, error: Error & { readonly code?: string }): ZonedeskError {
  const [message, fix] =
    error.code === 'EADDRINUSE'
      ? [`Port ${port} is in use by another program.`, 'Choose another port, or end that program.']
      : error.code === 'EACCES'
        ? [`Port ${port} needs rights that this program does not have.`, 'Choose a port of 1024 or above.']
        : [`Port ${port} of ${LOOPBACK} cannot be used.`, 'Choose another port.']
  return new ZonedeskError('invalid', message, { fix, field: 'port', cause: error })
}
