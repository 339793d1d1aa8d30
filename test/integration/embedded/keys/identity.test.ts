import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startDnsServer, zoneFor, type DnsServer } from '../../../dns-server/knot'
import { Api, form, published } from '../api'

// Under which name a domain signs, by which selector, and how the keys of automatic sender security are rotated.

const NAME = 'mg.example.com'
const DAY_MS = 24 * 60 * 60 * 1000
let dns: DnsServer
let api: Api
let clock: number
beforeEach(async () => {
  clock = Date.UTC(2026, 0, 1)
  dns = await startDnsServer({ zones: { 'example.com': zoneFor('example.com', []) } })
  api = new Api({ resolver: dns.address, now: () => clock })
})
afterEach(async () => {
  expect(api.faults).toEqual([])
  api.dispose()
  await dns.stop()
})

async function put(path: string, fields: Record<string, string> = {}) {
  const response = await api.send('PUT', path, form(fields))
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
const post = async (path: string) => {
  const response = await api.send('POST', path)
  return { status: response.status, body: (await response.json()) as unknown }
}

async function activate(name: string, options: Record<string, string> = {}): Promise<void> {
  await dns.setZone('example.com', zoneFor('example.com', published(await api.create(name, options))))
  expect((await api.verify(name)).domain.state).toBe('active')
}

const owners = async (name: string) =>
  (await api.get(name)).sending_dns_records
    .filter(({ name: owner }) => owner?.includes('._domainkey.'))
    .map(({ name: owner, is_active }) => `${owner} ${is_active}`)

describe('the DKIM authority', () => {
  it('becomes the domain itself with a key of its own, and the parent again', async () => {
    await api.create('example.com')
    await activate(NAME)
    expect(await put(`/v3/domains/${NAME}/dkim_authority`, { self: 'true' })).toMatchObject({
      status: 200,
      body: { message: 'Domain DKIM authority has been changed', changed: true },
    })
    expect(await owners(NAME)).toEqual([`mx._domainkey.${NAME} false`])
    expect((await api.get(NAME)).domain.state).toBe('unverified')
    expect((await api.list(`?authority=${NAME}`)).names).toEqual([NAME])
    expect(await put(`/v3/domains/${NAME}/dkim_authority`, { self: 'true' })).toMatchObject({
      body: { message: 'Domain DKIM authority has not been changed', changed: false },
    })
    expect(await put(`/v3/domains/${NAME}/dkim_authority`, { self: 'false' })).toMatchObject({
      body: { changed: true },
    })
    expect(await owners(NAME)).toEqual(['mx._domainkey.example.com true', `mx._domainkey.${NAME} false`])
  })

  it('stays without a registered parent, wherever the key is published', async () => {
    await api.create(NAME, { dkim_host_name: 'example.com' })
    for (const self of ['true', 'false']) {
      expect((await put(`/v3/domains/${NAME}/dkim_authority?self=${self}`)).body['changed']).toBe(false)
    }
    expect(await owners(NAME)).toEqual(['mx._domainkey.example.com false'])
  })

  it('stays while others sign under the domain', async () => {
    await api.create('example.com')
    await api.create(NAME, { force_dkim_authority: 'true' })
    await api.create(`a.${NAME}`)
    expect(await put(`/v3/domains/${NAME}/dkim_authority`, { self: 'no' })).toEqual({
      status: 400,
      body: { message: `Domain is used as the DKIM authority of a.${NAME} and cannot be deleted` },
    })
  })

  it.each([
    [{}, "Missing parameter 'self'"],
    [{ self: 'perhaps' }, 'self must be true, false, yes or no'],
  ])('refuses %j', async (fields, message) => {
    await api.create(NAME)
    expect(await put(`/v3/domains/${NAME}/dkim_authority`, fields)).toEqual({
      status: 400,
      body: { message },
    })
  })
})

describe('the DKIM selector', () => {
  it('is changed with the key kept, which signs again once it is found there', async () => {
    await activate(NAME)
    const [before] = (await api.get(NAME)).sending_dns_records
    expect(await put(`/v3/domains/${NAME}/dkim_selector`, { dkim_selector: 'mailo1' })).toEqual({
      status: 200,
      body: { message: 'DKIM selector changed' },
    })
    const after = await api.get(NAME)
    expect(after.domain.state).toBe('unverified')
    expect(after.sending_dns_records[0]).toMatchObject({
      ...{ name: `mailo1._domainkey.${NAME}`, value: before?.value, is_active: false, valid: 'unknown' },
    })
    await dns.setZone('example.com', zoneFor('example.com', published(after)))
    expect((await api.verify(NAME)).domain.state).toBe('active')
    expect(await owners(NAME)).toEqual([`mailo1._domainkey.${NAME} true`])
  })

  it('stays when it is the same', async () => {
    await activate(NAME)
    expect((await put(`/v3/domains/${NAME}/dkim_selector?dkim_selector=MX`)).status).toBe(200)
    expect((await api.get(NAME)).domain.state).toBe('active')
  })

  it.each([
    [{}, "Missing parameter 'dkim_selector'"],
    [
      { dkim_selector: 'a.b' },
      'dkim_selector must be an atom: 1 to 63 letters, digits and hyphens, without a dot',
    ],
    [{ dkim_selector: 's2' }, 'The selector is in use by another domain key'],
  ])('refuses %j', async (fields, message) => {
    await api.create(NAME)
    await api.send('POST', '/v1/dkim/keys', form({ signing_domain: NAME, selector: 's2' }))
    expect(await put(`/v3/domains/${NAME}/dkim_selector`, fields)).toEqual({ status: 400, body: { message } })
    expect(await owners(NAME)).toEqual([`mx._domainkey.${NAME} false`, `s2._domainkey.${NAME} false`])
  })
})

describe('the rotation under automatic sender security', () => {
  const ROTATION = `/v1/dkim_management/domains/${NAME}/rotation`
  const ROTATE = `/v1/dkim_management/domains/${NAME}/rotate`
  const selector = async () => {
    const { body } = await put(ROTATION, { rotation_enabled: 'true' })
    return (body['domain'] as Record<string, unknown>)['active_selector']
  }

  it('is set with an interval of five days and more, and answers what it is', async () => {
    await activate(NAME, { use_automatic_sender_security: 'true' })
    expect(await put(ROTATION, { rotation_enabled: 'true', rotation_interval: '5d' })).toMatchObject({
      status: 200,
      body: {
        domain: {
          ...{ name: NAME, state: 'enabled', active_selector: 'pdk1' },
          ...{ rotation_enabled: 'true', rotation_interval: '5d' },
          records: [
            { name: `pdk1._domainkey.${NAME}`, type: 'CNAME', identifier: 'pdk1' },
            { name: `pdk2._domainkey.${NAME}`, type: 'CNAME', identifier: 'pdk2' },
          ],
        },
      },
    })
    expect(await put(ROTATION, { rotation_enabled: 'no' })).toMatchObject({
      body: { domain: { rotation_enabled: 'false', rotation_interval: '5d' } },
    })
  })

  it.each([
    [{ rotation_enabled: 'true', rotation_interval: '4d' }, 'rotation_interval must be at least 5d'],
    [{ rotation_enabled: 'true', rotation_interval: '119h' }, 'rotation_interval must be at least 5d'],
    [
      { rotation_enabled: 'true', rotation_interval: 'monthly' },
      'rotation_interval must be a number of hours, days or weeks, such as 5d',
    ],
    [{ rotation_enabled: 'x' }, 'rotation_enabled must be true, false, yes or no'],
    [{}, "Missing parameter 'rotation_enabled'"],
  ])('refuses %j with a reason', async (fields, Reason) => {
    await api.create(NAME, { use_automatic_sender_security: 'true' })
    expect(await put(ROTATION, fields)).toEqual({ status: 400, body: { Reason } })
  })

  it('is not there without automatic sender security, or without the domain', async () => {
    await api.create(NAME)
    const Description = 'domain does not use automatic sender security'
    expect(await put(ROTATION, { rotation_enabled: 'true' })).toEqual({ status: 404, body: { Description } })
    expect(await post(ROTATE)).toEqual({ status: 404, body: { Description } })
    expect(await post('/v1/dkim_management/domains/no.example.com/rotate')).toEqual({
      status: 404,
      body: { Description: 'Domain not found' },
    })
  })

  it('happens at once when it is asked for, in an enabled domain alone', async () => {
    await api.create(NAME, { use_automatic_sender_security: 'true' })
    const refused = (state: string) => ({
      status: 400,
      body: { Reason: `only domains in enabled can rotate their keys. Current state: ${state}` },
    })
    expect(await post(ROTATE)).toEqual(refused('wait_verify'))
    await dns.setZone('example.com', zoneFor('example.com', published(await api.get(NAME))))
    await api.verify(NAME)
    expect(await post(ROTATE)).toEqual({ status: 200, body: { message: 'ok' } })
    expect(await selector()).toBe('pdk2')
    await post(ROTATE)
    expect(await selector()).toBe('pdk1')
    const note = { code: 'x', note: 'x', permanently: true, reason: 'x' }
    api.service.backOffice.disable(NAME, note)
    expect(await post(ROTATE)).toEqual(refused('disabled'))
  })

  it('happens by itself each time the interval has passed, also while nothing ran', async () => {
    await activate(NAME, { use_automatic_sender_security: 'true' })
    await put(ROTATION, { rotation_enabled: 'true', rotation_interval: '1w' })
    clock += 6 * DAY_MS
    expect(await selector()).toBe('pdk1')
    clock += DAY_MS
    expect(await selector()).toBe('pdk2')
    clock += 14 * DAY_MS
    api.restart()
    expect(await selector()).toBe('pdk2')
    await put(ROTATION, { rotation_enabled: 'false' })
    clock += 70 * DAY_MS
    expect(await selector()).toBe('pdk2')
  })

  it('leaves the other keys of the domain at rest, which cannot be activated', async () => {
    await activate(NAME)
    await api.update(NAME, { use_automatic_sender_security: 'true' })
    const keys = await api.send('GET', `/v4/domains/${NAME}/keys`)
    expect(await keys.json()).toMatchObject({ items: [{ selector: 'mx', dns_record: { is_active: false } }] })
    expect(await put(`/v4/domains/${NAME}/keys/mx/activate`)).toEqual({
      status: 400,
      body: {
        message: 'cannot activate domain key: automatic sender security signs with keys of its own',
      },
    })
  })
})
