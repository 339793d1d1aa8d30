import { connect, createServer, type Socket } from 'node:net'

/** What a proxy does with messages; each without its length. */
export interface Meddling {
  /** Runs before a request is passed on. */
  readonly before?: (request: Buffer) => void | Promise<void>
  /** What the client gets in place of an answer; null ends the connection without one. */
  readonly answer?: (answer: Buffer, request: Buffer) => Buffer | null
}

export interface TcpProxy {
  readonly host: string
  readonly port: number
  stop(): Promise<void>
}

/** Whether a request is an update that changes something (RFC 2136 sections 1.3 and 2.2). */
export function isChange(request: Buffer): boolean {
  return ((request[2]! >> 3) & 0xf) === 5 && request.readUInt16BE(8) > 0
}

/** Stands between a client and a server on loopback, and meddles with their DNS messages over TCP. */
export async function startTcpProxy(port: number, meddling: Meddling): Promise<TcpProxy> {
  const host = '127.0.0.1'
  const sockets = new Set<Socket>()
  const keep = (socket: Socket): Socket => {
    sockets.add(socket)
    return socket.on('close', () => sockets.delete(socket)).on('error', () => undefined)
  }
  const server = createServer((client) => {
    const upstream = keep(connect(port, host))
    let last: Buffer = Buffer.alloc(12)
    onMessages(keep(client), async (request) => {
      last = request
      await meddling.before?.(request)
      upstream.write(framed(request))
    })
    onMessages(upstream, (answer) => {
      const given = meddling.answer === undefined ? answer : meddling.answer(answer, last)
      if (given === null) client.destroy()
      else client.write(framed(given))
    })
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.end())
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, host, resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.')
  return {
    host,
    port: address.port,
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function onMessages(socket: Socket, take: (message: Buffer) => void | Promise<void>): void {
  let received = Buffer.alloc(0)
  let turn = Promise.resolve()
  socket.on('data', (piece) => {
    received = Buffer.concat([received, piece])
    while (received.length >= 2 && received.length >= received.readUInt16BE() + 2) {
      const end = received.readUInt16BE() + 2
      const message = Buffer.from(received.subarray(2, end))
      received = received.subarray(end)
      turn = turn.then(() => take(message))
    }
  })
}

function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(message.length)
  return Buffer.concat([length, message])
}
