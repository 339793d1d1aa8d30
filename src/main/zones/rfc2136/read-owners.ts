import { RCODES, refusedQuestion } from './failures'
import { ancestorsWithin } from './name-octets'
import type { AnswerMessage } from './read-answer'
import type { SignedServer } from './signed-server'
import { CLASS, TYPE, writeUpdate, type WireQuestion } from './write-message'
import { ZoneSets, type ZoneSet } from './zone-sets'

/**
 * The types that are asked for, by their mnemonics. Source: IANA "Resource Record (RR) TYPEs"; obsolete ones, and those
 * of signatures, which the server makes, are left out.
 */
export const ASKED_TYPES: Readonly<Record<string, number>> = {
  ...{ A: 1, NS: 2, CNAME: 5, SOA: 6, PTR: 12, HINFO: 13, MX: 15, TXT: 16, AAAA: 28, LOC: 29, SRV: 33 },
  ...{ NAPTR: 35, DNAME: 39, DS: 43, SSHFP: 44, TLSA: 52, SMIMEA: 53, OPENPGPKEY: 61, SVCB: 64, HTTPS: 65 },
  ...{ SPF: 99, URI: 256, CAA: 257 },
}
const CNAME = 5
const DNAME = 39
const NS = 2

/** What stands at one name. */
export interface OwnerContents {
  readonly name: string
  readonly sets: readonly ZoneSet[]
  /** Whether nothing at all stands at the name, as the server says (NXDOMAIN). */
  readonly isAbsent: boolean
  /** What above the name keeps its records from being seen, in a few words, such as "a delegation at a.example.com". */
  readonly hiddenBy: string | null
}

/**
 * Asks for the RRsets at names of a zone, type by type, and for ANY. Records that a wildcard or a DNAME record made up for
 * a name are not taken for its own (RFC 4592 section 2.2, RFC 6672 section 2.2): where a wildcard stands above, an update
 * of prerequisites alone, which changes nothing, says whether the RRset is there (RFC 2136 section 2.4.1).
 *
 * @param owners within the apex, canonical
 * @throws ZonedeskError
 */
export async function readOwners(
  server: SignedServer,
  apex: string,
  owners: readonly string[],
  signal: AbortSignal,
): Promise<OwnerContents[]> {
  const asking = { server, apex, signal }
  const first = await server.ask(
    owners.map((name) => ({ name, type: CNAME })),
    signal,
  )
  const seen = owners.map((name, at) => lookAt(name, first[at]!, apex))
  const more = seen.flatMap(({ name, isOpen }) => (isOpen ? typesAt(name, apex) : []))
  const answers = await server.ask(more, signal)
  more.forEach((question, at) => seen.find(({ name }) => name === question.name)!.add(answers[at]!, apex))
  return Promise.all(seen.map((owner) => withoutMadeUp(owner, asking)))
}

/** The types at a name, but for CNAME, which was asked for. */
function typesAt(name: string, apex: string): WireQuestion[] {
  const numbers = Object.values(ASKED_TYPES).filter((type) => type !== CNAME)
  // The DS records of an apex stand in the zone above (RFC 4035 section 2.4).
  const own = name === apex ? numbers.filter((type) => type !== ASKED_TYPES['DS']) : numbers
  return [...own, TYPE.any].map((type) => ({ name, type }))
}

class Owner {
  readonly name: string
  readonly gathered = new ZoneSets()
  isAbsent = false
  hiddenBy: string | null = null

  constructor(name: string) {
    this.name = name
  }

  /** Whether other types are still to be asked for. */
  get isOpen(): boolean {
    return !this.isAbsent && this.hiddenBy === null && this.gathered.sets().length === 0
  }

  add(message: AnswerMessage, apex: string): void {
    if (message.rcode !== RCODES.NOERROR && message.rcode !== RCODES.NXDOMAIN) {
      // Servers may have no answer to ANY, or for a type that they do not know.
      if (message.question?.type === TYPE.any || message.rcode === RCODES.NOTIMP) return
      throw refusedQuestion(message.rcode, apex)
    }
    const isMinimal =
      message.question?.type === TYPE.any && message.answers.every(({ type }) => type === HINFO)
    // RFC 8482 section 4.2: a HINFO record made up for ANY.
    if (isMinimal) return
    this.gathered.add(
      message,
      message.answers.filter(({ name }) => name === this.name),
    )
  }
}
const HINFO = 13

/** What the answer for CNAME says of a name. */
function lookAt(name: string, message: AnswerMessage, apex: string): Owner {
  const owner = new Owner(name)
  const redirected = message.answers.find((record) => record.type === DNAME && record.name !== name)
  const cut = message.authority.find(({ type, name: at }) => type === NS && at !== apex)
  if (redirected !== undefined) {
    owner.hiddenBy = `a DNAME record at ${redirected.name}`
    return owner
  }
  if (!message.isAuthoritative && message.rcode === RCODES.NOERROR && cut !== undefined) {
    owner.hiddenBy = `a delegation at ${cut.name}`
    owner.gathered.add(
      message,
      message.authority.filter((record) => record.type === NS && record.name === name),
    )
    return owner
  }
  if (!message.isAuthoritative) throw refusedQuestion(RCODES.NOTAUTH, apex)
  owner.isAbsent = message.rcode === RCODES.NXDOMAIN && message.answers.length === 0
  owner.add(message, apex)
  return owner
}

interface Asking {
  readonly server: SignedServer
  readonly apex: string
  readonly signal: AbortSignal
}

async function withoutMadeUp(owner: Owner, asking: Asking): Promise<OwnerContents> {
  const { name, isAbsent, hiddenBy } = owner
  const sets = owner.gathered.sets()
  const isSure = sets.length === 0 || hiddenBy !== null || name === asking.apex
  if (isSure || !(await hasWildcardAbove(name, asking))) return { name, sets, isAbsent, hiddenBy }
  const own = await Promise.all(sets.map((set) => isOwn(set, asking)))
  return { name, sets: sets.filter((_, at) => own[at]), isAbsent, hiddenBy }
}

async function hasWildcardAbove(name: string, { server, apex, signal }: Asking): Promise<boolean> {
  const wildcards = ancestorsWithin(name, apex).map((above) => ({
    name: above === '' ? '*' : `*.${above}`,
    type: CNAME,
  }))
  const answers = await server.ask(wildcards, signal)
  return answers.some(({ rcode }) => rcode !== RCODES.NXDOMAIN)
}

/** Whether an RRset stands at the name itself. Where the server does not say, it is taken to be there. */
async function isOwn({ name, number }: ZoneSet, { server, apex, signal }: Asking): Promise<boolean> {
  const exists = { name, type: number, class: CLASS.any, ttl: 0, data: Buffer.alloc(0) }
  const outcome = await server.update((id) => writeUpdate(id, apex, [exists], []), signal)
  if (outcome.kind === 'lost') throw outcome.error
  return outcome.message.rcode !== RCODES.NXRRSET && outcome.message.rcode !== RCODES.NXDOMAIN
}
