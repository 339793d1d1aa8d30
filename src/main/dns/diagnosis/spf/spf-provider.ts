import { covers, EVERYBODY, isNobody, networksOf, together, type AddressSet } from './address-set'
import {
  addressesWith,
  checkHosts,
  oncePer,
  type SpfAnswers,
  type SpfLink,
  type SpfOutcome,
} from './spf-check'
import { parseSpf, type SpfTerm } from './spf-policy'
import { placeOf, requiredTerms, termKey } from './spf-terms'

/** Whether a policy lets the provider's servers pass. */
export interface ProviderStanding {
  /** `unknown` where it depends on the sender, or on lookups that were not answered. */
  readonly verdict: 'passes' | 'partly' | 'fails' | 'unknown'
  /** Whether receivers, which keep limits and break off at errors, let them all pass too. */
  readonly passesNow: boolean
  /** Terms of the provider's value that the policy does not have, or not where they count. */
  readonly notLiteral: readonly SpfTerm[]
  /** The ways by which they pass without these, each the terms from the domain's own on. */
  readonly ways: readonly (readonly SpfLink[])[]
  /** Networks of the provider that do not pass, and how many more there are. */
  readonly refused: readonly string[]
  /** The terms that refuse them, where one does; the domain's own first. */
  readonly refusedBy: readonly (readonly SpfLink[])[]
  /** What keeps it from being known: terms whose effect depends on the sender, or was not looked up. */
  readonly unknownBy: readonly string[]
}

/** Networks that are named. */
const MAX_NAMED = 8

/**
 * Evaluates a policy for the provider's servers: those that the terms of its value lead to (RFC 7208 sections 4 to 6).
 * Limits are not kept, so that a policy that names them and is broken elsewhere is not taken for one that does not.
 * Where it is not known who they are, only the terms themselves can be looked for.
 *
 * @param domain whose policy it is
 * @param policy sound
 * @param expected the provider's whole value
 */
export function providerStanding(
  domain: string,
  policy: string,
  expected: string,
  answerTo: SpfAnswers,
): ProviderStanding {
  return oncePer(answerTo, `spf provider ${JSON.stringify([domain, policy, expected])}`, () =>
    standingIn(domain, policy, expected, answerTo),
  )
}

function standingIn(
  domain: string,
  policy: string,
  expected: string,
  answerTo: SpfAnswers,
): ProviderStanding {
  const required = requiredTerms(expected)
  const { terms } = parseSpf(policy)
  const notLiteral = required.filter((term) => placeOf(term, terms) !== 'present')
  const servers = serversOf(domain, required, answerTo)
  const standing = { notLiteral, ways: [], refused: [], refusedBy: [], unknownBy: [] }
  if (required.length === 0) {
    const keys = parseSpf(expected).terms.map(termKey)
    const isThere = keys.every((key) => terms.some((term) => termKey(term) === key))
    return { ...standing, verdict: isThere ? 'passes' : 'fails', passesNow: isThere }
  }
  if (isNobody(servers.addresses))
    return { ...standing, ...byTermsAlone(notLiteral, required, servers.isKnown) }
  const { outcomes } = checkHosts({ domain, policy, answerTo, reading: 'meaning' }, servers.addresses)
  const receivers = checkHosts({ domain, policy, answerTo }, servers.addresses).outcomes
  const passing = addressesWith(outcomes, 'pass')
  const unknown = addressesWith(outcomes, 'unknown')
  const refused = outcomes.filter(({ result }) => result !== 'pass' && result !== 'unknown')
  return {
    notLiteral,
    verdict: verdictOf(passing, unknown, refused, servers.isKnown || notLiteral.length === 0),
    passesNow: covers(addressesWith(receivers, 'pass'), servers.addresses),
    ways: waysOf(outcomes),
    refused: named(refused.reduce<AddressSet>((all, { addresses }) => together(all, addresses), [])),
    refusedBy: distinctChains(refused.map(({ chain }) => chain)).filter((chain) => chain.length > 0),
    unknownBy: isNobody(unknown)
      ? required.map(({ text }) => text)
      : unknownTerms(domain, terms, unknown, answerTo),
  }
}

function verdictOf(
  passing: AddressSet,
  unknown: AddressSet,
  refused: readonly SpfOutcome[],
  isAllKnown: boolean,
): ProviderStanding['verdict'] {
  if (refused.length > 0) return isNobody(passing) && isNobody(unknown) ? 'fails' : 'partly'
  return isNobody(unknown) && isAllKnown ? 'passes' : 'unknown'
}

/** Where nobody knows who the provider's servers are. What leads to nothing for certain lets nobody pass anyhow. */
function byTermsAlone(
  notLiteral: readonly SpfTerm[],
  required: readonly SpfTerm[],
  isNothing: boolean,
): Pick<ProviderStanding, 'verdict' | 'passesNow' | 'unknownBy'> {
  if (notLiteral.length === 0) return { verdict: 'passes', passesNow: false, unknownBy: [] }
  if (isNothing) return { verdict: 'fails', passesNow: false, unknownBy: [] }
  return { verdict: 'unknown', passesNow: false, unknownBy: required.map(({ text }) => text) }
}

function serversOf(
  domain: string,
  required: readonly SpfTerm[],
  answerTo: SpfAnswers,
): { addresses: AddressSet; isKnown: boolean } {
  const policy = ['v=spf1', ...required.map(({ text }) => text)].join(' ')
  const { outcomes } = checkHosts({ domain, policy, answerTo, reading: 'meaning' }, EVERYBODY)
  return {
    addresses: addressesWith(outcomes, 'pass'),
    isKnown: isNobody(addressesWith(outcomes, 'unknown')),
  }
}

/** Terms of one's own whose effect on the senders is not known. */
function unknownTerms(
  domain: string,
  terms: readonly SpfTerm[],
  among: AddressSet,
  answerTo: SpfAnswers,
): string[] {
  const isUnknown = ({ text }: SpfTerm): boolean => {
    const options = { domain, policy: `v=spf1 ${text}`, answerTo, reading: 'meaning' } as const
    return !isNobody(addressesWith(checkHosts(options, among).outcomes, 'unknown'))
  }
  return [...new Set(terms.filter(isUnknown).map(({ text }) => text))]
}

function waysOf(outcomes: readonly SpfOutcome[]): (readonly SpfLink[])[] {
  return distinctChains(outcomes.filter(({ result }) => result === 'pass').map(({ chain }) => chain))
}

function distinctChains(chains: readonly (readonly SpfLink[])[]): (readonly SpfLink[])[] {
  const byText = new Map(chains.map((chain) => [chain.map(({ term }) => term.text).join(' '), chain]))
  return [...byText.values()]
}

function named(set: AddressSet): string[] {
  const networks = networksOf(set, MAX_NAMED + 1)
  return networks.length > MAX_NAMED ? [...networks.slice(0, MAX_NAMED), 'others'] : networks
}
