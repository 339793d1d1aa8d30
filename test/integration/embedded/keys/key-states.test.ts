import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startDnsServer, zoneFor, type DnsServer } from '../../../dns-server/knot'
import { Api, form, published, type AnsweredRecord } from '../api'

// Which keys of a domain sign, as real DNS decides it.

const NAME = 'mg.example.com'
let dns: DnsServer
let api: Api

beforeEach(async () => {
  dns = await startDnsServer({ zones: { 'example.com': zoneFor('example.com', []) } })
  api = new Api({ resolver: dns.address })
})
afterEach(async () => {
  expect(api.faults).toEqual([])
  api.dispose()
  await dns.stop()
})

/** Publishes every record that domains need, but those of some selectors. */
async function publish(names: readonly string[] = [NAME], without: readonly string[] = []): Promise<void> {
  const records = (await Promise.all(names.map((name) => api.get(name)))).flatMap(published)
  const wanted = records.filter(
    ({ name }) => !without.some((selector) => name.startsWith(`${selector}._dom`)),
  )
  const once = new Map(wanted.map((record) => [JSON.stringify(record), record]))
  await dns.setZone('example.com', zoneFor('example.com', [...once.values()]))
}

async function verified(): Promise<void> {
  await api.create(NAME)
  await publish()
  expect((await api.verify(NAME)).domain.state).toBe('active')
}

async function json(method: string, path: string, body?: RequestInit['body']) {
  const response = await api.send(method, path, body)
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

const make = (selector: string, signing = NAME) =>
  json('POST', '/v1/dkim/keys', form({ signing_domain: signing, selector }))
const activate = (selector: string, name = NAME) =>
  json('PUT', `/v4/domains/${name}/keys/${selector}/activate`)
const deactivate = (selector: string, name = NAME) =>
  json('PUT', `/v4/domains/${name}/keys/${selector}/deactivate`)
const remove = (selector: string, name = NAME) =>
  json('DELETE', `/v1/dkim/keys?signing_domain=${name}&selector=${selector}`)

/** Which keys sign, by selector. */
async function signing(name = NAME): Promise<Record<string, boolean>> {
  const { body } = await json('GET', `/v4/domains/${name}/keys`)
  const items = body['items'] as { selector: string; dns_record: AnsweredRecord }[]
  const byKeys = items.map(({ selector, dns_record }) => [selector, dns_record.is_active] as const)
  const records = (await api.get(name)).sending_dns_records.filter(({ value }) => value.startsWith('k='))
  // What the domain needs says the same.
  expect(records.map(({ name: owner, is_active }) => [owner?.split('.')[0], is_active])).toEqual(byKeys)
  return Object.fromEntries(byKeys)
}

describe('a key of a domain', () => {
  it('begins to sign at the verification that makes the domain active', async () => {
    await api.create(NAME)
    expect(await signing()).toEqual({ mx: false })
    await publish()
    await api.verify(NAME)
    expect(await signing()).toEqual({ mx: true })
  })

  it('is spare until it is activated, and may be absent from DNS', async () => {
    await verified()
    expect(await make('s2')).toMatchObject({
      status: 200,
      body: {
        signing_domain: NAME,
        selector: 's2',
        dns_record: { is_active: false, cached: [], valid: 'unknown', record_type: 'TXT' },
      },
    })
    expect(await signing()).toEqual({ mx: true, s2: false })
    expect((await api.verify(NAME)).domain.state).toBe('active')
  })

  it('is activated once DNS has it, and not before', async () => {
    await verified()
    await make('s2')
    const refused = {
      status: 400,
      body: {
        message: `cannot activate domain key: the DNS record at s2._domainkey.${NAME} is not valid`,
      },
    }
    expect(await activate('s2')).toEqual(refused)
    expect(await signing()).toEqual({ mx: true, s2: false })
    await publish()
    expect(await activate('s2')).toEqual({
      status: 200,
      body: { message: 'domain key activated', authority: NAME, selector: 's2', active: true },
    })
    expect(await signing()).toEqual({ mx: true, s2: true })
    const [, item] = (await json('GET', `/v4/domains/${NAME}/keys`)).body['items'] as {
      dns_record: AnsweredRecord
    }[]
    expect(item?.dns_record).toMatchObject({ valid: 'valid' })
    expect(item?.dns_record.cached).toEqual([item?.dns_record.value])
  })

  it('is not activated with another key under its selector, and the answer shows what is there', async () => {
    await verified()
    await make('s2')
    await dns.setZone(
      'example.com',
      zoneFor('example.com', [{ type: 'TXT', name: `s2._domainkey.${NAME}`, value: 'k=rsa; p=AAAA' }]),
    )
    expect((await activate('s2')).status).toBe(400)
    const { body } = await json('GET', `/v1/dkim/keys?selector=s2`)
    expect(body['items']).toMatchObject([{ dns_record: { valid: 'invalid', cached: ['k=rsa; p=AAAA'] } }])
  })

  it('is not activated when DNS does not answer', async () => {
    await verified()
    await make('s2')
    await publish()
    await dns.stop()
    expect((await activate('s2')).status).toBe(503)
    expect(await signing()).toEqual({ mx: true, s2: false })
  })

  it('that was signing still says so when it has gone from DNS, and the domain is unverified', async () => {
    await verified()
    await publish([NAME], ['mx'])
    expect((await api.verify(NAME)).domain.state).toBe('unverified')
    expect(await signing()).toEqual({ mx: true })
  })

  it('takes over step by step: make, publish, activate, deactivate the old one, delete it', async () => {
    await verified()
    await make('s2')
    await publish()
    await activate('s2')
    expect(await deactivate('mx')).toEqual({
      status: 200,
      body: { message: 'domain key deactivated', authority: NAME, selector: 'mx', active: false },
    })
    expect(await signing()).toEqual({ mx: false, s2: true })
    await publish([NAME], ['mx'])
    expect((await api.verify(NAME)).domain.state).toBe('active')
    expect(await remove('mx')).toEqual({ status: 200, body: { message: 'success' } })
    expect(await signing()).toEqual({ s2: true })
    expect(await remove('mx')).toEqual({ status: 404, body: { message: 'domain key not found' } })
    api.restart()
    expect(await signing()).toEqual({ s2: true })
  })

  it('stays when it is the last one that signs', async () => {
    await verified()
    await make('s2')
    expect(await deactivate('mx')).toEqual({
      status: 400,
      body: { message: 'cannot deactivate domain key: must have at least one active domain key' },
    })
    const refused = {
      status: 400,
      body: { message: 'cannot delete domain key: must have at least one active domain key' },
    }
    expect(await remove('mx')).toEqual(refused)
    expect(await remove('s2')).toEqual({ status: 200, body: { message: 'success' } })
    expect(await remove('mx')).toEqual(refused)
  })
})
