import type { Question, ResourceRecord, Server } from '../../../preload/contract/dns-answer'
import { RCODE } from '../../dns/wire/record-types'
import { isWithin } from '../../names/zone-cut'
import { resourceRecord } from './resource-record'
import type { Published, WorldRow, WorldZone } from './zone-content'
import { ZoneRows } from './zone-rows'

/** What a server answers. */
export interface WorldAnswer {
  readonly rcode: number
  readonly aa: boolean
  readonly ra: boolean
  readonly ad: boolean
  readonly answers: ResourceRecord[]
  readonly authority: ResourceRecord[]
  readonly additional: ResourceRecord[]
}

/** The resolvers of the world. Addresses are for documentation (RFC 5737). */
export const WORLD_RESOLVERS: readonly Server[] = [
  { id: 'system', name: 'System resolver', kind: 'system', address: '192.0.2.53:53' },
  { id: 'public', name: 'Public resolver', kind: 'public', address: '192.0.2.54:53' },
]

/** The zone above all others, and who keeps it. */
const TOP: WorldZone = {
  apex: 'example',
  host: null,
  servers: ['a.registry.example', 'b.registry.example'],
  rows: [],
  held: [],
}
/** Aliases followed in one answer. */
const MOST_LINKS = 10
/** Seconds. */
const NEGATIVE_TTL = 900
const SERIAL = 2_026_010_101

const FAILED = { aa: false, ad: false, answers: [], authority: [], additional: [] }

/**
 * A DNS of the app's own: the zones of the sample domains, the servers that keep them, and resolvers that ask these.
 * There is nothing else in it, and nothing of it is in the network.
 */
export class World {
  readonly #zones: readonly WorldZone[]
  readonly #addresses = new Map<string, string>()
  readonly #hosts = new Map<string, string>()
  /** What was published since, and taken out. */
  #published: Published
  readonly #rows = new Map<string, ZoneRows>()

  constructor(zones: readonly WorldZone[], published: Published = { added: [], removed: [] }) {
    this.#zones = [TOP, ...zones].toSorted((a, b) => b.apex.length - a.apex.length)
    this.#published = published
    const hosts = new Set([TOP, ...zones].flatMap(({ servers, child = [] }) => [...servers, ...child]))
    ;[...hosts].toSorted().forEach((host, index) => {
      const address = `198.51.100.${index + 1}`
      this.#addresses.set(host, address)
      this.#hosts.set(address, host)
    })
  }

  /** The apex of the zone a name is in; null for a name outside of every zone that is registered. */
  apexOf(name: string): string | null {
    const { apex } = this.#zoneOf(name) ?? TOP
    return apex === TOP.apex ? null : apex
  }

  publish(published: Published): void {
    this.#published = published
    this.#rows.clear()
  }

  /**
   * @param address of a server, without port
   * @returns null when it says nothing
   */
  answer(address: string, question: Question, checkingDisabled: boolean): WorldAnswer | null {
    const resolver = WORLD_RESOLVERS.find((one) => one.address === `${address}:53`)
    if (resolver !== undefined) return this.#resolved(resolver.id, question, checkingDisabled)
    const host = this.#hosts.get(address)
    return host === undefined ? null : this.#authoritative(host, question)
  }

  #authoritative(host: string, question: Question): WorldAnswer | null {
    const { name } = question
    const kept = this.#zones.filter(
      ({ servers, child = [] }) => servers.includes(host) || child.includes(host),
    )
    const zone = kept.find(({ apex }) => isWithin(name, apex) && !(question.type === 'DS' && apex === name))
    if (zone === undefined) return { ...FAILED, rcode: RCODE.REFUSED, ra: false }
    const trouble = zone.trouble?.[host]
    if (trouble === 'silent') return null
    if (trouble === 'refused') return { ...FAILED, rcode: RCODE.REFUSED, ra: false }
    const cut = this.#cutBelow(zone, name)
    if (cut !== undefined && !(question.type === 'DS' && cut.apex === name)) {
      const additional = cut.servers.flatMap((server) => this.#glue(server, zone.apex))
      return {
        ...FAILED,
        rcode: RCODE.NOERROR,
        ra: false,
        authority: nsRecords(cut.apex, cut.servers),
        additional,
      }
    }
    const answer = this.#looked(zone, host, question)
    return { ...answer, aa: trouble !== 'not-authoritative' }
  }

  #resolved(by: string, question: Question, checkingDisabled: boolean): WorldAnswer {
    const address = this.#addresses.get(question.name)
    if (address !== undefined && this.#zoneOf(question.name)?.apex !== question.name) {
      const answers =
        question.type === 'A' ? [resourceRecord({ name: question.name, type: 'A', value: address })] : []
      return { ...FAILED, rcode: RCODE.NOERROR, ra: true, answers }
    }
    const answers: ResourceRecord[] = []
    let { name } = question
    for (let link = 0; link < MOST_LINKS; link++) {
      const asked = { name, type: question.type }
      const zone = this.#zoneOf(name, question.type === 'DS')
      if (zone === undefined || (zone.dnssec === 'bogus' && !checkingDisabled) || isUnserved(zone)) {
        return { ...FAILED, rcode: RCODE.SERVFAIL, ra: true }
      }
      const found = this.#looked(zone, by, asked)
      answers.push(...found.answers)
      const last = found.answers.at(-1)
      const leadsOut =
        last?.type === 'CNAME' && question.type !== 'CNAME' && !isWithin(last.target, zone.apex)
      if (!leadsOut) {
        return { ...found, answers, aa: false, ra: true, ad: zone.dnssec === 'secure' && !checkingDisabled }
      }
      name = last.target
    }
    return { ...FAILED, rcode: RCODE.SERVFAIL, ra: true }
  }

  /** What is in a zone, aliases within it followed (RFC 1034 4.3.2). */
  #looked(zone: WorldZone, by: string, question: Question): WorldAnswer {
    const rows = this.#rowsOf(zone, by)
    const answers: ResourceRecord[] = []
    const found = (rcode: number, isAbsent: boolean): WorldAnswer => ({
      ...{ rcode, aa: true, ra: false, ad: false, answers, additional: [] },
      authority: isAbsent ? [this.#soa(zone, by)] : [],
    })
    let owner = question.name
    for (let link = 0; link < MOST_LINKS && isWithin(owner, zone.apex); link++) {
      const own = this.#ownRecords(zone, by, owner, question.type)
      if (own !== null) {
        answers.push(...own)
        return found(RCODE.NOERROR, own.length === 0)
      }
      const at = rows.at(owner)
      const redirection = at.length > 0 ? undefined : rows.redirectionAbove(owner)
      if (redirection !== undefined) answers.push(resourceRecord(redirection, zone.ttl))
      const alias =
        redirection === undefined ? at.find(({ type }) => type === 'CNAME') : ledOn(owner, redirection)
      const direct = at.filter(({ type }) => type === question.type)
      if (direct.length > 0 || alias === undefined) {
        answers.push(...direct.map((row) => resourceRecord({ ...row, name: owner }, zone.ttl)))
        const exists = owner === zone.apex || at.length > 0 || rows.isAbove(owner) || this.#isDelegated(owner)
        return found(exists ? RCODE.NOERROR : RCODE.NXDOMAIN, direct.length === 0)
      }
      answers.push(resourceRecord({ ...alias, name: owner }, zone.ttl))
      if (question.type === 'CNAME') return found(RCODE.NOERROR, false)
      owner = alias.value
    }
    return found(RCODE.NOERROR, false)
  }

  /** The records of a zone that its file does not list: SOA and NS at the apex, DS where it delegates. */
  #ownRecords(zone: WorldZone, by: string, owner: string, type: Question['type']): ResourceRecord[] | null {
    if (type === 'DS') {
      const child = this.#zones.find(({ apex }) => apex === owner)
      return child?.dnssec === undefined ? [] : [DS(owner)]
    }
    if (owner !== zone.apex) return null
    if (type === 'SOA') return [this.#soa(zone, by)]
    return type === 'NS' ? nsRecords(zone.apex, zone.child ?? zone.servers) : null
  }

  #rowsOf(zone: WorldZone, by: string): ZoneRows {
    const holder = zone.held.some((one) => one.by === by) ? by : ''
    const id = `${zone.apex} ${holder}`
    const known = this.#rows.get(id)
    if (known !== undefined) return known
    const rows = new ZoneRows(this.#listed(zone, holder))
    this.#rows.set(id, rows)
    return rows
  }

  /** The records of a zone as one server or resolver has them. */
  #listed(zone: WorldZone, by: string): WorldRow[] {
    const { added, removed } = this.#published
    const published = zone.rows
      .filter((row) => !removed.some((other) => isSame(row, other)))
      .concat(added.filter(({ name }) => this.#zoneOf(name)?.apex === zone.apex))
    const held = zone.held.filter((one) => one.by === by)
    if (held.length === 0) return published
    return published
      .filter((row) => !held.some(({ name, type }) => name === row.name && type === row.type))
      .concat(held.flatMap(({ name, type, value }) => (value === null ? [] : [{ name, type, value }])))
  }

  #zoneOf(name: string, isParent = false): WorldZone | undefined {
    return this.#zones.find(({ apex }) => isWithin(name, apex) && !(isParent && apex === name))
  }

  #cutBelow(zone: WorldZone, name: string): WorldZone | undefined {
    const below = this.#zones.filter(
      ({ apex }) => apex !== zone.apex && isWithin(apex, zone.apex) && isWithin(name, apex),
    )
    return below.at(-1)
  }

  #isDelegated(name: string): boolean {
    return this.#zones.some(({ apex }) => isWithin(apex, name))
  }

  #glue(host: string, zone: string): ResourceRecord[] {
    const address = this.#addresses.get(host)
    if (address === undefined || !isWithin(host, zone)) return []
    return [resourceRecord({ name: host, type: 'A', value: address })]
  }

  #soa({ apex, servers, serials }: WorldZone, by: string): ResourceRecord {
    return {
      ...{ name: apex, type: 'SOA', ttl: 3600, mname: servers[0] ?? apex, rname: `hostmaster.${apex}` },
      ...{ serial: serials?.[by] ?? SERIAL, refresh: 7200, retry: 1800, expire: 1_209_600 },
      minimum: NEGATIVE_TTL,
    }
  }
}

function isUnserved({ servers, trouble }: WorldZone): boolean {
  return servers.every((server) => trouble?.[server] !== undefined)
}

function nsRecords(name: string, hosts: readonly string[]): ResourceRecord[] {
  return hosts.map((target) => ({ name, ttl: 3600, type: 'NS', target }))
}

function DS(name: string): ResourceRecord {
  return {
    name,
    ttl: 3600,
    type: 'DS',
    keyTag: 12_345,
    algorithm: 13,
    digestType: 2,
    digest: '00'.repeat(32),
  }
}

function isSame(a: WorldRow, b: WorldRow): boolean {
  return a.name === b.name && a.type === b.type && a.value === b.value
}

function ledOn(owner: string, { name, value }: WorldRow): WorldRow {
  return { name: owner, type: 'CNAME', value: `${owner.slice(0, -name.length)}${value}` }
}
