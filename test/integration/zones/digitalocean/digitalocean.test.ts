import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { isWritable, type RrsetChange, type WritableRrset } from '../../../../src/main/zones/rrset'
import type { HostedZone, ZoneAccess } from '../../../../src/main/zones/zone-access'
import { refusal, startDigitalOcean, type DigitalOceanHost } from './digitalocean-server'

const never = new AbortController().signal

describe('DigitalOcean', () => {
  let host: DigitalOceanHost
  let access: ZoneAccess
  let zone: HostedZone

  const text = (label: string, ...values: string[]): WritableRrset => ({
    name: `${label}.${host.apex}`,
    type: 'TXT',
    ttl: 300,
    data: values.map((value) => ({ type: 'TXT', strings: [value] })),
  })
  const adding = (after: WritableRrset): RrsetChange => ({
    name: after.name,
    type: after.type,
    before: null,
    after,
  })

  beforeAll(async () => {
    host = await startDigitalOcean()
    access = await host.open()
  })
  beforeEach(async () => {
    await host.reset([])
    zone = (await access.find(host.apex, never))[0]!
  })
  afterAll(() => host.stop())

  it('says that it does not know how a batch ended of which some was made', async () => {
    host.server.instead.push(null, null, refusal(422, 'unprocessable_entity', 'Data is invalid'))
    const outcome = await access.write(zone, [adding(text('one', 'a')), adding(text('two', 'b'))], never)
    expect(outcome).toMatchObject({
      state: 'unknown',
      error: { message: expect.stringContaining('Only some changes') as string },
    })
    expect(host.records.filter(({ type }) => type === 'TXT')).toMatchObject([{ name: 'one', data: 'a' }])
  })

  it('says that nothing was made where the first request was refused', async () => {
    host.server.instead.push(null, refusal(422, 'unprocessable_entity', 'Data is invalid'))
    const outcome = await access.write(zone, [adding(text('one', 'a')), adding(text('two', 'b'))], never)
    expect(outcome).toMatchObject({ state: 'unchanged' })
  })

  it.each([
    ['a backslash', 'a\\b'],
    ['nothing in it', ''],
    ['600 characters', 'x'.repeat(600)],
  ])('refuses a text with %s before anything is sent', async (_, value) => {
    const set = { ...text('x'), data: [{ type: 'TXT' as const, strings: value.match(/.{1,255}/g) ?? [''] }] }
    const edits = await host.edits()
    expect(await access.write(zone, [adding(text('good', 'a')), adding(set)], never)).toMatchObject({
      state: 'unchanged',
      error: { failure: { code: 'refused' } },
    })
    expect(await host.edits()).toBe(edits)
  })

  it('reads page after page, and the apex as @', async () => {
    for (let at = 0; at < 450; at += 1)
      host.records.push({ id: at, name: `n${at}`, type: 'A', data: '192.0.2.1', priority: null, ttl: 1800 })
    for (let at = 0; at < 250; at += 1) host.domains.push(`zone-${at}.example`)
    host.records.push({ id: 9999, name: 'www', type: 'CNAME', data: '@', priority: null, ttl: 1800 })
    const { rrsets } = await access.read(zone, [], never)
    expect(rrsets.filter(isWritable)).toHaveLength(451)
    expect(rrsets.find(({ type }) => type === 'CNAME')).toMatchObject({ data: [{ target: host.apex }] })
    expect(await access.zones(never)).toHaveLength(251)
    expect(zone.nameServers).toEqual(['ns1.digitalocean.com', 'ns2.digitalocean.com', 'ns3.digitalocean.com'])
  })
})
