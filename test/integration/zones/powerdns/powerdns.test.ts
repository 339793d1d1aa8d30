import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  isWritable,
  shownValue,
  type RrsetChange,
  type WritableRrset,
} from '../../../../src/main/zones/rrset'
import type { HostedZone, ZoneAccess } from '../../../../src/main/zones/zone-access'
import { realParts } from '../access-parts'
import { startPowerDnsHost, type PowerDnsHost } from './powerdns-host'

const never = new AbortController().signal

describe('PowerDNS', () => {
  let host: PowerDnsHost
  let access: ZoneAccess

  const texts = (label: string, ...values: string[]): WritableRrset => ({
    name: `${label}.${host.apex}`,
    type: 'TXT',
    ttl: 300,
    data: values.map((value) => ({ type: 'TXT', strings: [value] })),
  })
  const change = (before: WritableRrset | null, after: WritableRrset | null): RrsetChange => ({
    name: (after ?? before)!.name,
    type: (after ?? before)!.type,
    before,
    after,
  })
  const patch = (...rrsets: object[]): Promise<unknown> =>
    host.api('PATCH', `/zones/${host.apex}.`, { rrsets })
  const find = async (apex = host.apex): Promise<HostedZone> => (await access.find(apex, never))[0]!
  const setAt = async (label: string): Promise<WritableRrset | null> => {
    const { rrsets } = await access.read(await find(), [], never)
    return rrsets.filter(isWritable).find(({ name }) => name === `${label}.${host.apex}`) ?? null
  }
  const heldAt = async (label: string) =>
    (await host.sets()).find(({ name }) => name === `${label}.${host.apex}.`)

  beforeAll(async () => {
    host = await startPowerDnsHost()
    access = host.openWith(realParts)
  })
  beforeEach(() => host.reset([]))
  afterAll(() => host.stop())

  const withExtras = (label: string): object => ({
    name: `${label}.${host.apex}.`,
    type: 'TXT',
    ttl: 300,
    changetype: 'REPLACE',
    records: [
      { content: '"v=spf1 -all"', disabled: false },
      { content: String.raw`"caf\195\169" "split"`, disabled: false },
      { content: '"v=spf1 include:old.example -all"', disabled: true },
    ],
    comments: [{ content: 'asked for by ticket 7', account: 'ops' }],
  })

  it('keeps comments, disabled records and the spelling of the others', async () => {
    await patch(withExtras('x'))
    const before = await setAt('x')
    expect(before?.data).toHaveLength(2)
    const after = {
      ...before!,
      data: [
        ...before!.data.filter((one) => !shownValue(one).startsWith('v=spf1')),
        { type: 'TXT' as const, strings: ['v=spf1 ~all'] },
      ],
    }
    expect(await access.write(await find(), [change(before, after)], never)).toMatchObject({
      state: 'written',
    })
    const held = await heldAt('x')
    expect(held?.records).toEqual(
      expect.arrayContaining([
        { content: '"v=spf1 ~all"', disabled: false },
        { content: String.raw`"caf\195\169" "split"`, disabled: false },
        { content: '"v=spf1 include:old.example -all"', disabled: true },
      ]),
    )
    expect(held?.records).toHaveLength(3)
    expect(held?.comments).toMatchObject([{ content: 'asked for by ticket 7', account: 'ops' }])
  })

  it('keeps disabled records where all the others go', async () => {
    await patch(withExtras('x'))
    const outcome = await access.write(await find(), [change(await setAt('x'), null)], never)
    expect(outcome).toMatchObject({ state: 'written' })
    expect(await setAt('x')).toBeNull()
    expect((await heldAt('x'))?.records).toEqual([
      { content: '"v=spf1 include:old.example -all"', disabled: true },
    ])
  })

  it('refuses to lose a comment, and to add what is disabled there', async () => {
    await patch({ ...withExtras('x'), records: [{ content: '"a"' }] })
    const lost = await access.write(await find(), [change(await setAt('x'), null)], never)
    expect(lost).toMatchObject({
      state: 'unchanged',
      error: { message: expect.stringContaining('comment') as string },
    })
    expect((await heldAt('x'))?.comments).toHaveLength(1)

    await patch(withExtras('y'))
    const before = await setAt('y')
    const after = {
      ...before!,
      data: [...before!.data, { type: 'TXT' as const, strings: ['v=spf1 include:old.example -all'] }],
    }
    const twice = await access.write(await find(), [change(before, after)], never)
    expect(twice).toMatchObject({
      state: 'unchanged',
      error: { message: expect.stringContaining('disabled') as string },
    })
  })

  it('leaves alone what ALIAS and LUA records answer for', async () => {
    await patch(
      {
        name: `a.${host.apex}.`,
        type: 'ALIAS',
        ttl: 60,
        changetype: 'REPLACE',
        records: [{ content: 'x.example.net.' }],
      },
      {
        name: `l.${host.apex}.`,
        type: 'LUA',
        ttl: 60,
        changetype: 'REPLACE',
        records: [{ content: `TXT "'x'"` }],
      },
    )
    const address: WritableRrset = {
      name: `a.${host.apex}`,
      type: 'A',
      ttl: 60,
      data: [{ type: 'A', address: '192.0.2.1' }],
    }
    const zone = await find()
    expect(await access.write(zone, [change(null, address)], never)).toMatchObject({
      state: 'conflict',
      differs: [{ inTheWay: 'an ALIAS record' }],
    })
    expect(await access.write(zone, [change(null, texts('l', 'a'))], never)).toMatchObject({
      state: 'conflict',
      differs: [{ inTheWay: 'a LUA record' }],
    })
    // A text beside an ALIAS is nobody else's answer.
    expect(await access.write(zone, [change(null, texts('a', 'v=spf1 -all'))], never)).toMatchObject({
      state: 'written',
    })
  })

  it('says which zones cannot be written', async () => {
    const make = (name: string, rest: object): Promise<unknown> =>
      host.api('POST', '/zones', { name: `${name}.`, nameservers: ['ns1.example.net.'], ...rest })
    await make('master.example', { kind: 'Master' })
    await make('still.example', { kind: 'Master', soa_edit_api: 'OFF' })
    await host.api('POST', '/zones', { name: 'slave.example.', kind: 'Slave', masters: ['127.0.0.9'] })
    await make('signed.example', { kind: 'Native' })
    host.server.pdnsutil('set-meta', 'signed.example', 'PRESIGNED', '1')

    expect((await find('master.example')).notWritable).toBeNull()
    expect((await find('still.example')).notWritable).toContain('SOA-EDIT-API')
    expect((await find('slave.example')).notWritable).toContain('Slave')
    expect((await find('signed.example')).notWritable).toContain('signatures')
    expect((await find()).nameServers).toEqual(['ns1.example.net', 'ns2.example.net'])

    // Also where the zone was read before it became one.
    const stale = { ...(await find('still.example')), notWritable: null }
    const set = { ...texts('x', 'a'), name: 'x.still.example' }
    expect(await access.write(stale, [change(null, set)], never)).toMatchObject({ state: 'unchanged' })
  })

  it('renews the DNSSEC order of a signed zone that PowerDNS does not renew itself', async () => {
    host.server.pdnsutil('secure-zone', host.apex)
    await host.api('PUT', `/zones/${host.apex}.`, { api_rectify: false })
    const asked: string[] = []
    const watched = host.openWith({
      ...realParts,
      fetch: (input, init) => {
        asked.push(`${init?.method} ${new Request(input).url.replace(/.*zones/, '')}`)
        return fetch(input, init)
      },
    })
    expect(await watched.write(await find(), [change(null, texts('new', 'a'))], never)).toMatchObject({
      state: 'written',
    })
    expect(asked).toContain(`PUT /${host.apex}./rectify`)
    const said = host.server.pdnsutil('check-zone', host.apex)
    expect(said).toMatch(/Checked \d+ records .*, 0 errors/)
  })

  /** Opens it with a look at each request before it is sent. */
  const watching = (look: (asked: string) => void | Promise<void>): ZoneAccess =>
    host.openWith({
      ...realParts,
      fetch: async (input, init) => {
        const path = new Request(input).url.replace(/.*localhost/, '')
        await look(`${init?.method ?? 'GET'} ${path}`)
        return fetch(input, init)
      },
    })

  it('reads the zone once before a write, last of all, and only the names of the changes after it', async () => {
    const zone = await find()
    const asked: string[] = []
    const watched = watching((one) => void asked.push(one))
    expect(await watched.write(zone, [change(null, texts('new', 'a'))], never)).toEqual({
      state: 'written',
      serial: expect.any(Number) as number,
    })
    const path = `/zones/${host.apex}.`
    expect(asked.slice(0, 2).toSorted()).toEqual([`GET ${path}`, `GET ${path}/metadata`])
    expect(asked.slice(2)).toEqual([`PATCH ${path}`, `GET ${path}?rrset_name=new.${host.apex}.`])
  })

  it('reads the zone whole after a write of many names, and once', async () => {
    const zone = await find()
    const asked: string[] = []
    const changes = Array.from({ length: 12 }, (_, at) => change(null, texts(`n${at}`, 'a')))
    expect(await watching((one) => void asked.push(one)).write(zone, changes, never)).toMatchObject({
      state: 'written',
    })
    expect(asked.filter((one) => one === `GET /zones/${host.apex}.`)).toHaveLength(2)
    expect(asked).toHaveLength(4)
  })

  /** Another editor, who comes between the reading and the PATCH. */
  const racing = (edit: () => Promise<unknown>): ZoneAccess => {
    let isFirst = true
    return watching(async (asked) => {
      if (!asked.startsWith('PATCH') || !isFirst) return
      isFirst = false
      await edit()
    })
  }

  it('tells that somebody else changed the zone in between, and cannot tell what', async () => {
    await host.setElsewhere(`x.${host.apex}`, 'TXT', texts('x', 'a'))
    const zone = await find()
    const before = await setAt('x')
    const beside = racing(() => host.setElsewhere(`other.${host.apex}`, 'TXT', texts('other', 'theirs')))
    const first = await beside.write(zone, [change(before, texts('x', 'a', 'mine'))], never)
    expect(first).toMatchObject({
      state: 'written',
      caution: expect.stringContaining('at the same moment') as string,
    })
    expect((await heldAt('other'))?.records).toHaveLength(1)

    const now = await setAt('x')
    const same = racing(() => host.setElsewhere(`x.${host.apex}`, 'TXT', texts('x', 'a', 'mine', 'theirs')))
    const second = await same.write(zone, [change(now, texts('x', 'a', 'mine', 'more'))], never)
    expect(second).toMatchObject({ state: 'written', caution: expect.any(String) as string })
    // The API has no precondition: the other editor's value is lost, which is why it is told.
    expect((await heldAt('x'))?.records.map(({ content }) => content).toSorted()).toEqual(
      ['"a"', '"mine"', '"more"'].toSorted(),
    )
  })

  it('says nothing of others where nobody came in between, and where the serial does not tell', async () => {
    const zone = await find()
    for (const label of ['one', 'two', 'three']) {
      const outcome = await access.write(zone, [change(null, texts(label, 'a'))], never)
      expect(outcome).not.toHaveProperty('caution')
    }
    await host.api('PUT', `/zones/${host.apex}.`, { soa_edit_api: 'EPOCH' })
    const raced = racing(() => host.setElsewhere(`other.${host.apex}`, 'TXT', texts('other', 'theirs')))
    const outcome = await raced.write(zone, [change(null, texts('four', 'a'))], never)
    expect(outcome).toMatchObject({ state: 'written' })
    expect(outcome).not.toHaveProperty('caution')
  })

  it('says in its own words what PowerDNS refuses, and changes nothing of a refused PATCH', async () => {
    const long: WritableRrset = {
      name: `bad name.${host.apex}`,
      type: 'TXT',
      ttl: 300,
      data: [{ type: 'TXT', strings: ['a'] }],
    }
    const outcome = await access.write(
      await find(),
      [change(null, texts('good', 'a')), change(null, long)],
      never,
    )
    expect(outcome).toMatchObject({ state: 'unchanged', error: { failure: { code: 'refused' } } })
    expect(await heldAt('good')).toBeUndefined()
  })

  it('writes many zones at once into a server whose database takes one change at a time', async () => {
    const apexes = Array.from({ length: 80 }, (_, at) => `busy${at}.example`)
    for (const apex of apexes) {
      await host.api('POST', '/zones', {
        name: `${apex}.`,
        kind: 'Native',
        nameservers: ['ns1.example.net.'],
      })
    }
    const outcomes = await Promise.all(
      apexes.map(async (apex) => {
        const name = `x.${apex}`
        const after: WritableRrset = { ...texts('x', 'a'), name }
        return access.write(await find(apex), [{ name, type: 'TXT', before: null, after }], never)
      }),
    )
    expect(outcomes.filter(({ state }) => state !== 'written')).toEqual([])
  })

  it('says where the API is not', async () => {
    const wrongServer = { kind: 'powerdns' as const, url: host.server.apiUrl, serverId: 'other' }
    const { openPowerDns } = await import('../../../../src/main/zones/powerdns/open-powerdns')
    const elsewhere = openPowerDns(wrongServer, host.secret, realParts)
    await expect(elsewhere.zones(never)).rejects.toMatchObject({ failure: { code: 'not-found' } })
    const nowhere = openPowerDns({ ...wrongServer, url: 'http://127.0.0.1:9' }, host.secret, {
      ...realParts,
      sleep: async () => undefined,
    })
    await expect(nowhere.zones(never)).rejects.toMatchObject({ failure: { code: 'offline' } })
    const zone = await find()
    expect(await nowhere.write(zone, [change(null, texts('x', 'a'))], never)).toMatchObject({
      state: 'unchanged',
    })
  })
})
