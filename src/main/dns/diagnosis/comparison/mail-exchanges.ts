import { isIP } from 'node:net'
import type { ResourceRecordOf } from '../../../../preload/contract/dns-answer'
import type { DnsRecord } from '../../../../preload/contract/domain'
import { registrableDomain } from '../../../names/domain-name'
import { plainName, sameName } from '../records/presentation'
import type { SeenAnswers } from '../answers/seen-answers'
import { isOtherRegionOf, isSlipOf } from './slips'
import { addressesOf, hasNoAddress } from '../answers/targets'
import { undecorated } from './undecorated'

export type Exchange = ResourceRecordOf<'MX'>

/**
 * What a mail server in the zone is, compared with the provider's.
 *
 * - `provider`: one of them
 * - `misspelt`: one of them, with the zone or other signs around it
 * - `slip`: a name without address that differs from one of them by a character or two
 * - `alias`: an alias that leads to one of them
 * - `own-name`: another name with the addresses of one of them, or such an address itself
 * - `region`: the provider's server of the same name in another region
 * - `null`: the single dot that declares that no mail is received (RFC 7505 section 3)
 * - `foreign-alias`: an alias below the user's own domain that leads to another system
 * - `literal`: an IP address in place of a name
 * - `gone`: a name without address
 * - `other`: another system's
 */
export type SeenExchange = { readonly exchange: Exchange; readonly host: string } & (
  | {
      readonly kind: 'provider' | 'misspelt' | 'slip' | 'alias' | 'own-name' | 'region'
      readonly server: DnsRecord
    }
  | { readonly kind: 'foreign-alias'; readonly target: string }
  | { readonly kind: 'literal'; readonly address: string }
  | { readonly kind: 'null' | 'gone' | 'other' }
)

/**
 * Says what each mail server in the zone is.
 *
 * @param wanted the provider's MX records at the name
 * @param apex the zone's; null when it is not known
 */
export function seenExchanges(
  exchanges: readonly Exchange[],
  wanted: readonly DnsRecord[],
  seen: SeenAnswers,
  apex: string | null,
): SeenExchange[] {
  return exchanges.map((exchange) => {
    const host = plainName(exchange.exchange)
    return { exchange, host, ...kindOf(host, wanted, seen, apex) }
  })
}

type Kind = SeenExchange extends infer Seen
  ? Seen extends unknown
    ? Omit<Seen, 'exchange' | 'host'>
    : never
  : never

function kindOf(host: string, wanted: readonly DnsRecord[], seen: SeenAnswers, apex: string | null): Kind {
  if (host === '') return { kind: 'null' }
  const serverWhere = (test: (value: string) => boolean): DnsRecord | undefined =>
    wanted.find(({ value }) => test(plainName(value)))
  const own = serverWhere((value) => value === host)
  if (own !== undefined) return { kind: 'provider', server: own }
  const meant = serverWhere((value) => isMeantAs(host, value, apex))
  if (meant !== undefined) return { kind: 'misspelt', server: meant }
  // A form that wants a name appends the zone to an address too.
  const bare = apex !== null && host.endsWith(`.${apex}`) ? host.slice(0, -apex.length - 1) : host
  const literal = [host, bare].find((text) => isIP(text) !== 0)
  if (literal !== undefined) {
    const server = serverWhere((value) => addressesOf(seen, value).includes(literal))
    return server === undefined ? { kind: 'literal', address: literal } : { kind: 'own-name', server }
  }
  const chain = aliasesOf(seen, host)
  const behind = serverWhere((value) => chain.includes(value))
  if (behind !== undefined) return { kind: 'alias', server: behind }
  if (hasNoAddress(seen, host)) {
    const mistyped = serverWhere((value) => isSlipOf(host, value))
    return mistyped === undefined ? { kind: 'gone' } : { kind: 'slip', server: mistyped }
  }
  const region = serverWhere(
    (value) => value.split('.')[0] === host.split('.')[0] && isOtherRegionOf(host, value),
  )
  if (region !== undefined) return { kind: 'region', server: region }
  const target = chain.find((name) => !isOwn(name, apex)) ?? chain.at(-1)
  // An alias below somebody else's domain is for its owner to change.
  if (target !== undefined && isOwn(host, apex)) return { kind: 'foreign-alias', target }
  const addresses = addressesOf(seen, host)
  const ofProvider = wanted.flatMap(({ value }) => addressesOf(seen, plainName(value)))
  const server = serverWhere((value) => addressesOf(seen, value).some((item) => addresses.includes(item)))
  const isProviders = addresses.length > 0 && addresses.every((address) => ofProvider.includes(address))
  return isProviders && server !== undefined ? { kind: 'own-name', server } : { kind: 'other' }
}

/** Whether a mail server is the provider's, rightly or wrongly spelt. */
function isMeantAs(host: string, value: string, apex: string | null): boolean {
  return sameName(undecorated(host, 'name'), value) || (apex !== null && host === `${value}.${apex}`)
}

/** The names that a host leads to as an alias, in their order. */
export function aliasesOf(seen: SeenAnswers, host: string): string[] {
  const data = (['A', 'AAAA'] as const).map((type) => seen.data({ name: host, type }))
  const found = data.find((item) => item !== null && item.aliases.length > 0)
  return found?.aliases.map(({ target }) => plainName(target)) ?? []
}

/** Whether a host is below the user's own registered domain. */
export function isOwn(host: string, apex: string | null): boolean {
  if (apex === null) return false
  const above = registrableDomain(apex) ?? apex
  return host === above || host.endsWith(`.${above}`)
}

/** The lowest preference of each of the provider's servers that are there, by host name. */
function preferences(exchanges: readonly Exchange[], wanted: readonly DnsRecord[]): Map<string, number> {
  const lowest = new Map<string, number>()
  for (const { value } of wanted) {
    const same = exchanges.filter(({ exchange }) => sameName(exchange, value))
    if (same.length > 0) lowest.set(plainName(value), Math.min(...same.map(({ preference }) => preference)))
  }
  return lowest
}

/**
 * Whether senders try the provider's servers in the order the provider wants. Preferences only order the servers of
 * one name (RFC 5321 section 5.1), so that other numbers in the same order change nothing.
 */
export function isInOrder(exchanges: readonly Exchange[], wanted: readonly DnsRecord[]): boolean {
  const there = preferences(exchanges, wanted)
  const pairs = wanted.flatMap((one) => wanted.map((other) => [one, other] as const))
  return pairs.every(([one, other]) => {
    const [a, b] = [there.get(plainName(one.value)), there.get(plainName(other.value))]
    if (a === undefined || b === undefined) return true
    return Math.sign(a - b) === Math.sign(preferenceOf(one) - preferenceOf(other))
  })
}

/** The preference the provider wants. */
export function preferenceOf({ priority }: Pick<DnsRecord, 'priority'>): number {
  return priority ?? 10
}

/** RFC 1035 section 3.3.9: 16 bits. */
const MAX_PREFERENCE = 65_535

/**
 * The preference for a server that joins those that are there. It differs from theirs as the provider wants it, so that
 * theirs can stay.
 *
 * @param there MX records that stay
 */
export function fittingPreference(
  server: DnsRecord,
  there: readonly Exchange[],
  wanted: readonly DnsRecord[],
): number {
  const anchor = wanted.find(({ value }) => there.some(({ exchange }) => sameName(exchange, value)))
  if (anchor === undefined || !isInOrder(there, wanted)) return preferenceOf(server)
  const base = preferences(there, wanted).get(plainName(anchor.value)) ?? preferenceOf(anchor)
  const fitting = base + preferenceOf(server) - preferenceOf(anchor)
  const isPossible = fitting >= 0 && fitting <= MAX_PREFERENCE
  const joined = isPossible ? [...there, exchangeFor(server, fitting)] : there
  return isPossible && isInOrder(joined, wanted) ? fitting : preferenceOf(server)
}

/** The provider's record as it would be in the zone. */
export function exchangeFor({ name, value }: DnsRecord, preference: number): Exchange {
  return { type: 'MX', name, ttl: 0, exchange: plainName(value), preference }
}
