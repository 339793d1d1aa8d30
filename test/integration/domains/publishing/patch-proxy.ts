import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Stands before the HTTP API of a DNS server, and tells of each write before it passes it on and before it answers. */
export interface PatchProxy {
  /** Without `/api/v1`. */
  readonly url: string
  /** Writes that the server took, by path. */
  readonly taken: ReadonlyMap<string, number>
  stop(): Promise<void>
}

/**
 * @param onPatch told of each write by its moment; it may kill the app. What came is passed on all the same
 */
export async function startPatchProxy(
  target: string,
  onPatch: (moment: 'before' | 'after') => void,
): Promise<PatchProxy> {
  const taken = new Map<string, number>()
  const pass = (from: IncomingMessage, to: ServerResponse, body: Buffer): void => {
    const isWrite = from.method === 'PATCH'
    if (isWrite) onPatch('before')
    const sent = request(
      new URL(from.url ?? '/', target),
      { method: from.method ?? 'GET', headers: from.headers },
      (answer) => {
        if (isWrite && (answer.statusCode ?? 500) < 300) {
          const path = from.url ?? ''
          taken.set(path, (taken.get(path) ?? 0) + 1)
        }
        if (isWrite) onPatch('after')
        to.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(to)
      },
    )
    sent.on('error', () => to.destroy())
    sent.end(body)
  }
  const server = createServer((from, to) => {
    const chunks: Buffer[] = []
    from.on('data', (chunk: Buffer) => chunks.push(chunk))
    from.on('end', () => pass(from, to, Buffer.concat(chunks)))
    from.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    taken,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
