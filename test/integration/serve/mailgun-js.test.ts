import FormData from 'form-data'
import Mailgun from 'mailgun.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDnsServer, zoneFor, type DnsServer } from '../../dns-server/knot'
import { ServeProcess } from './serve-process'

// The provider's own client, as it is published, against the service as it really runs. Each test goes on where the
// one before it stopped, as a user of the client would.

const API_KEY = 'key-of-the-mailgun-js-tests'
const NAME = 'mg.example.com'

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

function client(key = API_KEY) {
  return new Mailgun(FormData).client({ username: 'api', key, url: serving.url }).domains
}

async function refusal(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => 'no refusal',
    (error: unknown) => error,
  )
}

/** The records a domain needs, as someone would publish them. */
async function published() {
  const { sending_dns_records, receiving_dns_records } = await client().get(NAME)
  return [...(sending_dns_records ?? []), ...(receiving_dns_records ?? [])].map((record) => ({
    type: record.record_type as 'TXT' | 'CNAME' | 'MX',
    // A record for receiving has no name: it stands at the domain.
    name: (record.name as string | undefined) ?? NAME,
    value: record.value,
    priority: record.priority ?? null,
  }))
}

describe('the official mailgun.js', () => {
  it('finds an empty list', async () => {
    expect(await client().list()).toEqual([])
  })

  it('creates domains, and gets what it created', async () => {
    const created = await client().create({
      name: NAME,
      smtp_password: 'hunter22',
      spam_action: 'tag',
      wildcard: true,
      web_scheme: 'https',
      web_prefix: 'links',
      dkim_key_size: 2048,
      dkim_selector: 'pic',
      force_dkim_authority: true,
      encrypt_incoming_message: true,
      message_ttl: 3600,
    })
    expect(created).toMatchObject({
      name: NAME,
      state: 'unverified',
      type: 'custom',
      spam_action: 'tag',
      wildcard: true,
      web_scheme: 'https',
      web_prefix: 'links',
      is_disabled: false,
      smtp_login: `postmaster@${NAME}`,
    })
    expect(created.sending_dns_records?.map(({ record_type, name }) => [record_type, name])).toEqual([
      ['TXT', `pic._domainkey.${NAME}`],
      ['TXT', NAME],
      ['CNAME', `links.${NAME}`],
    ])
    expect(await client().get(NAME)).toEqual(created)
    await client().create({ name: 'other.example.net' })
  })

  it('lists them with limit, skip, state, sort, authority and search', async () => {
    const names = async (query?: Parameters<ReturnType<typeof client>['list']>[0]) =>
      (await client().list(query)).map(({ name }) => name)
    expect(await names()).toEqual(['other.example.net', NAME])
    expect(await names({ sort: 'name:asc' })).toEqual([NAME, 'other.example.net'])
    expect(await names({ limit: 1, skip: 1 })).toEqual([NAME])
    expect(await names({ state: 'active' })).toEqual([])
    expect(await names({ authority: NAME })).toEqual([NAME])
    expect(await names({ search: 'example.net' })).toEqual(['other.example.net'])
  })

  it('updates settings, and gets what it set', async () => {
    const updated = await client().update(NAME, {
      spam_action: 'block',
      wildcard: false,
      web_scheme: 'http',
      mailfrom_host: 'bounce.example.com',
      smtp_password: 'another password',
    })
    expect(updated).toMatchObject({
      spam_action: 'block',
      wildcard: false,
      web_scheme: 'http',
      mailfrom_host: 'bounce.example.com',
      web_prefix: 'links',
    })
    expect(await client().get(NAME)).toEqual(updated)
  })

  it('sets the web prefix by its own call, and the tracking record follows', async () => {
    const answer = await client().updateWebPrefix(NAME, { webPrefix: 'click' })
    expect(answer).toMatchObject({ status: 200, body: { message: 'Domain web prefix updated' } })
    const domain = await client().get(NAME)
    expect(domain.web_prefix).toBe('click')
    expect(domain.sending_dns_records?.[2]).toMatchObject({ record_type: 'CNAME', name: `click.${NAME}` })
  })

  it('verifies in real DNS: nothing, something wrong, all', async () => {
    const verdicts = async () => {
      const domain = await client().verify(NAME)
      const records = [...(domain.sending_dns_records ?? []), ...(domain.receiving_dns_records ?? [])]
      return [domain.state, ...records.map(({ valid }) => valid)]
    }
    expect(await verdicts()).toEqual(['unverified', ...Array<string>(5).fill('unknown')])
    await dns.setZone(
      'example.com',
      zoneFor('example.com', [{ type: 'TXT', name: NAME, value: 'v=spf1 -all' }]),
    )
    expect(await verdicts()).toEqual([
      'unverified',
      'unknown',
      'invalid',
      ...Array<string>(3).fill('unknown'),
    ])
    await dns.setZone('example.com', zoneFor('example.com', await published()))
    expect(await verdicts()).toEqual(['active', ...Array<string>(5).fill('valid')])
    expect((await client().list({ state: 'active' })).map(({ name }) => name)).toEqual([NAME])
  })

  it('switches automatic sender security, after which the domain must be verified again', async () => {
    const secured = await client().update(NAME, { use_automatic_sender_security: true })
    expect(secured).toMatchObject({ state: 'unverified', use_automatic_sender_security: true })
    await dns.setZone('example.com', zoneFor('example.com', await published()))
    expect((await client().verify(NAME)).state).toBe('active')
  })

  it('reads the connection settings another client set', async () => {
    await serving.request('PUT', `/v4/domains/${NAME}`, { require_tls: 'yes', skip_verification: 'yes' })
    expect(await client().get(NAME)).toMatchObject({ require_tls: true, skip_verification: true })
  })

  it('is told why a call is refused, in the status and details it knows', async () => {
    expect(await refusal(client('wrong').list())).toMatchObject({ status: 401 })
    expect(await refusal(client().get('no.example.com'))).toMatchObject({
      status: 404,
      details: 'Domain not found',
    })
    expect(await refusal(client().create({ name: NAME }))).toMatchObject({
      status: 400,
      details: 'This domain name is already taken',
    })
    expect(await refusal(client().update(NAME, { smtp_password: 'four' }))).toMatchObject({
      status: 400,
      details: 'Password is too short. It must be between 5 and 32 characters.',
    })
  })

  it('deletes a domain, and it is gone', async () => {
    expect(await client().destroy('other.example.net')).toMatchObject({
      message: 'Domain will be deleted in the background',
    })
    expect(await refusal(client().get('other.example.net'))).toMatchObject({ status: 404 })
    expect((await client().list()).map(({ name }) => name)).toEqual([NAME])
  })

  it('finds all of it again after the service was stopped and started', async () => {
    const before = await client().get(NAME)
    expect(await serving.stop()).toEqual({ code: 0, signal: null })
    await serving.restart()
    expect(await client().get(NAME)).toEqual(before)
  })
})
