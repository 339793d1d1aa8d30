import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Api, form } from './api'

const SUBACCOUNTS = '/v5/accounts/subaccounts'
let api: Api
let clock: number
beforeEach(() => {
  clock = Date.UTC(2025, 4, 28, 20, 3, 5)
  api = new Api({ now: () => clock })
})
afterEach(() => {
  expect(api.faults).toEqual([])
  api.dispose()
})

const onBehalf = (id: string) => ({ 'x-mailgun-on-behalf-of': id })
async function ask(method: string, path: string, fields?: Record<string, string>, id = '') {
  const response = await api.send(method, path, fields && form(fields), onBehalf(id))
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

describe('subaccounts', () => {
  it('are made, and read back', async () => {
    const { status, body } = await ask('POST', SUBACCOUNTS, { name: ' Client A ' })
    expect(status).toBe(200)
    const { id } = body['subaccount'] as { id: string }
    expect(id).toMatch(/^[0-9a-f]{24}$/)
    const subaccount = {
      ...{ id, name: 'Client A', status: 'open', features: { sending: { enabled: true } } },
      created_at: 'Wed, 28 May 2025 20:03:05 GMT',
      updated_at: 'Wed, 28 May 2025 20:03:05 GMT',
    }
    expect(body).toEqual({ subaccount })
    expect(await ask('GET', `${SUBACCOUNTS}/${id}`)).toEqual({ status: 200, body: { subaccount } })
    expect(await ask('GET', SUBACCOUNTS)).toEqual({
      status: 200,
      body: { subaccounts: [subaccount], total: 1 },
    })
    api.restart()
    expect((await ask('GET', SUBACCOUNTS)).body['total']).toBe(1)
  })

  it.each<[string, string[], number]>([
    ['', ['Bee', 'Cat', 'Ant', 'Dog'], 4],
    ['?limit=2', ['Bee', 'Cat'], 4],
    ['?limit=2&skip=3', ['Dog'], 4],
    ['?sort=asc', ['Ant', 'Bee', 'Cat', 'Dog'], 4],
    ['?sort=desc&limit=1', ['Dog'], 4],
    ['?enabled=true', ['Bee', 'Cat'], 2],
    ['?enabled=false', ['Ant'], 1],
    ['?enabled=false&closed=true', ['Ant', 'Dog'], 2],
    ['?closed=false', ['Bee', 'Cat', 'Ant'], 3],
    ['?closed=true', ['Bee', 'Cat', 'Ant', 'Dog'], 4],
    ['?filter=AN', ['Ant'], 1],
    ['?filter=%25', [], 0],
  ])('are listed with %s', async (query, names, total) => {
    const ids = new Map<string, string>()
    for (const name of ['Bee', 'Cat', 'Ant', 'Dog']) ids.set(name, await api.createSubaccount(name))
    await ask('POST', `${SUBACCOUNTS}/${ids.get('Ant')}/disable`)
    await ask('DELETE', SUBACCOUNTS, undefined, ids.get('Dog'))
    const { body } = await ask('GET', `${SUBACCOUNTS}${query}`)
    expect(body['total']).toBe(total)
    expect((body['subaccounts'] as { name: string }[]).map(({ name }) => name)).toEqual(names)
  })

  it('are disabled and enabled, and closed for good', async () => {
    const id = await api.createSubaccount('Client A')
    clock += 60_000
    expect((await ask('POST', `${SUBACCOUNTS}/${id}/disable`)).body['subaccount']).toMatchObject({
      ...{ status: 'disabled', updated_at: 'Wed, 28 May 2025 20:04:05 GMT' },
      features: { sending: { enabled: false } },
    })
    expect((await ask('POST', `${SUBACCOUNTS}/${id}/enable`)).body['subaccount']).toMatchObject({
      status: 'open',
    })
    expect(await ask('DELETE', SUBACCOUNTS, undefined, id)).toEqual({
      status: 200,
      body: { message: 'Subaccount successfully deleted' },
    })
    const closed = { status: 400, body: { message: `Subaccount ${id} is closed` } }
    expect(await ask('POST', `${SUBACCOUNTS}/${id}/enable`)).toEqual(closed)
    expect(await ask('DELETE', SUBACCOUNTS, undefined, id)).toEqual(closed)
  })

  it.each<[string, string, Record<string, string> | undefined, number, string]>([
    ['POST', SUBACCOUNTS, {}, 400, "Missing parameter 'name'"],
    ['POST', SUBACCOUNTS, { name: ' ' }, 400, 'name must not be empty'],
    ['POST', SUBACCOUNTS, { name: 'x'.repeat(256) }, 400, 'name must be at most 255 characters'],
    ['GET', `${SUBACCOUNTS}/none`, undefined, 404, 'Subaccount not found'],
    ['POST', `${SUBACCOUNTS}/none/enable`, undefined, 404, 'Subaccount not found'],
    ['DELETE', SUBACCOUNTS, undefined, 400, "Missing header 'X-Mailgun-On-Behalf-Of'"],
    ['GET', `${SUBACCOUNTS}?limit=0`, undefined, 400, 'limit must be a whole number from 1 to 1000'],
    ['GET', `${SUBACCOUNTS}?sort=up`, undefined, 400, 'sort must be one of asc, desc'],
    ['GET', `${SUBACCOUNTS}?closed=x`, undefined, 400, 'closed must be true, false, yes or no'],
  ])('refuse %s %s with %j', async (method, path, fields, status, message) => {
    expect(await ask(method, path, fields)).toEqual({ status, body: { message } })
  })
})

/** Every call that names a domain, with what it needs. */
const CALLS: readonly [string, string, Record<string, string>?][] = [
  ['GET', '/v4/domains/NAME'],
  ['GET', '/v3/domains/NAME'],
  ['PUT', '/v4/domains/NAME', { wildcard: 'yes' }],
  ['PUT', '/v3/domains/NAME/message_ttl', { message_ttl: '3600' }],
  ['PUT', '/v3/domains/NAME/mailfrom_host', { mailfrom_host: 'a.example.net' }],
  ['PUT', '/v3/domains/NAME/web_prefix', { web_prefix: 'email' }],
  ['GET', '/v3/domains/NAME/connection'],
  ['PUT', '/v3/domains/NAME/connection', { require_tls: 'yes' }],
  ['GET', '/v3/domains/NAME/tracking'],
  ['PUT', '/v3/domains/NAME/tracking/open', { active: 'yes' }],
  ['PUT', '/v3/domains/NAME/tracking/click', { active: 'yes' }],
  ['PUT', '/v3/domains/NAME/tracking/unsubscribe', { active: 'yes' }],
  ['GET', '/v3/domains/NAME/credentials'],
  ['POST', '/v3/domains/NAME/credentials', { login: 'alice' }],
  ['PUT', '/v3/domains/NAME/credentials/alice', { password: 'another word' }],
  ['DELETE', '/v3/domains/NAME/credentials/alice'],
  ['DELETE', '/v3/domains/NAME/credentials'],
  ['GET', '/v4/domains/NAME/keys'],
  ['POST', '/v1/dkim/keys', { signing_domain: 'NAME', selector: 's2' }],
  ['PUT', '/v4/domains/NAME/keys/s2/deactivate'],
  ['DELETE', '/v1/dkim/keys?signing_domain=NAME&selector=s2'],
  ['PUT', '/v3/domains/NAME/dkim_authority', { self: 'true' }],
  ['PUT', '/v3/domains/NAME/dkim_selector', { dkim_selector: 's3' }],
]
/** Those that DNS or a state decides: on behalf of the right account they are not answered with 404. */
const DECIDED: typeof CALLS = [
  ['PUT', '/v4/domains/NAME/verify'],
  ['PUT', '/v4/domains/NAME/keys/s3/activate'],
  ['POST', '/v2/x509/email.NAME'],
  ['POST', '/v1/dkim_management/domains/aut.NAME/rotate'],
]

describe('a call on behalf of a subaccount', () => {
  let one: string
  let two: string
  const NAME = 'mg.example.com'
  beforeEach(async () => {
    one = await api.createSubaccount('One')
    two = await api.createSubaccount('Two')
    await ask('POST', '/v4/domains', { name: NAME }, one)
    const secured = {
      ...{ name: `aut.${NAME}`, use_automatic_sender_security: 'yes', force_dkim_authority: 'yes' },
    }
    await ask('POST', '/v4/domains', secured, one)
  })
  const call = (id: string, [method, path, fields = {}]: (typeof CALLS)[number]) => {
    const filled = Object.entries(fields).map(([name, value]) => [name, value.replace('NAME', NAME)])
    const body =
      method === 'GET' || method === 'DELETE' ? undefined : (Object.fromEntries(filled) as typeof fields)
    return ask(method, path.replace('NAME', NAME), body, id)
  }

  it('reaches its domains, in every operation there is', async () => {
    for (const each of CALLS) expect([each, (await call(one, each)).status]).toEqual([each, 200])
    for (const each of DECIDED) expect([400, 503]).toContain((await call(one, each)).status)
    expect((await ask('DELETE', `/v3/domains/${NAME}`, undefined, one)).status).toBe(200)
  })

  it('reaches no domain of another account, in any operation', async () => {
    for (const id of ['', two]) {
      for (const each of [...CALLS, ...DECIDED]) {
        expect([each, (await call(id, each)).status]).toEqual([each, 404])
      }
      expect((await ask('DELETE', `/v3/domains/${NAME}`, undefined, id)).status).toBe(404)
      expect((await ask('GET', '/v1/dkim/keys', undefined, id)).body['items']).toEqual([])
    }
    expect((await ask('GET', '/v1/dkim/keys', undefined, one)).body['items']).toHaveLength(2)
  })

  it('is refused in one sentence when the subaccount is not there, disabled or closed', async () => {
    const said = async (id: string) => ask('GET', '/v4/domains', undefined, id)
    expect(await said('none')).toEqual({ status: 403, body: { message: 'Subaccount not found' } })
    await ask('POST', `${SUBACCOUNTS}/${one}/disable`)
    expect(await said(one)).toEqual({ status: 403, body: { message: `Subaccount ${one} is disabled` } })
    for (const each of [...CALLS, ...DECIDED]) expect((await call(one, each)).status).toBe(403)
    await ask('POST', `${SUBACCOUNTS}/${one}/enable`)
    expect((await said(one)).status).toBe(200)
    await ask('DELETE', SUBACCOUNTS, undefined, one)
    expect(await said(one)).toEqual({ status: 403, body: { message: `Subaccount ${one} is closed` } })
  })

  it('asks for a key first', async () => {
    const headers = { ...onBehalf(one), authorization: `Basic ${btoa('api:wrong')}` }
    expect((await api.send('GET', '/v4/domains', undefined, headers)).status).toBe(401)
  })
})
