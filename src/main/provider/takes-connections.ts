import { connect } from 'node:net'
import type { TakesConnections } from './types'

/** How long the host has to take it, in milliseconds. */
const LIMIT_MS = 4_000

/**
 * Opens a TCP connection to the host of an address and closes it at once; nothing is sent. Only a host that stays silent
 * takes none: whatever else goes wrong, the request itself tells better.
 */
export function takesConnections(url: string, signal: AbortSignal, limitMs = LIMIT_MS): Promise<boolean> {
  const { hostname, port, protocol } = new URL(url)
  return new Promise((resolve) => {
    const socket = connect({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port) || (protocol === 'http:' ? 80 : 443),
    })
    const end = (taken: boolean): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      socket.destroy()
      resolve(taken)
    }
    const stop = (): void => end(true)
    const timer = setTimeout(() => end(false), limitMs)
    socket.once('connect', () => end(true))
    socket.on('error', () => end(true))
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
  })
}

/**
 * Asks a host for a connection where requests go to it directly. Behind a proxy it is the proxy that connects, and the
 * host is never approached beside it.
 *
 * @param resolveProxy the proxies for an address, as a proxy configuration file names them: `DIRECT` for none
 */
export function createDirectProbe(
  resolveProxy: (url: string) => Promise<string>,
  probe: TakesConnections = takesConnections,
): TakesConnections {
  return async (url, signal) => {
    const proxies = await resolveProxy(url).catch(() => '')
    return proxies.trim() === 'DIRECT' ? probe(url, signal) : true
  }
}
