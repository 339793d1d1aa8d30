import { connect, createServer, type Socket } from 'node:net'

export interface LosingProxy {
  readonly host: string
  readonly port: number
  stop(): Promise<void>
}

/** RFC 2136 section 1.3. */
const UPDATE = 5

/**
 * Passes DNS messages over TCP to a server on loopback and their answers back, but for the answer to an update that
 * changes something: there it ends the connection once the server has answered.
 */
export async function startLosingProxy(port: number): Promise<LosingProxy> {
  const host = '127.0.0.1'
  const sockets = new Set<Socket>()
  const keep = (socket: Socket): Socket => {
    sockets.add(socket)
    return socket.on('close', () => sockets.delete(socket)).on('error', () => undefined)
  }
  const server = createServer((client) => {
    keep(client)
    const upstream = keep(connect(port, host))
    let isUpdate = false
    client.on('data', (piece) => {
      if (piece.length > 14) isUpdate ||= ((piece[4]! >> 3) & 0xf) === UPDATE && piece.readUInt16BE(10) > 0
      upstream.write(piece)
    })
    upstream.on('data', (piece) => {
      if (isUpdate) client.destroy()
      else client.write(piece)
    })
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
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
