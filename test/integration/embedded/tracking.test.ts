import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startDnsServer, zoneFor, type DnsServer, type ZoneRecord } from '../../dns-server/knot'
import { RECORDED } from '../../provider-answers/recorded'
import { Api, form } from './api'

const NAME = 'mg.example.com'
const HOST = `email.${NAME}`
const DAY_MS = 24 * 60 * 60 * 1000
let dns: DnsServer
let api: Api
let clock: number
beforeEach(async () => {
  clock = Date.UTC(2026, 0, 1)
  dns = await startDnsServer({ zones: { 'example.com': zoneFor('example.com', []) } })
  api = new Api({ resolver: dns.address, now: () => clock })
  await api.create(NAME)
})
afterEach(async () => {
  expect(api.faults).toEqual([])
  api.dispose()
  await dns.stop()
})

async function ask(method: string, path: string, fields?: Record<string, string>) {
  const response = await api.send(method, path, fields && form(fields))
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
const recorded = (path: string) =>
  RECORDED.find(({ request }) => request.path.endsWith(path) && request.path.includes('/v3/domains/'))?.body

describe('tracking', () => {
  const TRACKING = `/v3/domains/${NAME}/tracking`

  it('is off at first, with the footers that the provider has', async () => {
    const { body } = await ask('GET', TRACKING)
    const { tracking } = recorded('/tracking') as { tracking: object }
    expect(body).toEqual({ tracking: { ...tracking, web_scheme: 'http' } })
  })

  it.each([
    ['open', { active: 'yes', place_at_the_top: 'true' }, { active: true, place_at_the_top: true }],
    ['open', { place_at_the_top: 'yes' }, { active: false, place_at_the_top: true }],
    ['open', {}, { active: false, place_at_the_top: false }],
    ['click', { active: 'true' }, { active: true }],
    ['click', { active: 'htmlonly' }, { active: 'htmlonly' }],
    ['click', { active: 'no' }, { active: false }],
    ['click', {}, { active: false }],
    [
      'unsubscribe',
      { active: 'true', html_footer: '<p>bye</p>', text_footer: '' },
      { active: true, html_footer: '<p>bye</p>', text_footer: '' },
    ],
  ])('of kind %s takes %j, and says so', async (kind, fields, settings) => {
    expect(await ask('PUT', `${TRACKING}/${kind}`, fields)).toEqual({
      status: 200,
      body: { message: 'Domain tracking settings have been updated', [kind]: settings },
    })
    api.restart()
    expect((await ask('GET', TRACKING)).body['tracking']).toMatchObject({ [kind]: settings })
  })

  it('answers an update as the provider does', async () => {
    for (const kind of ['open', 'click', 'unsubscribe']) {
      const { body } = await ask('PUT', `${TRACKING}/${kind}`, { active: 'false' })
      expect(body).toEqual(recorded(`/tracking/${kind}`))
    }
  })

  it('leaves what is not named, and the other kinds', async () => {
    await ask('PUT', `${TRACKING}/unsubscribe`, { active: 'true', text_footer: 'bye' })
    await ask('PUT', `${TRACKING}/open`, { active: 'true' })
    await ask('PUT', `${TRACKING}/unsubscribe`, { html_footer: 'ciao' })
    expect((await ask('GET', TRACKING)).body['tracking']).toMatchObject({
      open: { active: true, place_at_the_top: false },
      click: { active: false },
      unsubscribe: { active: true, html_footer: 'ciao', text_footer: 'bye' },
    })
  })

  it.each([
    ['open', { active: 'htmlonly' }, 'active must be true, false, yes or no'],
    ['click', { active: 'maybe' }, 'active must be true, false or htmlonly'],
    ['unsubscribe', { active: '' }, 'active must be true, false, yes or no'],
  ])('of kind %s refuses %j', async (kind, fields, message) => {
    expect(await ask('PUT', `${TRACKING}/${kind}`, fields)).toEqual({ status: 400, body: { message } })
  })

  it('goes with its domain', async () => {
    await ask('PUT', `${TRACKING}/open`, { active: 'true' })
    await api.delete(NAME)
    await api.create(NAME)
    expect((await ask('GET', TRACKING)).body['tracking']).toMatchObject({ open: { active: false } })
  })
})

describe('connection settings', () => {
  it('are read and set, and are those of the domain', async () => {
    const CONNECTION = `/v3/domains/${NAME}/connection`
    expect(await ask('GET', CONNECTION)).toEqual({ status: 200, body: recorded('/connection') })
    expect(await ask('PUT', CONNECTION, { require_tls: 'true', skip_verification: 'yes' })).toEqual({
      status: 200,
      body: {
        message: 'Domain connection settings have been updated, may take 10 minutes to fully propagate',
        ...{ require_tls: true, skip_verification: true },
      },
    })
    expect(await ask('PUT', CONNECTION, { require_tls: 'false' })).toMatchObject({
      body: { require_tls: false, skip_verification: true },
    })
    expect((await api.get(NAME)).domain).toMatchObject({ require_tls: false, skip_verification: true })
    expect(await ask('PUT', CONNECTION, { require_tls: '2' })).toEqual({
      status: 400,
      body: { message: 'require_tls must be true, false, yes or no' },
    })
  })
})

describe('the certificate of the tracking host', () => {
  const CERTIFICATE = `/v2/x509/${HOST}`
  const publish = (...records: ZoneRecord[]) => dns.setZone('example.com', zoneFor('example.com', records))
  const right: ZoneRecord = { type: 'CNAME', name: HOST, value: 'mailgun.org' }
  const status = async () => (await ask('GET', `${CERTIFICATE}/status`)).body
  const begun = {
    status: 202,
    body: { message: 'Initiated x509 key pair generation', location: `${CERTIFICATE}/status` },
  }

  it('is begun once the CNAME is right, is under way, and is there', async () => {
    expect(await ask('GET', `${CERTIFICATE}/status`)).toEqual({
      status: 404,
      body: { Description: 'no certificate was generated for this domain' },
    })
    const refused = { status: 400, body: { Reason: 'invalid CNAME record' } }
    expect(await ask('POST', CERTIFICATE)).toEqual(refused)
    await publish({ type: 'A', name: HOST, value: '192.0.2.1' })
    expect(await ask('POST', CERTIFICATE)).toEqual(refused)
    await publish({ ...right, value: 'example.net' })
    expect(await ask('POST', CERTIFICATE)).toEqual(refused)
    await publish(right)
    expect(await ask('POST', CERTIFICATE)).toEqual(begun)
    expect(await status()).toEqual({ status: 'processing', error: null })
    expect(await ask('POST', CERTIFICATE)).toEqual({
      status: 409,
      body: { Description: 'certificate generation is in progress' },
    })
    clock += 5_000
    expect(await status()).toEqual({ status: 'active', error: null })
    api.restart()
    expect(await status()).toEqual({ status: 'active', error: null })
  })

  it('fails when the CNAME has gone meanwhile, and can be begun again', async () => {
    await publish(right)
    await ask('POST', CERTIFICATE)
    await publish()
    clock += 5_000
    expect(await status()).toEqual({ status: 'error', error: 'invalid CNAME record' })
    await publish(right)
    expect(await ask('POST', CERTIFICATE)).toEqual(begun)
    clock += 5_000
    expect(await status()).toEqual({ status: 'active', error: null })
  })

  it('stays under way while DNS does not answer, and is not begun then', async () => {
    await publish(right)
    await ask('POST', CERTIFICATE)
    const { address } = dns
    await dns.stop()
    clock += 5_000
    expect(await status()).toEqual({ status: 'processing', error: null })
    dns = await startDnsServer({ zones: { 'example.com': zoneFor('example.com', [right]) } })
    expect(dns.address).not.toBe(address)
    api.service.setResolver(dns.address)
    expect(await status()).toEqual({ status: 'active', error: null })
    await api.create('other.example.org')
    await dns.stop()
    expect((await ask('POST', '/v2/x509/email.other.example.org')).status).toBe(503)
    expect((await ask('GET', '/v2/x509/email.other.example.org/status')).status).toBe(404)
  })

  it('is renewed once it is no longer good, and not before', async () => {
    expect(await ask('PUT', CERTIFICATE)).toEqual({
      status: 404,
      body: { Description: 'no certificate was generated for this domain' },
    })
    await publish(right)
    await ask('POST', CERTIFICATE)
    clock += 5_000
    await status()
    const valid = { status: 409, body: { Description: 'certificate is still valid' } }
    expect(await ask('PUT', CERTIFICATE)).toEqual(valid)
    expect(await ask('POST', CERTIFICATE)).toEqual(valid)
    clock += 90 * DAY_MS
    expect(await status()).toEqual({ status: 'expired', error: null })
    expect(await ask('PUT', CERTIFICATE)).toEqual(begun)
    clock += 5_000
    expect(await status()).toEqual({ status: 'active', error: null })
  })

  it('is not begun more than five times in seven days', async () => {
    for (let count = 0; count < 5; count++) {
      await publish(right)
      expect((await ask('POST', CERTIFICATE)).status).toBe(202)
      await publish()
      clock += 5_000
      await status()
    }
    await publish(right)
    expect(await ask('POST', CERTIFICATE)).toEqual({
      status: 429,
      body: { Description: 'at most 5 certificates are generated for a domain within 7 days' },
    })
    clock += 7 * DAY_MS
    expect((await ask('PUT', CERTIFICATE)).status).toBe(202)
  })

  it('is of the host that the web prefix makes, and of no other', async () => {
    for (const host of [NAME, `click.${NAME}`, 'email.no.example.com', 'example']) {
      expect(await ask('POST', `/v2/x509/${host}`)).toEqual({
        status: 404,
        body: { Description: 'tracking domain not found' },
      })
    }
    await publish(right)
    await ask('POST', CERTIFICATE)
    await api.update(NAME, { web_prefix: 'click' })
    expect((await ask('GET', `${CERTIFICATE}/status`)).status).toBe(404)
    expect((await ask('GET', `/v2/x509/click.${NAME}/status`)).status).toBe(404)
  })
})
