import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createProviderClient, type ProviderClientOptions } from '../../../src/main/provider/client/client'
import type { ProviderClient } from '../../../src/main/provider/types'
import type { TimeLimits } from '../../../src/main/provider/deadline'
import { ZonedeskError } from '../../../src/preload/contract/failure'
import { json, startServer, text, type Answer, type ScriptedServer } from './scripted-server'

const KEY = 'key-0123456789abcdef0123456789abcdef'
const PASSWORD = 'hunter2-smtp'
const CREDENTIALS = Buffer.from(`api:${KEY}`).toString('base64')

const DOMAIN = { name: 'mg.example.com', state: 'unverified', smtp_password: PASSWORD }
const SPF = { record_type: 'TXT', name: 'mg.example.com', value: 'v=spf1 include:mailgun.org ~all' }
const MX = { record_type: 'MX', value: 'mxa.mailgun.org', priority: '10' }
const ANSWER = { message: 'Done', domain: DOMAIN, sending_dns_records: [SPF], receiving_dns_records: [MX] }

let server: ScriptedServer
let elsewhere: ScriptedServer
let waits: number[]

beforeEach(async () => {
  server = await startServer()
  elsewhere = await startServer()
  waits = []
})

afterEach(async () => {
  await server.close()
  await elsewhere.close()
})

function client(options: Partial<ProviderClientOptions> = {}): ProviderClient {
  return createProviderClient({
    baseUrl: server.url,
    apiKey: () => Promise.resolve(KEY),
    fetch,
    random: () => 0,
    sleep: (ms) => {
      waits.push(ms)
      return Promise.resolve()
    },
    ...options,
  })
}

async function failureOf(call: Promise<unknown>): Promise<ZonedeskError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ZonedeskError)) throw new Error(`not a ZonedeskError: ${inspect(error)}`)
  return error
}

const breakOff: Answer = (response) => response.socket?.destroy()
const breakOffInside: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
  response.write('{"total_count": 1, "items": [', () => response.socket?.destroy())
}
const neverAnswer: Answer = () => undefined
const drip: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  const timer = setInterval(() => response.write(' '), 5)
  response.on('close', () => clearInterval(timer))
}
const neverEnd: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.write('{"total_count": 1,')
}
const HTML = '<!DOCTYPE html><title>Welcome to the hotel</title>'

describe('what is asked', () => {
  it('lists with its query and the key in the Authorization header', async () => {
    server.answers = [json({ total_count: 7, items: [DOMAIN, null] })]
    const page = await client().list({ limit: 2, skip: 4, search: 'mg.ex&', sort: 'name:asc' })
    expect(page.total).toBe(7)
    expect(page.items.map(({ name }) => name)).toEqual(['mg.example.com'])
    expect(server.received).toEqual([
      {
        method: 'GET',
        url: '/v4/domains?limit=2&skip=4&sort=name%3Aasc&search=mg.ex%26',
        authorization: `Basic ${CREDENTIALS}`,
        contentType: undefined,
        body: '',
      },
    ])
  })

  it('creates with a form', async () => {
    server.answers = [json(ANSWER)]
    const answer = await client().create('mg.example.com', { smtpPassword: 'a+b &', wildcard: true })
    expect(answer).toMatchObject({ message: 'Done', domain: { name: 'mg.example.com' } })
    expect(answer.records.map(({ purpose, type, name }) => [purpose, type, name])).toEqual([
      ['sending', 'TXT', 'mg.example.com'],
      ['receiving', 'MX', 'mg.example.com'],
    ])
    expect(server.received[0]).toMatchObject({
      method: 'POST',
      url: '/v4/domains',
      contentType: 'application/x-www-form-urlencoded',
      body: 'name=mg.example.com&smtp_password=a%2Bb+%26&wildcard=true',
    })
  })

  it('gets, updates, verifies and deletes at the path of each', async () => {
    server.answers = [json(ANSWER)]
    const api = client()
    await api.get('mg.example.com')
    await api.update('mg.example.com', { webPrefix: 'go' })
    await api.verify('mg.example.com')
    expect(await api.delete('mg.example.com')).toEqual({ message: 'Done' })
    expect(server.received.map(({ method, url, body }) => `${method} ${url} ${body}`.trim())).toEqual([
      'GET /v4/domains/mg.example.com',
      'PUT /v4/domains/mg.example.com web_prefix=go',
      'PUT /v4/domains/mg.example.com/verify',
      'DELETE /v3/domains/mg.example.com',
    ])
  })

  it('keeps the path of the base URL, with a trailing slash or without', async () => {
    server.answers = [json(ANSWER)]
    await client({ baseUrl: `${server.url}/mail/api/` }).get('mg.example.com')
    expect(server.received[0]?.url).toBe('/mail/api/v4/domains/mg.example.com')
  })

  it('does not let a name reach another path', async () => {
    server.answers = [json(ANSWER)]
    await failureOf(client().get('../routes?x=1'))
    expect(server.received[0]?.url).toBe('/v4/domains/..%2Froutes%3Fx%3D1')
    for (const name of ['', '.', '..']) {
      expect((await failureOf(client().verify(name))).failure).toMatchObject({
        code: 'invalid',
        field: 'name',
      })
      expect((await failureOf(client().delete(name))).failure.code).toBe('invalid')
    }
    expect(server.received).toHaveLength(1)
  })

  it('asks for the key each time, so that a new one acts at once', async () => {
    server.answers = [json(ANSWER)]
    const keys = ['one', 'two']
    const api = client({ apiKey: () => Promise.resolve(keys.shift() ?? '') })
    await api.get('mg.example.com')
    await api.get('mg.example.com')
    expect(server.received.map(({ authorization }) => authorization)).toEqual([
      `Basic ${Buffer.from('api:one').toString('base64')}`,
      `Basic ${Buffer.from('api:two').toString('base64')}`,
    ])
  })

  it('takes a delete with an empty body as done', async () => {
    server.answers = [text('')]
    expect(await client().delete('mg.example.com')).toEqual({ message: '' })
  })

  it('accepts null in place of arrays and records', async () => {
    server.answers = [json({ domain: DOMAIN, sending_dns_records: null, receiving_dns_records: [null] })]
    expect((await client().get('mg.example.com')).records).toEqual([])
    server.answers = [json({ total_count: 0, items: null })]
    expect(await client().list({ limit: 1, skip: 0 })).toEqual({ total: 0, items: [] })
  })
})

describe('what can go wrong', () => {
  it.each<[string, Answer, string, RegExp]>([
    [
      '401 as JSON',
      json({ message: 'Invalid private key' }, 401),
      'unauthorized',
      /does not know this API key/,
    ],
    ['401 as text', text('Forbidden', 401), 'unauthorized', /does not know this API key/],
    [
      '401 with a challenge',
      text('Forbidden', 401, { 'www-authenticate': 'Basic' }),
      'unauthorized',
      /API key/,
    ],
    ['403', json({ message: 'not for this role' }, 403), 'forbidden', /Not for this role\./],
    ['404', json({ message: 'Domain not found' }, 404), 'not-found', /no domain mg\.example\.com/],
    ['404 as HTML', text(HTML, 404), 'bad-answer', /not with the Domains API/],
    ['405', text('', 405), 'bad-answer', /not with the Domains API/],
    ['429', text('', 429), 'rate-limited', /asked too often/],
    ['500', text(HTML, 500), 'bad-answer', /failed with status 500/],
    ['a web page', text(HTML, 200), 'bad-answer', /answered with a web page/],
    ['truncated JSON', text('{"domain": {"name": "mg.exam'), 'bad-answer', /incomplete, or is not JSON/],
    ['no body', text(''), 'bad-answer', /incomplete, or is not JSON/],
    ['JSON of another shape', json({ domain: { id: 1 } }), 'bad-answer', /at domain\.name/],
    [
      'another domain',
      json({ domain: { name: 'x.example.com' } }),
      'bad-answer',
      /answered about another domain/,
    ],
    ['JSON that is no object', json([]), 'bad-answer', /not one of the Domains API/],
    ['a dropped socket', breakOff, 'offline', /was lost/],
    ['a dropped socket inside the answer', breakOffInside, 'offline', /was lost/],
  ])('%s ends as one sentence', async (_, answer, code, message) => {
    server.answers = [answer]
    const { failure } = await failureOf(client().get('mg.example.com'))
    expect(failure.code).toBe(code)
    expect(failure.message).toMatch(message)
    expect(failure.message).toMatch(/^[^\n]{1,320}\.$/)
    expect(failure.fix).toMatch(/\.$/)
  })

  it.each<[string, Answer, Partial<TimeLimits>, RegExp]>([
    ['no answer', neverAnswer, { answerMs: 100 }, /did not answer in time/],
    ['a body that is stuck', neverEnd, { pauseMs: 100 }, /stopped in the middle of its answer/],
    ['a body that comes drop by drop', drip, { bodyMs: 100, pauseMs: 5_000 }, /answers too slowly/],
  ])('%s ends as a timeout of its own, sent once', async (_, answer, limits, message) => {
    server.answers = [answer]
    const { failure } = await failureOf(client({ limits }).get('mg.example.com'))
    expect(failure).toMatchObject({ code: 'timeout', retryable: true })
    expect(failure.message).toMatch(message)
    expect(server.received).toHaveLength(1)
    await expect.poll(() => server.underWay()).toBe(0)
  })

  it('a slow body is read as long as it goes on', async () => {
    const pieces = JSON.stringify(ANSWER).match(/.{1,40}/gs) ?? []
    server.answers = [
      (response) => {
        response.writeHead(200)
        pieces.forEach((piece, at) => setTimeout(() => response.write(piece), 30 * at))
        setTimeout(() => response.end(), 30 * pieces.length)
      },
    ]
    const api = client({ limits: { answerMs: 200, pauseMs: 5_000 } })
    expect((await api.get('mg.example.com')).domain.name).toBe('mg.example.com')
  })

  it('a fetch and a body that heed no signal end as a timeout too', async () => {
    const deaf = client({ limits: { answerMs: 50 }, fetch: () => new Promise<Response>(() => undefined) })
    expect((await failureOf(deaf.get('mg.example.com'))).failure.code).toBe('timeout')
    const stuck = client({
      limits: { pauseMs: 50 },
      fetch: () => Promise.resolve(new Response(new ReadableStream())),
    })
    expect((await failureOf(stuck.get('mg.example.com'))).failure.code).toBe('timeout')
  })

  it('a body without end is given up', async () => {
    const piece = new Uint8Array(1024 * 1024).fill(32)
    const endless = (): Response =>
      new Response(new ReadableStream({ pull: (controller) => controller.enqueue(piece) }))
    const { failure } = await failureOf(
      client({ fetch: () => Promise.resolve(endless()) }).get('mg.example.com'),
    )
    expect(failure).toMatchObject({ code: 'bad-answer', retryable: false })
    expect(failure.message).toMatch(/too large/)
  })

  it('a clock that is far off is named', async () => {
    const date = new Date(Date.now() - 3 * 3_600_000).toUTCString()
    server.answers = [json({ message: 'Invalid private key' }, 401, { date })]
    const { failure } = await failureOf(client().get('mg.example.com'))
    expect(failure.message).toBe(
      "The provider does not know this API key. The clock of this computer is 3 hours ahead of the provider's.",
    )
    expect(failure.fix).toMatch(/^Set the clock of this computer\./)
  })

  it.each([{}, { message: 'All is well' }, { items: null }, { domain: DOMAIN }])(
    'a list that names neither a number nor domains is not taken for an empty one: %j',
    async (body) => {
      server.answers = [json(body)]
      expect((await failureOf(client().list({ limit: 1, skip: 0 }))).failure.code).toBe('bad-answer')
    },
  )

  it('a server that is not there ends as offline', async () => {
    const gone = await startServer()
    await gone.close()
    const { failure } = await failureOf(client({ baseUrl: gone.url }).get('mg.example.com'))
    expect(failure).toMatchObject({
      code: 'offline',
      message: `${new URL(gone.url).host} refused the connection.`,
    })
  })

  it('https to a server that speaks http ends as offline', async () => {
    server.answers = [json(ANSWER)]
    const baseUrl = server.url.replace('http:', 'https:')
    const { failure } = await failureOf(client({ baseUrl, tries: 1 }).get('mg.example.com'))
    expect(failure.code).toBe('offline')
    expect(failure.message).toContain('secure connection')
  })

  it('a base URL that does not read is refused before anything is sent', () => {
    expect(() => client({ baseUrl: 'api.example.com' })).toThrow(ZonedeskError)
  })

  it('what apiKey throws comes through, and nothing is sent', async () => {
    const missing = new ZonedeskError('keychain', 'The keychain is locked.')
    const error = await failureOf(client({ apiKey: () => Promise.reject(missing) }).get('mg.example.com'))
    expect(error).toBe(missing)
    expect(server.received).toEqual([])
  })
})

describe('redirects', () => {
  it.each([301, 302, 303, 307, 308])(
    '%i is not followed, so that the key goes nowhere else',
    async (status) => {
      elsewhere.answers = [json(ANSWER)]
      server.answers = [text('', status, { location: `${elsewhere.url}/v4/domains/mg.example.com` })]
      const api = client()
      for (const call of [api.get('mg.example.com'), api.create('mg.example.com', {})]) {
        const { failure } = await failureOf(call)
        expect(failure).toMatchObject({ code: 'bad-answer', retryable: false })
        expect(failure.message).toContain('redirects to another address')
      }
      expect(elsewhere.received).toEqual([])
      expect(server.received).toHaveLength(2)
    },
  )

  it('is a failure also where a fetch follows it on its own', async () => {
    elsewhere.answers = [json(ANSWER)]
    server.answers = [text('', 302, { location: elsewhere.url })]
    const api = client({ fetch: (url, init) => fetch(url, { ...init, redirect: 'follow' }) })
    expect((await failureOf(api.get('mg.example.com'))).message).toContain('redirects')
    expect(elsewhere.received.map(({ authorization }) => authorization)).toEqual([undefined])
  })
})

describe('retries', () => {
  /** A clock that moves only while somebody waits. */
  function moving(start = 0) {
    let time = start
    const sleep = (ms: number): Promise<void> => {
      waits.push(ms)
      time += ms
      return Promise.resolve()
    }
    return { now: () => time, sleep }
  }

  it.each<[string, Answer]>([
    ['500', text('', 500)],
    ['a dropped socket', breakOff],
  ])('reads again after %s', async (_, answer) => {
    server.answers = [answer, answer, json(ANSWER)]
    expect((await client().get('mg.example.com')).domain.name).toBe('mg.example.com')
    expect(server.received).toHaveLength(3)
    expect(waits).toEqual([0, 0])
  })

  it('waits as long as Retry-After asks, in seconds or until a date', async () => {
    const time = moving(Date.UTC(2026, 0, 1))
    server.answers = [
      text('', 429, { 'retry-after': '7' }),
      text('', 503, {
        'retry-after': 'Thu, 01 Jan 2026 00:00:16 GMT',
        date: 'Thu, 01 Jan 2026 00:00:07 GMT',
      }),
      json(ANSWER),
    ]
    await client(time).get('mg.example.com')
    expect(waits).toEqual([7_000, 9_000])
  })

  it('waits a second after a 429 that names no time, and twice as long after the next', async () => {
    server.answers = [text('', 429), text('', 429), json(ANSWER)]
    expect((await client(moving()).get('mg.example.com')).domain.name).toBe('mg.example.com')
    // The first wait of each pair is the jitter, which is none here.
    expect(waits).toEqual([0, 1_000, 0, 2_000])
  })

  it('lets no other request of the account begin before Retry-After is over, one that writes neither', async () => {
    const time = moving()
    const sentAt: number[] = []
    const asked =
      (answer: Answer): Answer =>
      (response, request) => {
        sentAt.push(time.now())
        answer(response, request)
      }
    server.answers = [asked(text('', 429, { 'retry-after': '20' })), asked(json(ANSWER))]
    const api = client({ ...time, tries: 1 })
    expect((await failureOf(api.verify('mg.example.com'))).failure.code).toBe('rate-limited')
    await Promise.all([api.get('mg.example.com'), api.update('mg.example.com', { wildcard: true })])
    expect(sentAt).toHaveLength(3)
    expect(sentAt.slice(1).every((at) => at >= 20_000)).toBe(true)
  })

  it('refuses at once, with the time, while the provider wants to be left alone for long', async () => {
    const time = moving()
    server.answers = [text('', 429, { 'retry-after': '600' }), json(ANSWER)]
    const api = client(time)
    await failureOf(api.get('mg.example.com'))
    const { failure } = await failureOf(api.get('other.example.com'))
    expect(failure).toMatchObject({ code: 'rate-limited', fix: 'Try again in 10 minutes.' })
    expect(server.received).toHaveLength(1)
    await time.sleep(590_000)
    expect((await api.get('mg.example.com')).domain.name).toBe('mg.example.com')
  })

  it('sends a read once where it is to be sent once', async () => {
    server.answers = [text('', 502)]
    await failureOf(client().list({ limit: 1, skip: 0 }, undefined, { once: true }))
    expect(server.received).toHaveLength(1)
  })

  it('gives up after three tries', async () => {
    server.answers = [text('', 502)]
    expect((await failureOf(client().list({ limit: 1, skip: 0 }))).failure.code).toBe('bad-answer')
    expect(server.received).toHaveLength(3)
  })

  it.each<[string, (api: ProviderClient) => Promise<unknown>]>([
    ['create', (api) => api.create('mg.example.com', {})],
    ['update', (api) => api.update('mg.example.com', { wildcard: true })],
    ['verify', (api) => api.verify('mg.example.com')],
    ['delete', (api) => api.delete('mg.example.com')],
  ])('sends %s once, whatever happens', async (_, call) => {
    for (const answer of [text('', 429, { 'retry-after': '0' }), text('', 503), breakOff, breakOffInside]) {
      server.answers = [answer]
      server.received.length = 0
      await failureOf(call(client()))
      expect(server.received).toHaveLength(1)
    }
    expect(waits).toEqual([])
  })

  it('does not read again what fails for good', async () => {
    server.answers = [json({ message: 'Invalid private key' }, 401)]
    await failureOf(client().get('mg.example.com'))
    expect(server.received).toHaveLength(1)
  })
})

describe('cancelling', () => {
  it('ends a request under way', async () => {
    const cancel = new AbortController()
    server.answers = [
      () => {
        cancel.abort()
      },
    ]
    const { failure } = await failureOf(client().get('mg.example.com', cancel.signal))
    expect(failure).toMatchObject({ code: 'cancelled', retryable: false })
    await expect.poll(() => server.underWay()).toBe(0)
  })

  it('ends an answer under way', async () => {
    const cancel = new AbortController()
    server.answers = [
      (response, request) => {
        neverEnd(response, request)
        setTimeout(() => cancel.abort(), 50)
      },
    ]
    const { failure } = await failureOf(client().get('mg.example.com', cancel.signal))
    expect(failure.code).toBe('cancelled')
    await expect.poll(() => server.underWay()).toBe(0)
  })

  it('sends nothing when it comes first', async () => {
    server.answers = [json(ANSWER)]
    const { failure } = await failureOf(client().delete('mg.example.com', AbortSignal.abort()))
    expect(failure.code).toBe('cancelled')
    expect(server.received).toEqual([])
  })

  it('ends the wait before the next try, on the real clock', async () => {
    const cancel = new AbortController()
    server.answers = [
      (response, request) => {
        text('', 429, { 'retry-after': '25' })(response, request)
        response.on('close', () => setTimeout(() => cancel.abort(), 20))
      },
    ]
    const api = createProviderClient({ baseUrl: server.url, apiKey: () => Promise.resolve(KEY), fetch })
    expect((await failureOf(api.get('mg.example.com', cancel.signal))).failure.code).toBe('cancelled')
  })
})

describe('secrets', () => {
  /** Everything of an error that a log or a screen could show, causes and stack included. */
  const whole = (error: unknown): string => inspect(error, { depth: Infinity, showHidden: true })

  it.each<[string, Answer]>([
    [
      'an echo of the header in JSON',
      (response, { headers }) =>
        json({ message: `bad header ${headers.authorization} for ${KEY} and ${PASSWORD}` }, 400)(
          response,
          {} as never,
        ),
    ],
    ['an echo in text', text(`who is ${KEY} ${CREDENTIALS}`, 500)],
    ['an echo in 403', json({ message: `${KEY} may not` }, 403)],
    ['401', json({ message: `Invalid private key ${KEY}` }, 401)],
    ['a shape that is wrong', json({ domain: { smtp_password: PASSWORD, key: KEY } })],
    ['JSON that is cut off', text(`{"smtp_password": "${PASSWORD}", "k": "${KEY}`)],
    ['a dropped socket', breakOff],
    ['a redirect', text('', 302, { location: `https://example.com/?key=${KEY}` })],
  ])('are in no part of the error after %s', async (_, answer) => {
    server.answers = [answer]
    const shown = whole(await failureOf(client().create('mg.example.com', { smtpPassword: PASSWORD })))
    for (const secret of [KEY, CREDENTIALS, PASSWORD]) expect(shown).not.toContain(secret)
  })

  it('are in no part of the error when fetch itself tells them', async () => {
    const api = client({
      tries: 1,
      fetch: (_, init) => {
        const cause = new Error(`invalid header ${JSON.stringify(init.headers)} for ${KEY}`)
        return Promise.reject(new TypeError(`failed with ${JSON.stringify(init.headers)}`, { cause }))
      },
    })
    const shown = whole(await failureOf(api.get('mg.example.com')))
    expect(shown).toContain('[redacted]')
    for (const secret of [KEY, CREDENTIALS]) expect(shown).not.toContain(secret)
  })

  it('are in no part of an answer', async () => {
    server.answers = [json({ ...ANSWER, domain: { ...DOMAIN, api_key: KEY } })]
    const shown = whole(await client().get('mg.example.com'))
    for (const secret of [KEY, PASSWORD]) expect(shown).not.toContain(secret)
  })
})

describe('the limit on requests', () => {
  it('holds for all calls of a client', async () => {
    let under = 0
    let most = 0
    server.answers = [
      (response, request) => {
        under += 1
        most = Math.max(most, under)
        setTimeout(() => {
          under -= 1
          json(ANSWER)(response, request)
        }, 10)
      },
    ]
    const api = client({ concurrency: 3, perSecond: null })
    await Promise.all(Array.from({ length: 12 }, () => api.get('mg.example.com')))
    expect(most).toBe(3)
    expect(server.received).toHaveLength(12)
  })

  it('lets the time of a write begin when it is sent', async () => {
    let under = 0
    server.answers = [
      (response, request) => {
        under += 1
        expect(under).toBe(1)
        setTimeout(() => {
          under -= 1
          json(ANSWER)(response, request)
        }, 150)
      },
    ]
    const api = client({ writesAtOnce: 1, limits: { answerMs: 400 } })
    const verified = await Promise.all(Array.from({ length: 4 }, () => api.verify('mg.example.com')))
    expect(verified).toHaveLength(4)
  })
})
