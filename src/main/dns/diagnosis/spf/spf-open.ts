import {
  ALL_OF,
  common,
  covers,
  isNobody,
  networkOf,
  NOBODY,
  sizeOf,
  together,
  without,
  EVERYBODY,
  type AddressFamily,
  type AddressSet,
} from './address-set'
import { checkHosts, type SpfAnswers, type SpfLink, type SpfOutcome } from './spf-check'
import { intendedSpf, type SpfText } from './spf-intended'
import { parseSpf, type SpfTerm } from './spf-policy'

/** How a policy lets everybody pass. */
export interface WideOpen {
  /** The fewest terms found that do it, each with what leads to it, the domain's own first. */
  readonly ways: readonly (readonly SpfLink[])[]
  /** By which kinds of addresses everybody can send. */
  readonly families: readonly AddressFamily[]
}

/** Networks that nobody sends from (RFC 6890; multicast and what lies behind, RFC 5771 and RFC 1112 section 4). */
const NO_SENDERS_IP4 = [
  ...([
    '0.0.0.0/8',
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
  ] as const),
  ...(['192.0.0.0/24', '192.168.0.0/16', '198.18.0.0/15', '224.0.0.0/3'] as const),
]
/** Where all IPv6 addresses of the Internet are (RFC 4291 section 2.4, IANA's global unicast space). */
const INTERNET: Readonly<Record<AddressFamily, AddressSet>> = {
  4: without(ALL_OF[4], NO_SENDERS_IP4.map(network).reduce<AddressSet>(together, NOBODY)),
  6: network('2000::/3'),
}

function network(text: string): AddressSet {
  const [address = '', length] = text.split('/')
  return networkOf(address, Number(length))
}

/**
 * Finds the terms by which every server passes: `+all`, a network of everything, or several that add up to it, in the
 * policy itself or in those that it leads to. `exists` and `ptr` prove nothing. Null when not everybody passes.
 */
export function wideOpen(domain: string, text: SpfText, answerTo: SpfAnswers): WideOpen | null {
  const [terms, ...others] = intendedSpf(text)?.policies ?? []
  if (terms === undefined || others.length > 0) return null
  return openBy(
    domain,
    terms.map(({ term }) => term),
    answerTo,
  )
}

function openBy(domain: string, terms: readonly SpfTerm[], answerTo: SpfAnswers): WideOpen | null {
  const passing = addressesOf(proven(domain, terms, answerTo))
  const families = ([4, 6] as const).filter((family) => covers(passing, INTERNET[family]))
  if (families.length === 0) return null
  let left = families.reduce<AddressSet>((all, family) => together(all, INTERNET[family]), NOBODY)
  const ways: (readonly SpfLink[])[] = []
  // Each term by itself, so that a narrow one before it takes nothing from a wide one; the widest first.
  const byWidth = terms
    .flatMap((term) => [...byChain(proven(domain, [term], answerTo))])
    .toSorted(([, a], [, b]) => Number(sizeOf(b) > sizeOf(a)) - Number(sizeOf(b) < sizeOf(a)))
  for (const [chain, addresses] of byWidth) {
    if (isNobody(common(left, addresses))) continue
    ways.push(chain)
    left = without(left, addresses)
  }
  const heads = new Set(ways.map(([own]) => own?.term))
  const rest = terms.filter((term) => !heads.has(term))
  // What is left without them may let everybody pass again.
  const again = rest.length < terms.length ? openBy(domain, rest, answerTo) : null
  return { ways: [...ways, ...(again?.ways ?? [])], families }
}

/** Whom terms let pass for certain, the first link of each chain being the term given. */
function proven(domain: string, terms: readonly SpfTerm[], answerTo: SpfAnswers): SpfOutcome[] {
  const policy = ['v=spf1', ...terms.map(({ text }) => text)].join(' ')
  const read = new Map(parseSpf(policy).terms.map(({ offset }, place) => [offset, terms[place]]))
  const { outcomes } = checkHosts({ domain, policy, answerTo, reading: 'meaning' }, EVERYBODY)
  return outcomes
    .filter(({ result, chain }) => result === 'pass' && chain.every(({ term }) => term.name !== 'exists'))
    .map((outcome) => {
      const [own, ...deeper] = outcome.chain
      const term = own === undefined ? undefined : read.get(own.term.offset)
      return term === undefined ? outcome : { ...outcome, chain: [{ domain, term }, ...deeper] }
    })
}

function addressesOf(outcomes: readonly SpfOutcome[]): AddressSet {
  return outcomes.reduce<AddressSet>((all, { addresses }) => together(all, addresses), NOBODY)
}

function byChain(outcomes: readonly SpfOutcome[]): Map<readonly SpfLink[], AddressSet> {
  const byText = new Map<string, [readonly SpfLink[], AddressSet]>()
  for (const { chain, addresses } of outcomes) {
    const key = chain.map(({ domain, term }) => `${domain} ${term.offset}`).join(' ')
    const [known, before] = byText.get(key) ?? [chain, NOBODY]
    byText.set(key, [known, together(before, addresses)])
  }
  return new Map(byText.values())
}
