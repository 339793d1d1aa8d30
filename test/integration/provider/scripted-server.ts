import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as it arrived. */
export interface Received {
  readonly method: string
  readonly url: string
  readonly authorization: string | undefined
  readonly contentType: string | undefined
  /** Absent where the request names no subaccount. */
  readonly onBehalfOf?: string
  readonly body: string
}

export type Answer = (response: ServerResponse, request: IncomingMessage) => void

export interface ScriptedServer {
  readonly url: string
  readonly received: Received[]
  /** What the next requests get, in order; the last one also every request after it. */
  answers: Answer[]
  /** How many answers have neither ended nor lost their connection. */
  underWay(): number
  close(): Promise<void>
}

/** A real HTTP server on loopback that does what a test tells it. */
export async function startServer(): Promise<ScriptedServer> {
  const received: Received[] = []
  const scripted = { answers: [] as Answer[] }
  let underWay = 0
  const server = createServer((request, response) => {
    underWay += 1
    response.on('close', () => (underWay -= 1))
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const onBehalfOf = request.headers['x-mailgun-on-behalf-of']
      received.push({
        method: request.method ?? '',
        url: request.url ?? '',
        authorization: request.headers.authorization,
        contentType: request.headers['content-type'],
        body: Buffer.concat(chunks).toString('utf8'),
        ...(typeof onBehalfOf === 'string' && { onBehalfOf }),
      })
      const answer = scripted.answers.length > 1 ? scripted.answers.shift() : scripted.answers[0]
      if (answer === undefined) response.writeHead(500).end('nothing scripted')
      else answer(response, request)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    get answers() {
      return scripted.answers
    },
    set answers(answers) {
      scripted.answers = answers
    },
    underWay: () => underWay,
    close: () => stop(server),
  }
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  }
}

export function text(body: string, status = 200, headers: Record<string, string> = {}): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'text/plain', ...headers }).end(body)
  }
}
