import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { Resolver } from 'node:dns/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createPublishingHandlers } from '../../../../src/main/domains/publishing/publishing-handlers'
import { openPowerDns } from '../../../../src/main/zones/powerdns/open-powerdns'
import { openRfc2136 } from '../../../../src/main/zones/rfc2136/open-rfc2136'
import type { ZoneAccess } from '../../../../src/main/zones/zone-access'
import { shown } from '../../../../src/main/domains/keys/rotations/shown'
import type { StoredRotation } from '../../../../src/main/profile/rotation-store'
import type { Handlers } from '../../../../src/preload/contract/index'
import type { DnsRecord } from '../../../../src/preload/contract/domain'
import { startBind } from '../../../dns-server/bind'
import { exampleZone, startLab, type Lab } from '../../../dns-server/lab'
import { startPowerDns } from '../../../dns-server/powerdns'
import { newTsigKey, type PrimaryServer } from '../../../dns-server/primary'
import { zoneLine } from '../../../dns-server/zone'
import { RotationProvider } from '../rotations/rotation-provider'
import { ACCOUNT, rotationsOver, type RotationsUnderTest } from '../rotations/rotations-over'
import {
  ACCESS_PARTS,
  delegations,
  PRIMARY,
  publishPlace,
  zoneText,
  type PublishPlace,
} from './publish-place'

const LOOP = 20_000
const DAY_MS = 24 * 60 * 60_000
const PLAIN = 'mg.one.com'
/** Its keys are in a zone of their own, which is delegated out of that of the domain. */
const APART = 'mg.two.com'
const NAMES = [PLAIN, APART]

const HOSTS = [
  {
    name: 'BIND by signed updates',
    start: async (zones: Readonly<Record<string, string>>, port: number) => {
      const key = newTsigKey()
      const server = await startBind({ zones, keys: [key], host: PRIMARY, port })
      const settings = {
        ...{ kind: 'rfc2136' as const, server: server.host, port: server.port, keyName: key.name },
        ...{ algorithm: key.algorithm, zones: [] },
      }
      return { server, access: openRfc2136(settings, key.secret, ACCESS_PARTS) }
    },
  },
  {
    name: 'PowerDNS over HTTP',
    start: async (zones: Readonly<Record<string, string>>, port: number) => {
      const server = await startPowerDns({ zones, keys: [], host: PRIMARY, port })
      const settings = { kind: 'powerdns' as const, url: server.apiUrl, serverId: 'localhost' }
      return { server, access: openPowerDns(settings, server.apiKey, ACCESS_PARTS) }
    },
  },
]

describe.each(HOSTS)('the keys of a rotation, published at $name', ({ start }) => {
  let folder: string
  let lab: Lab
  let provider: RotationProvider
  let server: PrimaryServer
  let access: ZoneAccess
  let engine: RotationsUnderTest
  let place: PublishPlace
  let publishing: Handlers['publishing']
  let aheadMs = 0
  const records = new Map<string, DnsRecord[]>()

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'zonedesk-rotation-publishing-'))
    const apart = `_domainkey.${APART}`
    lab = await startLab({
      com: delegations(['one.com', 'two.com']),
      stubs: { 'one.com': [PRIMARY], 'two.com': [PRIMARY] },
      first: { 'example.com': exampleZone([]) },
    })
    provider = new RotationProvider(folder, lab, [PRIMARY])
    await provider.start()
    for (const name of NAMES) await provider.send('POST', '/v4/domains', { name, dkim_selector: 'old' })
    const [plainKey, apartKey] = await Promise.all(
      NAMES.map(async (name) => {
        const [key] = await provider.keysOf(name)
        if (key === undefined) throw new Error('there is no key')
        return zoneLine({ type: 'TXT', name: key.name, value: key.value, ttl: 300 })
      }),
    )
    const spf = (name: string): string =>
      zoneLine({ type: 'TXT', name, value: 'v=spf1 include:mailgun.org ~all', ttl: 300 })
    const started = await start(
      {
        'one.com': zoneText('one.com', [spf(PLAIN), plainKey!, 'www A 203.0.113.80']),
        'two.com': zoneText('two.com', [spf(APART), '_domainkey.mg NS ns']),
        [apart]: [
          `$ORIGIN ${apart}.`,
          '$TTL 300',
          '@ SOA ns.two.com. hostmaster.two.com. 7 3600 600 86400 1',
          '@ NS ns.two.com.',
          apartKey!,
          '',
        ].join('\n'),
      },
      lab.port,
    )
    server = started.server
    access = started.access
    for (const name of NAMES) await provider.send('PUT', `/v4/domains/${name}/verify`)
    await noteRecords()
    ahead(0)
    engine = rotationsOver({
      ...{ folder, names: NAMES, baseUrl: provider.baseUrl },
      ...{ resolver: lab.resolver.address, authoritativePort: lab.port },
    })
    const now = (): number => Date.now() + aheadMs
    const { rotations } = engine
    place = publishPlace({ lab, access, rotations, now, expected: (name) => records.get(name) ?? [] })
    const { plans, runs, source } = place
    publishing = createPublishingHandlers({
      ...{ plans, runs, source, now },
      rotation: (id) => rotations.get(id),
      rotations: () => rotations.all(),
      zoneInDns: () => ({ apex: null, delegation: null }),
      recordsInDns: () => [],
      askAbove: () => 10_000,
      known: (key) => key,
      isListed: () => true,
      dialogs: { save: () => Promise.resolve(null), open: () => Promise.resolve(null) },
    })
  }, 60_000)

  afterAll(async () => {
    expect([...place.faults, ...engine.faults]).toEqual([])
    await engine.close()
    await place.close()
    await server.stop()
    await provider.stop()
    await lab.stop()
    rmSync(folder, { recursive: true })
  })

  function ahead(more: number): void {
    aheadMs += more
    writeFileSync(join(folder, 'ahead'), String(aheadMs))
  }

  /** What the last sync brought: the keys that the provider has now. */
  async function noteRecords(): Promise<void> {
    for (const name of NAMES) {
      const keys = await provider.keysOf(name)
      const record = (owner: string, value: string, isActive: boolean): DnsRecord => ({
        ...{ purpose: 'sending', type: 'TXT', name: owner, value, priority: null },
        ...{ valid: 'valid', cached: [], isActive },
      })
      records.set(name, [
        record(name, 'v=spf1 include:mailgun.org ~all', true),
        ...keys.map((key) => record(key.name, key.value, key.signs)),
      ])
    }
  }

  const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: LOOP, interval: 20 })
  const of = (name: string): StoredRotation => {
    const found = engine.rotations.all().find(({ signingDomain }) => signingDomain === name)
    if (found === undefined) throw new Error(`no rotation of ${name}`)
    return found
  }

  async function texts(name: string): Promise<string[]> {
    const client = new Resolver()
    client.setServers([server.address])
    const found = await client.resolveTxt(name).catch(() => [])
    return found.map((strings) => strings.join(''))
  }

  async function ready(id: number): Promise<number> {
    await until(() => expect(place.plans.get(id).state).toBe('ready'))
    return id
  }

  async function apply(id: number, agreed: { removes: number; sets: number } | null): Promise<number> {
    const seen = agreed === null ? null : { ...agreed, cautions: 0 }
    const run = await publishing.apply({ id, without: [], agreed: seen })
    await until(() => expect(place.runs.get(run.id).state).toBe('done'))
    return run.id
  }

  it('is written by a plan, signs, and takes the old record away when its time is over', async () => {
    engine.rotations.start(
      NAMES.map((signingDomain) => ({
        ...{ accountId: ACCOUNT, signingDomain, bits: 1024 as const, keepDays: 7, alsoSigns: 0 },
      })),
    )
    await until(() => expect(engine.counts().dns).toBe(2))
    await until(() => expect(NAMES.every((name) => of(name).seen !== null)).toBe(true))
    expect(of(APART).seen?.zone).toBe(`_domainkey.${APART}`)
    const news = NAMES.map((name) => of(name).newKey!.record!)
    const olds = NAMES.map((name) => of(name).oldKeys[0]!.record)

    // The plan of a domain has the key, also where a part of its zone is delegated on.
    const whole = await place.plans.forScope({
      ...{ kind: 'domains', keys: NAMES.map((name) => ({ accountId: ACCOUNT, name })) },
    })
    await ready(whole.id)
    expect(place.plans.line(whole.id, 0).changes).toMatchObject([
      { name: news[0]!.name, before: null, reasons: [expect.stringMatching(/^DKIM key of the rotation/)] },
    ])
    expect(place.plans.line(whole.id, 1).changes).toMatchObject([{ name: news[1]!.name, before: null }])

    // The plan of the rotations finds the zone of each key.
    expect(await publishing.offerRotation({ id: of(APART).id, records: 'publish' })).toMatchObject({
      ...{ state: 'ready', zone: `_domainkey.${APART}` },
    })
    await expect(publishing.offerRotation({ id: of(APART).id, records: 'remove' })).rejects.toThrow(
      'no record of a rotated key that can go',
    )
    const plan = await publishing.planRotations({ ids: null, search: '', records: 'publish' })
    await ready(plan.id)
    expect(NAMES.map((_, at) => place.plans.line(plan.id, at))).toMatchObject([
      { verdict: 'change', zone: 'one.com', adds: 1, removes: 0 },
      { verdict: 'change', zone: `_domainkey.${APART}`, adds: 1, removes: 0 },
    ])
    const runId = await apply(plan.id, null)
    expect(place.runs.get(runId).zones.written).toBe(2)
    for (const { name, value } of news) expect(await texts(name)).toEqual([value])

    // It goes on by itself, and nothing of it can be taken back under its feet.
    await until(() => expect(engine.counts().time).toBe(2))
    const undo = await publishing.planUndo({ id: runId, zones: null })
    await ready(undo.id)
    expect([0, 1].map((at) => place.plans.line(undo.id, at).verdict)).toEqual(['refused', 'refused'])
    const plain = [0, 1].map((at) => place.plans.line(undo.id, at)).find(({ name }) => name === PLAIN)
    expect(plain?.message).toContain('needs the record')
    ahead(8 * DAY_MS)
    engine.rotations.wake()
    await until(() => expect(engine.counts().ended).toBe(2))
    for (const name of NAMES) {
      expect(await provider.keysOf(name)).toMatchObject([
        { name: of(name).newKey!.record!.name, signs: true },
      ])
    }
    expect(provider.broken).toEqual([])

    // The old record goes once mail on the way has arrived, and only when a person agreed.
    await noteRecords()
    expect(() => publishing.planRotations({ ids: null, search: '', records: 'remove' })).toThrow(
      'can go from its zone yet',
    )
    ahead(8 * DAY_MS)
    const removal = await publishing.planRotations({ ids: null, search: 'two', records: 'remove' })
    expect(removal.total).toBe(1)
    const all = await publishing.planRotations({ ids: null, search: '', records: 'remove' })
    await ready(all.id)
    for (const at of [0, 1]) {
      expect(place.plans.line(all.id, at)).toMatchObject({ verdict: 'change', adds: 0, removes: 1 })
    }
    expect(() => publishing.apply({ id: all.id, without: [], agreed: null })).toThrow(
      'You did not confirm that yet',
    )
    const removed = await apply(all.id, { removes: 2, sets: 2 })
    for (const { name } of olds) expect(await texts(name)).toEqual([])
    for (const { name, value } of news) expect(await texts(name)).toEqual([value])
    expect(await texts(PLAIN)).toEqual(['v=spf1 include:mailgun.org ~all'])
    // The rotation asks the name servers, and is over.
    const left = (name: string) => shown(of(name)).left
    for (const name of NAMES) {
      await until(() => expect(left(name)).toMatchObject([{ seen: { standing: 'gone' } }]))
      await until(() => expect(of(name)).toMatchObject({ state: 'done', fix: '', nextAt: null }))
    }
    expect(() => publishing.planRotations({ ids: null, search: '', records: 'remove' })).toThrow(
      'can go from its zone yet',
    )

    // What was taken away comes back as it was, value by value.
    const back = await publishing.planUndo({ id: removed, zones: null })
    await ready(back.id)
    await apply(back.id, null)
    expect(await texts(olds[0]!.name)).toEqual([olds[0]!.value])
    await until(() => expect(left(PLAIN)).toMatchObject([{ seen: { standing: 'there' } }]))
  }, 90_000)
})
