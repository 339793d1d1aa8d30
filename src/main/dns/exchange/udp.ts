import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import type { SocketAddress } from './server-address'
import type { Question } from '../../../preload/contract/dns-answer'
import { examineReply } from '../wire/examine-reply'
import { CANCELLED, none, unreachable, type ExchangeOutcome } from './outcome'

/** Questions under way on one socket; for more to the same server, another is opened. */
const MAX_PENDING = 32
/** After so many questions a socket takes no more, so that source ports change (RFC 5452 9.2). */
const QUESTIONS_PER_SOCKET = 500
/** Open sockets without a question, over all servers. */
const MAX_IDLE = 64
/** How long an idle socket stays open, in milliseconds. */
const IDLE_MS = 5_000

export interface UdpRequest {
  readonly to: SocketAddress
  /** Of the query, random. */
  readonly id: number
  readonly question: Question
  /** The question as a message. */
  readonly query: Buffer
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
}

/** Sends one packet and waits for its answer. A truncated answer is an answer here. */
export type UdpExchange = (request: UdpRequest) => Promise<ExchangeOutcome>

export interface UdpSockets {
  readonly exchange: UdpExchange
  /** Closes the idle sockets; those in use are closed when their last question ends. */
  close(): void
}

/**
 * Sockets for questions over UDP. Each has a random port and is connected to one server, so that the system delivers
 * nothing from elsewhere and reports refused ports. Its questions are told apart by their ids.
 */
export function createUdpSockets(): UdpSockets {
  const channels = new Map<string, ServerSocket[]>()
  let idle = 0
  let closed = false

  const events: ChannelEvents = {
    onBusy: () => (idle -= 1),
    onIdle: (channel) => {
      idle += 1
      if (closed || idle > MAX_IDLE || channel.isWorn) drop(channel)
    },
    onBroken: drop,
  }

  function drop(channel: ServerSocket): void {
    const others = channels.get(channel.key)?.filter((other) => other !== channel) ?? []
    if (others.length === 0) channels.delete(channel.key)
    else channels.set(channel.key, others)
    if (channel.isIdle && !channel.isClosed) idle -= 1
    channel.close()
  }

  function channelFor({ to, id }: UdpRequest): ServerSocket {
    const key = `${to.host} ${to.port}`
    const open = channels.get(key)
    const free = open?.find((channel) => channel.takes(id))
    if (free !== undefined) return free
    const made = new ServerSocket(key, to, events)
    idle += 1
    if (open === undefined) channels.set(key, [made])
    else open.push(made)
    return made
  }

  return {
    exchange: (request) =>
      request.signal?.aborted === true ? Promise.resolve(CANCELLED) : channelFor(request).ask(request),
    close: () => {
      closed = true
      for (const channel of [...channels.values()].flat()) if (channel.isIdle) drop(channel)
    },
  }
}

interface ChannelEvents {
  readonly onBusy: () => void
  readonly onIdle: (channel: ServerSocket) => void
  readonly onBroken: (channel: ServerSocket) => void
}

/** A question under way. */
interface Pending {
  readonly request: UdpRequest
  readonly resolve: (outcome: ExchangeOutcome) => void
  timer: NodeJS.Timeout | undefined
  abort: (() => void) | undefined
  /** What else came meanwhile. */
  foreign: string | undefined
}

/** One socket to one server. */
class ServerSocket {
  readonly key: string
  isClosed = false
  readonly #to: SocketAddress
  readonly #socket: Socket
  readonly #events: ChannelEvents
  readonly #pending = new Map<number, Pending>()
  /** Ids of questions that were given up: their answers may still come, and mean nothing. */
  readonly #late = new Set<number>()
  readonly #idleTimer: NodeJS.Timeout
  #unsent: Buffer[] | undefined = []
  #questions = 0

  constructor(key: string, to: SocketAddress, events: ChannelEvents) {
    this.key = key
    this.#to = to
    this.#events = events
    this.#socket = createSocket(to.family === 6 ? 'udp6' : 'udp4')
    this.#socket.on('message', (buffer, from) => this.#receive(buffer, from))
    this.#socket.on('error', (error) => this.#break(error))
    // As an event: a callback would take the errors away from the listener above.
    this.#socket.once('connect', () => {
      const unsent = this.#unsent ?? []
      this.#unsent = undefined
      for (const query of unsent) this.#send(query)
    })
    this.#idleTimer = setTimeout(() => {
      if (this.isIdle) events.onBroken(this)
    }, IDLE_MS).unref()
    this.#socket.connect(to.port, to.host)
  }

  get isIdle(): boolean {
    return this.#pending.size === 0
  }

  get isWorn(): boolean {
    return this.#questions >= QUESTIONS_PER_SOCKET
  }

  /** Whether another question with this id may be asked here. */
  takes(id: number): boolean {
    return this.#pending.size < MAX_PENDING && !this.isWorn && !this.#pending.has(id) && !this.#late.has(id)
  }

  ask(request: UdpRequest): Promise<ExchangeOutcome> {
    this.#questions += 1
    if (this.isIdle) {
      this.#events.onBusy()
      this.#socket.ref()
    }
    return new Promise((resolve) => {
      const pending: Pending = { request, resolve, timer: undefined, abort: undefined, foreign: undefined }
      pending.timer = setTimeout(this.#onTimeout, request.timeoutMs, pending)
      if (request.signal !== undefined) {
        pending.abort = () => this.#finish(pending, CANCELLED)
        request.signal.addEventListener('abort', pending.abort)
      }
      this.#pending.set(request.id, pending)
      if (this.#unsent === undefined) this.#send(request.query)
      else this.#unsent.push(request.query)
    })
  }

  close(): void {
    clearTimeout(this.#idleTimer)
    if (this.isClosed) return
    this.isClosed = true
    this.#socket.close()
  }

  #send(query: Buffer): void {
    if (this.isClosed) return
    this.#socket.send(query, this.#onSent)
  }

  readonly #onSent = (error: Error | null): void => {
    if (error !== null) this.#break(error)
  }

  readonly #onTimeout = (pending: Pending): void => {
    const { foreign } = pending
    this.#finish(
      pending,
      foreign === undefined ? none('timeout', 'No answer came in time.') : none('mismatch', foreign),
    )
  }

  #finish(pending: Pending, outcome: ExchangeOutcome): void {
    const { id, signal } = pending.request
    clearTimeout(pending.timer)
    if (pending.abort !== undefined) signal?.removeEventListener('abort', pending.abort)
    this.#pending.delete(id)
    if (outcome.kind === 'none') this.#late.add(id)
    if (this.isIdle) this.#rest()
    pending.resolve(outcome)
  }

  #receive(buffer: Buffer, from: RemoteInfo): void {
    // RFC 5452 9.1. The system compares the whole address of a connected socket on its own.
    if (from.port !== this.#to.port) return
    const id = buffer.length < 2 ? -1 : buffer.readUInt16BE()
    const pending = this.#pending.get(id)
    if (pending === undefined) {
      if (!this.#late.has(id)) this.#markForeign('An answer with another id came.')
      return
    }
    const { question, query } = pending.request
    const reply = examineReply(buffer, id, question, query)
    if (reply.kind === 'answer') this.#finish(pending, reply)
    else if (reply.kind === 'malformed') this.#finish(pending, none('malformed', reply.why))
    else pending.foreign = reply.why
  }

  #markForeign(why: string): void {
    for (const pending of this.#pending.values()) pending.foreign ??= why
  }

  /** Idle: does not keep the process alive, and closes after a while. */
  #rest(): void {
    if (this.isClosed) return
    this.#socket.unref()
    this.#idleTimer.refresh()
    this.#events.onIdle(this)
  }

  /** What the system reports is about the server, and so about every question to it. */
  #break(error: Error): void {
    const outcome = unreachable(error)
    for (const pending of [...this.#pending.values()]) this.#finish(pending, outcome)
    this.#events.onBroken(this)
  }
}
