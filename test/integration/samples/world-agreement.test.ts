import { afterAll, beforeAll, expect, it } from 'vitest'
import type { DnsClient } from '../../../src/main/dns/client/dns-client'
import { sampleData } from '../../../src/main/samples/data/sample-data'
import { World, WORLD_RESOLVERS } from '../../../src/main/samples/world/world'
import { worldClient } from '../../../src/main/samples/world/world-access'
import { worldZones, type WorldZone } from '../../../src/main/samples/world/zone-content'
import type { Answer, Question, QuestionType, Server } from '../../../src/preload/contract/dns-answer'
import { type DnsServer, startDnsServer, zoneFor, type ZoneRecord } from '../../dns-server/knot'
import { authoritative, clientFor } from '../dns/clients'

const TYPES: readonly QuestionType[] = ['A', 'AAAA', 'CNAME', 'MX', 'TXT']

const zones = worldZones(sampleData(), () => 'now').filter(({ held }) => held.length === 0)
let knot: DnsServer
let real: DnsClient
let own: DnsClient

beforeAll(async () => {
  knot = await startDnsServer({
    zones: Object.fromEntries(zones.map(({ apex, rows }) => [apex, zoneFor(apex, rows.map(zoneRecord))])),
  })
  real = clientFor()
  own = worldClient(new World(worldZones(sampleData(), () => 'now')))
})
afterAll(async () => {
  real.close()
  own.close()
  await knot.stop()
})

function zoneRecord({ name, type, value }: WorldZone['rows'][number]): ZoneRecord {
  if (type !== 'MX') return { name, type, value }
  const [priority = '', host = ''] = value.split(' ')
  return { name, type, priority, value: host }
}

/** Names of a zone, names between them, names that a wildcard covers, and one that is not there. */
function namesIn({ apex, rows }: WorldZone): string[] {
  const names = new Set([apex, `nothing.${apex}`])
  for (const row of rows) {
    for (
      let name = row.name.replace('*', 'anything');
      name !== apex;
      name = name.slice(name.indexOf('.') + 1)
    ) {
      names.add(name)
    }
  }
  return [...names].toSorted()
}

/** The server of a zone that serves it; undefined where none does. */
async function serverOf({ servers, trouble }: WorldZone): Promise<Server | undefined> {
  const host = servers.find((server) => trouble?.[server] === undefined)
  if (host === undefined) return undefined
  const [resolver] = WORLD_RESOLVERS
  const question = { name: host, type: 'A' } as const
  const { outcome } = await own.ask({ server: resolver!, question, recursionDesired: true })
  const record = outcome.kind === 'answered' ? outcome.answers[0] : undefined
  return record?.type === 'A' ? authoritative(`${record.address}:53`) : undefined
}

/** What an answer says, without lifetimes and without the names of the servers. */
function said({ outcome }: Answer): unknown {
  if (outcome.kind === 'none') return outcome.reason
  const { rcodeName, flags, answers, authority } = outcome
  return {
    rcodeName,
    aa: flags.aa,
    answers: answers.map(({ ttl: _, ...record }) => JSON.stringify(record)).toSorted(),
    isAbsence: authority.some(({ type }) => type === 'SOA'),
  }
}

it('answers what a real server answers with the same zones', async () => {
  let asked = 0
  const differences: unknown[] = []
  for (const zone of zones) {
    const server = await serverOf(zone)
    if (server === undefined) continue
    for (const name of namesIn(zone)) {
      for (const type of TYPES) {
        const question: Question = { name, type }
        const [ours, theirs] = await Promise.all([
          own.ask({ server, question, recursionDesired: false }),
          real.ask({ server: authoritative(knot.address), question, recursionDesired: false }),
        ])
        asked += 1
        const [mine, right] = [JSON.stringify(said(ours)), JSON.stringify(said(theirs))]
        if (mine !== right) differences.push({ question, mine, right })
      }
    }
  }
  expect(differences).toEqual([])
  expect(asked).toBeGreaterThan(1_000)
})
