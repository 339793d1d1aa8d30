import type { ServerResponse } from 'node:http'
import type { Seeded } from './seeded'

/** What goes wrong with an answer. `good` is what the answer should have been. */
export type Fault = (response: ServerResponse, good: Good, surroundings: Surroundings) => void

export interface Good {
  readonly status: number
  readonly body: string
}

export interface Surroundings {
  readonly random: Seeded
  /** Where a redirect leads. */
  readonly elsewhere: string
  /** What the request carried, for servers that repeat it. */
  readonly credentials: string
}

const JSON_TYPE = { 'content-type': 'application/json' }
const PAGE = '<!DOCTYPE html><html><body>Sign in to the network of the hotel</body></html>'

function send(response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}) {
  response.writeHead(status, { ...JSON_TYPE, ...headers }).end(body)
}

/** What a broken network or server does to any answer, by name. */
export const FAULTS = {
  dropBeforeHeaders: (response) => response.socket?.destroy(),
  dropInBody: (response, { body }) => {
    response.writeHead(200, { ...JSON_TYPE, 'content-length': String(body.length + 10) })
    response.write(body.slice(0, body.length / 2), () => response.socket?.destroy())
  },
  stall: () => undefined,
  stallInBody: (response, { body }) => {
    response.writeHead(200, JSON_TYPE)
    response.write(body.slice(0, body.length / 2))
  },
  slowDrip: (response, { body }) => {
    response.writeHead(200, JSON_TYPE)
    let at = 0
    const timer = setInterval(() => response.write(body.charAt(at++) || ' '), 3)
    response.on('close', () => clearInterval(timer))
  },
  truncatedJson: (response, { body }) => send(response, 200, body.slice(0, -2)),
  notJson: (response) => send(response, 200, 'OK'),
  emptyBody: (response) => send(response, 200, ''),
  noContent: (response) => void response.writeHead(204).end(),
  wrongShape: (response, _, { random }) =>
    send(
      response,
      200,
      random.pick([
        '[]',
        '{}',
        'null',
        '{"items": {}}',
        '{"domain": []}',
        '7',
        '{"domain": {"name": "another.example.com"}}',
      ]),
    ),
  webPage: (response) => send(response, 200, PAGE, { 'content-type': 'text/html' }),
  webPageNotFound: (response) => send(response, 404, PAGE, { 'content-type': 'text/html' }),
  tooMany: (response, _, { random }) => {
    const after = random.pick([
      null,
      '0',
      '1',
      '12',
      '7200',
      new Date(Date.now() + 5_000).toUTCString(),
      'soon',
    ])
    send(response, 429, '{"message":"Too many requests"}', after === null ? {} : { 'retry-after': after })
  },
  failed: (response, _, { random }) =>
    send(
      response,
      random.pick([500, 502, 503, 504]),
      random.pick(['', PAGE, '{"message":"upstream is down"}']),
    ),
  redirect: (response, _, { random, elsewhere }) =>
    send(response, random.pick([301, 302, 303, 307, 308]), '', { location: `${elsewhere}/v4/domains` }),
  unauthorized: (response, _, { credentials }) =>
    send(response, 401, JSON.stringify({ message: `Invalid private key ${credentials}` })),
  forbidden: (response, _, { credentials }) => send(response, 403, JSON.stringify({ message: credentials })),
  repeatsTheKey: (response, _, { random, credentials }) =>
    send(response, random.pick([400, 418, 500]), JSON.stringify({ message: `bad header ${credentials}` })),
} satisfies Record<string, Fault>

export type FaultName = keyof typeof FAULTS
export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[]

/** Answers that a delete is right to take for success. */
export const SAY_DONE: ReadonlySet<FaultName> = new Set(['emptyBody', 'noContent', 'wrongShape'])
