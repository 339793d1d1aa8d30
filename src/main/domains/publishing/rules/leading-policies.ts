import type { Question } from '../../../../preload/contract/dns-answer'
import { distinct } from '../../../dns/diagnosis/answers/questions'
import { plainName } from '../../../dns/diagnosis/records/presentation'
import {
  evaluateSpf,
  MAX_LOOKUPS,
  MAX_VOID_LOOKUPS,
  nodesOf,
  type SpfAnswer,
  type SpfEvaluation,
} from '../../../dns/diagnosis/spf/spf-cost'
import { isSpf, parseSpf } from '../../../dns/diagnosis/spf/spf-policy'
import { stopOf, stopsEarlier, type SpfStop } from '../../../dns/diagnosis/spf/spf-stop'
import { termKey } from '../../../dns/diagnosis/spf/spf-terms'
import { isWithin } from '../../../names/zone-cut'
import type { RrsetChange } from '../../../zones/rrset'
import type { Held } from '../held/held'
import { answersInZones, policyAt } from './spf-in-zones'

/** What changes of a domain's records do to the SPF policies of other names that lead to them. */
export interface LeadingPolicies {
  /** One sentence or two each: what changes for the other name, too. */
  readonly notes: readonly string[]
  /** Why the change must not be made, one sentence; null where nothing is known that speaks against it. */
  readonly harm: string | null
  /** What the policies need once the change is made, where they need something else than before. */
  readonly needs: readonly PolicyNeeds[]
  /** Names that this depends on. */
  readonly names: readonly string[]
  /** What must be asked to say all that can be said; empty where nothing is. */
  readonly needed: readonly Question[]
}

/** What a policy of another name needs. */
export interface PolicyNeeds {
  readonly name: string
  readonly lookups: number
  /** Whether it is all that it needs. */
  readonly isKnown: boolean
}

/** Changes of a domain's records, and what is known around them. */
interface ChangedZones {
  /** Whose own policy is judged elsewhere; null where that is the policy of each name that changes. */
  readonly domain: string | null
  readonly changes: readonly RrsetChange[]
  /** What is held of the domain's own zones, before. */
  readonly held: Held
  /** Other zones of the same plan, with what is planned in them. */
  readonly beside: readonly Held[]
  /** Other sending domains that are known, the nearest first: they may have policies in zones that are not held. */
  readonly others?: readonly string[]
  /** What DNS answered beside what the zones hold. */
  readonly inDns: () => (question: Question) => SpfAnswer | undefined
}

/** Policies that are named one by one. */
const MOST_NAMED = 3
/** Other domains of which DNS is asked whether their policies lead to the domain. */
const MOST_OTHERS = 20
/** Lookups of a domain's policy at which one that leads to it has no room for another lookup. */
const FULL = MAX_LOOKUPS - 1

/**
 * Looks at each SPF policy of another name that leads to a name that changes: by include or redirect, in one step or in
 * several, or by a term that asks for its addresses or mail exchanges. Such a policy needs the lookups of what it leads
 * to, too, and receivers stop after ten, or after two that find nothing (RFC 7208 section 4.6.4).
 *
 * Policies are looked for in the zones that the plan has read, and in DNS at other sending domains that are known.
 */
export function leadingPolicies(all: ChangedZones): LeadingPolicies {
  const { domain, changes, held, beside, others = [], inDns } = all
  const changed = new Set(changes.map(({ name }) => plainName(name)))
  const before = [held, ...beside]
  const owners = leadingOwners(changed, before, held)
  for (const own of domain === null ? changed : [plainName(domain)]) owners.delete(own)
  const after = [held.after(changes), ...beside]
  const passes = hasMorePass(changed, before, after)
  const elsewhere =
    passes.size === 0 ? [] : notHeld(others, before, new Set([...owners, plainName(domain ?? '')]))
  if (owners.size + elsewhere.length === 0) return { notes: [], harm: null, needs: [], names: [], needed: [] }
  const known = inDns()
  const [answersBefore, answersAfter] = [before, after].map((zones) => answersInZones(zones, known))
  if (answersBefore === undefined || answersAfter === undefined)
    throw new TypeError('two states of the zones')
  const notes: string[] = []
  const needs: PolicyNeeds[] = []
  const names = new Set<string>(owners)
  const needed: Question[] = []
  let harm: { readonly rank: number; readonly sentence: string } | null = null
  const nearest = [...owners].toSorted(nearestTo(domain ?? '', held))
  for (const owner of [...nearest, ...elsewhere]) {
    const isHeld = owners.has(owner)
    const question = { name: owner, type: 'TXT' } as const
    const answer = isHeld ? undefined : answersBefore(question)
    if (!isHeld && answer === undefined) needed.push(question)
    const policy = isHeld ? policyAt(before, owner) : policyIn(answer)
    const then = isHeld ? policyAt(after, owner) : policy
    if (policy === null || then === null || parseSpf(then).faults.length > 0) continue
    const was = evaluateSpf(owner, policy, answersBefore)
    const is = evaluateSpf(owner, then, answersAfter)
    const reached = [...nodesOf(is.tree)].map((node) => plainName(node.domain))
    if (!isHeld && !reached.some((name) => changed.has(name))) continue
    for (const name of reached) names.add(name)
    if (is.lookups !== was.lookups) needs.push({ name: owner, lookups: is.lookups, isKnown: is.complete })
    if (is.lookups > was.lookups) needed.push(...was.needed, ...is.needed)
    const to = reached.find((name) => changed.has(name)) ?? plainName(domain ?? owner)
    const stop = stopsEarlier(was.tree, is.tree) ? stopOf(is.tree) : null
    // No mail comes from a name with an underscore, so a policy there is a part of others.
    const isPart = /(?:^|\.)_/.test(owner)
    if (stop !== null) {
      const rank = Number(isPart)
      if (harm === null || rank < harm.rank)
        harm = { rank, sentence: harmOf(owner, to, stopOf(was.tree), { ...stop, lookups: is.lookups }) }
    } else if (!isPart && (is.lookups > was.lookups || passes.has(to))) {
      notes.push(noteOf(owner, to, was, is))
    }
  }
  return {
    notes: fewOf(notes),
    harm: harm?.sentence ?? null,
    needs,
    names: [...names],
    needed: distinct(needed),
  }
}

/**
 * Why it is not known whether the change does harm, where the policy leaves no room to another that leads to it and not
 * every name of the zone was read; null elsewhere, for to say it of each plan would tell nobody anything.
 *
 * @param before lookups that the domain's policy needs now
 * @param after lookups that it needs then
 */
export function unreadPolicies(domain: string, before: number, after: number, held: Held): string | null {
  const [apex] = held.unread()
  if (apex === undefined || after <= before || after < FULL) return null
  const name = plainName(domain)
  return `Zonedesk did not read every name of the zone ${apex}. If the SPF record of another name leads to ${name}, it needs ${after + 1} DNS lookups for that alone, and receivers stop after ${MAX_LOOKUPS}.`
}

/** The names whose policies lead to names that change. */
function leadingOwners(changed: ReadonlySet<string>, zones: readonly Held[], held: Held): Set<string> {
  const owners = new Set<string>()
  const open = [...changed, ...[...changed].flatMap((name) => ofWildcard(name, zones, held))]
  const passed = new Set(open)
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const at = name
    for (const owner of zones.flatMap((zone) => zone.leadingTo(at))) {
      owners.add(owner)
      for (const next of [owner, ...ofWildcard(owner, zones, held)]) {
        if (passed.has(next)) continue
        passed.add(next)
        open.push(next)
      }
    }
  }
  return owners
}

/** Names that policies lead to and a wildcard answers for: at the wildcard itself, or where a name comes beside it. */
function ofWildcard(name: string, zones: readonly Held[], held: Held): string[] {
  const wildcard = name.startsWith('*.') ? name : held.wildcardFor(name)
  if (wildcard === null) return []
  const encloser = wildcard.slice(2)
  const names = new Set<string>()
  for (const zone of zones) for (const other of zone.ledTo()) if (isWithin(other, encloser)) names.add(other)
  return [...names]
}

/** Names of which no zone that is held shows the policies. */
function notHeld(names: readonly string[], zones: readonly Held[], besides: ReadonlySet<string>): string[] {
  const isShown = (name: string): boolean =>
    zones.some((zone) => zone.contains(name) && zone.cutAbove(name) === null && zone.isKnown(name, 'TXT'))
  return [...new Set(names.map(plainName))]
    .filter((name) => !besides.has(name) && !isShown(name))
    .slice(0, MOST_OTHERS)
}

/** The one SPF policy in an answer; null where there is none, and where there are several. */
function policyIn(answer: SpfAnswer | undefined): string | null {
  const [policy, ...others] = answer?.kind === 'data' ? answer.values.filter(isSpf) : []
  return policy === undefined || others.length > 0 ? null : policy
}

/** Names above the domain first, the nearest before the others; then all others. */
function nearestTo(domain: string, held: Held): (a: string, b: string) => number {
  const above = held.above(domain)
  const rank = (name: string): number => {
    const at = above.indexOf(name)
    return at < 0 ? above.length : at
  }
  return (a, b) => rank(a) - rank(b) || (a < b ? -1 : 1)
}

/** The changed names whose policies let something pass that they did not before. */
function hasMorePass(
  changed: ReadonlySet<string>,
  before: readonly Held[],
  after: readonly Held[],
): Set<string> {
  const passing = (zones: readonly Held[], name: string): string[] => {
    const policy = policyAt(zones, name)
    const terms = policy === null ? [] : parseSpf(policy).terms
    return terms.flatMap((term) =>
      term.qualifier === '+' && (term.kind === 'mechanism' || term.name === 'redirect') ? termKey(term) : [],
    )
  }
  return new Set(
    [...changed].filter((name) => {
      const known = new Set(passing(before, name))
      return passing(after, name).some((term) => !known.has(term))
    }),
  )
}

function noteOf(owner: string, to: string, was: SpfEvaluation, is: SpfEvaluation): string {
  const more = is.lookups - was.lookups
  const needs =
    more > 0
      ? `, and the SPF record of ${owner} needs ${more} more DNS ${more === 1 ? 'lookup' : 'lookups'}`
      : ''
  const unknown = [...nodesOf(is.tree)].find(({ state }) => state === 'pending' || state === 'failed')
  const rest =
    more > 0 && unknown !== undefined
      ? ` It needs at least ${is.lookups} then, and receivers stop after ${MAX_LOOKUPS}. How many it needs in all is not known, because Zonedesk does not know what ${plainName(unknown.domain)} has.`
      : ''
  return `The SPF record of ${owner} leads to ${to}. So what ${to} lets pass may send for ${owner} too${needs}.${rest}`
}

function harmOf(
  owner: string,
  to: string,
  was: SpfStop | null,
  { cause, node, lookups }: SpfStop & { readonly lookups: number },
): string {
  const leads = `The SPF record of ${owner} leads to ${to}, so`
  if (was !== null) return `${leads} receivers would give up on it even earlier than they do now.`
  switch (cause) {
    case 'lookups':
      return `${leads} it would need at least ${lookups} DNS lookups, and receivers stop after ${MAX_LOOKUPS}.`
    case 'voids':
      return `${leads} more than ${MAX_VOID_LOOKUPS} of its DNS lookups would find nothing, and receivers stop after ${MAX_VOID_LOOKUPS}.`
    case 'no-policy':
      return `${leads} receivers could no longer use it: ${plainName(node.domain)} would have no SPF record.`
    case 'several':
      return `${leads} receivers could no longer use it: ${plainName(node.domain)} would have more than one SPF record.`
    case 'syntax':
      return `${leads} receivers could no longer use it: the SPF record of ${plainName(node.domain)} would have a mistake.`
  }
}

function fewOf(notes: readonly string[]): string[] {
  const others = notes.length - MOST_NAMED
  if (others <= 0) return [...notes]
  const records = others === 1 ? 'one more name' : `${others} more names`
  return [...notes.slice(0, MOST_NAMED), `The same holds for the SPF records of ${records}.`]
}
