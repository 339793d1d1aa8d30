import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createProviderClient } from '../../../src/main/provider/client/client'
import type { ProviderAnswer, ProviderClient, ReadDkimKeys } from '../../../src/main/provider/types'
import { DnsRecord, Domain } from '../../../src/preload/contract/domain'
import { ZonedeskError } from '../../../src/preload/contract/failure'
import { neededRecords } from '../../../src/preload/contract/needed-records'
import { RECORDED, type Exchange } from '../../provider-answers/recorded'
import { startServer, type ScriptedServer } from './scripted-server'

const NAME = 'integration-test.domain.invalid'

/** How the client makes a recorded request: its operation by method and path, without the domain's name. */
const SPOKEN: Record<string, (client: ProviderClient) => Promise<unknown>> = {
  'POST /domains': (client) => client.create(NAME, { spamAction: 'tag', wildcard: false }),
  'GET /domains': (client) => client.list({ limit: 1000, skip: 0 }),
  'GET /domains/*': (client) => client.get(NAME),
  'PUT /domains/*': (client) =>
    client.update(NAME, { spamAction: 'block', webScheme: 'https', wildcard: true }),
  'PUT /domains/*/verify': (client) => client.verify(NAME),
  'DELETE /domains/*': (client) => client.delete(NAME),
  'POST /domains/*/credentials': (client) => client.credentials.create(NAME, 'test_login', null),
  'PUT /domains/*/credentials/test_login': (client) => client.credentials.change(NAME, 'test_login', null),
  'DELETE /domains/*/credentials/test_login': (client) => client.credentials.delete(NAME, 'test_login'),
  'GET /domains/*/connection': (client) => client.connection.get(NAME),
  'PUT /domains/*/connection': (client) =>
    client.connection.set(NAME, { requireTls: true, skipVerification: true }),
  'GET /domains/*/tracking': (client) => client.tracking.get(NAME),
  'PUT /domains/*/tracking/open': (client) =>
    client.tracking.setOpen(NAME, { active: false, placeAtTheTop: null }),
  'PUT /domains/*/tracking/click': (client) => client.tracking.setClick(NAME, 'no'),
  'PUT /domains/*/tracking/unsubscribe': (client) =>
    client.tracking.setUnsubscribe(NAME, { active: false, htmlFooter: null, textFooter: null }),
  'PUT /domains/*/dkim_authority': (client) => client.dkimKeys.setAuthority(NAME, true),
  'PUT /domains/*/dkim_selector': (client) => client.dkimKeys.setSelector(NAME, 'mailo1'),
  'GET /domains/*/keys': (client) => client.dkimKeys.ofDomain(NAME),
  'PUT /domains/*/keys/mailo1/activate': (client) => client.dkimKeys.activate(NAME, 'mailo1'),
  'PUT /domains/*/keys/tetetet/deactivate': (client) => client.dkimKeys.deactivate(NAME, 'tetetet'),
  'DELETE /dkim/keys': (client) => client.dkimKeys.delete(NAME, 'test'),
  'GET /dkim/keys': (client) => client.dkimKeys.list({ page: null, signingDomain: NAME }),
}

/** What was recorded and the client has no call for. One that it learns leaves this list and is tried above. */
const NOT_SPOKEN = [
  // The client sets it with PUT /domains/*.
  'PUT /domains/*/web_prefix',
  'POST /DOMAIN.TEST/messages',
  'POST /DOMAIN.TEST/messages',
  'POST /DOMAIN.TEST/messages',
  'POST /not-our-doma.in/messages',
  'POST /not-our-doma.in/messages',
]

let server: ScriptedServer
let client: ProviderClient
beforeEach(async () => {
  server = await startServer()
  client = createProviderClient({
    baseUrl: server.url,
    apiKey: () => Promise.resolve('key-0123456789abcdef'),
    fetch,
    sleep: () => Promise.resolve(),
  })
})
afterEach(() => server.close())

function operationOf({ request: { method, path } }: Exchange): string {
  const [plain = ''] = path.replace(/^\/v\d/, '').split('?')
  return `${method} ${plain.replace(NAME, '*')}`
}

function serve({ status, contentType, body }: Exchange): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  server.answers = [(response) => response.writeHead(status, { 'content-type': contentType }).end(text)]
}

async function failureOf(call: Promise<unknown>): Promise<ZonedeskError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof ZonedeskError) return error
  throw new Error('It did not fail.')
}

const spoken = RECORDED.filter((exchange) => operationOf(exchange) in SPOKEN)

async function asked(exchange: Exchange): Promise<unknown> {
  serve(exchange)
  return SPOKEN[operationOf(exchange)]?.(client)
}

/** The recorded answer of an operation that succeeded. */
function recorded(operation: string): Exchange {
  const found = spoken.find((exchange) => operationOf(exchange) === operation && exchange.status === 200)
  if (found === undefined) throw new Error(`Nothing is recorded of ${operation}.`)
  return found
}

const summary = (records: readonly DnsRecord[]): string[] =>
  records.map(({ purpose, type, name, priority, isActive, valid }) =>
    [purpose, type, name, priority ?? '-', isActive, valid].join(' '),
  )

const SPF = `sending TXT ${NAME} - true unknown`
const TRACKING = `sending CNAME email.${NAME} - true unknown`
const MX = `receiving MX ${NAME} 10 true unknown`
const key = (selector: string): string => `sending TXT ${selector}._domainkey.${NAME} - false unknown`

it('every exchange is one of an operation that the client speaks, or is listed as not spoken', () => {
  const rest = RECORDED.map(operationOf).filter((operation) => !(operation in SPOKEN))
  expect(rest.toSorted()).toEqual(NOT_SPOKEN.toSorted())
  expect(new Set(spoken.map(operationOf))).toEqual(new Set(Object.keys(SPOKEN)))
})

describe.each(spoken.map((exchange) => ({ exchange, label: `${operationOf(exchange)} ${exchange.status}` })))(
  'the recorded answer to $label',
  ({ exchange }) => {
    it('is understood, and asked for as it was', async () => {
      const answer = await asked(exchange).catch((error: unknown) => error)
      if (exchange.status === 200) expect(answer).not.toBeInstanceOf(Error)
      else expect(answer).toBeInstanceOf(ZonedeskError)
      const [received] = server.received
      expect(received?.method).toBe(exchange.request.method)
      // A domain that was created by the older path is created by the newer one now.
      expect(received?.url.replace(/^\/v\d/, '').replace(/\?.*/, '')).toBe(
        exchange.request.path.replace(/^\/v\d/, '').replace(/\?.*/, ''),
      )
    })
  },
)

describe('the records', () => {
  it.each([
    ['POST /domains', [key('smtp'), SPF, TRACKING, MX, MX]],
    ['GET /domains/*', [key('smtp'), SPF, TRACKING, MX, MX]],
    ['PUT /domains/*', [SPF, key('smtp'), TRACKING, MX, MX]],
    ['PUT /domains/*/verify', [key('k1'), key('string'), SPF, TRACKING, MX, MX]],
  ])('of %s are these, and each of them is needed', async (operation, expected) => {
    const { records, domain } = (await asked(recorded(operation))) as ProviderAnswer
    expect(summary(records)).toEqual(expected)
    expect(neededRecords(records)).toEqual(records)
    for (const record of records) expect(v.parse(DnsRecord, record)).toEqual(record)
    expect(v.parse(Domain, domain)).toEqual(domain)
    expect(domain.other).toEqual({})
  })

  it('have the values to the letter, keys included', async () => {
    for (const operation of ['POST /domains', 'GET /domains/*', 'PUT /domains/*', 'PUT /domains/*/verify']) {
      const exchange = recorded(operation)
      const { records } = (await asked(exchange)) as ProviderAnswer
      const body = exchange.body as Record<string, { value: string }[]>
      const values = ['sending_dns_records', 'receiving_dns_records'].flatMap((field) =>
        (body[field] ?? []).map(({ value }) => value),
      )
      expect(records.map(({ value }) => value)).toEqual(values)
    }
  })
})

describe('what else the answers say', () => {
  it('the list: both domains, and the sandbox among them', async () => {
    const page = await listed()
    expect(page.total).toBe(2)
    expect(page.unread).toBeUndefined()
    expect(page.items.map(({ name, type, state }) => [name, type, state])).toEqual([
      [NAME, 'custom', 'unverified'],
      ['sandbox61429c204b744e7fbbb7375ac93ad3d7.mailgun.org', 'sandbox', 'active'],
    ])
  })

  async function listed() {
    return (await asked(recorded('GET /domains'))) as Awaited<ReturnType<ProviderClient['list']>>
  }

  it('update: what was set, and the sentence', async () => {
    const { domain, message } = (await asked(recorded('PUT /domains/*'))) as ProviderAnswer
    expect(message).toBe('Domain has been updated')
    expect(domain.settings).toMatchObject({ spamAction: 'block', webScheme: 'https', wildcard: true })
  })

  it('verify: an empty login, and a message TTL of 0', async () => {
    const { domain, message } = (await asked(recorded('PUT /domains/*/verify'))) as ProviderAnswer
    expect(message).toBe('Domain DNS records have been updated')
    expect(domain.settings.messageTtl).toBe(0)
    expect(domain.smtpLogin ?? '').toBe('')
  })

  it('delete: the sentence', async () => {
    expect(await asked(recorded('DELETE /domains/*'))).toEqual({
      message: 'Domain will be deleted in the background',
    })
  })

  it('a taken name', async () => {
    const taken = spoken.find(({ status }) => status === 400)!
    const { failure } = await failureOf(asked(taken))
    expect(failure).toMatchObject({
      code: 'already-exists',
      message: 'This domain name is already taken.',
      field: 'name',
    })
  })
})

describe('what the answers of the neighbours say', () => {
  it('a password the provider made, once', async () => {
    const made = { generatedPassword: 'redacted-password' }
    expect(await asked(recorded('POST /domains/*/credentials'))).toEqual(made)
    expect(await asked(recorded('PUT /domains/*/credentials/test_login'))).toEqual(made)
  })

  it('connection and tracking', async () => {
    expect(await asked(recorded('GET /domains/*/connection'))).toEqual({
      requireTls: false,
      skipVerification: false,
    })
    expect(await asked(recorded('GET /domains/*/tracking'))).toMatchObject({
      open: { active: false, placeAtTheTop: false },
      click: 'no',
      unsubscribe: { active: false, textFooter: '\n\nTo unsubscribe click: <%unsubscribe_url%>\n\n' },
      webScheme: 'https',
    })
  })

  it('the keys of a domain, of which none signs', async () => {
    const { keys, unread } = (await asked(recorded('GET /domains/*/keys'))) as ReadDkimKeys
    expect(unread).toBe(0)
    expect(keys).toMatchObject([
      {
        signingDomain: NAME,
        selector: 'mailo1',
        record: { name: `mailo1._domainkey.${NAME}`, type: 'TXT', isActive: false, valid: 'unknown' },
      },
    ])
    const page = (await asked(recorded('GET /dkim/keys'))) as ReadDkimKeys
    expect(page.keys.map(({ selector }) => selector)).toEqual(['k1', 'test'])
  })

  it('the records after a change of the authority', async () => {
    const answer = (await asked(recorded('PUT /domains/*/dkim_authority'))) as Awaited<
      ReturnType<ProviderClient['dkimKeys']['setAuthority']>
    >
    expect(answer.message).toBe('Domain DKIM authority has not been changed')
    expect(answer.records.map(({ name }) => name)).toContain(`smtp._domainkey.${NAME}`)
  })
})

describe('a refusal that was recorded of another operation', () => {
  const refusals = RECORDED.filter((exchange) => exchange.status >= 400 && !spoken.includes(exchange))

  it.each(
    refusals.map((exchange) => ({ exchange, label: `${exchange.status} ${JSON.stringify(exchange.body)}` })),
  )('ends as one clear sentence: $label', async ({ exchange }) => {
    const codes = { 400: 'refused', 401: 'unauthorized', 403: 'forbidden', 404: 'not-found' } as const
    serve(exchange)
    const { failure } = await failureOf(client.get(NAME))
    expect(failure.code).toBe(codes[exchange.status as keyof typeof codes])
    expect(failure.message).toMatch(/^[A-Z].*\.$/)
    expect(failure.fix).not.toBe('')
  })
})
