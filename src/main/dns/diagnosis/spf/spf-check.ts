import type { Question } from '../../../../preload/contract/dns-answer'
import { distinct } from '../answers/questions'
import {
  ALL_OF,
  common,
  isNobody,
  networkOf,
  NOBODY,
  rangeText,
  together,
  without,
  type AddressFamily,
  type AddressSet,
} from './address-set'
import { MAX_EXCHANGES, MAX_LOOKUPS, MAX_VOID_LOOKUPS, type SpfAnswer } from './spf-cost'
import { expanded } from './spf-macro'
import { asksDns, isSpf, isTooLong, parseSpf, type SpfQualifier, type SpfTerm } from './spf-policy'

/** What receivers make of a sender (RFC 7208 section 2.6). */
export type SpfResult = 'pass' | 'fail' | 'softfail' | 'neutral' | 'none' | 'permerror' | 'temperror'

/** A term of a policy, and whose policy it is. */
export interface SpfLink {
  readonly domain: string
  readonly term: SpfTerm
}

/** What some addresses get. */
export interface SpfOutcome {
  readonly addresses: AddressSet
  /** `unknown` where it depends on the sender, or on answers that are not there. */
  readonly result: SpfResult | 'unknown'
  /** The terms that led to it, the domain's own first; empty where no term decided. */
  readonly chain: readonly SpfLink[]
}

export interface SpfCheck {
  readonly outcomes: readonly SpfOutcome[]
  /** What must be asked before all is known; empty when there is nothing. */
  readonly needed: readonly Question[]
}

/** What is known of a question; undefined when it was not asked yet. */
export type SpfAnswers = (question: Question) => SpfAnswer | undefined

export interface SpfCheckOptions {
  /** Whose policy it is: A-labels, lower case, without trailing dot. */
  readonly domain: string
  readonly policy: string
  readonly answerTo: SpfAnswers
  /**
   * `receiver`, the default: as receivers evaluate. `meaning`: without limits, and a term that leads to nothing or to
   * a broken policy matches nobody in place of breaking the whole, which is what the author of the policy meant.
   */
  readonly reading?: 'receiver' | 'meaning'
}

/** Terms that are evaluated in all; a stranger's policies must not take the time they like. */
const MAX_TERMS = 4_000
/** Lookups that are followed where meaning is read and no limit kept: there are trees without an end. */
const MAX_FOLLOWED = 40

/**
 * Evaluates a policy for many senders at once (check_host, RFC 7208 sections 4 to 6): without macros the result depends
 * on the address alone, so each term takes its share of the addresses, and the rest goes on to the next.
 *
 * A lookup counts as void only when it is so for IPv4 and IPv6. A name's addresses are asked for both.
 *
 * Pure: the caller asks what is `needed` and evaluates again.
 *
 * @param among the senders
 */
export function checkHosts(options: SpfCheckOptions, among: AddressSet): SpfCheck {
  const { domain, policy, answerTo, reading = 'receiver' } = options
  return oncePer(answerTo, `spf ${reading} ${domain} ${among.map(rangeText).join(' ')} ${policy}`, () =>
    evaluated(options, among),
  )
}

/** What is evaluated by answers that stay the same is asked for again and again. */
const CONSTANT = new WeakMap<SpfAnswers, <T>(part: string, work: () => T) => T>()

/** @param once works something out once for the same answers */
export function constantAnswers(
  answerTo: SpfAnswers,
  once: <T>(part: string, work: () => T) => T,
): SpfAnswers {
  CONSTANT.set(answerTo, once)
  return answerTo
}

/**
 * Something that follows from answers, worked out once where they are constant.
 *
 * @param part names what is worked out, with all that it depends on besides the answers
 */
export function oncePer<T>(answerTo: SpfAnswers, part: string, work: () => T): T {
  const once = CONSTANT.get(answerTo)
  return once === undefined ? work() : once(part, work)
}

function evaluated(options: SpfCheckOptions, among: AddressSet): SpfCheck {
  const evaluation = new SpfEvaluator(options)
  const outcomes = evaluation.evaluate(options.domain.toLowerCase(), options.policy, among)
  return { outcomes, needed: distinct(evaluation.needed) }
}

/** The same for one address. */
export function checkHost(
  options: SpfCheckOptions & { readonly address: string },
): Omit<SpfOutcome, 'addresses'> & Pick<SpfCheck, 'needed'> {
  const { outcomes, needed } = checkHosts(options, networkOf(options.address))
  const { result = 'none', chain = [] } = outcomes[0] ?? {}
  return { result, chain, needed }
}

/** The senders that get a result. */
export function addressesWith(outcomes: readonly SpfOutcome[], result: SpfOutcome['result']): AddressSet {
  return outcomes
    .filter((outcome) => outcome.result === result)
    .reduce<AddressSet>((all, { addresses }) => together(all, addresses), NOBODY)
}

/** Senders that have come the same way so far. */
interface Strand {
  readonly addresses: AddressSet
  readonly lookups: number
  readonly voids: number
  /** What terms before may have made of them that cannot be known. */
  readonly perhaps: readonly SpfResult[]
}

/** A strand at its end. `results` are all that it may get; one where that is known. */
interface EndedStrand extends Omit<Strand, 'perhaps'> {
  readonly results: readonly SpfResult[]
  readonly chain: readonly SpfLink[]
}

const MATCHED: Readonly<Record<SpfQualifier, SpfResult>> = {
  '+': 'pass',
  '-': 'fail',
  '~': 'softfail',
  '?': 'neutral',
}
/** What a policy that is not known may say. */
const ANYTHING: readonly SpfResult[] = ['pass', 'fail', 'softfail', 'neutral']

/** Whom a mechanism matches, by what is known. */
interface MechanismMatch {
  readonly addresses: AddressSet
  /** The same for those it does not match for certain: nothing more is known, it is void, it breaks. */
  readonly rest: 'no' | 'perhaps' | 'void' | 'permerror' | 'temperror'
}

class SpfEvaluator {
  readonly needed: Question[] = []
  readonly #answerTo: SpfAnswers
  readonly #isLenient: boolean
  #terms = 0

  constructor({ answerTo, reading = 'receiver' }: SpfCheckOptions) {
    this.#answerTo = answerTo
    this.#isLenient = reading === 'meaning'
  }

  evaluate(domain: string, policy: string, among: AddressSet): SpfOutcome[] {
    const strand = { addresses: among, lookups: 0, voids: 0, perhaps: [] }
    return this.#policy(domain, policy, [strand], []).map(({ addresses, results, chain }) => {
      const [only = 'neutral', ...others] = new Set(results)
      return { addresses, result: others.length === 0 ? only : 'unknown', chain }
    })
  }

  #policy(
    domain: string,
    policy: string,
    start: readonly Strand[],
    chain: readonly SpfLink[],
  ): EndedStrand[] {
    if (isTooLong(policy)) return start.map((strand) => ended(strand, ANYTHING, chain))
    const { terms, faults } = parseSpf(policy)
    if (faults.length > 0 && !this.#isLenient)
      return start.map((strand) => ended(strand, ['permerror'], chain))
    const done: EndedStrand[] = []
    let live = start
    for (const term of terms) {
      if (term.kind === 'modifier' || live.length === 0) continue
      this.#terms += 1
      if (this.#terms > MAX_TERMS) return [...done, ...live.map((strand) => ended(strand, ANYTHING, chain))]
      const path = [...chain, { domain, term }]
      live = merged(live.flatMap((strand) => this.#mechanism(strand, domain, term, path, done)))
    }
    const redirect = terms.find(({ name }) => name === 'redirect')
    for (const strand of live) {
      if (redirect === undefined) done.push(ended(strand, ['neutral'], chain))
      else done.push(...this.#redirected(strand, domain, redirect, [...chain, { domain, term: redirect }]))
    }
    return done
  }

  /** Puts what a term decides among the done, and gives back what goes on to the next term. */
  #mechanism(
    strand: Strand,
    domain: string,
    term: SpfTerm,
    chain: readonly SpfLink[],
    done: EndedStrand[],
  ): Strand[] {
    const counted = asksDns(term) ? { ...strand, lookups: strand.lookups + 1 } : strand
    if (this.#isBeyondLimits(counted)) {
      done.push(this.#stopped(counted, chain))
      return []
    }
    if (term.name === 'include') return this.#included(counted, domain, term, chain, done)
    return FAMILIES.flatMap((family) => {
      const addresses = common(counted.addresses, ALL_OF[family])
      if (isNobody(addresses)) return []
      const part = { ...counted, addresses }
      const match = this.#match(term, domain, family)
      const matched = common(addresses, match.addresses)
      const rest = without(addresses, match.addresses)
      if (!isNobody(matched))
        done.push(ended({ ...part, addresses: matched }, [MATCHED[term.qualifier]], chain))
      if (isNobody(rest)) return []
      return this.#goesOn({ ...part, addresses: rest }, match.rest, term, chain, done)
    })
  }

  /** What becomes of those whom a term does not match. */
  #goesOn(
    strand: Strand,
    why: MechanismMatch['rest'],
    term: SpfTerm,
    chain: readonly SpfLink[],
    done: EndedStrand[],
  ): Strand[] {
    switch (why) {
      case 'no':
        return [strand]
      case 'perhaps':
        return [{ ...strand, perhaps: [...strand.perhaps, MATCHED[term.qualifier]] }]
      case 'void': {
        const counted = { ...strand, voids: strand.voids + 1 }
        if (!this.#isBeyondLimits(counted)) return [counted]
        done.push(this.#stopped(counted, chain))
        return []
      }
      case 'permerror':
      case 'temperror':
        if (this.#isLenient)
          return why === 'permerror' ? [strand] : this.#goesOn(strand, 'perhaps', term, chain, done)
        done.push(ended(strand, [why], chain))
        return []
    }
  }

  #match(term: SpfTerm, domain: string, family: AddressFamily): MechanismMatch {
    switch (term.name) {
      case 'all':
        return { addresses: ALL_OF[family], rest: 'no' }
      case 'ip4':
      case 'ip6':
        return {
          addresses: networkOf(term.target ?? '', term.lengths[term.name === 'ip4' ? 4 : 6]),
          rest: 'no',
        }
      case 'a':
      case 'mx':
      case 'exists': {
        const target = expanded(term.target ?? domain, domain, family)?.toLowerCase()
        if (target === undefined) return { addresses: NOBODY, rest: 'perhaps' }
        if (term.name === 'a') return this.#hosts([target], term, family)
        return term.name === 'mx' ? this.#exchanges(target, term, family) : this.#exists(target, family)
      }
      default:
        // Whether a sender's address has a name is the sender's matter (RFC 7208 section 5.5).
        return { addresses: NOBODY, rest: 'perhaps' }
    }
  }

  /** The networks of the hosts' addresses (RFC 7208 sections 5.3 and 5.4). */
  #hosts(hosts: readonly string[], term: SpfTerm, family: AddressFamily): MechanismMatch {
    let addresses = NOBODY
    let rest: MechanismMatch['rest'] = 'no'
    for (const host of hosts) {
      const own = this.#ask({ name: host, type: ADDRESS_TYPES[family] })
      // Asked together, so that one round is enough.
      const other = this.#ask({ name: host, type: ADDRESS_TYPES[family === 4 ? 6 : 4] })
      if (own === 'pending') rest = 'perhaps'
      else if (own === 'failed') rest = rest === 'perhaps' ? rest : 'temperror'
      else {
        for (const address of own) addresses = together(addresses, networkOf(address, term.lengths[family]))
        // An `mx` is void when there is no mail server, whatever its name leads to.
        if (term.name === 'a' && own.length === 0 && isEmpty(other)) rest = 'void'
      }
    }
    return { addresses, rest }
  }

  #exchanges(target: string, term: SpfTerm, family: AddressFamily): MechanismMatch {
    const answer = this.#ask({ name: target, type: 'MX' })
    if (typeof answer === 'string') return unanswered(answer)
    if (answer.length === 0) return { addresses: NOBODY, rest: 'void' }
    if (answer.length > MAX_EXCHANGES && !this.#isLenient) return { addresses: NOBODY, rest: 'permerror' }
    const hosts = answer.map((value) => hostName(value.replace(/^\d+ /, ''))).filter((host) => host !== '')
    return this.#hosts(hosts.slice(0, MAX_EXCHANGES_FOLLOWED), term, family)
  }

  /** Whoever sends passes when the name has an IPv4 address (RFC 7208 section 5.7). */
  #exists(target: string, family: AddressFamily): MechanismMatch {
    const answer = this.#ask({ name: target, type: 'A' })
    if (typeof answer === 'string') return unanswered(answer)
    return answer.length === 0
      ? { addresses: NOBODY, rest: 'void' }
      : { addresses: ALL_OF[family], rest: 'no' }
  }

  /** RFC 7208 section 5.2. */
  #included(
    strand: Strand,
    domain: string,
    term: SpfTerm,
    chain: readonly SpfLink[],
    done: EndedStrand[],
  ): Strand[] {
    return FAMILIES.flatMap((family) => {
      const addresses = common(strand.addresses, ALL_OF[family])
      if (isNobody(addresses)) return []
      const part = { ...strand, addresses }
      const policy = this.#policyAt(term, domain, family, chain)
      if (typeof policy === 'string') return this.#goesOn(part, policy, term, chain, done)
      const inner = this.#policy(policy.domain, policy.text, [{ ...part, perhaps: [] }], chain)
      return inner.flatMap((end) => this.#leaveInclude(end, strand.perhaps, term, done))
    })
  }

  /** What an included policy's result means for the one that includes it (the table of RFC 7208 section 5.2). */
  #leaveInclude(
    { results, chain, ...at }: EndedStrand,
    before: readonly SpfResult[],
    term: SpfTerm,
    done: EndedStrand[],
  ): Strand[] {
    const decided = results.flatMap((result) => {
      if (result === 'pass') return [MATCHED[term.qualifier]]
      return result === 'permerror' || result === 'temperror' ? [result] : []
    })
    const perhaps = [...new Set([...before, ...decided])]
    if (results.some((result) => result === 'fail' || result === 'softfail' || result === 'neutral')) {
      return [{ ...at, perhaps }]
    }
    done.push({ ...at, results: perhaps, chain })
    return []
  }

  /** RFC 7208 section 6.1. */
  #redirected(strand: Strand, domain: string, term: SpfTerm, chain: readonly SpfLink[]): EndedStrand[] {
    const counted = { ...strand, lookups: strand.lookups + 1 }
    if (this.#isBeyondLimits(counted)) return [this.#stopped(counted, chain)]
    return FAMILIES.flatMap((family): EndedStrand[] => {
      const addresses = common(counted.addresses, ALL_OF[family])
      if (isNobody(addresses)) return []
      const part = { ...counted, addresses }
      const policy = this.#policyAt(term, domain, family, chain)
      if (policy === 'perhaps') return [ended(part, ANYTHING, chain)]
      if (typeof policy === 'string') {
        if (!this.#isLenient) return [ended(part, [policy], chain)]
        return [ended(part, policy === 'temperror' ? ANYTHING : ['neutral'], chain)]
      }
      return this.#policy(policy.domain, policy.text, [part], chain)
    })
  }

  /** The policy that a term leads to; or why there is none to evaluate. */
  #policyAt(
    term: SpfTerm,
    domain: string,
    family: AddressFamily,
    chain: readonly SpfLink[],
  ): { domain: string; text: string } | 'perhaps' | 'permerror' | 'temperror' {
    const target = expanded(term.target ?? '', domain, family)?.toLowerCase()
    if (target === undefined) return 'perhaps'
    // It would go round until the limit of lookups.
    if (chain.some((link) => link.domain === target)) return 'permerror'
    const answer = this.#ask({ name: target, type: 'TXT' })
    if (typeof answer === 'string') return unanswered(answer).rest as 'perhaps' | 'temperror'
    const [text, ...others] = answer.filter(isSpf)
    return text === undefined || others.length > 0 ? 'permerror' : { domain: target, text }
  }

  #isBeyondLimits({ lookups, voids }: Strand): boolean {
    if (this.#isLenient) return lookups > MAX_FOLLOWED
    return lookups > MAX_LOOKUPS || voids > MAX_VOID_LOOKUPS
  }

  #stopped(strand: Strand, chain: readonly SpfLink[]): EndedStrand {
    return ended(strand, this.#isLenient ? ANYTHING : ['permerror'], chain)
  }

  #ask(question: Question): 'pending' | 'failed' | readonly string[] {
    const answer = this.#answerTo(question)
    if (answer === undefined) {
      this.needed.push(question)
      return 'pending'
    }
    if (answer.kind === 'failed') return 'failed'
    return answer.kind === 'void' ? [] : answer.values
  }
}

const FAMILIES = [4, 6] as const
const ADDRESS_TYPES = { 4: 'A', 6: 'AAAA' } as const
/** Mail servers of one `mx` that are looked at where no limit is kept. */
const MAX_EXCHANGES_FOLLOWED = 20

function isEmpty(answer: string | readonly string[]): boolean {
  return typeof answer !== 'string' && answer.length === 0
}

function unanswered(answer: 'pending' | 'failed'): MechanismMatch {
  return { addresses: NOBODY, rest: answer === 'pending' ? 'perhaps' : 'temperror' }
}

function ended(
  { perhaps, ...strand }: Strand,
  results: readonly SpfResult[],
  chain: readonly SpfLink[],
): EndedStrand {
  return { ...strand, results: [...new Set([...perhaps, ...results])], chain }
}

/** Strands that differ in nothing but their addresses are one. */
function merged(strands: readonly Strand[]): Strand[] {
  const byWay = new Map<string, Strand>()
  for (const strand of strands) {
    const perhaps = [...new Set(strand.perhaps)].toSorted()
    const key = [strand.lookups, strand.voids, ...perhaps].join(' ')
    const known = byWay.get(key)?.addresses ?? NOBODY
    byWay.set(key, { ...strand, perhaps, addresses: together(known, strand.addresses) })
  }
  return [...byWay.values()]
}

function hostName(text: string): string {
  return text.toLowerCase().replace(/\.$/, '')
}
