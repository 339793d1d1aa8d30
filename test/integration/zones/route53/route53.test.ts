import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { isWritable, type WritableRrset } from '../../../../src/main/zones/rrset'
import type { HostedZone, WriteOutcome, ZoneAccess } from '../../../../src/main/zones/zone-access'
import { refusal, startRoute53, type Route53Host } from './route53-server'

const never = new AbortController().signal

describe('Route 53', () => {
  let host: Route53Host
  let access: ZoneAccess
  let zone: HostedZone

  const name = (label: string): string => `${label}.${host.apex}`
  const text = (label: string, ...values: string[]): WritableRrset => ({
    name: name(label),
    type: 'TXT',
    ttl: 300,
    data: values.map((value) => ({ type: 'TXT', strings: [value] })),
  })
  const write = (before: WritableRrset | null, after: WritableRrset | null): Promise<WriteOutcome> =>
    access.write(
      zone,
      [{ name: (after ?? before)!.name, type: (after ?? before)!.type, before, after }],
      never,
    )
  const held = () => (host.sets.get(host.zoneId) ?? []).filter(({ type }) => type !== 'NS' && type !== 'SOA')
  const put = (set: { name: string; type: string; values: string[]; more?: string }): void => {
    host.sets.get(host.zoneId)?.push({ ttl: 300, ...set })
  }
  const read = async (label: string): Promise<WritableRrset | null> =>
    (await access.read(zone, [name(label)], never)).rrsets.filter(isWritable)[0] ?? null

  beforeAll(async () => {
    host = await startRoute53()
    access = await host.open()
  })
  beforeEach(async () => {
    await host.reset([])
    zone = (await access.find(host.apex, never))[0]!
  })
  afterAll(() => host.stop())

  it('names the delegation set, and leaves private zones out', async () => {
    host.zones.push({ id: 'ZPRIVATE', name: host.apex, isPrivate: true })
    for (let at = 0; at < 150; at += 1) host.zones.push({ id: `Z${at}`, name: `zone-${at}.example` })
    expect(zone.nameServers).toEqual(['ns-2048.awsdns-64.com', 'ns-2049.awsdns-65.net'])
    expect(await access.find(host.apex, never)).toHaveLength(1)
    expect(await access.zones(never)).toHaveLength(151)
  })

  it.each([
    [
      'an alias record',
      '<AliasTarget><HostedZoneId>Z2</HostedZoneId><DNSName>lb.example.net.</DNSName><EvaluateTargetHealth>false</EvaluateTargetHealth></AliasTarget>',
      'alias',
    ],
    ['a routing policy', '<SetIdentifier>one</SetIdentifier><Weight>10</Weight>', 'routing policy'],
  ])('leaves alone %s', async (_, more, words) => {
    put({ name: `${name('www')}.`, type: 'A', values: more.includes('Alias') ? [] : ['192.0.2.1'], more })
    const before = await read('www')
    expect(before?.locked).toContain(words)
    expect(await write(before, null)).toMatchObject({ state: 'unchanged' })
    const added: WritableRrset = {
      name: name('www'),
      type: 'A',
      ttl: 300,
      data: [{ type: 'A', address: '192.0.2.9' }],
    }
    expect(await write(null, added)).toMatchObject({ state: 'conflict' })
  })

  it('reads and keeps octal escapes, and writes them', async () => {
    const spelt = String.raw`"caf\303\251 \"q\" \134"`
    put({ name: `${name('x')}.`, type: 'TXT', values: [spelt] })
    const before = await read('x')
    expect(before?.data).toEqual([{ type: 'TXT', strings: ['caf\u00c3\u00a9 "q" \\'] }])
    const after = { ...before!, data: [...before!.data, { type: 'TXT' as const, strings: ['\u00c3\u00bc'] }] }
    expect(await write(before, after)).toMatchObject({ state: 'written' })
    expect(held()[0]?.values).toEqual([spelt, String.raw`"\303\274"`])
  })

  it('knows a wildcard by its name', async () => {
    put({ name: String.raw`\052.${host.apex}.`, type: 'TXT', values: ['"a"'] })
    const { rrsets } = await access.read(zone, [], never)
    expect(rrsets.filter(isWritable)[0]?.name).toBe(`*.${host.apex}`)
  })

  it('lets Route 53 refuse where someone else came in between', async () => {
    put({ name: `${name('x')}.`, type: 'TXT', values: ['"a"'] })
    const before = await read('x')
    const parts = host.server.parts
    const raced = host.openWith({
      ...parts,
      fetch: async (input, init) => {
        if (init?.method === 'POST') await host.setElsewhere(name('x'), 'TXT', text('x', 'theirs'))
        return parts.fetch(input, init)
      },
    })
    const outcome = await raced.write(
      zone,
      [{ name: name('x'), type: 'TXT', before, after: text('x', 'a', 'mine') }],
      never,
    )
    expect(outcome).toMatchObject({ state: 'conflict' })
    expect(held()[0]?.values).toEqual(['"theirs"'])
  })

  it.each(['Throttling', 'PriorRequestNotComplete'])('waits and asks again after %s', async (code) => {
    host.server.instead.push(null, null, refusal(400, code, 'Rate exceeded'))
    expect(await write(null, text('x', 'a'))).toMatchObject({ state: 'written' })
    expect(host.server.waits.length).toBeGreaterThan(0)
  })

  it('does not send a change again that may have been made', async () => {
    host.server.instead.push(null, null, refusal(500, 'InternalFailure', 'try'))
    expect(await write(null, text('x', 'a'))).toMatchObject({ state: 'unknown' })
    expect(host.server.seen.filter(({ method }) => method === 'POST').length).toBe(
      host.server.seen.filter(({ method, text: body }) => method === 'POST' && body !== '').length,
    )
    expect(held()).toHaveLength(0)
  })

  it('says when all servers have the change', async () => {
    const fresh = await host.open()
    expect(await fresh.isDone?.(zone, never)).toBeNull()
    expect(await write(null, text('x', 'a'))).toMatchObject({ state: 'written' })
    expect(await access.isDone?.(zone, never)).toBe(false)
    host.status = 'INSYNC'
    expect(await access.isDone?.(zone, never)).toBe(true)
  })

  it('refuses more than one request takes', async () => {
    const long = text('x', ...Array.from({ length: 200 }, (_, at) => `${at}`.padEnd(200, 'x')))
    expect(await write(null, long)).toMatchObject({
      state: 'unchanged',
      error: { failure: { code: 'invalid' } },
    })
    expect(held()).toHaveLength(0)
  })

  it('reads many sets a page at a time', async () => {
    for (let at = 0; at < 700; at += 1)
      put({ name: `n${at}.${host.apex}.`, type: 'A', values: ['192.0.2.1'] })
    expect((await access.read(zone, [], never)).rrsets).toHaveLength(702)
  })

  it('says what the access key may not do', async () => {
    host.server.instead.push(
      refusal(403, 'AccessDenied', 'User is not authorized to perform: route53:ListHostedZones'),
    )
    await expect(access.zones(never)).rejects.toMatchObject({ failure: { code: 'forbidden' } })
  })

  it('sends the access key nowhere else, whatever the environment says', async () => {
    process.env['AWS_ENDPOINT_URL'] = 'http://127.0.0.1:9'
    const other = await host.open()
    expect(await other.zones(never)).toHaveLength(1)
    delete process.env['AWS_ENDPOINT_URL']
  })
})
