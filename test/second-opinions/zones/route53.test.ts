import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { isWritable, type WritableRrset } from '../../../src/main/zones/rrset'
import type { HostedZone, WriteOutcome, ZoneAccess } from '../../../src/main/zones/zone-access'
import { accessContract } from '../../integration/zones/access-contract'
import { isLacking } from '../programs'
import { startMoto, type MotoHost } from './moto-host'

const never = new AbortController().signal

describe.skipIf(isLacking('python'))('Route 53, as moto serves it', () => {
  accessContract("moto's Route 53", startMoto, { takesAnySecret: true })

  describe('of its own', () => {
    let host: MotoHost
    let access: ZoneAccess
    let zone: HostedZone

    const text = (label: string, ...values: string[]): WritableRrset => ({
      name: `${label}.${host.apex}`,
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
    const read = async (label: string): Promise<WritableRrset | null> => {
      const name = `${label}.${host.apex}`
      const { rrsets } = await access.read(zone, [name], never)
      return rrsets.filter(isWritable).find((set) => set.name === name) ?? null
    }

    beforeAll(async () => {
      host = await startMoto()
      access = await host.open()
    })
    beforeEach(async () => {
      await host.reset([])
      host.batches.length = 0
      zone = (await access.find(host.apex, never))[0]!
    })
    afterAll(async () => {
      access.close()
      await host.stop()
    })

    it('names the hosted zone by its id and its delegation set', () => {
      expect(zone).toMatchObject({ id: host.zoneId(), apex: host.apex, notWritable: null })
      expect(zone.nameServers?.length).toBeGreaterThan(1)
    })

    it('makes all changes of a call by one batch: what goes as it was, then what comes', async () => {
      await host.setElsewhere(`a.${host.apex}`, 'TXT', text('a', 'one'))
      const before = (await read('a'))!
      const outcome = await access.write(
        zone,
        [
          { name: before.name, type: 'TXT', before, after: text('a', 'one', 'two') },
          { name: `b.${host.apex}`, type: 'TXT', before: null, after: text('b', 'new') },
        ],
        never,
      )
      expect(outcome).toMatchObject({ state: 'written' })
      expect(host.batches).toHaveLength(1)
      const actions = [...host.batches[0]!.matchAll(/<Action>(\w+)<\/Action>.*?<Name>([^<]+)<\/Name>/gs)]
      expect(actions.map(([, action, name]) => `${action} ${name}`)).toEqual([
        `DELETE a.${host.apex}.`,
        `CREATE a.${host.apex}.`,
        `CREATE b.${host.apex}.`,
      ])
    })

    it('keeps quotes, octal escapes, and texts of several strings of 255 octets', async () => {
      const spelt = String.raw`"caf\303\251 \"q\" \\ end"`
      const name = `x.${host.apex}`
      await host.change([
        {
          Action: 'CREATE',
          ResourceRecordSet: { Name: `${name}.`, Type: 'TXT', TTL: 300, ResourceRecords: [{ Value: spelt }] },
        },
      ])
      const before = (await read('x'))!
      expect(before.data).toEqual([{ type: 'TXT', strings: ['caf\u00c3\u00a9 "q" \\ end'] }])
      const strings = ['a'.repeat(255), 'b'.repeat(255), 'c']
      const after: WritableRrset = { ...before, data: [...before.data, { type: 'TXT', strings }] }
      expect(await write(before, after)).toMatchObject({ state: 'written' })
      expect(await host.held(name, 'TXT')).toEqual([spelt, strings.map((one) => `"${one}"`).join(' ')])
      expect((await read('x'))?.data).toEqual(after.data)
    })

    it('leaves alias records and routing policies as they are', async () => {
      const alias = { HostedZoneId: 'Z2', DNSName: 'lb.example.net.', EvaluateTargetHealth: false }
      const routed = { TTL: 60, SetIdentifier: 'one', Weight: 10, ResourceRecords: [{ Value: '192.0.2.1' }] }
      await host.change([
        {
          Action: 'CREATE',
          ResourceRecordSet: { Name: `al.${host.apex}.`, Type: 'A', AliasTarget: alias },
        },
        { Action: 'CREATE', ResourceRecordSet: { Name: `ro.${host.apex}.`, Type: 'A', ...routed } },
      ])
      const before = await host.sets()
      for (const label of ['al', 'ro']) {
        const set = await read(label)
        expect(set?.locked).toMatch(/alias|routing policy/)
        expect(await write(set, null)).toMatchObject({ state: 'unchanged' })
        const own: WritableRrset = {
          ...{ name: `${label}.${host.apex}`, type: 'A', ttl: 60 },
          data: [{ type: 'A', address: '192.0.2.9' }],
        }
        expect(await write(null, own)).toMatchObject({ state: 'conflict' })
      }
      expect(await write(null, text('al', 'beside'))).toMatchObject({ state: 'written' })
      expect((await host.sets()).filter(({ Type: type }) => type === 'A')).toEqual(before)
    })

    // moto remembers each value that an RRset ever had, and takes a DELETE of any of them: whether Route 53 refuses one that
    // is out of date, the test's own server says.
    it('has moto refuse the whole batch where somebody else made the RRset in between', async () => {
      const theirs = text('r', 'a')
      const { parts } = host
      const raced = host.openWith({
        ...parts,
        fetch: async (input, init) => {
          if (init?.method === 'POST') await host.setElsewhere(theirs.name, 'TXT', theirs)
          return parts.fetch(input, init)
        },
      })
      const outcome = await raced.write(
        zone,
        [
          { name: `q.${host.apex}`, type: 'TXT', before: null, after: text('q', 'new') },
          { name: theirs.name, type: 'TXT', before: null, after: theirs },
        ],
        never,
      )
      raced.close()
      expect(outcome).toMatchObject({ state: 'conflict', differs: [{ change: { name: theirs.name } }] })
      expect((await host.sets()).map(({ Name: name }) => name)).toEqual([`${theirs.name}.`])
    })

    it('says that all servers have a change once moto says INSYNC', async () => {
      expect(await access.isDone?.(zone, never)).toBeNull()
      expect(await write(null, text('i', 'a'))).toMatchObject({ state: 'written' })
      expect(await access.isDone?.(zone, never)).toBe(true)
    })

    it('reads many sets a page at a time', async () => {
      for (let from = 0; from < 700; from += 100) {
        const labels = Array.from({ length: 100 }, (_, at) => `n${from + at}`)
        await host.change(
          labels.map((label) => ({
            Action: 'CREATE',
            ResourceRecordSet: {
              ...{ Name: `${label}.${host.apex}.`, Type: 'A', TTL: 60 },
              ResourceRecords: [{ Value: '192.0.2.1' }],
            },
          })),
        )
      }
      expect((await access.read(zone, [], never)).rrsets).toHaveLength(702)
    })
  })
})
