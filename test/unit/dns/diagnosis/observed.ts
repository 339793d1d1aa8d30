import { diagnose, furtherQuestions } from '../../../../src/main/dns/diagnose'
import type { Neighbour } from '../../../../src/main/dns/diagnosis/findings/neighbour'
import { distinct, questionKey, questionsFor } from '../../../../src/main/dns/diagnosis/answers/questions'
import { wildcardProbes } from '../../../../src/main/dns/observe/wildcard-probes'
import type {
  Answer,
  Answered,
  Observation,
  Question,
  QuestionType,
  ResourceRecord,
  Server,
  ZoneCut,
  ZoneServer,
  ZoneView,
} from '../../../../src/preload/contract/dns-answer'
import type { DnsRecord } from '../../../../src/preload/contract/domain'
import type { DomainCheck, Finding } from '../../../../src/preload/contract/findings'
import { KEY } from './keys'

export const NOW = Date.UTC(2026, 0, 15, 12)
const TTL = 300
const NEGATIVE_TTL = 900
export const APEX = 'example.com'
export const DOMAIN = 'mg.example.com'

export const NS1: Server = {
  id: 'ns1.example.net',
  name: 'ns1.example.net',
  kind: 'authoritative',
  address: '192.0.2.1:53',
}
export const NS2: Server = { ...NS1, id: 'ns2.example.net', name: 'ns2.example.net', address: '192.0.2.2:53' }
export const SYSTEM: Server = {
  id: 'system',
  name: 'System resolver',
  kind: 'system',
  address: '192.0.2.53:53',
}
export const PUBLIC: Server = { id: 'quad9', name: 'Quad9', kind: 'public', address: '9.9.9.9:53' }

/** A record of the world: owner name, type, data as a person writes them, TTL in seconds. */
export type Row = readonly [name: string, type: QuestionType | 'DNAME', value: string, ttl?: number]

/** What DNS holds, and how its servers behave. */
export interface World {
  readonly domain?: string
  readonly expected?: readonly DnsRecord[]
  /** Everything in DNS, in the zone and out of it; a name may start with `*`. */
  readonly rows: readonly Row[]
  /** What a server has instead of the rows. */
  readonly held?: ReadonlyMap<Server, readonly Row[]>
  /** Servers that do not answer, by the reason or rcode. */
  readonly failing?: ReadonlyMap<Server, 'timeout' | 'SERVFAIL' | 'not-authoritative'>
  readonly servers?: readonly Server[]
  readonly zone?: Partial<ZoneView>
  /** Other sending domains that are known. */
  readonly neighbours?: readonly Neighbour[]
  /** Parts of the zone that are delegated on, to servers that `servers` has too. */
  readonly cuts?: readonly ZoneCut[]
  /** Rounds of further questions that are asked; all by default. */
  readonly rounds?: number
}

/** The records a provider wants for `mg.example.com`, all found valid when it last looked. */
export function expectedRecords(change: Partial<DnsRecord> = {}, domain = DOMAIN): DnsRecord[] {
  const record = (
    purpose: DnsRecord['purpose'],
    type: DnsRecord['type'],
    name: string,
    value: string,
    priority: number | null = null,
  ): DnsRecord => ({
    ...{ purpose, type, name, value, priority, valid: 'valid' as const, cached: [], isActive: true },
    ...change,
  })
  return [
    record('sending', 'TXT', domain, 'v=spf1 include:mail.provider.test ~all'),
    record('sending', 'TXT', `mx._domainkey.${domain}`, `k=rsa; p=${KEY}`),
    record('sending', 'CNAME', `email.${domain}`, 'track.provider.test'),
    record('receiving', 'MX', domain, 'mxa.provider.test', 10),
    record('receiving', 'MX', domain, 'mxb.provider.test', 10),
  ]
}

/** The provider's own names, and policies that leave nothing to advise. */
export const SURROUNDINGS: readonly Row[] = [
  ['mail.provider.test', 'TXT', 'v=spf1 ip4:198.51.100.0/24 ~all'],
  ['mxa.provider.test', 'A', '198.51.100.1'],
  ['mxb.provider.test', 'A', '198.51.100.2'],
  ['track.provider.test', 'A', '198.51.100.3'],
  ['_dmarc.example.com', 'TXT', 'v=DMARC1; p=reject'],
  ['_mta-sts.mg.example.com', 'TXT', 'v=STSv1; id=20260101T000000;'],
  ['_smtp._tls.mg.example.com', 'TXT', 'v=TLSRPTv1; rua=mailto:tls@example.com'],
  ['default._bimi.example.com', 'TXT', 'v=BIMI1; l=https://example.com/logo.svg'],
]

/** Every expected record as it must be. */
export const HEALTHY: readonly Row[] = [...expectedRecords().map(rowOf), ...SURROUNDINGS]

function rowOf({ name, type, value, priority }: DnsRecord): Row {
  return [name, type, type === 'MX' ? `${priority ?? 10} ${value}` : value]
}

/** The healthy rows without those of a name (and type), and with others. */
export function healthyBut(
  without: readonly (readonly [name: string, type?: QuestionType])[],
  rows: readonly Row[] = [],
): Row[] {
  const kept = HEALTHY.filter(
    ([name, type]) => !without.some(([n, t]) => n === name && (t === undefined || t === type)),
  )
  return [...kept, ...rows]
}

/** Asks a world all that the diagnoses need, as the observer does, and diagnoses. */
export function check(world: World): DomainCheck {
  return diagnose(observe(world), world.expected ?? expectedRecords(), world.neighbours)
}

/** All findings of a check. */
export function findingsOf(result: DomainCheck): Finding[] {
  return [...result.findings, ...result.records.flatMap(({ findings }) => findings)]
}

export function observe(world: World): Observation {
  const { domain = DOMAIN, expected = expectedRecords(), servers = [NS1, NS2, SYSTEM, PUBLIC] } = world
  const zone = zoneView(world, servers, domain)
  const { records, surroundings } = questionsFor(domain, expected, zone.organizational)
  const probes = wildcardProbes(records, zone.apex ?? APEX, 'made-up-name-3f1c')
  const ask = (questions: readonly Question[]): Answer[] =>
    distinct(questions).flatMap((question) => servers.map((server) => answer(world, server, question)))
  let observation: Observation = {
    ...{ domain, zone, probes, cuts: [...(world.cuts ?? [])], unvalidated: [] },
    ...{ startedAt: NOW, finishedAt: NOW + 50, complete: true },
    answers: ask([...records, ...surroundings]),
  }
  for (let round = 0; round < (world.rounds ?? 20); round++) {
    const further = furtherQuestions(observation, expected, world.neighbours)
    if (further.length === 0) break
    const asked = new Set(observation.answers.map(({ question }) => questionKey(question)))
    if (further.some((question) => asked.has(questionKey(question)))) throw new Error('Asked twice.')
    observation = { ...observation, answers: [...observation.answers, ...ask(further)] }
  }
  return observation
}

function zoneView(world: World, servers: readonly Server[], domain: string): ZoneView {
  const isOfCut = ({ name }: Server): boolean => cutOf(world, name) !== undefined
  const hosts = servers.filter((server) => server.kind === 'authoritative' && !isOfCut(server))
  const names = hosts.map(({ name }) => name)
  const zoneServers: ZoneServer[] = hosts.map(({ name, address }) => ({
    ...{ host: name, address, inParent: true, inChild: true, lame: null, serial: 7, names },
  }))
  return {
    name: domain,
    apex: APEX,
    organizational: APEX,
    state: 'found',
    reason: '',
    parent: 'com',
    above: [],
    delegation: names,
    nameServers: names,
    servers: zoneServers,
    bounded: false,
    direct: true,
    signedDelegation: false,
    dnssec: 'insecure',
    soa: { mname: NS1.name, serial: 7, minimum: NEGATIVE_TTL, ttl: 3600 },
    answers: [],
    ...world.zone,
  }
}

/** The part of the zone that a server holds alone. */
function cutOf({ cuts = [] }: World, host: string): ZoneCut | undefined {
  return cuts.find(({ servers }) => servers.some((server) => server.host === host))
}

/** What a server of the zone says of a name that is delegated on (RFC 1034 section 4.3.2). */
function referral(cut: ZoneCut): Pick<Answered, 'rcode' | 'rcodeName' | 'answers' | 'authority'> {
  const authority = cut.nameServers.map((target) => ({
    ...{ name: cut.apex, ttl: TTL, target },
    type: 'NS' as const,
  }))
  return { rcode: 0, rcodeName: 'NOERROR', answers: [], authority }
}

/** An answer without records. */
export function answered(server: Server, question: Question, rcode: 0 | 3): Answer {
  const rows: readonly Row[] = rcode === 3 ? [] : [[`below.${question.name}`, 'A', '192.0.2.1']]
  return answer({ rows, zone: { apex: question.name } }, server, question)
}

/** What a server of the world answers. */
export function answer(world: World, server: Server, question: Question): Answer {
  const base = { server, question, transport: 'udp' as const, at: NOW, took: 3, tries: 1 }
  const failing = world.failing?.get(server)
  if (failing === 'timeout') {
    return { ...base, outcome: { kind: 'none', reason: 'timeout', message: 'Nothing came.' } }
  }
  const rows = world.held?.get(server) ?? world.rows
  const ofCut = cutOf(world, server.name)
  const apex = ofCut?.apex ?? world.zone?.apex ?? APEX
  const isOwn = server.kind === 'authoritative'
  const isIn = (name: string, zone: string): boolean => name === zone || name.endsWith(`.${zone}`)
  const cutAt = (name: string): ZoneCut | undefined =>
    isOwn && ofCut === undefined ? world.cuts?.find((cut) => isIn(name, cut.apex)) : undefined
  const within = (name: string): boolean => isIn(name, apex) && cutAt(name) === undefined
  const answers: ResourceRecord[] = []
  let owner = question.name
  let exists = false
  let isAbsent = false
  for (let links = 0; links < 10; links++) {
    if (isOwn && !within(owner)) break
    const at = rowsAt(rows, owner)
    exists = exists || at.length > 0 || rows.some(([name]) => name.endsWith(`.${owner}`))
    const direct = at.filter(([, type]) => type === question.type)
    const above = at.length > 0 ? undefined : redirectionAbove(rows, owner)
    if (above !== undefined) answers.push(resourceRecord(above[0], above))
    const alias = above === undefined ? at.find(([, type]) => type === 'CNAME') : ledOn(owner, above)
    exists = exists || alias !== undefined
    // A CNAME beside other data: a server that has both answers with the type that was asked for.
    if (direct.length > 0 || alias === undefined) {
      answers.push(...direct.map((row) => resourceRecord(owner, row)))
      isAbsent = direct.length === 0
      break
    }
    answers.push(resourceRecord(owner, alias))
    owner = alias[2]
  }
  const referred = cutAt(question.name)
  const refused = isOwn && !within(question.name) && referred === undefined
  const rcode = failing === 'SERVFAIL' ? 2 : refused ? 5 : exists ? 0 : 3
  const rcodeName = { 0: 'NOERROR', 2: 'SERVFAIL', 3: 'NXDOMAIN', 5: 'REFUSED' }[rcode]
  const empty = rcode === 2 || rcode === 5
  return {
    ...base,
    outcome: {
      kind: 'answered',
      rcode,
      rcodeName,
      flags: {
        ...{
          aa: isOwn && !refused && referred === undefined && failing !== 'not-authoritative',
          tc: false,
          ra: !isOwn,
          ad: false,
          cd: false,
        },
      },
      answers: empty ? [] : answers,
      authority: [],
      additional: [],
      negativeTtl: isAbsent && !empty ? NEGATIVE_TTL : null,
      denialProof: false,
      signed: false,
      edns: true,
      extendedErrors: [],
      ...(referred === undefined ? {} : referral(referred)),
    },
  }
}

/** RFC 6672 section 2.2: every name below a DNAME is led on. */
function redirectionAbove(rows: readonly Row[], owner: string): Row | undefined {
  return rows.find(([name, type]) => type === 'DNAME' && owner.endsWith(`.${name}`))
}

function ledOn(owner: string, [name, , target]: Row): Row {
  return [owner, 'CNAME', `${owner.slice(0, -name.length)}${target}`]
}

/** Rows at a name; those of the closest wildcard when nothing is at it or below it (RFC 4592 section 3.3.1). */
function rowsAt(rows: readonly Row[], owner: string): Row[] {
  const own = rows.filter(([name]) => name === owner)
  if (own.length > 0 || rows.some(([name]) => name.endsWith(`.${owner}`))) return own
  for (let under = owner; under.includes('.');) {
    under = under.slice(under.indexOf('.') + 1)
    const wild = rows.filter(([name]) => name === `*.${under}`)
    if (wild.length > 0) return wild
    if (rows.some(([name]) => name === under || name.endsWith(`.${under}`))) return []
  }
  return []
}

function resourceRecord(name: string, [, type, value, ttl = TTL]: Row): ResourceRecord {
  switch (type) {
    case 'A':
    case 'AAAA':
      return { name, ttl, type, address: value }
    case 'CNAME':
    case 'DNAME':
    case 'NS':
    case 'PTR':
      return { name, ttl, type, target: value }
    case 'MX': {
      const [preference = '', exchange = ''] = value.split(' ')
      return { name, ttl, type, preference: Number(preference), exchange: exchange === '.' ? '' : exchange }
    }
    case 'TXT':
    case 'SPF': {
      const text = Buffer.from(value, 'utf8').toString('latin1')
      return { name, ttl, type, strings: text.match(/[^]{1,255}/g) ?? [''], text }
    }
    default:
      throw new Error(`The world has no ${type} records.`)
  }
}
