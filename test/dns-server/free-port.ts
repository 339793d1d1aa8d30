import { createSocket } from 'node:dgram'
import { createServer, isIPv6 } from 'node:net'

/** A port free for both UDP and TCP on all of these loopback addresses. */
export async function freePort(hosts: readonly string[]): Promise<number> {
  const [first = '127.0.0.1'] = hosts
  for (;;) {
    const port = await randomPort(first)
    const free = await Promise.all(
      hosts.map(async (host) => (await freeTcp(host, port)) && freeUdp(host, port)),
    )
    if (free.every(Boolean)) return port
  }
}

async function randomPort(host: string): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, host, resolve))
  const bound = server.address()
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return typeof bound === 'object' && bound !== null ? bound.port : 0
}

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
