import Database from 'better-sqlite3'
import { renameSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { migrations } from '../../../src/main/embedded/store/schema'
import { startDnsServer, zoneFor } from '../../dns-server/knot'
import { Api, form, published } from './api'

let api: Api
let clock: number
beforeEach(() => {
  clock = Date.UTC(2026, 0, 1)
  api = new Api({ now: () => clock })
})
afterEach(() => {
  expect(api.faults).toEqual([])
  api.dispose()
})

const NOTE = { code: 'limit', note: 'too many bounces', permanently: false, reason: 'bounce rate' }

describe('a domain that is disabled until a time', () => {
  const until = new Date(Date.UTC(2026, 0, 2)).toUTCString()

  it('says until when, and comes back then by itself, in lists and alone', async () => {
    await api.create('mg.example.com')
    api.service.backOffice.disable('mg.example.com', { ...NOTE, until })
    expect((await api.get('mg.example.com')).domain).toMatchObject({
      state: 'disabled',
      is_disabled: true,
      disabled: { ...NOTE, until: 'Fri, 02 Jan 2026 00:00:00 GMT' },
    })
    clock = Date.UTC(2026, 0, 2) - 1
    expect((await api.list('?state=disabled')).names).toEqual(['mg.example.com'])
    clock += 1
    expect((await api.list('?state=disabled')).names).toEqual([])
    expect((await api.get('mg.example.com')).domain).toMatchObject({
      state: 'unverified',
      is_disabled: false,
      disabled: null,
    })
  })

  it('comes back active when its records were valid', async () => {
    const dns = await startDnsServer({ zones: { 'example.com': zoneFor('example.com', []) } })
    api.service.setResolver(dns.address)
    await dns.setZone('example.com', zoneFor('example.com', published(await api.create('mg.example.com'))))
    await api.verify('mg.example.com')
    api.service.backOffice.disable('mg.example.com', { ...NOTE, until })
    clock = Date.UTC(2026, 0, 3)
    expect((await api.get('mg.example.com')).domain.state).toBe('active')
    await dns.stop()
  })

  it('comes back when the time passed while nothing ran', async () => {
    await api.create('mg.example.com')
    api.service.backOffice.disable('mg.example.com', { ...NOTE, until })
    clock = Date.UTC(2026, 0, 3)
    api.restart()
    expect((await api.get('mg.example.com')).domain.is_disabled).toBe(false)
  })

  it('stays when it is disabled permanently or without a date', async () => {
    for (const name of ['a.example.com', 'b.example.com', 'c.example.com']) await api.create(name)
    api.service.backOffice.disable('a.example.com', { ...NOTE, permanently: true, until })
    api.service.backOffice.disable('b.example.com', NOTE)
    api.service.backOffice.disable('c.example.com', { ...NOTE, until })
    clock = Date.UTC(2036, 0, 1)
    expect((await api.list('?state=disabled&sort=name')).names).toEqual(['a.example.com', 'b.example.com'])
  })
})

describe('subaccounts', () => {
  const onBehalf = (subaccount: string) => ({ 'x-mailgun-on-behalf-of': ids.get(subaccount) ?? '' })
  let ids: Map<string, string>

  beforeEach(async () => {
    await api.create('main.example.com')
    ids = new Map([
      ['one', await api.createSubaccount('One')],
      ['two', await api.createSubaccount('Two')],
    ])
    await api.send('POST', '/v4/domains', form({ name: 'sub.example.net' }), onBehalf('one'))
    await api.send('POST', '/v4/domains', form({ name: 'sub.example.org' }), onBehalf('two'))
  })

  it.each([
    ['', ['main.example.com'], 1],
    ['?include_subaccounts=no', ['main.example.com'], 1],
    ['?include_subaccounts=yes', ['sub.example.org', 'sub.example.net', 'main.example.com'], 3],
    ['?include_subaccounts=true&search=example.n', ['sub.example.net'], 1],
    ['?include_subaccounts=true&sort=name&limit=2', ['main.example.com', 'sub.example.net'], 3],
    ['?include_subaccounts=true&state=unverified&authority=sub.example.org&limit=1', ['sub.example.org'], 3],
    ['?include_subaccounts=true&authority=sub.example.org', ['sub.example.org'], 1],
    ['?authority=sub.example.org', [], 0],
  ])('list %s', async (query, names, total) => {
    expect(await api.list(query)).toEqual({ names, total })
  })

  it('are listed alone when the request is on behalf of one', async () => {
    const answer = await api.send('GET', '/v4/domains?include_subaccounts=yes', undefined, onBehalf('two'))
    expect(await answer.json()).toMatchObject({
      total_count: 1,
      items: [{ name: 'sub.example.org', subaccount_id: ids.get('two') }],
    })
  })

  it('name the subaccount of their domains, and of no other', async () => {
    const answer = await api.send('GET', '/v4/domains/sub.example.net', undefined, onBehalf('one'))
    expect(await answer.json()).toMatchObject({ domain: { subaccount_id: ids.get('one') } })
    expect((await api.get('main.example.com')).domain).not.toHaveProperty('subaccount_id')
  })

  it('do not inherit the DKIM authority of another account', async () => {
    await api.create('mg.sub.example.net')
    expect((await api.get('mg.sub.example.net')).sending_dns_records[0]?.name).toBe(
      'mx._domainkey.mg.sub.example.net',
    )
    const child = form({ name: 'a.sub.example.net' })
    const answer = await api.send('POST', '/v4/domains', child, onBehalf('one'))
    expect(await answer.json()).toMatchObject({
      sending_dns_records: [{ name: 'mx._domainkey.sub.example.net' }, {}, {}],
    })
  })

  it('can be given a domain and have it taken back', async () => {
    api.service.backOffice.assign('main.example.com', 'one')
    expect((await api.list()).names).toEqual([])
    api.service.backOffice.assign('main.example.com', null)
    expect((await api.list()).names).toEqual(['main.example.com'])
  })
})

describe('a limit on verifications', () => {
  it('answers 429 with the seconds to wait until there is room again', async () => {
    const limited = new Api({ now: () => clock, verifyLimit: { times: 2, perMs: 60_000 } })
    await limited.create('mg.example.com')
    const verify = async () => limited.send('PUT', '/v4/domains/mg.example.com/verify')
    expect((await verify()).status).toBe(503)
    clock += 30_500
    expect((await verify()).status).toBe(503)
    const refused = await verify()
    expect([refused.status, refused.headers.get('retry-after'), await refused.json()]).toEqual([
      429,
      '30',
      { message: 'Too many requests. Try again later.' },
    ])
    // Other calls are not counted, and a wrong key is refused before the limit is looked at.
    expect((await limited.send('GET', '/v4/domains/mg.example.com')).status).toBe(200)
    const wrong = { authorization: `Basic ${btoa('api:wrong')}` }
    expect((await limited.send('PUT', '/v4/domains/mg.example.com/verify', undefined, wrong)).status).toBe(
      401,
    )
    clock += 29_500
    expect((await verify()).status).toBe(503)
    expect((await verify()).status).toBe(429)
    limited.dispose()
  })
})

describe('a second key', () => {
  it('opens the same domains and not the other way round', async () => {
    const handler = api.service.withKey('another key')
    await api.create('mg.example.com')
    const ask = (key: string) =>
      handler(
        new Request('http://127.0.0.1/v4/domains', {
          headers: { authorization: `Basic ${btoa(`api:${key}`)}` },
        }),
      )
    expect(await (await ask('another key')).json()).toMatchObject({ total_count: 1 })
    expect((await ask('key-of-the-tests-only')).status).toBe(401)
  })
})

describe('a file of the first version', () => {
  it('keeps its domains, which belong to the main account', async () => {
    await api.create('mg.example.com')
    api.service.close()
    asInTheFirstVersion(api.path)
    api.restart()
    expect((await api.list()).names).toEqual(['mg.example.com'])
    const db = new Database(api.path, { readonly: true })
    expect(db.pragma('user_version', { simple: true })).toBe(migrations.at(-1)?.version)
    db.close()
  })
})

/** Puts a file of the first version in the place of a newer one, with what that version kept of its rows. */
function asInTheFirstVersion(path: string): void {
  const newer = `${path}.newer`
  renameSync(path, newer)
  const db = new Database(path)
  migrations[0]?.up(db)
  db.pragma('user_version = 1')
  db.prepare('ATTACH ? AS newer').run(newer)
  for (const table of ['dkim_keys', 'domains', 'verdicts']) {
    const columns = (db.pragma(`main.table_info(${table})`) as { name: string }[])
      .map(({ name }) => name)
      .join()
    db.exec(`INSERT INTO main.${table} (${columns}) SELECT ${columns} FROM newer.${table}`)
  }
  db.close()
}
