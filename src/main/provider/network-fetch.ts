import { Sequencer } from '../async/sequencer'
import type { Fetch } from './types'

/** The part of Electron's `Session` that is used. */
export interface NetworkSession {
  fetch(url: string, init: RequestInit): Promise<Response>
  closeAllConnections(): Promise<void>
}

/**
 * Fetches over Chromium's network stack, which knows the system's proxy and certificates.
 *
 * Chromium sends a request again by itself when a kept connection turns out to be closed, writes too, so a create
 * could be made twice. Each write therefore goes over a connection of its own: writes have a session to themselves,
 * one is under way at a time, and the connections before it are closed.
 * Source: Chromium, net/http/http_network_transaction.cc, `ShouldResendRequest`: it asks whether the socket was reused and
 * whether headers came, not for the method. Seen in Electron 42 with POST, PUT and DELETE.
 *
 * @param reads session for GET
 * @param writes session for everything else, used by nothing else
 */
export function createNetworkFetch(reads: NetworkSession, writes: NetworkSession): Fetch {
  const oneWrite = new Sequencer()
  return (url, init) => {
    if ((init.method ?? 'GET') === 'GET') return reads.fetch(url, init)
    return oneWrite.run(async () => {
      init.signal?.throwIfAborted()
      await writes.closeAllConnections()
      return writes.fetch(url, init)
    })
  }
}
