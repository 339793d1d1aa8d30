import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { diagnose } from '../../../../src/main/dns/diagnose'
import { createPublishPlans } from '../../../../src/main/domains/publishing/plan/plans'
import { openProfile } from '../../../../src/main/profile/profile'
import { openPowerDns } from '../../../../src/main/zones/powerdns/open-powerdns'
import { hasSameData } from '../../../../src/main/zones/rrset'
import type { ZoneAccess } from '../../../../src/main/zones/zone-access'
import type { DomainDetail, DomainKey } from '../../../../src/preload/contract/domain'
import type { PublishRun } from '../../../../src/preload/contract/publishing'
import { startPowerDns, type PowerDnsServer } from '../../../dns-server/powerdns'
import { expectedRecords, observe, SURROUNDINGS, type Row } from '../../../unit/dns/diagnosis/observed'
import type { EndlessPlace } from './endless-publishing'
import { startPatchProxy, type PatchProxy } from './patch-proxy'
import { ACCESS_PARTS } from './publish-place'

const HOSTS = ['h0', 'h1', 'h2'] as const
const ZONES = 300
const DOMAINS = 1000
const apexOf = (at: number): string => `z${at % ZONES}.test`
const hostOf = (apex: string): (typeof HOSTS)[number] => HOSTS[Number(/\d+/.exec(apex)?.[0]) % 3] ?? 'h0'
const KEYS: DomainKey[] = Array.from({ length: DOMAINS }, (_, at) => ({
  accountId: 'a',
  name: `d${Math.floor(at / ZONES)}.${apexOf(at)}`,
}))
/** Zones that somebody else changes between the plan and the write. */
const EDITED = ['z5.test', 'z151.test']
/** Milliseconds for a thousand domains on a busy computer. */
const PATIENCE = 900_000

let folder: string
const servers = new Map<string, PowerDnsServer>()
const proxies = new Map<string, PatchProxy>()
let child: ChildProcess | null = null
let complaints = ''
let patches = 0
let kills = 0
let killAt: { readonly at: number; readonly moment: 'before' | 'after' }[] = []
const watched = new Set<string>()

function foreignRows(apex: string): Row[] {
  return [
    [apex, 'TXT', 'google-site-verification=abc123', 300],
    [`d0.${apex}`, 'TXT', 'vendor=0f3a', 900],
    [`d0.${apex}`, 'TXT', 'v=spf1 ip4:192.0.2.77 -all', 900],
    [`www.${apex}`, 'A', '203.0.113.80', 300],
  ]
}

function zoneText(apex: string): string {
  return [
    `$ORIGIN ${apex}.`,
    '$TTL 300',
    `@ SOA ns.${apex}. hostmaster.${apex}. 7 3600 600 86400 1`,
    `@ NS ns.${apex}.`,
    'ns A 127.0.0.1',
    ...foreignRows(apex).map(
      ([name, type, value, ttl]) =>
        `${name}. ${ttl ?? 300} IN ${type} ${type === 'TXT' ? `"${value}"` : value}`,
    ),
    '',
  ].join('\n')
}

function opened(id: string, url: string): ZoneAccess {
  const { apiKey = '' } = servers.get(id) ?? {}
  return openPowerDns({ kind: 'powerdns', url, serverId: 'localhost' }, apiKey, ACCESS_PARTS)
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-publishing-kill-'))
  const apexes = Array.from({ length: ZONES }, (_, at) => apexOf(at))
  await Promise.all(
    HOSTS.map(async (id) => {
      // Zones are made over the API: a tool for each of three hundred would take minutes.
      const server = await startPowerDns({ zones: {}, keys: [] })
      servers.set(id, server)
      for (const apex of apexes.filter((one) => hostOf(one) === id)) {
        const answer = await fetch(`${server.apiUrl}/api/v1/servers/localhost/zones`, {
          method: 'POST',
          headers: { 'X-API-Key': server.apiKey, 'content-type': 'application/json' },
          body: JSON.stringify({ name: `${apex}.`, kind: 'Native', zone: zoneText(apex) }),
        })
        if (!answer.ok) throw new Error(await answer.text())
      }
      proxies.set(
        id,
        await startPatchProxy(server.apiUrl, (moment) => {
          if (moment === 'before') patches += 1
          const [next] = killAt
          if (next === undefined || patches < next.at || next.moment !== moment) return
          killAt = killAt.slice(1)
          kills += 1
          child?.kill('SIGKILL')
        }),
      )
    }),
  )
}, PATIENCE)

afterAll(async () => {
  child?.kill('SIGKILL')
  await Promise.all([...proxies.values()].map((proxy) => proxy.stop()))
  await Promise.all([...servers.values()].map((server) => server.stop()))
  rmSync(folder, { recursive: true })
})

/** The app, until the run has ended or until it is killed. */
async function runApp(place: EndlessPlace): Promise<PublishRun | null> {
  const hooks = pathToFileURL(join(import.meta.dirname, '../../cache/typescript-hooks.mjs')).href
  const script = join(import.meta.dirname, 'endless-publishing.ts')
  const own = spawn(process.execPath, ['--no-warnings', '--import', hooks, script, JSON.stringify(place)], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child = own
  own.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()))
  const exited = once(own, 'exit')
  let end: PublishRun | null = null
  createInterface({ input: own.stdout }).on('line', (line) => {
    const told = JSON.parse(line) as { readonly run?: PublishRun; readonly watched?: readonly string[] }
    for (const name of told.watched ?? []) watched.add(name)
    if (told.run === undefined || told.run.state === 'running') return
    end = told.run
    own.kill('SIGKILL')
  })
  await exited
  // What was under way ends before anybody could start the app again by hand.
  await Promise.all([...proxies.values()].map((proxy) => proxy.idle()))
  return end
}

it(
  'publishes a thousand domains in three hundred zones at three hosts, killed again and again, each record once',
  async () => {
    const accesses = new Map(HOSTS.map((id) => [id, opened(id, servers.get(id)?.apiUrl ?? '')]))
    const faults: unknown[] = []
    const plans = createPublishPlans({
      cache: {
        get: ({ name }: DomainKey) => ({ records: expectedRecords({}, name) }) as DomainDetail,
        list: () => ({ items: [], next: null }) as never,
        count: () => 0 as never,
      },
      observe({ name }) {
        const apex = name.slice(name.indexOf('.') + 1)
        const expected = expectedRecords({}, name)
        const rows = [
          ...SURROUNDINGS.filter(([owner]) => owner.endsWith('.provider.test')),
          ...foreignRows(apex),
        ]
        const zone = { apex, organizational: apex, name }
        const observation = observe({ domain: name, expected, rows, zone })
        return Promise.resolve({
          ...{ observation, expected, neighbours: [] },
          check: diagnose(observation, expected),
        })
      },
      source: {
        accessFor: (id) => Promise.resolve(accesses.get(id as (typeof HOSTS)[number])!),
        async placeOf(_, { apex }, signal) {
          const id = hostOf(apex ?? '')
          const [zone] = await accesses.get(id)!.find(apex ?? '', signal)
          return { state: 'ready', connection: { id, name: id, kind: 'powerdns' }, zone: zone! }
        },
      },
      emit: () => undefined,
      onFault: (error) => void faults.push(error),
      now: Date.now,
    })
    const { id } = await plans.forScope({ kind: 'domains', keys: KEYS })
    await vi.waitFor(() => expect(plans.get(id).state).toBe('ready'), { timeout: PATIENCE, interval: 100 })
    expect(faults).toEqual([])
    expect(plans.get(id).totals).toMatchObject({
      domains: DOMAINS,
      change: DOMAINS,
      zones: ZONES,
      connections: 3,
    })
    const { zones } = plans.writes(id, new Set())
    expect(zones).toHaveLength(ZONES)

    const path = join(folder, 'profile.sqlite')
    const profile = openProfile(path)
    const runId = profile.published.add(
      { state: 'running', startedAt: Date.now(), undoes: null, domains: DOMAINS },
      zones,
    )
    profile.close()
    for (const apex of EDITED) {
      const access = accesses.get(hostOf(apex))!
      const [zone] = await access.find(apex, AbortSignal.timeout(PATIENCE))
      const held = await access.read(zone!, [apex], AbortSignal.timeout(PATIENCE))
      const before = held.rrsets.find(({ name, type }) => name === `d0.${apex}` && type === 'TXT')
      if (before === undefined || !('data' in before)) throw new Error('there is no such RRset')
      const after = { ...before, data: [...before.data, { type: 'TXT' as const, strings: ['newer'] }] }
      const { state } = await access.write(
        zone!,
        [{ name: before.name, type: before.type, before, after }],
        AbortSignal.timeout(PATIENCE),
      )
      expect(state).toBe('written')
    }

    killAt = [1, 2, 20, 60, 61, 110, 150, 200, 250, 290].map((at, order) => ({
      at,
      moment: order % 2 === 0 ? 'before' : 'after',
    }))
    const hosts = Object.fromEntries(
      HOSTS.map((host) => [
        host,
        { url: proxies.get(host)?.url ?? '', apiKey: servers.get(host)?.apiKey ?? '' },
      ]),
    )
    let end: PublishRun | null = null
    for (let starts = 0; end === null && starts < 40; starts++) end = await runApp({ profile: path, hosts })
    expect(complaints).toBe('')
    expect(kills).toBe(10)
    const kept = openProfile(path)
    expect(
      kept.published.zones(runId, 'failed', 0, 10).map(({ zone, message }) => `${zone}: ${message}`),
    ).toEqual([])
    kept.close()
    expect(end).toMatchObject({
      id: runId,
      state: 'done',
      zones: { written: ZONES - EDITED.length, conflict: EDITED.length, unknown: 0, failed: 0, waiting: 0 },
    })

    const taken = new Map([...proxies.values()].flatMap((proxy) => [...proxy.taken]))
    expect([...taken.values()].filter((many) => many !== 1)).toEqual([])
    expect(taken.size).toBe(ZONES - EDITED.length)
    for (const write of zones) {
      const access = accesses.get(hostOf(write.zone))!
      const [zone] = await access.find(write.zone, AbortSignal.timeout(PATIENCE))
      const { rrsets } = await access.read(zone!, [write.zone], AbortSignal.timeout(PATIENCE))
      const isEdited = EDITED.includes(write.zone)
      for (const { name, type, before, after } of write.changes) {
        const found = rrsets.find((set) => set.name === name && set.type === type)
        const set = found !== undefined && 'data' in found ? found : null
        if (!isEdited) expect(hasSameData(set, after), `${name} ${type}`).toBe(true)
        else if (name !== `d0.${write.zone}` || type !== 'TXT')
          expect(hasSameData(set, before), `${name} ${type}`).toBe(true)
      }
    }
    const left = EDITED.flatMap((apex) => KEYS.filter(({ name }) => name.endsWith(`.${apex}`)))
    expect(watched.size).toBe(DOMAINS - left.length)
    await plans.close()
  },
  PATIENCE,
)
