import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { isWritable, type WritableRrset } from '../../../../src/main/zones/rrset'
import type { HostedZone, WriteOutcome, ZoneAccess } from '../../../../src/main/zones/zone-access'
import { startDesec, type DesecHost } from './desec-server'

const never = new AbortController().signal

describe('deSEC', () => {
  let host: DesecHost
  let access: ZoneAccess
  let zone: HostedZone

  const text = (label: string, ttl: number, ...values: string[]): WritableRrset => ({
    name: `${label}.${host.apex}`,
    type: 'TXT',
    ttl,
    data: values.map((value) => ({ type: 'TXT', strings: [value] })),
  })
  const write = (before: WritableRrset | null, after: WritableRrset): Promise<WriteOutcome> =>
    access.write(zone, [{ name: after.name, type: after.type, before, after }], never)

  beforeAll(async () => {
    host = await startDesec()
    access = await host.open()
  })
  beforeEach(async () => {
    await host.reset([])
    zone = (await access.find(host.apex, never))[0]!
  })
  afterAll(() => host.stop())

  it('knows the name servers of a zone', () =>
    expect(zone.nameServers).toEqual(['ns1.desec.io', 'ns2.desec.org']))

  it('heeds the least TTL of the domain, and keeps one below it that is there', async () => {
    host.domains.set(host.apex, 300)
    expect(await write(null, text('x', 120, 'a'))).toMatchObject({
      state: 'unchanged',
      error: { failure: { code: 'invalid', fix: expect.stringContaining('300') as string } },
    })
    expect(await write(null, text('x', 300, 'a'))).toMatchObject({ state: 'written' })
    host.domains.set(host.apex, 3600)
    expect(await write(text('x', 300, 'a'), text('x', 300, 'a', 'b'))).toMatchObject({ state: 'written' })
    expect(host.sets.find(({ type }) => type === 'TXT')).toMatchObject({ ttl: 300, records: ['"a"', '"b"'] })
  })

  it('reads page after page, and takes only the cursor of the next link', async () => {
    for (let at = 0; at < 1100; at += 1) {
      host.sets.push({
        name: `n${at}.${host.apex}.`,
        domain: host.apex,
        subname: `n${at}`,
        type: 'A',
        ttl: 3600,
        records: ['192.0.2.1'],
      })
      host.domains.set(`zone-${at}.example`, 3600)
    }
    const { rrsets, extent } = await access.read(zone, [], never)
    expect(extent).toBe('whole')
    expect(rrsets.filter(isWritable)).toHaveLength(1100)
    expect(await access.zones(never)).toHaveLength(1101)
  })

  it('makes all changes of a refused call or none, and says why', async () => {
    const changes = [text('good', 3600, 'a'), { ...text('bad', 3600, 'a'), name: `bad.${host.apex}` }].map(
      (after) => ({ name: after.name, type: after.type, before: null, after }),
    )
    host.server.instead.push(null, null, null, {
      status: 400,
      json: [{}, { records: ['Cannot parse record contents.'] }],
    })
    const outcome = await access.write(zone, changes, never)
    expect(outcome).toMatchObject({
      state: 'unchanged',
      error: { message: expect.stringContaining('Cannot parse record contents.') as string },
    })
    expect(host.sets).toHaveLength(1)
  })

  it('waits where it is throttled, as long as deSEC says', async () => {
    host.server.instead.push(null, null, {
      status: 429,
      json: { detail: 'Request was throttled.' },
      headers: { 'retry-after': '31' },
    })
    expect(await write(null, text('x', 3600, 'a'))).toMatchObject({ state: 'written' })
    expect(host.server.waits).toContain(31_000)
    host.server.instead.push(null, null, {
      status: 429,
      json: { detail: 'Request was throttled. Expected available in 2990 seconds.' },
      headers: { 'retry-after': '2990' },
    })
    expect(await write(null, text('y', 3600, 'a'))).toMatchObject({
      state: 'unchanged',
      error: { failure: { code: 'rate-limited' } },
    })
  })

  it('says that a token may not write', async () => {
    host.server.instead.push(null, null, { status: 403, json: { detail: 'Insufficient token permissions.' } })
    expect(await write(null, text('x', 3600, 'a'))).toMatchObject({
      state: 'unchanged',
      error: { failure: { code: 'forbidden' } },
    })
  })
})
