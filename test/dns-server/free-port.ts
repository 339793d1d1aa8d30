import { randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { createServer, isIPv6 } from 'node:net'

/** A port free for both UDP and TCP on all of these loopback addresses. */
export async function freePort(hosts: readonly string[]): Promise<number> {
  for (;;) {
    const port = randomInt(LEAST, MOST)
    const free = await Promise.all(
      hosts.map(async (host) => (await freeTcp(host, port)) && freeUdp(host, port)),
    )
    if (free.every(Boolean)) return port
  }
}

/**
 * Below the ports that systems give to sockets that ask for none (from 32768 on with Linux, from 49152 on with others), so
 * that no question of another process has the port when a server starts again on it.
 */
const LEAST = 10_000
const MOST = 32_000

async function freeTcp(host: string, port: number): Promise<boolean> {
  const server = createServer()
  const free = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false)).listen(port, host, () => resolve(true))
  })
  if (free) await new Promise<void>((resolve) => server.close(() => resolve()))
  return free
}

async function freeUdp(host: string, port: number): Promise<boolean> {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4')
  const free = await new Promise<boolean>((resolve) => {
    socket.once('error', () => resolve(false))
    socket.bind(port, host, () => resolve(true))
  })
  if (free) await new Promise<void>((resolve) => socket.close(resolve))
  return free
}
