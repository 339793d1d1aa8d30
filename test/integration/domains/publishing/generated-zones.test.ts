import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { takingBack } from '../../../../src/main/domains/publishing/given/taking-back'
import type { PublishPlan } from '../../../../src/preload/contract/publishing'
import { exampleZone, startLab, type Lab } from '../../../dns-server/lab'
import { newTsigKey } from '../../../dns-server/primary'
import { beyondPlan, differences, type DugZones } from './generated/compare-zones'
import { digZone } from './generated/dig-zone'
import { GENERATED_HOSTS, type GeneratedHost } from './generated/servers'
import { wrongSignatures } from './generated/verify-zone'
import { randomOf, zoneLines, type Random } from './generated/zone-lines'
import { delegations, PRIMARY, publishPlace, zoneText, type PublishPlace } from './publish-place'
import { expected, PROVIDER } from './wanted-records'

const ACCOUNT = 'a'
const LOOP = 60_000
/** Milliseconds for the zones of one server, on a busy computer. */
const PATIENCE = 120_000
/** Of the generated lines, and of who decides on what. */
const SEED = 8
/** Zones of each server. */
const ZONES = 2
/** Domains of each zone, which are planned together. */
const DOMAINS = [
  ...['@', 'mg', 'news.mg', 'a.b'],
  // Names of its records are as long as names can be, and some that are asked about besides would be longer.
  ['x', 'y', 'z'].map((sign) => sign.repeat(63)).join('.') + '.' + 'w'.repeat(30),
]

const apexesOf = ({ zones }: GeneratedHost): string[] =>
  Array.from({ length: ZONES }, (_, at) => `${zones}${at}.com`)

/** Lines that the server loads, and compares as they are. */
function linesFor(host: GeneratedHost, random: Random): string[] {
  const { isSigned, comparesSpelling, refusesOddHosts } = host
  return zoneLines(random, DOMAINS).map((line) => {
    const spelt =
      comparesSpelling === true ? line.replace(String.raw`\; and \032two\032`, '; and  two ') : line
    const hosts = refusesOddHosts === true ? spelt.replace(String.raw`odd\.label\032x`, 'plain') : spelt
    // Signatures live for days, and a record no longer than they do.
    return isSigned ? hosts.replace(/ (?:604800|2147483647) IN/, ' 86399 IN') : hosts
  })
}

describe('zones of many record types', () => {
  let lab: Lab

  beforeAll(async () => {
    const apexes = GENERATED_HOSTS.flatMap(apexesOf)
    lab = await startLab({
      com: delegations(apexes),
      stubs: Object.fromEntries(apexes.map((apex) => [apex, [PRIMARY]])),
      first: { 'example.com': exampleZone(PROVIDER) },
    })
  })
  afterAll(() => lab.stop())

  it.each(GENERATED_HOSTS)(
    'change as planned alone, and come back octet by octet: $name',
    async (host) => {
      const random = randomOf(SEED)
      const [key, reader] = [newTsigKey(), newTsigKey('reader')]
      const transfer = host.isTransferred !== false
      const apexes = apexesOf(host)
      const zones = Object.fromEntries(apexes.map((apex) => [apex, zoneText(apex, linesFor(host, random))]))
      const { server, access } = await host.start({
        ...{ zones, keys: [key], readers: [reader], transfer },
        ...{ host: PRIMARY, port: lab.port },
      })
      const place = publishPlace({ lab, access, expected })
      const flow = flowOf(place)
      const dug = (): DugZones => new Map(apexes.map((apex) => [apex, digZone(server, reader, apex)]))
      const signatures = (): string[] =>
        host.isSigned ? apexes.flatMap((apex) => wrongSignatures(server, reader, apex)) : []
      try {
        await vi.waitFor(() => expect(signatures()).toEqual([]), { timeout: LOOP, interval: 200 })
        const before = dug()
        const names = apexes.flatMap((apex) =>
          DOMAINS.map((name) => (name === '@' ? apex : `${name}.${apex}`)),
        )
        const keys = names.map((name) => ({ accountId: ACCOUNT, name }))
        let id = await flow.ready(await place.plans.forScope({ kind: 'domains', keys }))
        for (const at of names.keys()) if (random() < 0.8) id = await flow.acceptAll(id, at)
        const lines = names.map((_, at) => place.plans.line(id, at))
        const { runId, unwritten } = await flow.write(id)
        expect(unwritten).toEqual([])
        expect(beyondPlan(lines, before, dug())).toEqual([])
        expect(signatures()).toEqual([])
        expect(lines.filter(({ verdict }) => verdict === 'change').length).toBeGreaterThan(names.length / 2)

        const undo = await flow.ready(place.plans.start(takingBack(place.runs.stored(runId), null)))
        const undone = Array.from({ length: place.plans.get(undo).total }, (_, at) =>
          place.plans.line(undo, at),
        )
        expect(
          undone.filter(({ verdict, decisions }) => verdict !== 'change' || decisions.length > 0),
        ).toEqual([])
        expect((await flow.write(undo)).unwritten).toEqual([])
        expect(differences(before, dug())).toEqual([])
        expect(signatures()).toEqual([])
        expect(place.faults).toEqual([])
      } finally {
        await place.close()
        await server.stop()
      }
    },
    PATIENCE,
  )
})

function flowOf({ plans, runs }: PublishPlace) {
  const patience = { timeout: LOOP, interval: 20 }
  return {
    async ready({ id }: PublishPlan): Promise<number> {
      await vi.waitFor(() => expect(plans.get(id).state).toBe('ready'), patience)
      return id
    },
    /** Decides on every change of a domain that waits for that. */
    async acceptAll(id: number, position: number): Promise<number> {
      let last = id
      for (;;) {
        const open = plans.line(last, position).decidable.find(({ isAccepted }) => !isAccepted)
        if (open === undefined) return last
        last = (await plans.decide(last, { position, change: open.id, accept: true })).id
      }
    },
    async write(id: number): Promise<{ runId: number; unwritten: unknown[] }> {
      const { zones, undoes } = plans.writes(id, new Set())
      const run = runs.start(zones, undoes)
      await vi.waitFor(() => expect(runs.get(run.id).state).not.toBe('running'), patience)
      const { items } = runs.zones(run.id, null, 0, 1_000)
      return {
        runId: run.id,
        unwritten: items.filter(({ state, message }) => state !== 'written' || message !== ''),
      }
    },
  }
}
