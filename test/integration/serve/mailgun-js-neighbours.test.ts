import { generateKeyPairSync } from 'node:crypto'
import FormData from 'form-data'
import Mailgun from 'mailgun.js'
import type { Interfaces } from 'mailgun.js/definitions'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDnsServer, zoneFor, type DnsServer, type ZoneRecord } from '../../dns-server/knot'
import { ServeProcess } from './serve-process'

// The provider's own client, as it is published, makes the calls it has for what an admin does beside the Domains API:
// keys, rotation, tracking, certificate, credentials, connection and subaccounts. Each test goes on where the one before
// it stopped.

const API_KEY = 'key-of-the-mailgun-js-tests'
const NAME = 'mg.example.com'
let dns: DnsServer
let serving: ServeProcess

beforeAll(async () => {
  dns = await startDnsServer({ zones: { 'example.com': zoneFor('example.com', []) } })
  serving = await ServeProcess.start(API_KEY, ['--resolver', dns.address])
  await client().domains.create({ name: NAME })
  await publish()
  expect((await client().domains.verify(NAME)).state).toBe('active')
})
afterAll(async () => {
  await serving.dispose()
  await dns.stop()
})

function client() {
  return new Mailgun(FormData).client({ username: 'api', key: API_KEY, url: serving.url })
}
/** The client has it, and its type says so of the class alone. */
const keys = () => (client().domains as unknown as { domainKeys: Interfaces.IDomainKeysClient }).domainKeys
const credentials = () => client().domains.domainCredentials
const tracking = () => client().domains.domainTracking

async function refusal(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => 'no refusal',
    (error: unknown) => error,
  )
}

async function publish(): Promise<void> {
  const { sending_dns_records, receiving_dns_records } = await client().domains.get(NAME)
  const records = [...(sending_dns_records ?? []), ...(receiving_dns_records ?? [])]
  await dns.setZone(
    'example.com',
    zoneFor(
      'example.com',
      records.map(({ record_type, name, value, priority }): ZoneRecord => ({
        type: record_type as ZoneRecord['type'],
        name: (name as string | undefined) ?? NAME,
        ...{ value, priority: priority ?? null },
      })),
    ),
  )
}

const signing = async () =>
  (await keys().list(NAME)).items.map(({ selector, dns_record }) => `${selector} ${dns_record.is_active}`)

describe('mailgun.js and DKIM keys', () => {
  it('makes keys, imports one, and finds them in both lists', async () => {
    const made = await keys().create({ signingDomain: NAME, selector: 's2', bits: '2048' })
    expect(made).toMatchObject({ status: 200, signing_domain: NAME, selector: 's2' })
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
    const imported = await keys().create({ signingDomain: NAME, selector: 's3', pem })
    expect(imported.dns_record.value).toBe(
      `k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`,
    )
    expect(await signing()).toEqual(['mx true', 's2 false', 's3 false'])
    const all = await keys().listAll({ signingDomain: NAME })
    expect(all.items.map(({ selector }) => selector)).toEqual(['mx', 's2', 's3'])
    expect(Object.keys(all.pages).toSorted()).toEqual(['first', 'last', 'next', 'previous'])
    expect((await keys().listAll({ signingDomain: NAME, selector: 's3' })).items).toHaveLength(1)
  })

  it('activates a key once DNS has it, and takes the old one out', async () => {
    expect(await refusal(keys().activate(NAME, 's2'))).toMatchObject({
      status: 400,
      details: `cannot activate domain key: the DNS record at s2._domainkey.${NAME} is not valid`,
    })
    await publish()
    expect(await keys().activate(NAME, 's2')).toMatchObject({
      ...{ message: 'domain key activated', authority: NAME, selector: 's2', active: true, status: 200 },
    })
    expect(await keys().deactivate(NAME, 'mx')).toMatchObject({
      ...{ message: 'domain key deactivated', active: false },
    })
    expect(await keys().destroy(NAME, 'mx')).toEqual({ message: 'success' })
    expect(await signing()).toEqual(['s2 true', 's3 false'])
    expect(await refusal(keys().destroy(NAME, 's2'))).toMatchObject({
      status: 400,
      details: 'cannot delete domain key: must have at least one active domain key',
    })
    expect(await refusal(keys().destroy(NAME, 'mx'))).toMatchObject({
      status: 404,
      details: 'domain key not found',
    })
  })

  it('changes the authority and the selector', async () => {
    expect(await keys().updateDKIMAuthority(NAME, { self: 'true' })).toMatchObject({
      ...{ changed: false, message: 'Domain DKIM authority has not been changed' },
    })
    expect(await keys().updateDKIMSelector(NAME, { dkimSelector: 'mailo1' })).toEqual({
      ...{ status: 200, message: 'DKIM selector changed' },
    })
    expect(await signing()).toEqual(['mailo1 false', 's3 false'])
    await publish()
    expect((await client().domains.verify(NAME)).state).toBe('active')
    expect(await signing()).toEqual(['mailo1 true', 's3 false'])
  })

  it('sets the rotation of automatic sender security, and rotates', async () => {
    const name = 'auto.example.com'
    await client().domains.create({ name, use_automatic_sender_security: true })
    const { domain } = await client().dkimManagement.update(name, {
      ...{ rotation_enabled: true, rotation_interval: '5d' },
    })
    expect(domain).toMatchObject({ name, state: 'wait_verify', rotation_enabled: 'true' })
    expect(domain.records).toHaveLength(2)
    expect(await refusal(client().dkimManagement.rotateImmediately(name))).toMatchObject({ status: 400 })
    const zone = domain.records.map(({ name: owner, value }): ZoneRecord => ({
      type: 'CNAME',
      name: owner,
      value,
    }))
    const spf: ZoneRecord = { type: 'TXT', name, value: 'v=spf1 include:mailgun.org ~all' }
    await dns.setZone('example.com', zoneFor('example.com', [...zone, spf]))
    await client().domains.verify(name)
    expect(await client().dkimManagement.rotateImmediately(name)).toEqual({ message: 'ok' })
    const after = await client().dkimManagement.update(name, { rotation_enabled: false })
    expect(after.domain).toMatchObject({ active_selector: 'pdk2', rotation_enabled: 'false' })
  })
})

describe('mailgun.js and the settings beside', () => {
  it('reads and sets tracking', async () => {
    expect(await tracking().updateTracking(NAME, 'open', { active: true, place_at_the_top: true })).toEqual({
      message: 'Domain tracking settings have been updated',
      open: { active: true, place_at_the_top: true },
    })
    await tracking().updateTracking(NAME, 'click', { active: 'htmlonly' })
    await tracking().updateTracking(NAME, 'unsubscribe', { active: 'yes', html_footer: '<p>x</p>' })
    expect(await tracking().getTracking(NAME)).toMatchObject({
      open: { active: true },
      click: { active: 'htmlonly' },
      unsubscribe: { active: true, html_footer: '<p>x</p>' },
    })
  })

  it('begins the certificate of the tracking host, and follows it', async () => {
    const host = `email.${NAME}`
    expect(await refusal(tracking().get(host))).toMatchObject({ status: 404 })
    await dns.setZone('example.com', zoneFor('example.com', []))
    expect(await refusal(tracking().generate(host))).toMatchObject({ status: 400 })
    await publish()
    expect(await tracking().generate(host)).toMatchObject({
      ...{ status: 202, location: `/v2/x509/${host}/status` },
    })
    await expect
      .poll(async () => (await tracking().get(host)).status, { timeout: 50_000, interval: 300 })
      .toBe('active')
    expect(await refusal(tracking().regenerate(host))).toMatchObject({ status: 409 })
  })

  it('makes, changes, lists and deletes credentials', async () => {
    const made = await credentials().create(NAME, { login: 'alice', password: 'correct horse' })
    expect(made).toMatchObject({ status: 200, message: 'Created 1 credentials pair(s)' })
    await credentials().create(NAME, { login: 'bob', password: 'correct horse' })
    const { items, totalCount } = await credentials().list(NAME, { limit: 10, skip: 0 })
    expect([items.map(({ login }) => login.split('@')[0]), totalCount]).toEqual([
      ['alice', 'bob', 'postmaster'],
      3,
    ])
    expect(await credentials().update(NAME, 'alice', { password: 'another word' })).toMatchObject({
      message: 'Password changed',
    })
    expect(await credentials().destroy(NAME, 'alice')).toMatchObject({
      ...{ message: 'Credentials have been deleted', spec: `alice@${NAME}` },
    })
    expect(await credentials().destroyAll(NAME)).toMatchObject({ count: 1 })
  })

  it('reads and sets the connection', async () => {
    expect(
      await client().domains.updateConnection(NAME, { require_tls: true, skip_verification: false }),
    ).toMatchObject({ require_tls: true, skip_verification: false })
    expect(await client().domains.getConnection(NAME)).toEqual({
      ...{ require_tls: true, skip_verification: false },
    })
  })
})

describe('mailgun.js and subaccounts', () => {
  it('makes one, works on its behalf, disables, enables and closes it', async () => {
    const mailgun = client()
    const { subaccount } = await mailgun.subaccounts.create('Client A')
    expect(subaccount).toMatchObject({ name: 'Client A', status: 'open' })
    expect(await mailgun.subaccounts.list({ limit: 5 })).toMatchObject({
      total: 1,
      subaccounts: [subaccount],
    })

    mailgun.setSubaccount(subaccount.id)
    await mailgun.domains.create({ name: 'client-a.example.net' })
    expect((await mailgun.domains.list()).map(({ name }) => name)).toEqual(['client-a.example.net'])
    expect(await refusal(mailgun.domains.get(NAME))).toMatchObject({ status: 404 })
    mailgun.resetSubaccount()
    expect(await refusal(mailgun.domains.get('client-a.example.net'))).toMatchObject({ status: 404 })

    const disabled = await mailgun.subaccounts.disable(subaccount.id)
    expect(disabled.subaccount.status).toBe('disabled')
    mailgun.setSubaccount(subaccount.id)
    expect(await refusal(mailgun.domains.list())).toMatchObject({
      ...{ status: 403, details: `Subaccount ${subaccount.id} is disabled` },
    })
    mailgun.resetSubaccount()
    expect((await mailgun.subaccounts.enable(subaccount.id)).subaccount.status).toBe('open')
    expect(await mailgun.subaccounts.destroy(subaccount.id)).toEqual({
      message: 'Subaccount successfully deleted',
    })
    expect((await mailgun.subaccounts.get(subaccount.id)).subaccount.status).toBe('closed')
  })
})
