import { createSocket, type Socket } from 'node:dgram'
import { startTcpProxy, type Meddling, type TcpProxy } from './tcp-proxy'

/** How a client gets what a proxy sends it over UDP. */
export interface UdpReply {
  /** As the server's own. */
  readonly send: (message: Buffer) => void
  /** From another port of the same host. */
  readonly sendFromElsewhere: (message: Buffer) => void
}

export interface BothProxy extends TcpProxy {
  /** Requests that came, each without its length. */
  readonly overUdp: Buffer[]
  readonly overTcp: Buffer[]
}

/** Another process may have the port for UDP that the system gave for TCP. */
const START_TRIES = 20

/**
 * Stands between a client and a server on loopback, over UDP and TCP on one port.
 *
 * @param onUdp does what the client gets to see of an answer over UDP
 */
export async function startBothProxy(
  port: number,
  onUdp: (answer: Buffer, request: Buffer, reply: UdpReply) => void,
  onTcp: Meddling = {},
): Promise<BothProxy> {
  const overUdp: Buffer[] = []
  const overTcp: Buffer[] = []
  const meddling: Meddling = {
    ...onTcp,
    before: async (request) => {
      overTcp.push(request)
      await onTcp.before?.(request)
    },
  }
  for (let tries = 1; ; tries++) {
    const tcp = await startTcpProxy(port, meddling)
    const sockets = new Set<Socket>()
    const client = kept(sockets)
    const elsewhere = kept(sockets)
    const isBound = (await bound(client, tcp.host, tcp.port)) && (await bound(elsewhere, tcp.host, 0))
    const stop = async (): Promise<void> => {
      await Promise.all([tcp.stop(), ...[...sockets].map(closed)])
    }
    if (!isBound) {
      await stop()
      if (tries === START_TRIES) throw new Error('The proxy has no port for UDP.')
      continue
    }
    client.on('message', (request, from) => {
      overUdp.push(request)
      const upstream = kept(sockets)
      upstream.on('message', (answer) =>
        onUdp(answer, request, {
          send: (message) => client.send(message, from.port, from.address),
          sendFromElsewhere: (message) => elsewhere.send(message, from.port, from.address),
        }),
      )
      upstream.send(request, port, tcp.host)
    })
    return { ...tcp, overUdp, overTcp, stop }
  }
}

function kept(sockets: Set<Socket>): Socket {
  const socket = createSocket('udp4').on('error', () => undefined)
  sockets.add(socket)
  return socket
}

function bound(socket: Socket, host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    socket.once('error', () => resolve(false))
    socket.bind(port, host, () => resolve(true))
  })
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.close(() => resolve()))
}
