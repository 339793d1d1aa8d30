import { CANCELLED, finalOutcome, type Examine, type ExchangeOutcome } from './outcome'
import type { SocketAddress } from './server-address'
import { TcpConnection } from './tcp-connection'

export interface TcpRequest {
  readonly to: SocketAddress
  readonly query: Buffer
  readonly examine: Examine
  /** For everything together, so that an answer that comes drop by drop ends too. */
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
}

/**
 * Asks over a connection of its own (RFC 7766): a length of two octets, then the message, both ways. Octets after the
 * first message are not read.
 */
export async function exchangeTcp({
  to,
  query,
  examine,
  timeoutMs,
  signal,
}: TcpRequest): Promise<ExchangeOutcome> {
  if (signal?.aborted === true) return CANCELLED
  const started = performance.now()
  const connection = new TcpConnection(to)
  try {
    const failed = await connection.connected(timeoutMs, signal)
    if (failed !== null) return failed
    connection.send(query)
    const received = await connection.receive(timeoutMs - (performance.now() - started), signal)
    return received.kind === 'message' ? finalOutcome(examine(received.octets)) : received
  } finally {
    connection.close()
  }
}
