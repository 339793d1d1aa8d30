import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createProviderClient } from '../../../src/main/provider/client/client'
import type { ProviderClient } from '../../../src/main/provider/types'
import { ZonedeskError, type Failure } from '../../../src/preload/contract/failure'
import { json, startServer, type ScriptedServer } from './scripted-server'

const NAME = 'mg.example.com'
const PEM = '-----BEGIN RSA PRIVATE KEY-----\nMIIB-not-a-real-key\n-----END RSA PRIVATE KEY-----\n'
const key = (selector: string, record: object = {}): object => ({
  signing_domain: NAME,
  selector,
  dns_record: {
    record_type: 'TXT',
    name: `${selector}._domainkey.${NAME}`,
    value: 'k=rsa; p=MIGf',
    valid: 'Valid',
    cached: [],
    ...record,
  },
})

let server: ScriptedServer
let client: ProviderClient

beforeEach(async () => {
  server = await startServer()
  client = createProviderClient({
    baseUrl: server.url,
    apiKey: () => Promise.resolve('key-0123456789abcdef'),
    fetch,
    perSecond: null,
    sleep: () => Promise.resolve(),
  })
})
afterEach(() => server.close())

const asked = (): string[] =>
  server.received.map(({ method, url, body }) => `${method} ${url} ${body}`.trim())

async function failureOf(call: Promise<unknown>): Promise<Failure> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ZonedeskError)) throw new Error(`not a ZonedeskError: ${inspect(error)}`)
  return error.failure
}

describe('DKIM keys', () => {
  it('are listed page by page, without ever asking an address that an answer names', async () => {
    server.answers = [
      json({
        items: [key('s1'), null, key('s2')],
        paging: { next: 'https://elsewhere.example/v1/dkim/keys?page=abc%2B' },
      }),
    ]
    const page = await client.dkimKeys.list({ page: null })
    expect(page).toMatchObject({ unread: 1, next: 'abc+' })
    expect(page.keys.map(({ selector, record }) => [selector, record.valid])).toEqual([
      ['s1', 'valid'],
      ['s2', 'valid'],
    ])
    await client.dkimKeys.list({ page: page.next, signingDomain: NAME, selector: 's1' })
    expect(asked()).toEqual([
      'GET /v1/dkim/keys?limit=100',
      `GET /v1/dkim/keys?limit=100&page=abc%2B&signing_domain=${NAME}&selector=s1`,
    ])
  })

  it.each([
    ['an empty page', { items: [], paging: { next: 'http://x/?page=z' } }],
    ['a page that names itself as the next', { items: [key('s1')], paging: { next: 'http://x/?page=a' } }],
    ['a page without a next one', { items: [key('s1')], paging: { next: '' } }],
    ['no paging', { items: [key('s1')] }],
    ['an address that does not parse', { items: [key('s1')], paging: { next: 'http://[' } }],
  ])('end with %s', async (_, answer) => {
    server.answers = [json(answer)]
    expect((await client.dkimKeys.list({ page: 'a' })).next).toBeNull()
  })

  it('are made, imported, activated, deactivated and deleted', async () => {
    server.answers = [json(key('s1', { is_active: false }))]
    expect(await client.dkimKeys.create(NAME, 's1', { bits: 2048 })).toMatchObject({
      signingDomain: NAME,
      selector: 's1',
      record: { isActive: false },
    })
    await client.dkimKeys.create(NAME, 'S1', { pem: PEM })
    server.answers = [json({ message: 'domain key activated', active: true })]
    await client.dkimKeys.activate(NAME, 's1')
    server.answers = [json({ message: 'domain key deactivated' })]
    await client.dkimKeys.deactivate(NAME, 's1')
    server.answers = [json({ message: 'success' })]
    await client.dkimKeys.delete(NAME, 's1')
    expect(asked()).toEqual([
      `POST /v1/dkim/keys signing_domain=${NAME}&selector=s1&bits=2048`,
      `POST /v1/dkim/keys ${new URLSearchParams({ signing_domain: NAME, selector: 'S1', pem: PEM })}`,
      `PUT /v4/domains/${NAME}/keys/s1/activate`,
      `PUT /v4/domains/${NAME}/keys/s1/deactivate`,
      `DELETE /v1/dkim/keys?signing_domain=${NAME}&selector=s1`,
    ])
  })

  it('of another domain or selector than asked for are no answer', async () => {
    server.answers = [json(key('s2'))]
    expect((await failureOf(client.dkimKeys.create(NAME, 's1', { bits: 2048 }))).code).toBe('bad-answer')
  })

  it('that stay as they were after an activation are told of', async () => {
    server.answers = [json({ message: 'domain key activated', active: false })]
    expect(await failureOf(client.dkimKeys.activate(NAME, 's1'))).toMatchObject({ code: 'refused' })
  })

  it('never appear in a sentence of their refusal', async () => {
    server.answers = [json({ message: `invalid key: ${PEM}` }, 400)]
    const failure = await failureOf(client.dkimKeys.create(NAME, 's1', { pem: PEM }))
    expect(failure).toMatchObject({ code: 'invalid', field: 'selector' })
    expect(inspect(failure)).not.toContain('not-a-real-key')
  })

  it.each([
    [{ message: 'signing domain and selector already exist' }, 400, 'already-exists'],
    [{ message: 'selector already in use' }, 409, 'already-exists'],
    [{ message: 'invalid selector' }, 400, 'invalid'],
  ] as const)('create refused with %j is %s, %s', async (body, status, code) => {
    server.answers = [json(body, status)]
    const failure = await failureOf(client.dkimKeys.create(NAME, 's1', { bits: 1024 }))
    expect(failure).toMatchObject({ code, field: 'selector' })
    expect(failure.fix).toMatch(/^Choose another selector/)
  })

  it('the last that signs is not deleted, and one that is gone is not found', async () => {
    server.answers = [
      json({ message: 'cannot delete domain key: must have at least one active domain key' }, 400),
    ]
    expect(await failureOf(client.dkimKeys.delete(NAME, 's1'))).toMatchObject({
      code: 'refused',
      fix: 'Activate another key of the domain first.',
    })
    server.answers = [json({ message: 'domain key not found' }, 404)]
    expect(await failureOf(client.dkimKeys.delete(NAME, 's1'))).toMatchObject({
      code: 'not-found',
      message: `The provider has no DKIM key s1 of ${NAME}. It says: Domain key not found.`,
    })
  })

  it.each([
    ['5d', 5],
    ['120h0m0s', 5],
    ['36h', 1.5],
    [7, null],
    ['soon', null],
    [null, null],
  ])('rotate by themselves every %j: %j days', async (rotation_interval, intervalDays) => {
    server.answers = [
      json({
        domain: { state: 'enabled', active_selector: 'pdk1', rotation_enabled: 'true', rotation_interval },
      }),
    ]
    const rotation = await client.dkimKeys.setRotation(NAME, { enabled: true, intervalDays: 30 })
    expect(rotation).toEqual({ enabled: true, intervalDays, state: 'enabled', activeSelector: 'pdk1' })
    expect(asked()).toEqual([
      `PUT /v1/dkim_management/domains/${NAME}/rotation rotation_enabled=true&rotation_interval=30d`,
    ])
  })

  it('rotate now, or say why not', async () => {
    server.answers = [json({ message: 'ok' })]
    await client.dkimKeys.rotateNow(NAME)
    const Reason = 'only domains in enabled can rotate their keys. Current state: wait_verify'
    server.answers = [json({ Reason }, 400)]
    expect(await failureOf(client.dkimKeys.rotateNow(NAME))).toMatchObject({
      message: 'Only domains in enabled can rotate their keys. Current state: wait_verify.',
    })
    server.answers = [json({ Description: 'no such domain' }, 404)]
    expect((await failureOf(client.dkimKeys.rotateNow(NAME))).code).toBe('not-found')
  })
})

describe('tracking', () => {
  it.each([
    [true, 'yes'],
    ['true', 'yes'],
    ['htmlonly', 'html-only'],
    ['HtmlOnly', 'html-only'],
    [false, 'no'],
    ['no', 'no'],
    ['perhaps', null],
    [undefined, null],
  ])('click %j is %j', async (active, click) => {
    server.answers = [json({ tracking: { click: { active } } })]
    expect((await client.tracking.get(NAME)).click).toBe(click)
  })

  it('says nothing of what the provider left out', async () => {
    server.answers = [json({ tracking: {} })]
    expect(await client.tracking.get(NAME)).toEqual({
      open: { active: null, placeAtTheTop: null },
      click: null,
      unsubscribe: { active: null, htmlFooter: null, textFooter: null },
      webScheme: null,
    })
  })

  it('is set field by field', async () => {
    server.answers = [json({ message: 'Domain tracking settings have been updated' })]
    await client.tracking.setOpen(NAME, { active: true, placeAtTheTop: true })
    await client.tracking.setClick(NAME, 'html-only')
    await client.tracking.setUnsubscribe(NAME, { active: true, htmlFooter: '<p>', textFooter: '' })
    expect(asked()).toEqual([
      `PUT /v3/domains/${NAME}/tracking/open active=true&place_at_the_top=true`,
      `PUT /v3/domains/${NAME}/tracking/click active=htmlonly`,
      `PUT /v3/domains/${NAME}/tracking/unsubscribe active=true&html_footer=%3Cp%3E&text_footer=`,
    ])
  })
})

describe('certificates', () => {
  const HOST = `email.${NAME}`

  it('are none until one was asked for, and then say where they are', async () => {
    server.answers = [json({ message: 'not found' }, 404)]
    expect(await client.certificates.status(HOST)).toBeNull()
    server.answers = [json({ status: 'failed', error: 'cname is proxied' })]
    expect(await client.certificates.status(HOST)).toEqual({ status: 'failed', error: 'Cname is proxied.' })
    server.answers = [json({ message: 'Initiated', location: '/v2/x509/status' }, 202)]
    await client.certificates.begin(HOST)
    await client.certificates.renew(HOST)
    expect(asked().slice(2)).toEqual([`POST /v2/x509/${HOST}`, `PUT /v2/x509/${HOST}`])
  })

  it.each([
    [{ Reason: 'invalid CNAME record' }, 400, 'refused', /without a proxy/],
    [{ Reason: 'plan has no custom certificates' }, 402, 'refused', /plan includes/],
    [{ Description: 'in progress' }, 409, 'refused', /without a proxy/],
  ] as const)('refused with %j and %s', async (body, status, code, fix) => {
    server.answers = [json(body, status)]
    const failure = await failureOf(client.certificates.begin(HOST))
    expect(failure.code).toBe(code)
    expect(failure.fix).toMatch(fix)
  })
})

describe('SMTP credentials', () => {
  it('are listed, without rows that name no login', async () => {
    const created_at = 'Wed, 08 Mar 2023 23:34:57 -0000'
    server.answers = [
      json({
        items: [{ login: `a@${NAME}`, created_at }, { mailbox: `b@${NAME}` }, {}, null],
        total_count: 4,
      }),
    ]
    expect(await client.credentials.list(NAME, { skip: 0, limit: 1000 })).toEqual({
      total: 4,
      credentials: [
        { login: `a@${NAME}`, createdAt: Date.parse(created_at) },
        { login: `b@${NAME}`, createdAt: null },
      ],
    })
  })

  it('keep a password that was sent out of the answer and of every sentence', async () => {
    server.answers = [json({ message: 'Created 1 credentials pair(s)' })]
    expect(await client.credentials.create(NAME, 'alice', 'open sesame')).toEqual({ generatedPassword: null })
    server.answers = [json({ message: 'password "open sesame" is too weak' }, 400)]
    const failure = await failureOf(client.credentials.change(NAME, 'alice', 'open sesame'))
    expect(failure).toMatchObject({ code: 'invalid', field: 'password' })
    expect(inspect(failure)).not.toContain('sesame')
    expect(asked()).toEqual([
      `POST /v3/domains/${NAME}/credentials login=alice&password=open+sesame`,
      `PUT /v3/domains/${NAME}/credentials/alice password=open+sesame`,
    ])
  })

  it('read the made password of the login that was asked for', async () => {
    const credentials = { [`bob@${NAME}`]: 'bobs', [`alice@${NAME}`]: 'hers' }
    server.answers = [json({ message: 'Created', note: 'Store it.', credentials })]
    expect(await client.credentials.create(NAME, `Alice@${NAME}`, null)).toEqual({
      generatedPassword: 'hers',
    })
  })

  it('of the provider itself are not deleted', async () => {
    server.answers = [json({ message: `Cannot delete system mailbox: postmaster@${NAME}` }, 400)]
    expect(await failureOf(client.credentials.delete(NAME, 'postmaster'))).toMatchObject({
      code: 'refused',
      message: `Cannot delete system mailbox: postmaster@${NAME}.`,
    })
    server.answers = [json({ message: 'Credentials have been deleted', count: 3 })]
    expect(await client.credentials.deleteAll(NAME)).toEqual({ count: 3 })
  })
})

describe('subaccounts', () => {
  it('are listed with what is known of them', async () => {
    server.answers = [
      json({
        subaccounts: [{ id: 'a1', name: 'Acme', status: 'Open' }, { id: 7, status: 'odd' }, {}],
        total: 3,
      }),
    ]
    expect(await client.subaccounts.list({ skip: 0, limit: 100 })).toEqual({
      total: 3,
      subaccounts: [
        { id: 'a1', name: 'Acme', status: 'open' },
        { id: '7', name: '7', status: null },
      ],
    })
  })

  it('are named in each request that is made for one, and in no other', async () => {
    server.answers = [json({ items: [] })]
    const theirs = client.onBehalfOf('sub-1')
    await theirs.dkimKeys.ofDomain(NAME)
    await client.dkimKeys.ofDomain(NAME)
    await theirs.onBehalfOf(null).dkimKeys.ofDomain(NAME)
    expect(server.received.map(({ onBehalfOf }) => onBehalfOf)).toEqual(['sub-1', undefined, undefined])
  })

  it('own what is asked for on their behalf, where the answer does not say whose it is', async () => {
    const answer = { domain: { name: NAME }, sending_dns_records: [], receiving_dns_records: [] }
    server.answers = [json(answer)]
    expect((await client.onBehalfOf('sub-1').get(NAME)).domain.subaccountId).toBe('sub-1')
    expect((await client.get(NAME)).domain.subaccountId).toBeNull()
    server.answers = [json({ ...answer, domain: { name: NAME, subaccount_id: 'sub-2' } })]
    expect((await client.onBehalfOf('sub-1').get(NAME)).domain.subaccountId).toBe('sub-2')
    server.answers = [json({ total_count: 1, items: [{ name: NAME }] })]
    const { items } = await client.onBehalfOf('sub-1').list({ limit: 1, skip: 0 })
    expect(items.map(({ subaccountId }) => subaccountId)).toEqual(['sub-1'])
  })

  it('that refuse a key say so, and do not say that the provider does not know the key', async () => {
    server.answers = [(response) => response.writeHead(401).end('Forbidden')]
    expect(await failureOf(client.onBehalfOf('sub-1').get(NAME))).toMatchObject({
      code: 'forbidden',
      message: 'This API key may not act for the subaccount sub-1.',
    })
    expect((await failureOf(client.get(NAME))).code).toBe('unauthorized')
  })

  it('are refused in one sentence where the key may not act for one', async () => {
    server.answers = [json({ message: 'subaccount is closed' }, 403)]
    expect(await failureOf(client.onBehalfOf('sub-1').dkimKeys.ofDomain(NAME))).toMatchObject({
      code: 'forbidden',
      message: `This API key may not do this with the DKIM keys of ${NAME}. The provider says: Subaccount is closed.`,
    })
  })
})
