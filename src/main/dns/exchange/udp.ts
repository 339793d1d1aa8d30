import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import type { SocketAddress } from '../server-address'
import { CANCELLED, none, unreachable, type Examine, type ExchangeOutcome } from './outcome'

/** Open sockets without a question, over all servers. */
const MAX_IDLE = 64
/** After so many questions a socket is closed, so that source ports change (RFC 5452 9.2). */
const QUESTIONS_PER_SOCKET = 100
/** How long an idle socket stays open, in milliseconds. */
const IDLE_MS = 5_000

export interface UdpRequest {
  readonly to: SocketAddress
  readonly query: Buffer
  readonly examine: Examine
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
}

/** Sends one packet and waits for its answer. A truncated answer is an answer here. */
export type UdpExchange = (request: UdpRequest) => Promise<ExchangeOutcome>

export interface UdpSockets {
  readonly exchange: UdpExchange
  /** Closes the idle sockets; those in use are closed when their question ends. */
  close(): void
}

/**
 * Sockets for questions over UDP. Each has a random port, is connected to one server, so that the system delivers
 * nothing from elsewhere and reports refused ports, and carries one question at a time. One on which a question
 * went without answer is closed: what comes late finds nobody.
 */
export function createUdpSockets(): UdpSockets {
  const idle = new Map<string, Channel[]>()
  let idleCount = 0
  let closed = false

  function take(to: SocketAddress): Channel {
    const key = keyOf(to)
    const channel = idle.get(key)?.pop()
    if (channel === undefined) return new Channel(to, remove)
    idleCount -= 1
    if (idle.get(key)?.length === 0) idle.delete(key)
    channel.wake()
    return channel
  }

  function giveBack(channel: Channel): void {
    if (closed || idleCount >= MAX_IDLE || channel.questions >= QUESTIONS_PER_SOCKET) {
      channel.close()
      return
    }
    const key = keyOf(channel.to)
    const channels = idle.get(key)
    if (channels === undefined) idle.set(key, [channel])
    else channels.push(channel)
    idleCount += 1
    channel.rest()
  }

  function remove(channel: Channel): void {
    const key = keyOf(channel.to)
    const channels = idle.get(key)
    const index = channels?.indexOf(channel) ?? -1
    if (channels === undefined || index < 0) return
    channels.splice(index, 1)
    idleCount -= 1
    if (channels.length === 0) idle.delete(key)
  }

  return {
    exchange: async (request) => {
      const channel = take(request.to)
      const outcome = await channel.ask(request)
      if (outcome.kind === 'answer') giveBack(channel)
      else channel.close()
      return outcome
    },
    close: () => {
      closed = true
      for (const channel of [...idle.values()].flat()) channel.close()
      idle.clear()
      idleCount = 0
    },
  }
}

class Channel {
  readonly to: SocketAddress
  questions = 0
  readonly #socket: Socket
  readonly #onIdleEnd: (channel: Channel) => void
  #connected = false
  #closed = false
  #idleTimer: NodeJS.Timeout | undefined
  #onMessage: ((buffer: Buffer) => void) | undefined
  #onError: ((error: Error) => void) | undefined
  #onConnect: (() => void) | undefined

  constructor(to: SocketAddress, onIdleEnd: (channel: Channel) => void) {
    this.to = to
    this.#onIdleEnd = onIdleEnd
    this.#socket = createSocket(to.family === 6 ? 'udp6' : 'udp4')
    this.#socket.on('message', (buffer, from) => {
      if (isFrom(from, to)) this.#onMessage?.(buffer)
    })
    this.#socket.on('error', (error) => {
      if (this.#onError === undefined) this.#end()
      else this.#onError(error)
    })
    // As an event: a callback would take the errors away from the listener above.
    this.#socket.once('connect', () => {
      this.#connected = true
      this.#onConnect?.()
    })
    this.#socket.connect(to.port, to.host)
  }

  ask({ query, examine, timeoutMs, signal }: UdpRequest): Promise<ExchangeOutcome> {
    if (signal?.aborted === true) return Promise.resolve(CANCELLED)
    this.questions += 1
    return new Promise((resolve) => {
      let foreign: string | undefined
      const finish = (outcome: ExchangeOutcome) => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', abort)
        this.#onMessage = this.#onError = this.#onConnect = undefined
        resolve(outcome)
      }
      const abort = () => finish(CANCELLED)
      const timer = setTimeout(() => {
        if (foreign === undefined) finish(none('timeout', 'No answer came in time.'))
        else finish(none('mismatch', foreign))
      }, timeoutMs)
      signal?.addEventListener('abort', abort)
      const send = () => {
        this.#socket.send(query, (error) => {
          if (error !== null) this.#onError?.(error)
        })
      }
      this.#onError = (error) => finish(unreachable(error))
      this.#onMessage = (buffer) => {
        const reply = examine(buffer)
        if (reply.kind === 'answer') finish({ kind: 'answer', message: reply.message })
        else if (reply.kind === 'malformed') finish(none('malformed', reply.why))
        else foreign = reply.why
      }
      if (this.#connected) send()
      else this.#onConnect = send
    })
  }

  /** Idle: does not keep the process alive, and closes after a while. */
  rest(): void {
    this.#socket.unref()
    this.#idleTimer = setTimeout(() => this.#end(), IDLE_MS).unref()
  }

  wake(): void {
    clearTimeout(this.#idleTimer)
    this.#socket.ref()
  }

  close(): void {
    clearTimeout(this.#idleTimer)
    if (this.#closed) return
    this.#closed = true
    this.#socket.close()
  }

  #end(): void {
    this.#onIdleEnd(this)
    this.close()
  }
}

function keyOf({ host, port }: SocketAddress): string {
  return `${host} ${port}`
}

/** RFC 5452 9.1: from the address and port that were asked. The system compares whole addresses on its own. */
function isFrom(from: RemoteInfo, to: SocketAddress): boolean {
  if (from.port !== to.port) return false
  return from.address === to.host || (isIPv6(from.address) && to.family === 6)
}
