import Database from 'better-sqlite3'
import { renameSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { migrations } from '../../../src/main/embedded/store/schema'
import { startDnsServer, zoneFor, type DnsServer } from '../../dns-server/knot'
import { Api, form, published } from './api'

// What a file of the third version, in which a domain has one key and a subaccount is only a name, becomes.

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

/** Puts a file of the third version in the place of a newer one, with what that version kept of its rows. */
function asInTheThirdVersion(path: string): void {
  const newer = `${path}.newer`
  renameSync(path, newer)
  const db = new Database(path)
  for (const { up } of migrations.slice(0, 3)) up(db)
  db.pragma('user_version = 3')
  db.prepare('ATTACH ? AS newer').run(newer)
  for (const table of ['dkim_keys', 'domains', 'verdicts']) {
    const columns = (db.pragma(`main.table_info(${table})`) as { name: string }[])
      .map(({ name }) => name)
      .join()
    db.exec(`INSERT INTO main.${table} (${columns}) SELECT ${columns} FROM newer.${table}`)
  }
  db.close()
}

const keyOf = async (name: string) => (await api.get(name)).sending_dns_records[0]

describe('a file of the third version', () => {
  it('has keys that sign where they did, and the same records', async () => {
    const names = ['on.example.com', 'off.example.com', 'new.example.com', 'auto.example.com']
    for (const name of names) {
      await api.create(name, name.startsWith('auto') ? { use_automatic_sender_security: 'yes' } : {})
    }
    const records = await Promise.all(names.slice(0, 2).map((name) => api.get(name)))
    await dns.setZone('example.com', zoneFor('example.com', records.flatMap(published)))
    for (const name of names) await api.verify(name)
    const note = { code: 'x', note: 'x', permanently: true, reason: 'x' }
    api.service.backOffice.disable('off.example.com', note)
    const before = await Promise.all(names.map((name) => api.get(name)))
    api.service.close()
    asInTheThirdVersion(api.path)
    api.restart()
    expect(await Promise.all(names.map((name) => api.get(name)))).toEqual(before)
    expect(await keyOf('on.example.com')).toMatchObject({ is_active: true, valid: 'valid' })
    expect(await keyOf('off.example.com')).toMatchObject({ is_active: true })
    expect(await keyOf('new.example.com')).toMatchObject({ is_active: false })
  })

  it('has a subaccount for each that its domains name, so that they are reached as before', async () => {
    const id = await api.createSubaccount('Client A')
    const headers = { 'x-mailgun-on-behalf-of': id }
    await api.send('POST', '/v4/domains', form({ name: 'mg.example.com' }), headers)
    api.service.close()
    asInTheThirdVersion(api.path)
    api.restart()
    const list = await api.send('GET', '/v5/accounts/subaccounts')
    expect(await list.json()).toMatchObject({ total: 1, subaccounts: [{ id, name: id, status: 'open' }] })
    expect((await api.send('GET', '/v4/domains/mg.example.com', undefined, headers)).status).toBe(200)
  })
})
