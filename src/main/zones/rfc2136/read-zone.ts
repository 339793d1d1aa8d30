import { ZonedeskError } from '../../../preload/contract/failure'
import type { HostedZone, ZoneContents } from '../zone-access'
import { RCODES, refusedQuestion } from './failures'
import { canonicalName, isWithin } from './name-octets'
import type { AnswerMessage } from './read-answer'
import { ASKED_TYPES, readOwners } from './read-owners'
import { readRecordData, serialOf, typeNumber } from './record-data'
import type { SignedServer } from './signed-server'
import { transferZone } from './transfer'
import { TYPE, writeUpdate } from './write-message'
import { rrsetOf } from './zone-sets'

/**
 * The zone with an apex, where the server says with its signature that it holds it.
 *
 * @returns null where the server does not hold it, or does not let the key ask for it
 * @throws ZonedeskError
 */
export async function findZone(
  server: SignedServer,
  apex: string,
  signal: AbortSignal,
): Promise<HostedZone | null> {
  const name = canonicalName(apex)
  const types = [TYPE.soa, typeNumber('NS'), DNSKEY, BIND_SIGNING]
  const questions = types.map((type) => ({ name, type }))
  const [soa, ns, keys, signing] = await server.ask(questions, signal).catch(unlessRefused)
  if (soa === undefined || ns === undefined || soaOf(soa, name) === undefined) return null
  if (soa.rcode !== RCODES.NOERROR || !soa.isAuthoritative) return null
  const nameServers = ns.answers
    .filter((record) => record.name === name && record.type === typeNumber('NS'))
    .map((record) => readRecordData(ns.octets, record).text.replace(/\.$/, ''))
    .toSorted()
  return {
    ...{ id: name, apex: name },
    nameServers: nameServers.length === 0 ? null : nameServers,
    notWritable: await whyNotWritable(server, name, signal),
    ...(hasType(keys, DNSKEY) && !hasType(signing, BIND_SIGNING) && { caution: SIGNED }),
  }
}

/**
 * The zone by transfer, or by questions where the server does not let the key transfer it.
 *
 * @param owners names that are wanted; those outside the zone are passed over
 * @param now milliseconds since the epoch
 */
export async function readZone(
  server: SignedServer,
  zone: HostedZone,
  owners: readonly string[],
  signal: AbortSignal,
  now: () => number,
): Promise<ZoneContents> {
  const transferred = await transferZone(server, zone.apex, signal)
  if (transferred !== null) {
    const { sets, serial } = transferred
    return { zone, rrsets: sets.map(rrsetOf), extent: 'whole', serial, at: now() }
  }
  const names = [...new Set(owners.map(canonicalName))].filter((name) => isWithin(name, zone.apex))
  const serial = await readSerial(server, zone.apex, signal)
  const contents = await readOwners(server, zone.apex, names, signal)
  return {
    zone,
    rrsets: contents.flatMap(({ sets }) => sets.map(rrsetOf)),
    extent: 'types',
    types: Object.keys(ASKED_TYPES),
    ...{ serial, at: now() },
  }
}

/** @throws ZonedeskError where the server does not answer with the zone's SOA record */
export async function readSerial(server: SignedServer, apex: string, signal: AbortSignal): Promise<number> {
  const [answer] = await server.ask([{ name: apex, type: TYPE.soa }], signal)
  const soa = answer === undefined ? undefined : soaOf(answer, apex)
  if (answer === undefined || soa === undefined) throw refusedQuestion(answer?.rcode ?? RCODES.SERVFAIL, apex)
  return serialOf(answer.octets, soa)
}

function soaOf({ answers }: AnswerMessage, apex: string): AnswerMessage['answers'][number] | undefined {
  return answers.find(({ name, type }) => name === apex && type === TYPE.soa)
}

/** RFC 4034 section 2. */
const DNSKEY = 48
/** BIND keeps the state of its own signing in records of this type at the apex ("sig-signing-type" in its manual). */
const BIND_SIGNING = 65_534
const SIGNED =
  'The zone is signed (DNSSEC), and Zonedesk cannot see whether this server signs what is written. If the server does not, resolvers that validate refuse the zone after a change. Ask whoever runs the server before the first write.'

const NOT_ALLOWED = 'The server does not let this key change the zone.'

function hasType(message: AnswerMessage | undefined, type: number): boolean {
  return message?.answers.some((record) => record.type === type) ?? false
}

/** A server that refuses to answer for a zone does not hold it for this key, whether it signs that or not. */
function unlessRefused(error: unknown): AnswerMessage[] {
  if (error instanceof ZonedeskError && error.failure.code === 'forbidden') return []
  throw error
}

/**
 * An update without prerequisites and without changes changes nothing, and is refused like any other (RFC 2136 section
 * 3.3). A refusal is taken as one without a signature too, because servers do not sign every one, and because all that
 * follows from it is that nothing is written. Servers that allow some names alone say so when one is written.
 */
async function whyNotWritable(
  server: SignedServer,
  apex: string,
  signal: AbortSignal,
): Promise<string | null> {
  const outcome = await server.update((id) => writeUpdate(id, apex, [], []), signal)
  if (outcome.kind === 'lost') {
    // The key signed the answers before, so a server that does not want it now does not want it here.
    const { code } = outcome.error.failure
    return code === 'forbidden' || code === 'unauthorized' ? NOT_ALLOWED : null
  }
  switch (outcome.message.rcode) {
    case RCODES.REFUSED:
      return NOT_ALLOWED
    case RCODES.NOTAUTH:
      return 'The server is not the primary of the zone.'
    case RCODES.NOTIMP:
      return 'The server takes no updates.'
    default:
      return null
  }
}
