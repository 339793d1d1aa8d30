import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** Stands before the HTTP API of a DNS server, and tells of each write before it passes it on and before it answers. */
export interface PatchProxy {
  /** Without `/api/v1`. */
  readonly url: string
  /** Writes that the server took, by path. */
  readonly taken: ReadonlyMap<string, number>
  /** Waits until the server has answered all that was passed on. */
  idle(): Promise<void>
  stop(): Promise<void>
}

/**
 * @param onPatch told of each write by its moment; it may kill the app. What came is passed on all the same
 * @param untilPassed what a write waits for before it is passed on; null for nothing
 */
export async function startPatchProxy(
  target: string,
  onPatch: (moment: 'before' | 'after') => void,
  untilPassed: () => Promise<void> | null = () => null,
): Promise<PatchProxy> {
  const taken = new Map<string, number>()
  let underWay = 0
  const pass = (from: IncomingMessage, to: ServerResponse, body: Buffer): void => {
    const isWrite = from.method === 'PATCH'
    underWay += 1
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
        answer.once('close', () => (underWay -= 1))
        answer.pipe(to)
        // Where the app was killed, nobody reads the answer: it is read to its end all the same.
        if (to.destroyed) answer.resume()
        else to.once('close', () => answer.resume())
      },
    )
    sent.on('error', () => {
      underWay -= 1
      to.destroy()
    })
    sent.end(body)
  }
  const server = createServer((from, to) => {
    const chunks: Buffer[] = []
    from.on('data', (chunk: Buffer) => chunks.push(chunk))
    from.on('end', () => {
      const waits = from.method === 'PATCH' ? untilPassed() : null
      if (waits === null) pass(from, to, Buffer.concat(chunks))
      else void waits.then(() => pass(from, to, Buffer.concat(chunks)))
    })
    from.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    taken,
    async idle() {
      while (underWay > 0) await pause(5)
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
