import type { ResourceRecord, Server, ZoneAbove } from '../../../preload/contract/dns-answer'
import { hasListedSuffix } from '../../names/domain-name'
import { RCODE } from '../wire/record-types'
import { isWithin, parentName, type AnsweredAnswer, type Inquiry } from './inquiry'
import { asServers, nameServers, type NameServers } from './name-servers'

/** A zone and who serves it. */
export interface Delegation {
  /** The zone's apex. */
  readonly zone: string
  /** The zone that delegates it, and its servers; null when it was not found, or is not needed. */
  readonly parent: { readonly zone: string; readonly servers: readonly Server[] } | null
  /** Zones above it and at or below the registered domain, the highest first, as far as they were seen. */
  readonly above: readonly ZoneAbove[]
  /** NS names of the parent; null when only resolvers were asked. */
  readonly delegated: readonly string[] | null
  readonly nameServers: NameServers
}

export type DelegationOutcome =
  | { readonly kind: 'found'; readonly delegation: Delegation }
  /** The zone above says that the name does not exist. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly reason: string }

/**
 * Finds the zone a name is in: from the zone above the registered domain down, asking each zone's own servers for the NS
 * records of the next name (RFC 1034 4.3.2, 5.3.3). Where no such server answers, resolvers are asked. A name that is
 * delegated to nobody is in the zone that answers for it, whatever the Public Suffix List says.
 *
 * @param registered at or above `name`: the part that a registry delegates
 */
export async function findDelegation(
  name: string,
  registered: string,
  inquiry: Inquiry,
): Promise<DelegationOutcome> {
  // Who serves `com` does not change because somebody wants to know about one domain anew.
  const above = await zoneByResolvers(parentName(registered), inquiry.remembering())
  if (above === null) return byResolvers(name, inquiry)
  let current: Delegation = above
  for (const next of namesBetween(registered, name)) {
    const servers = current.nameServers.servers.flatMap(asServers)
    const answer = await inquiry.first(servers, { name: next, type: 'NS' })
    if (answer === null) return unlessKnown(current, await byResolvers(name, inquiry))
    if (next === registered && isAbsent(answer)) return unlessInternal(name, registered, inquiry)
    const hosts = nsNames(answer, next)
    if (hosts.length === 0) {
      // Neither a referral nor an authoritative no: this server does not hold the zone.
      if (!answer.outcome.flags.aa) return unlessKnown(current, await byResolvers(name, inquiry))
      continue
    }
    const glue = [...answer.outcome.additional, ...answer.outcome.answers]
    current = {
      zone: next,
      parent: { zone: current.zone, servers },
      above:
        current.delegated === null
          ? []
          : [...current.above, { apex: current.zone, nameServers: [...current.delegated] }],
      delegated: hosts,
      nameServers: await nameServers(hosts, glue, current.zone, inquiry),
    }
  }
  return { kind: 'found', delegation: current }
}

/** A name that the zone above does not have may still be one network's own, known to that network's resolver. */
async function unlessInternal(
  name: string,
  registered: string,
  inquiry: Inquiry,
): Promise<DelegationOutcome> {
  const found = hasListedSuffix(registered) ? null : await zoneByResolvers(name, inquiry)
  if (found === null || !isWithin(found.zone, registered)) return { kind: 'absent' }
  return { kind: 'found', delegation: found }
}

/** A delegation is still where the name belongs when its servers say nothing of use and nobody else knows more. */
function unlessKnown(current: Delegation, seen: DelegationOutcome): DelegationOutcome {
  return seen.kind === 'unknown' && current.parent !== null ? { kind: 'found', delegation: current } : seen
}

/** What remains when the servers above do not answer: the resolvers' view, in which the parent's is missing. */
async function byResolvers(name: string, inquiry: Inquiry): Promise<DelegationOutcome> {
  const delegation = await zoneByResolvers(name, inquiry)
  // The root answers for names whose top-level domain does not exist.
  if (delegation?.zone === '') return { kind: 'absent' }
  if (delegation !== null) return { kind: 'found', delegation }
  return { kind: 'unknown', reason: 'No resolver said which zone the name is in.' }
}

/** The zone a name is in by its SOA, which an answer carries also when the name does not exist (RFC 2308 3). */
async function zoneByResolvers(name: string, inquiry: Inquiry): Promise<Delegation | null> {
  for (let at = name; ; at = parentName(at)) {
    const answer = await inquiry.resolve({ name: at, type: 'SOA' })
    if (answer === null) return null
    const zone = soaOwner(answer, at)
    if (zone !== null) {
      const answered = await inquiry.resolve({ name: zone, type: 'NS' })
      const hosts = answered === null ? [] : nsNames(answered, zone)
      const servers = await nameServers(hosts, answered?.outcome.additional ?? [], zone, inquiry)
      return { zone, parent: null, above: [], delegated: null, nameServers: servers }
    }
    // An alias hides the SOA of its zone; the name above has none.
    if (at === '') return null
  }
}

function soaOwner({ outcome }: AnsweredAnswer, name: string): string | null {
  const own = outcome.answers.find((record) => record.type === 'SOA' && record.name === name)
  const isAlias = outcome.answers.some((record) => record.type === 'CNAME')
  const above = isAlias ? undefined : outcome.authority.find((record) => record.type === 'SOA')
  const owner = (own ?? above)?.name
  return owner !== undefined && isWithin(name, owner) ? owner : null
}

/** NS names of a name in a referral or an answer, sorted, each once; none when the name is not a zone. */
function nsNames({ outcome }: AnsweredAnswer, name: string): string[] {
  const records: ResourceRecord[] = [...outcome.answers, ...outcome.authority]
  const hosts = records.flatMap((record) =>
    record.type === 'NS' && record.name === name ? [record.target] : [],
  )
  return [...new Set(hosts)].toSorted()
}

function isAbsent({ outcome }: AnsweredAnswer): boolean {
  return outcome.rcode === RCODE.NXDOMAIN && outcome.flags.aa
}

/** `example.com`, `a.example.com`, `b.a.example.com` for `b.a.example.com`. */
function namesBetween(registered: string, name: string): string[] {
  const names = [name]
  for (let at = name; at !== registered && at !== '';) {
    at = parentName(at)
    names.unshift(at)
  }
  return names
}
