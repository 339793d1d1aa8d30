import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A loopback HTTP server in front of a fetch handler. */
export interface ServedFetch {
  readonly baseUrl: string
  /** Every request seen, as `GET /v4/domains`. */
  readonly requests: readonly string[]
  stop(): Promise<void>
}

/**
 * Serves a fetch handler on 127.0.0.1.
 *
 * @param port port to listen on; 0 picks one
 */
export async function serveFetch(
  handler: (request: Request) => Response | Promise<Response>,
  port = 0,
): Promise<ServedFetch> {
  const requests: string[] = []
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host}`)
      requests.push(`${incoming.method} ${url.pathname}`)
      const response = await handler(await toRequest(incoming, url))
      outgoing.writeHead(response.status, Object.fromEntries(response.headers))
      outgoing.end(Buffer.from(await response.arrayBuffer()))
    })()
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function toRequest(incoming: IncomingMessage, url: URL): Promise<Request> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const method = incoming.method ?? 'GET'
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (typeof value === 'string') headers.set(name, value)
  }
  return new Request(url, {
    method,
    headers,
    ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
  })
}
