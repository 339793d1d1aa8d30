import { connect } from 'node:net'
import type { SocketAddress } from './server-address'
import { CANCELLED, finalOutcome, none, unreachable, type Examine, type ExchangeOutcome } from './outcome'

/** RFC 1035 4.1.1: nothing shorter than a header is a message. */
const MIN_MESSAGE_OCTETS = 12

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
export function exchangeTcp({ to, query, examine, timeoutMs, signal }: TcpRequest): Promise<ExchangeOutcome> {
  if (signal?.aborted === true) return Promise.resolve(CANCELLED)
  return new Promise((resolve) => {
    const socket = connect({ host: to.host, port: to.port, noDelay: true })
    const pieces: Buffer[] = []
    let octets = 0
    let connected = false
    const finish = (outcome: ExchangeOutcome) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      socket.destroy()
      resolve(outcome)
    }
    const abort = () => finish(CANCELLED)
    const timer = setTimeout(() => finish(none('timeout', 'No whole answer came in time.')), timeoutMs)
    signal?.addEventListener('abort', abort)
    socket.on('connect', () => {
      connected = true
      const length = Buffer.alloc(2)
      length.writeUInt16BE(query.length)
      socket.write(Buffer.concat([length, query]))
    })
    socket.on('error', (error) => finish(connected ? closed() : unreachable(error)))
    socket.on('close', () => finish(closed()))
    socket.on('data', (piece) => {
      pieces.push(piece)
      octets += piece.length
      if (octets < 2) return
      const expected = Buffer.concat(pieces.length > 2 ? pieces.slice(0, 2) : pieces).readUInt16BE()
      if (expected < MIN_MESSAGE_OCTETS) {
        finish(none('malformed', 'The answer is shorter than a header.'))
      } else if (octets >= expected + 2) {
        finish(finalOutcome(examine(Buffer.concat(pieces).subarray(2, expected + 2))))
      }
    })
  })
}

function closed(): ExchangeOutcome {
  return none('closed', 'The connection ended before the whole answer.')
}
