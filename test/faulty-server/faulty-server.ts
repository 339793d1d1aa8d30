import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { domainList, type DomainList, type TrueDomain } from './domain-list'
import { FAULT_NAMES, FAULTS, SAY_DONE, type Good } from './faults'
import { seeded, seedOf, type Seeded } from './seeded'

/** How the server behaves. Everything follows from the seed and from what is asked, not from when. */
export interface Script {
  readonly seed: number
  /** How many domains it begins with. */
  readonly domains: number
  /** Domains a page at most, whatever is asked for; 2 or more. */
  readonly pageSize: number
  /** Probability that an answer is broken, 0 to 1. */
  readonly broken: number
  /** Probability that a page of the list is not the one that was asked for, 0 to 1. */
  readonly wrongPage: number
  /** Probability that the list changes after a page of it was read, 0 to 1. */
  readonly moving: number
  readonly smtpPassword: string
}

/** A Domains API on loopback that goes wrong by script. */
export interface FaultyServer {
  readonly url: string
  /** What it really has. */
  readonly truth: DomainList
  /** How often each write arrived, as `POST mg.example.com`. */
  readonly writes: ReadonlyMap<string, number>
  /** What followed a redirect, which nothing should. */
  readonly strayed: readonly string[]
  begin(script: Script): void
  /** From now on every answer is good and the list stands still. */
  heal(): void
  /** From now on it goes wrong by its script, as it does from the beginning. */
  harm(): void
  /** Told of every request, before it is answered. */
  onRequest: () => void
  close(): Promise<void>
}

export async function startFaultyServer(): Promise<FaultyServer> {
  const strayed: string[] = []
  const elsewhere = await listen((request, response) => {
    strayed.push(`${request.method} ${request.url}`)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"total_count":0,"items":[]}')
  })
  let script: Script = {
    seed: 0,
    domains: 0,
    pageSize: 2,
    broken: 0,
    wrongPage: 0,
    moving: 0,
    smtpPassword: '',
  }
  let truth = domainList(seeded(0), 0)
  const writes = new Map<string, number>()
  const times = new Map<string, number>()
  let healthy = false

  const server = await listen((request, response, body) => {
    faulty.onRequest()
    const asked = `${request.method} ${request.url}`
    const nth = (times.get(asked) ?? 0) + 1
    times.set(asked, nth)
    const random = seeded(seedOf(script.seed, `${asked} ${nth}`))
    const broken = !healthy && random.chance(script.broken)
    if (request.method !== 'GET') {
      const write = `${request.method} ${nameIn(request, body)}`
      writes.set(write, (writes.get(write) ?? 0) + 1)
    }
    const fault = random.pick(FAULT_NAMES)
    // A broken write may have been carried out all the same; one that says so must have been.
    const done = !broken || SAY_DONE.has(fault) || random.chance(0.5)
    const good = done ? carryOut(request, body, random) : read(request, random)
    if (!broken) {
      response.writeHead(good.status, { 'content-type': 'application/json' }).end(good.body)
      return
    }
    const credentials = (request.headers.authorization ?? '').replace('Basic ', '')
    const key = Buffer.from(credentials, 'base64').toString().replace('api:', '')
    FAULTS[fault](response, good, {
      random,
      elsewhere: elsewhere.url,
      credentials: `${credentials} ${key}`,
    })
  })

  function carryOut(request: IncomingMessage, body: string, random: Seeded): Good {
    const { method } = request
    const path = pathOf(request)
    const name = nameIn(request, body)
    if (method === 'GET') return read(request, random)
    if (method === 'POST') {
      if (truth.byName.has(name)) return { status: 400, body: '{"message":"Domain already exists"}' }
      truth.put(name)
    }
    const domain = truth.byName.get(name)
    if (domain === undefined) return notFound()
    if (method === 'DELETE') {
      truth.byName.delete(name)
      return { status: 200, body: '{"message":"Domain will be deleted in the background"}' }
    }
    if (path[4] === 'verify') domain.state = 'active'
    else if (method === 'PUT') domain.webPrefix = new URLSearchParams(body).get('web_prefix') ?? 'email'
    domain.revision += 1
    return { status: 200, body: JSON.stringify(whole(domain)) }
  }

  function read(request: IncomingMessage, random: Seeded): Good {
    if (request.method !== 'GET') return notFound()
    const name = pathOf(request)[3]
    if (name === undefined) return { status: 200, body: JSON.stringify(page(request, random)) }
    const domain = truth.byName.get(name)
    return domain === undefined ? notFound() : { status: 200, body: JSON.stringify(whole(domain)) }
  }

  function page(request: IncomingMessage, random: Seeded): unknown {
    const query = new URL(request.url ?? '/', 'http://server').searchParams
    const limit = Math.min(Number(query.get('limit')), script.pageSize)
    const all = [...truth.byName.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))
    let skip = Number(query.get('skip'))
    let total = all.length
    let items = all.slice(skip, skip + limit).map(wire)
    if (!healthy && random.chance(script.wrongPage)) {
      const kind = random.pick([
        ...(['again', 'ahead', 'empty', 'doubled', 'total', 'nulls', 'no total', 'unreadable'] as const),
      ])
      if (kind === 'again') skip = Math.max(0, skip - limit)
      if (kind === 'ahead') skip += 1
      if (kind === 'again' || kind === 'ahead') items = all.slice(skip, skip + limit).map(wire)
      if (kind === 'empty') items = []
      if (kind === 'doubled') items = [...items, ...items.slice(0, 1)]
      if (kind === 'total') total = Math.max(0, total + random.pick([-1, 1, 1000]))
      if (kind === 'no total') return { total_count: random.pick([null, -1, 'many']), items }
      if (kind === 'unreadable')
        return {
          total_count: String(total),
          items: items.map((item, at) => (at === 1 ? { ...item, name: null } : item)),
        }
      if (kind === 'nulls') return { total_count: total, items: [null, ...items, null] }
    }
    if (!healthy && random.chance(script.moving)) {
      if (random.chance(0.5)) truth.add()
      if (random.chance(0.5)) truth.remove()
      if (random.chance(0.5)) truth.change()
      if (random.chance(0.5)) {
        // What shifts rows across the border of two pages and leaves their number as it was.
        truth.remove()
        truth.add()
      }
    }
    return { total_count: total, items }
  }

  function wire({ name, state, revision }: TrueDomain): Record<string, unknown> {
    return { name, state, revision, is_disabled: state === 'disabled', smtp_password: script.smtpPassword }
  }
  function whole(domain: TrueDomain): unknown {
    const { name, webPrefix } = domain
    return {
      message: 'Done',
      domain: { ...wire(domain), web_prefix: webPrefix },
      sending_dns_records: [
        { record_type: 'TXT', name, value: 'v=spf1 include:mailgun.org ~all', valid: 'valid' },
        { record_type: 'CNAME', name: `${webPrefix}.${name}`, value: 'mailgun.org', valid: 'unknown' },
      ],
      receiving_dns_records: [null, { record_type: 'MX', priority: '10', value: 'mxa.mailgun.org' }],
    }
  }

  const faulty: FaultyServer = {
    url: server.url,
    writes,
    strayed,
    get truth() {
      return truth
    },
    begin: (next) => {
      script = next
      healthy = false
      truth = domainList(seeded(next.seed), next.domains)
      writes.clear()
      times.clear()
    },
    heal: () => (healthy = true),
    harm: () => (healthy = false),
    onRequest: () => {},
    close: async () => {
      await Promise.all([server.stop(), elsewhere.stop()])
    },
  }
  return faulty
}

function pathOf(request: IncomingMessage): string[] {
  return new URL(request.url ?? '/', 'http://server').pathname.split('/')
}

function nameIn(request: IncomingMessage, body: string): string {
  return (request.method === 'POST' ? new URLSearchParams(body).get('name') : pathOf(request)[3]) ?? ''
}

function notFound(): Good {
  return { status: 404, body: '{"message":"Domain not found"}' }
}

async function listen(
  handler: (request: IncomingMessage, response: ServerResponse, body: string) => void,
): Promise<{ url: string; stop(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => handler(request, response, body))
    request.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
