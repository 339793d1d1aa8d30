import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { createServer, type Socket as TcpSocket } from 'node:net'
import { freePort } from './free-port'

/** What a question asked, with its octets. */
export interface Asked {
  readonly query: Buffer
  readonly id: number
  /** Octets of the question: name, type, class. */
  readonly question: Buffer
  /** How many messages came before on the same transport. */
  readonly before: number
}

export interface UdpTools {
  readonly reply: (message: Buffer) => void
  /** The same from another port of the same host. */
  readonly replyFromElsewhere: (message: Buffer) => void
}

export interface HostileServer {
  readonly address: string
  readonly port: number
  /** Questions that came over UDP and over TCP. */
  readonly udp: Asked[]
  readonly tcp: Asked[]
  stop(): Promise<void>
}

/**
 * Answers as the test says, over UDP and TCP on one port. Without a handler, questions over UDP are swallowed and
 * connections are closed.
 */
export async function startHostileServer(handlers: {
  udp?: (asked: Asked, tools: UdpTools) => void
  tcp?: (asked: Asked, socket: TcpSocket) => void
  host?: string
  port?: number
}): Promise<HostileServer> {
  const { host = '127.0.0.1' } = handlers
  const port = handlers.port ?? (await freePort([host]))
  const udp: Asked[] = []
  const tcp: Asked[] = []
  const socket = createSocket('udp4')
  const elsewhere = createSocket('udp4')
  await Promise.all([bound(socket, host, port), bound(elsewhere, host, 0)])
  const connections = new Set<TcpSocket>()
  const server = createServer((connection) => {
    connections.add(connection)
    connection.on('close', () => connections.delete(connection))
    connection.on('error', () => undefined)
    if (handlers.tcp === undefined) {
      connection.destroy()
      return
    }
    let received = Buffer.alloc(0)
    connection.on('data', (piece) => {
      received = Buffer.concat([received, piece])
      if (received.length < 2 || received.length < received.readUInt16BE() + 2) return
      const asked = askedOf(received.subarray(2), tcp.length)
      tcp.push(asked)
      handlers.tcp?.(asked, connection)
    })
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  socket.on('message', (query, from: RemoteInfo) => {
    const asked = askedOf(query, udp.length)
    udp.push(asked)
    handlers.udp?.(asked, {
      reply: (message) => socket.send(message, from.port, from.address),
      replyFromElsewhere: (message) => elsewhere.send(message, from.port, from.address),
    })
  })
  return {
    address: `${host}:${port}`,
    ...{ port, udp, tcp },
    stop: async () => {
      for (const connection of connections) connection.destroy()
      await Promise.all([
        new Promise<void>((resolve) => socket.close(resolve)),
        new Promise<void>((resolve) => elsewhere.close(resolve)),
        new Promise<void>((resolve) => server.close(() => resolve())),
      ])
    },
  }
}

export const FLAGS = { qr: 0x8000, aa: 0x0400, tc: 0x0200, rd: 0x0100, ra: 0x0080 } as const

/** A reply from its parts; `sections` are the records of the answer, authority and additional sections. */
export function message(
  asked: Asked,
  options: {
    id?: number
    flags?: number
    rcode?: number
    question?: Buffer | null
    answers?: readonly Buffer[]
    authority?: readonly Buffer[]
    additional?: readonly Buffer[]
    trailing?: Buffer
  } = {},
): Buffer {
  const { answers = [], authority = [], additional = [], question = asked.question } = options
  const header = Buffer.alloc(12)
  header.writeUInt16BE(options.id ?? asked.id, 0)
  header.writeUInt16BE((options.flags ?? FLAGS.qr | FLAGS.aa | FLAGS.ra) | (options.rcode ?? 0), 2)
  header.writeUInt16BE(question === null ? 0 : 1, 4)
  header.writeUInt16BE(answers.length, 6)
  header.writeUInt16BE(authority.length, 8)
  header.writeUInt16BE(additional.length, 10)
  const body = [...answers, ...authority, ...additional]
  return Buffer.concat([header, question ?? Buffer.alloc(0), ...body, options.trailing ?? Buffer.alloc(0)])
}

/** A record; its owner is the question's name unless octets are given. */
export function record(type: number, data: Buffer, options: { owner?: Buffer; ttl?: number } = {}): Buffer {
  const fixed = Buffer.alloc(10)
  fixed.writeUInt16BE(type, 0)
  fixed.writeUInt16BE(1, 2)
  fixed.writeUInt32BE(options.ttl ?? 60, 4)
  fixed.writeUInt16BE(data.length, 8)
  return Buffer.concat([options.owner ?? Buffer.from([0xc0, 0x0c]), fixed, data])
}

/** A name's octets, without compression. */
export function nameOctets(name: string): Buffer {
  const labels = name === '' ? [] : name.split('.')
  const octets = labels.map((label) =>
    Buffer.concat([Buffer.from([label.length]), Buffer.from(label, 'latin1')]),
  )
  return Buffer.concat([...octets, Buffer.from([0])])
}

/** Rdata of a TXT record: one character-string each. */
export function txt(...strings: string[]): Buffer {
  return Buffer.concat(
    strings.map((text) => Buffer.concat([Buffer.from([text.length]), Buffer.from(text, 'latin1')])),
  )
}

/** A message as TCP carries it: after its length. */
export function framed(octets: Buffer): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(octets.length)
  return Buffer.concat([length, octets])
}

function askedOf(query: Buffer, before: number): Asked {
  let at = 12
  while (query[at] !== undefined && query[at] !== 0) at += query[at]! + 1
  return { query, id: query.readUInt16BE(0), question: query.subarray(12, at + 5), before }
}

function bound(socket: Socket, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(port, host, resolve)
  })
}
