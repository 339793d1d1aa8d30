import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { isWritable, type RrsetChange, type WritableRrset } from '../../../../src/main/zones/rrset'
import type { HostedZone, WriteOutcome, ZoneAccess } from '../../../../src/main/zones/zone-access'
import { refusal, startCloudflare, zone as testZone, type CloudflareHost } from './cloudflare-server'

const never = new AbortController().signal

describe('Cloudflare', () => {
  let host: CloudflareHost
  let access: ZoneAccess
  let zone: HostedZone

  const name = (label: string): string => `${label}.${host.apex}`
  const setAt = async (label: string): Promise<WritableRrset | null> => {
    const { rrsets } = await access.read(zone, [name(label)], never)
    return rrsets.filter(isWritable)[0] ?? null
  }
  const text = (label: string, ...values: string[]): WritableRrset => ({
    name: name(label),
    type: 'TXT',
    ttl: null,
    data: values.map((value) => ({ type: 'TXT', strings: [value] })),
  })
  const write = (before: WritableRrset | null, after: WritableRrset | null): Promise<WriteOutcome> => {
    const change: RrsetChange = {
      name: (after ?? before)!.name,
      type: (after ?? before)!.type,
      before,
      after,
    }
    return access.write(zone, [change], never)
  }
  const held = () => host.records.get(host.zoneId) ?? []

  beforeAll(async () => {
    host = await startCloudflare()
    access = await host.open()
  })
  beforeEach(async () => {
    await host.reset([])
    zone = (await access.find(host.apex, never))[0]!
  })
  afterAll(() => host.stop())

  it('edits a record in place, so that its comment and tags stay', async () => {
    const old = host.add({
      name: name('x'),
      type: 'TXT',
      content: '"v=spf1 -all"',
      ttl: 300,
      comment: 'asked for by ops',
      tags: ['owner:mail'],
    })
    const before = await setAt('x')
    expect(
      await write(before, { ...before!, data: [{ type: 'TXT', strings: ['v=spf1 ~all'] }] }),
    ).toMatchObject({ state: 'written' })
    expect(held()).toMatchObject([
      { id: old.id, content: '"v=spf1 ~all"', ttl: 300, comment: 'asked for by ops', tags: ['owner:mail'] },
    ])
  })

  describe('with a CNAME at the apex, which it answers with addresses', () => {
    const atApex = (set: Pick<WritableRrset, 'type' | 'data'>): WritableRrset => ({
      name: host.apex,
      ttl: null,
      ...set,
    })
    const apexText = (...values: string[]): WritableRrset =>
      atApex({ type: 'TXT', data: values.map((value) => ({ type: 'TXT', strings: [value] })) })

    beforeEach(() => {
      host.add({ name: host.apex, type: 'CNAME', content: 'site.example.net' })
    })

    it('takes TXT and MX records there, changes and removes them, and leaves the CNAME', async () => {
      const mail = atApex({ type: 'MX', data: [{ type: 'MX', preference: 10, exchange: 'mx.example.net' }] })
      expect(await write(null, apexText('v=spf1 -all'))).toMatchObject({ state: 'written' })
      expect(await write(null, mail)).toMatchObject({ state: 'written' })
      expect(await write(apexText('v=spf1 -all'), apexText('v=spf1 ~all'))).toMatchObject({
        state: 'written',
      })
      expect(await write(mail, null)).toMatchObject({ state: 'written' })
      expect(held().map(({ type, content }) => `${type} ${content}`)).toEqual([
        'CNAME site.example.net',
        'TXT "v=spf1 ~all"',
      ])
    })

    it('takes no address and no other CNAME there', async () => {
      const address = atApex({ type: 'A', data: [{ type: 'A', address: '192.0.2.1' }] })
      expect(await write(null, address)).toMatchObject({
        state: 'conflict',
        differs: [{ inTheWay: 'a CNAME record' }],
      })
      const six = atApex({ type: 'AAAA', data: [{ type: 'AAAA', address: '2001:db8::1' }] })
      expect(await write(null, six)).toMatchObject({ state: 'conflict' })
      const alias = atApex({ type: 'CNAME', data: [{ type: 'CNAME', target: 'site.example.net' }] })
      const other = atApex({ type: 'CNAME', data: [{ type: 'CNAME', target: 'other.example.net' }] })
      expect(await write(alias, other)).toMatchObject({ state: 'conflict' })
      expect(held()).toHaveLength(1)
    })

    it('takes no other data beside a CNAME below the apex, flattened or not', async () => {
      host.add({ name: name('plain'), type: 'CNAME', content: 'x.example.net' })
      host.add({
        ...{ name: name('flat'), type: 'CNAME', content: 'x.example.net' },
        settings: { flatten_cname: true },
      })
      for (const label of ['plain', 'flat']) {
        expect(await write(null, text(label, 'a'))).toMatchObject({
          state: 'conflict',
          differs: [{ inTheWay: 'a CNAME record' }],
        })
      }
      expect(held()).toHaveLength(3)
    })
  })

  /** Another editor, who comes between the reading and the batch. */
  const racing = (edit: () => void): ZoneAccess => {
    const { parts } = host.server
    return host.openWith({
      ...parts,
      fetch: (input, init) => {
        if (init?.method === 'POST') edit()
        return parts.fetch(input, init)
      },
    })
  }
  const removeElsewhere = (id: string): void => {
    host.records.set(
      host.zoneId,
      held().filter((record) => record.id !== id),
    )
  }

  it.each([
    ['changes', (label: string) => text(label, 'mine')],
    ['removes', () => null],
  ])('says conflict, and makes nothing, where a record that it %s is gone by then', async (_, after) => {
    const old = host.add({ name: name('x'), type: 'TXT', content: '"a"' })
    const before = await setAt('x')
    const outcome = await racing(() => removeElsewhere(old.id)).write(
      zone,
      [
        { name: name('x'), type: 'TXT', before, after: after('x') },
        { name: name('y'), type: 'TXT', before: null, after: text('y', 'new') },
      ],
      never,
    )
    expect(outcome).toMatchObject({ state: 'conflict', differs: [{ change: { name: name('x') } }] })
    expect(held()).toEqual([])
  })

  it('says conflict where a record that it adds, or a CNAME there, came by then', async () => {
    const cases: [string, Parameters<typeof host.add>[0]][] = [
      ['same', { name: name('same'), type: 'TXT', content: '"mine"' }],
      ['alias', { name: name('alias'), type: 'CNAME', content: 'x.example.net' }],
    ]
    for (const [label, theirs] of cases) {
      const outcome = await racing(() => void host.add(theirs)).write(
        zone,
        [{ name: name(label), type: 'TXT', before: null, after: text(label, 'mine') }],
        never,
      )
      expect(outcome, label).toMatchObject({ state: 'conflict' })
    }
    expect(held()).toHaveLength(2)
  })

  it('does not call a write done where another editor added to the RRset by then', async () => {
    const outcome = await racing(
      () => void host.add({ name: name('x'), type: 'TXT', content: '"theirs"' }),
    ).write(zone, [{ name: name('x'), type: 'TXT', before: null, after: text('x', 'mine') }], never)
    expect(outcome).toMatchObject({ state: 'unknown' })
    expect(held().map(({ content }) => content)).toEqual(['"theirs"', '"mine"'])
  })

  it('reads "automatic" as no TTL, keeps it, and gives it to new records', async () => {
    host.add({ name: name('x'), type: 'TXT', content: '"a"', ttl: 1 })
    const before = await setAt('x')
    expect(before?.ttl).toBeNull()
    expect(await write(before, text('x', 'a', 'b'))).toMatchObject({ state: 'written' })
    expect(held().map(({ ttl }) => ttl)).toEqual([1, 1])
  })

  it('reads a text without quotes as one text, and leaves it as it is', async () => {
    host.add({ name: name('x'), type: 'TXT', content: 'v=spf1 include:spf.example.net -all' })
    const before = await setAt('x')
    expect(before?.data).toEqual([{ type: 'TXT', strings: ['v=spf1 include:spf.example.net -all'] }])
    expect(
      await write(before, { ...before!, data: [...before!.data, { type: 'TXT', strings: ['b'] }] }),
    ).toMatchObject({ state: 'written' })
    expect(held().map(({ content }) => content)).toEqual(['v=spf1 include:spf.example.net -all', '"b"'])
  })

  it('says what is proxied, and proxies nothing itself', async () => {
    host.add({ name: name('www'), type: 'A', content: '192.0.2.1', proxied: true })
    const before = await setAt('www')
    expect(before?.isProxied).toBe(true)
    const kept = { ...before!, data: [{ type: 'A' as const, address: '192.0.2.2' }] }
    expect(await write(before, kept)).toMatchObject({ state: 'written' })
    expect(held()[0]).toMatchObject({ content: '192.0.2.2', proxied: true })
    const { isProxied: _, ...plain } = kept
    expect(await write(kept, plain)).toMatchObject({ state: 'written' })
    expect(held()[0]).toMatchObject({ content: '192.0.2.2', proxied: false })
    const alias: WritableRrset = {
      name: name('email'),
      type: 'CNAME',
      ttl: null,
      data: [{ type: 'CNAME', target: 'mail.example.net' }],
    }
    expect(await write(null, alias)).toMatchObject({ state: 'written' })
    expect(held()[1]).toMatchObject({ type: 'CNAME', proxied: false })
  })

  it.each([
    ['another product keeps', { meta: { read_only: true, email_routing: true } }, 'Email Routing'],
    [
      'Cloudflare flattens',
      { type: 'CNAME', content: 'x.example.net', settings: { flatten_cname: true } },
      'flattens',
    ],
  ])('leaves alone what %s', async (_, fields, words) => {
    host.add({ name: name('x'), type: 'TXT', content: '"a"', ...fields })
    const before = await setAt('x')
    expect(before?.locked).toContain(words)
    expect(await write(before, null)).toMatchObject({
      state: 'unchanged',
      error: { failure: { code: 'refused' } },
    })
    const { locked: _locked, ...unlocked } = before!
    expect(await write(unlocked, null)).toMatchObject({ state: 'conflict' })
    expect(held()).toHaveLength(1)
  })

  it('leaves alone an RRset with several TTLs', async () => {
    host.add({ name: name('x'), type: 'TXT', content: '"a"', ttl: 300 })
    host.add({ name: name('x'), type: 'TXT', content: '"b"', ttl: 600 })
    expect((await setAt('x'))?.locked).toContain('TTL')
  })

  it('lists zones a page at a time, and says which cannot be written', async () => {
    for (let at = 0; at < 120; at += 1) host.zones.push(testZone(`id-${at}`, `zone-${at}.example`))
    host.zones.push(testZone('sec', 'sec.example', { type: 'secondary' }))
    host.zones.push(testZone('part', 'part.example', { type: 'partial' }))
    host.zones.push(testZone('moved', 'moved.example', { status: 'moved' }))
    host.zones.push(testZone('new', 'new.example', { status: 'pending', paused: true }))
    const zones = await access.zones(never)
    expect(zones).toHaveLength(125)
    const closed = zones.filter(({ notWritable }) => notWritable !== null).map(({ id }) => id)
    expect(closed).toEqual(['sec', 'part', 'moved'])
    expect(zone.nameServers).toEqual(['bob.ns.cloudflare.com', 'lola.ns.cloudflare.com'])
  })

  it('reads records a page at a time', async () => {
    for (let at = 0; at < 2100; at += 1) host.add({ name: name(`n${at}`), type: 'A', content: '192.0.2.1' })
    const { rrsets, extent } = await access.read(zone, [], never)
    expect(extent).toBe('whole')
    expect(rrsets).toHaveLength(2100)
  })

  it('writes the zone with the id, never another of the same name', async () => {
    host.zones.push(testZone('other', host.apex, { account: { id: 'b', name: 'Another account' } }))
    const both = await access.find(host.apex, never)
    expect(both.map(({ id }) => id)).toEqual([host.zoneId, 'other'])
    expect(
      await access.write(
        both[1]!,
        [{ name: name('x'), type: 'TXT', before: null, after: text('x', 'a') }],
        never,
      ),
    ).toMatchObject({ state: 'written' })
    expect(host.records.get('other')).toHaveLength(1)
    expect(held()).toHaveLength(0)
    // An id that came to mean another zone.
    const stale = { ...both[0]!, apex: 'elsewhere.example' }
    const change = {
      name: 'x.elsewhere.example',
      type: 'TXT' as const,
      before: null,
      after: { ...text('x', 'a'), name: 'x.elsewhere.example' },
    }
    expect(await access.write(stale, [change], never)).toMatchObject({ state: 'unchanged' })
    expect(held()).toHaveLength(0)
  })

  it('says what Cloudflare refuses, without the token that it repeats', async () => {
    host.server.instead.push(
      null,
      null,
      refusal(400, 1004, `DNS Validation Error for Bearer ${host.secret}.`),
    )
    const outcome = await write(null, text('x', 'a'))
    expect(outcome).toMatchObject({ state: 'unchanged', error: { failure: { code: 'refused' } } })
    expect(JSON.stringify(outcome)).not.toContain(host.secret)
  })

  it('takes a refused token for one, whatever the status', async () => {
    host.server.instead.push({
      status: 400,
      json: {
        success: false,
        errors: [
          {
            code: 6003,
            message: 'Invalid request headers',
            error_chain: [{ code: 6111, message: 'Invalid format for Authorization header' }],
          },
        ],
      },
    })
    await expect(access.zones(never)).rejects.toMatchObject({ failure: { code: 'unauthorized' } })
    host.server.instead.push(refusal(403, 10000, 'Authentication error'))
    await expect(access.zones(never)).rejects.toMatchObject({
      failure: { code: 'forbidden', fix: expect.stringContaining('Zone > DNS > Edit') as string },
    })
  })

  it('is told to wait, and does not send a batch twice that may have been made', async () => {
    host.server.instead.push(null, null, { status: 429, headers: { 'retry-after': '12' } })
    expect(await write(null, text('x', 'a'))).toMatchObject({ state: 'written' })
    expect(host.server.waits).toContain(12_000)
    host.server.instead.push(null, null, { status: 502, json: {} })
    expect(await write(null, text('y', 'a'))).toMatchObject({ state: 'unknown' })
    expect(held()).toHaveLength(1)
  })

  it('never calls done what the zone does not show', async () => {
    host.server.instead.push(null, null, { json: { success: true, errors: [], messages: [], result: {} } })
    expect(await write(null, text('x', 'a'))).toMatchObject({ state: 'unknown' })
  })

  it('does not begin a batch that is too large for the smallest plan', async () => {
    const values = Array.from({ length: 201 }, (_, at) => `v=${at}`)
    expect(await write(null, text('x', ...values))).toMatchObject({
      state: 'unchanged',
      error: { failure: { code: 'invalid' } },
    })
    expect(held()).toHaveLength(0)
  })
})
