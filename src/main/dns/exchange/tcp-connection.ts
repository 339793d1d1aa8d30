import { connect, type Socket } from 'node:net'
import { CANCELLED, none, unreachable, type NoneOutcome } from './outcome'
import type { SocketAddress } from './server-address'

/** RFC 1035 4.1.1: nothing shorter than a header is a message. */
const MIN_MESSAGE_OCTETS = 12
/** RFC 1035 4.2.2: the length before each message. */
const LENGTH_OCTETS = 2

/** A message that came over a connection, or why none did. */
export type ReceivedMessage = { readonly kind: 'message'; readonly octets: Buffer } | NoneOutcome

/**
 * A connection to one server over which messages go both ways, each behind its length (RFC 7766 8). One caller at a time
 * waits on it.
 */
export class TcpConnection {
  readonly #socket: Socket
  #pieces: Buffer[] = []
  #octets = 0
  #connected = false
  #ended: NoneOutcome | undefined
  #changed: (() => void) | undefined

  constructor(to: SocketAddress) {
    this.#socket = connect({ host: to.host, port: to.port, noDelay: true })
    this.#socket.on('connect', () => {
      this.#connected = true
      this.#changed?.()
    })
    this.#socket.on('error', (error) => this.#end(this.#connected ? CLOSED : unreachable(error)))
    this.#socket.on('close', () => this.#end(CLOSED))
    this.#socket.on('data', (piece) => {
      this.#pieces.push(piece)
      this.#octets += piece.length
      this.#changed?.()
    })
  }

  /**
   * Waits until messages can be sent.
   *
   * @param timeoutMs milliseconds
   * @returns null when they can, else why not; nothing was sent then
   */
  async connected(timeoutMs: number, signal?: AbortSignal): Promise<NoneOutcome | null> {
    const look = (): null | undefined => (this.#connected ? null : undefined)
    return this.#until(look, timeoutMs, 'The server did not take the connection in time.', signal)
  }

  send(message: Buffer): void {
    const length = Buffer.alloc(LENGTH_OCTETS)
    length.writeUInt16BE(message.length)
    this.#socket.write(Buffer.concat([length, message]))
  }

  /**
   * The next whole message.
   *
   * @param timeoutMs milliseconds for all of it, so that an answer that comes drop by drop ends too
   */
  async receive(timeoutMs: number, signal?: AbortSignal): Promise<ReceivedMessage> {
    const look = (): ReceivedMessage | undefined => this.#take()
    return this.#until(look, timeoutMs, 'No whole answer came in time.', signal)
  }

  close(): void {
    this.#socket.destroy()
  }

  #take(): ReceivedMessage | undefined {
    if (this.#octets < LENGTH_OCTETS) return undefined
    if (this.#pieces[0]!.length < LENGTH_OCTETS) this.#pieces = [Buffer.concat(this.#pieces)]
    const expected = this.#pieces[0]!.readUInt16BE()
    if (expected < MIN_MESSAGE_OCTETS) return none('malformed', 'The answer is shorter than a header.')
    const end = LENGTH_OCTETS + expected
    if (this.#octets < end) return undefined
    const all = Buffer.concat(this.#pieces)
    this.#pieces = all.length === end ? [] : [all.subarray(end)]
    this.#octets = all.length - end
    return { kind: 'message', octets: all.subarray(LENGTH_OCTETS, end) }
  }

  #until<T>(
    look: () => T | undefined,
    timeoutMs: number,
    late: string,
    signal: AbortSignal | undefined,
  ): Promise<T | NoneOutcome> {
    if (signal?.aborted === true) return Promise.resolve(CANCELLED)
    return new Promise((resolve) => {
      const finish = (result: T | NoneOutcome): void => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', abort)
        this.#changed = undefined
        resolve(result)
      }
      const abort = (): void => finish(CANCELLED)
      const timer = setTimeout(() => finish(none('timeout', late)), timeoutMs)
      signal?.addEventListener('abort', abort)
      this.#changed = () => {
        const seen = look()
        if (seen !== undefined) finish(seen)
        else if (this.#ended !== undefined) finish(this.#ended)
      }
      this.#changed()
    })
  }

  #end(why: NoneOutcome): void {
    this.#ended ??= why
    this.#changed?.()
  }
}

const CLOSED = none('closed', 'The connection ended before the whole answer.')
