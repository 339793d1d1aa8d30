import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDnsServer, zoneFor, type DnsServer } from '../../dns-server/knot'
import { ServeProcess } from '../../integration/serve/serve-process'
import { answerOf, isLacking } from '../programs'
import { published, type NeededRecord } from './publish'

// The provider's own Python SDK, as it is published, against the service as it really runs. Each test goes on where
// the one before it stopped, as a user of the SDK would.

interface Call {
  /** An attribute of the SDK's client. */
  readonly endpoint:
    | 'domainlist'
    | 'domains'
    | 'domains_webprefix'
    | 'domains_connection'
    | 'domains_credentials'
    | 'domains_dkimauthority'
    | 'domains_dkimselector'
    | 'domains_tracking'
    | 'domains_tracking_open'
    | 'domains_tracking_click'
    | 'domains_tracking_unsubscribe'
    | 'dkim_keys'
    | 'dkim_management_rotation'
    | 'dkim_management_rotate'
    | 'x509'
    | 'x509_status'
    | 'accounts_subaccounts'
  readonly method: 'get' | 'create' | 'put' | 'delete'
  readonly domain?: string
  readonly data?: Readonly<Record<string, string>>
  readonly filters?: Readonly<Record<string, string | number>>
  readonly verify?: true
  readonly login?: string
  /** Name of a file that is attached. */
  readonly pem?: string
  readonly key?: string
}

const Answer = v.object({ status: v.number(), body: v.record(v.string(), v.unknown()) })
type Answer = v.InferOutput<typeof Answer>

const NAME = 'mg.example.com'
const RecordAnswer = v.object({
  record_type: v.picklist(['TXT', 'CNAME', 'MX']),
  /** A record for receiving has no name: it stands at the domain. */
  name: v.optional(v.string(), NAME),
  value: v.string(),
  priority: v.optional(v.string(), ''),
  valid: v.string(),
})
const API_KEY = 'key-of-the-python-tests'
const OTHER = 'other.example.net'

describe.skipIf(isLacking('python'))("the provider's Python SDK", () => {
  let dns: DnsServer
  let serving: ServeProcess

  beforeAll(async () => {
    dns = await startDnsServer({ zones: { 'example.com': zoneFor('example.com', []) } })
    serving = await ServeProcess.start(API_KEY, ['--resolver', dns.address])
  })
  afterAll(async () => {
    await serving.dispose()
    await dns.stop()
  })

  async function made(...calls: readonly Call[]): Promise<Answer[]> {
    const output = await answerOf('python', [join(import.meta.dirname, 'mailgun-calls.py')], {
      input: JSON.stringify({ url: serving.url, key: API_KEY, calls }),
    })
    return v.parse(v.array(Answer), JSON.parse(output))
  }

  function records({ body }: Answer): NeededRecord[] {
    const lists = v.parse(
      v.object({ sending_dns_records: v.array(RecordAnswer), receiving_dns_records: v.array(RecordAnswer) }),
      body,
    )
    return [...lists.sending_dns_records, ...lists.receiving_dns_records].map(
      ({ record_type: type, name, value, priority, valid }) => ({ type, name, value, priority, valid }),
    )
  }

  function names({ body }: Answer): string[] {
    return v
      .parse(v.object({ items: v.array(v.object({ name: v.string() })) }), body)
      .items.map(({ name }) => name)
  }

  it('creates domains, and gets what it created', async () => {
    const [created, got, other] = await made(
      {
        endpoint: 'domains',
        method: 'create',
        data: {
          ...{
            name: NAME,
            smtp_password: 'hunter22',
            spam_action: 'tag',
            wildcard: 'true',
            web_scheme: 'https',
          },
          ...{
            web_prefix: 'links',
            dkim_key_size: '2048',
            dkim_selector: 'pic',
            force_dkim_authority: 'true',
          },
        },
      },
      { endpoint: 'domains', method: 'get', domain: NAME },
      { endpoint: 'domains', method: 'create', data: { name: OTHER } },
    )
    expect(created).toMatchObject({
      status: 200,
      body: {
        message: 'Domain DNS records have been created',
        domain: { name: NAME, state: 'unverified', spam_action: 'tag', wildcard: true, web_prefix: 'links' },
      },
    })
    expect(got?.body['domain']).toEqual(created?.body['domain'])
    expect(records(got!)).toEqual(records(created!))
    expect(records(got!).map(({ type, name }) => `${type} ${name}`)).toEqual([
      `TXT pic._domainkey.${NAME}`,
      `TXT ${NAME}`,
      `CNAME links.${NAME}`,
      `MX ${NAME}`,
      `MX ${NAME}`,
    ])
    expect(other?.status).toBe(200)
  })

  it('lists them with limit, skip, state, sort and search', async () => {
    const queries: Record<string, string | number>[] = [
      { sort: 'name:asc' },
      { sort: 'name:asc', limit: 1, skip: 1 },
      { state: 'active' },
      { search: 'example.net' },
    ]
    const answers = await made(
      ...queries.map((filters): Call => ({ endpoint: 'domainlist', method: 'get', filters })),
    )
    expect(answers.map(names)).toEqual([[NAME, OTHER], [OTHER], [], [OTHER]])
    expect(answers.map(({ body }) => body['total_count'])).toEqual([2, 2, 0, 1])
  })

  it('updates settings, and gets what it set', async () => {
    const set = { spam_action: 'block', wildcard: 'false', web_scheme: 'http', message_ttl: '7200' }
    const [updated, got] = await made(
      { endpoint: 'domains', method: 'put', domain: NAME, data: set },
      { endpoint: 'domains', method: 'get', domain: NAME },
    )
    expect(updated?.status).toBe(200)
    expect(got?.body['domain']).toMatchObject({
      ...{
        spam_action: 'block',
        wildcard: false,
        web_scheme: 'http',
        message_ttl: 7200,
        web_prefix: 'links',
      },
    })
    expect(got?.body['domain']).toEqual(updated?.body['domain'])
  })

  it('sets the web prefix by its own call, and the tracking record follows', async () => {
    const [set, got] = await made(
      { endpoint: 'domains_webprefix', method: 'put', domain: NAME, data: { web_prefix: 'click' } },
      { endpoint: 'domains', method: 'get', domain: NAME },
    )
    expect(set).toEqual({ status: 200, body: { message: 'Domain web prefix updated' } })
    expect(records(got!).map(({ name }) => name)).toContain(`click.${NAME}`)
  })

  it('verifies in real DNS: nothing, then all', async () => {
    const verify: Call = { endpoint: 'domains', method: 'put', domain: NAME, verify: true }
    const [nothing] = await made(verify)
    expect(nothing?.body['domain']).toMatchObject({ state: 'unverified' })
    await dns.setZone('example.com', published(records(nothing!)))
    const [all, active] = await made(verify, {
      ...{ endpoint: 'domainlist', method: 'get', filters: { state: 'active' } },
    })
    expect(all?.body['domain']).toMatchObject({ state: 'active' })
    expect(records(all!).map(({ valid }) => valid)).toEqual(Array(5).fill('valid'))
    expect(names(active!)).toEqual([NAME])
  })

  it('makes a DKIM key, imports one from a file, lists and deletes them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'zonedesk-python-'))
    const pem = join(folder, 'key.pem')
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    writeFileSync(pem, privateKey.export({ type: 'pkcs1', format: 'pem' }))
    const key = (selector: string) => ({ signing_domain: NAME, selector })
    const [created, imported, list, deleted, last] = await made(
      { endpoint: 'dkim_keys', method: 'create', data: { ...key('s2'), bits: '2048' } },
      { endpoint: 'dkim_keys', method: 'create', data: key('s3'), pem },
      { endpoint: 'dkim_keys', method: 'get', filters: { signing_domain: NAME, limit: 5 } },
      { endpoint: 'dkim_keys', method: 'delete', filters: key('s2') },
      { endpoint: 'dkim_keys', method: 'delete', filters: key('pic') },
    )
    rmSync(folder, { recursive: true })
    expect(created).toMatchObject({ status: 200, body: key('s2') })
    expect(imported?.body['dns_record']).toMatchObject({
      value: `k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`,
    })
    expect(list?.body['items']).toMatchObject([{ selector: 'pic' }, { selector: 's2' }, { selector: 's3' }])
    expect(deleted).toEqual({ status: 200, body: { message: 'success' } })
    expect(last).toEqual({
      status: 400,
      body: { message: 'cannot delete domain key: must have at least one active domain key' },
    })
  })

  it('sets tracking, and reads what it set', async () => {
    const [open, click, unsubscribe, got] = await made(
      { endpoint: 'domains_tracking_open', method: 'put', domain: NAME, data: { active: 'yes' } },
      { endpoint: 'domains_tracking_click', method: 'put', domain: NAME, data: { active: 'htmlonly' } },
      {
        ...{ endpoint: 'domains_tracking_unsubscribe', method: 'put', domain: NAME },
        data: { active: 'yes', html_footer: '<p>bye</p>', text_footer: 'bye' },
      },
      { endpoint: 'domains_tracking', method: 'get', domain: NAME },
    )
    expect([open, click, unsubscribe].map((answer) => answer?.status)).toEqual([200, 200, 200])
    expect(got?.body['tracking']).toMatchObject({
      open: { active: true },
      click: { active: 'htmlonly' },
      unsubscribe: { active: true, html_footer: '<p>bye</p>', text_footer: 'bye' },
    })
  })

  it('begins the certificate of the tracking host, and asks how it stands', async () => {
    const host = `click.${NAME}`
    const answers = await made(
      { endpoint: 'x509_status', method: 'get', domain: host },
      { endpoint: 'x509', method: 'create', domain: host },
      { endpoint: 'x509_status', method: 'get', domain: host },
      { endpoint: 'x509', method: 'put', domain: host },
    )
    expect(answers.map(({ status }) => status)).toEqual([404, 202, 200, 409])
    expect(answers[1]?.body).toMatchObject({ location: `/v2/x509/${host}/status` })
  })

  it('makes, changes, lists and deletes SMTP credentials', async () => {
    const endpoint = 'domains_credentials'
    const answers = await made(
      { endpoint, method: 'create', domain: NAME, data: { login: 'alice', password: 'correct horse' } },
      { endpoint, method: 'create', domain: NAME, data: { login: 'bob' } },
      { endpoint, method: 'put', domain: NAME, login: 'alice', data: { password: 'another word' } },
      { endpoint, method: 'delete', domain: NAME, login: `bob@${NAME}` },
      { endpoint, method: 'get', domain: NAME },
      { endpoint, method: 'delete', domain: NAME },
    )
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200])
    expect(answers[4]?.body).toMatchObject({
      items: [{ login: `alice@${NAME}` }, { login: `postmaster@${NAME}` }],
    })
    expect(answers[5]?.body).toMatchObject({ count: 1 })
  })

  it('sets the connection, and reads what it set', async () => {
    const [set, got] = await made(
      { endpoint: 'domains_connection', method: 'put', domain: NAME, data: { require_tls: 'true' } },
      { endpoint: 'domains_connection', method: 'get', domain: NAME },
    )
    expect(set?.status).toBe(200)
    expect(got?.body).toEqual({ require_tls: true, skip_verification: false })
  })

  it('changes the authority and the selector of DKIM', async () => {
    const [authority, selector, got] = await made(
      { endpoint: 'domains_dkimauthority', method: 'put', domain: NAME, data: { self: 'true' } },
      {
        ...{ endpoint: 'domains_dkimselector', method: 'put', domain: NAME },
        data: { dkim_selector: 'mailo1' },
      },
      { endpoint: 'domains', method: 'get', domain: NAME },
    )
    expect(authority?.body).toMatchObject({ changed: false })
    expect(selector).toEqual({ status: 200, body: { message: 'DKIM selector changed' } })
    expect(records(got!).map(({ name }) => name)).toContain(`mailo1._domainkey.${NAME}`)
  })

  it('sets the rotation of automatic sender security', async () => {
    const name = 'auto.example.com'
    const [, rotation, rotated] = await made(
      { endpoint: 'domains', method: 'create', data: { name, use_automatic_sender_security: 'true' } },
      {
        ...{ endpoint: 'dkim_management_rotation', method: 'put', domain: name },
        data: { rotation_enabled: 'true', rotation_interval: '5d' },
      },
      { endpoint: 'dkim_management_rotate', method: 'create', domain: name },
    )
    expect(rotation?.body['domain']).toMatchObject({ name, rotation_enabled: 'true', state: 'wait_verify' })
    expect(rotated?.body).toEqual({
      Reason: 'only domains in enabled can rotate their keys. Current state: wait_verify',
    })
  })

  it('makes a subaccount, and lists it', async () => {
    const [created, list] = await made(
      { endpoint: 'accounts_subaccounts', method: 'create', data: { name: 'Client A' } },
      { endpoint: 'accounts_subaccounts', method: 'get' },
    )
    expect(created?.body['subaccount']).toMatchObject({ name: 'Client A', status: 'open' })
    expect(list?.body).toMatchObject({ total: 1, subaccounts: [{ name: 'Client A' }] })
  })

  it('is told why a call is refused', async () => {
    const answers = await made(
      { endpoint: 'domainlist', method: 'get', key: 'not-the-key' },
      { endpoint: 'domains', method: 'get', domain: 'no.example.com' },
      { endpoint: 'domains', method: 'create', data: { name: NAME } },
      { endpoint: 'domains', method: 'put', domain: NAME, data: { smtp_password: 'four' } },
    )
    expect(answers.map(({ status }) => status)).toEqual([401, 404, 400, 400])
    expect(answers.map(({ body }) => body['message'] ?? body['text'])).toEqual([
      'Forbidden',
      'Domain not found',
      'This domain name is already taken',
      'Password is too short. It must be between 5 and 32 characters.',
    ])
  })

  it('deletes a domain, and it is gone', async () => {
    const [deleted, got, list] = await made(
      { endpoint: 'domains', method: 'delete', domain: OTHER },
      { endpoint: 'domains', method: 'get', domain: OTHER },
      { endpoint: 'domainlist', method: 'get' },
    )
    expect(deleted).toEqual({ status: 200, body: { message: 'Domain will be deleted in the background' } })
    expect(got?.status).toBe(404)
    expect(names(list!)).toEqual(['auto.example.com', NAME])
  })
})
