import { registrableDomain } from '../../../names/domain-name'
import {
  appliedHandling,
  isDmarc,
  isMeantAsDmarc,
  parseDmarc,
  type DmarcHandling,
  type DmarcHandlingTag,
  type DmarcPolicy,
} from './dmarc-policy'

/** RFC 9989 section 4.10 step 4: names of eight or more labels are shortened to seven at once. */
const WALKED_LABELS = 7
/** RFC 1035 section 2.3.4, in characters without the trailing dot. */
const MAX_NAME = 253

/** A record that a walk found, and where. */
export interface WalkedPolicy {
  /** The domain below whose `_dmarc` it stands. */
  readonly at: string
  readonly text: string
  readonly policy: DmarcPolicy
}

/** Texts that are meant as policies, but that receivers do not use. */
export interface DiscardedPolicies {
  readonly at: string
  readonly texts: readonly string[]
  /** `several`: each could be read, but receivers read none of several; `void`: none begins with `v=DMARC1`. */
  readonly reason: 'several' | 'void'
}

/** What a walk up the tree found out about one domain. */
export interface DmarcDiscovery {
  /** The policy that holds for the domain; null when there is none. */
  readonly holding: WalkedPolicy | null
  /** The organizational domain; null when a question above the domain was not answered. */
  readonly organizational: string | null
  /** What stands on the way and is not used, the nearest first. */
  readonly discarded: readonly DiscardedPolicies[]
}

/**
 * The domains whose `_dmarc` a receiver asks for, in its order: at most eight (RFC 9989 section 4.10).
 *
 * @param domain A-labels, lower case, without trailing dot
 */
export function walkedDomains(domain: string): string[] {
  const domains: string[] = []
  for (let labels = domain.split('.'); labels.length > 0;) {
    domains.push(labels.join('.'))
    labels = labels.slice(labels.length > WALKED_LABELS ? -WALKED_LABELS : 1)
  }
  return domains.filter((name) => dmarcName(name).length <= MAX_NAME)
}

export function dmarcName(domain: string): string {
  return `_dmarc.${domain}`
}

/**
 * Finds the policy that holds for a domain and its organizational domain (RFC 9989 sections 4.10.1 and 4.10.2). The
 * Public Suffix List decides only one thing: a registry that does not answer counts as having no policy.
 *
 * @param textsAt the texts at a name; null when nobody answered usefully
 * @returns null when it is not known
 */
export function discoverDmarc(
  domain: string,
  textsAt: (name: string) => readonly string[] | null,
): DmarcDiscovery | null {
  const found: WalkedPolicy[] = []
  const discarded: DiscardedPolicies[] = []
  for (const at of walkedDomains(domain)) {
    const texts = textsAt(dmarcName(at)) ?? (at !== domain && isRegistry(at) ? [] : null)
    if (texts === null) {
      const [own] = found
      return own?.at === domain ? { holding: own, organizational: null, discarded } : null
    }
    const counted = texts.filter(isDmarc)
    const [only] = counted
    const policy = only === undefined || counted.length > 1 ? null : parseDmarc(only).policy
    if (only !== undefined && policy !== null) {
      found.push({ at, text: only, policy })
      if (policy.suffix !== 'u') break
    } else if (counted.length > 1) discarded.push({ at, texts: counted, reason: 'several' })
    else {
      const meant = texts.filter(isMeantAsDmarc)
      if (meant.length > 0) discarded.push({ at, texts: meant, reason: 'void' })
    }
  }
  const organizational = organizationalOf(domain, found)
  return { holding: holdingOf(domain, organizational, found), organizational, discarded }
}

/** RFC 9989 section 4.10.2. */
function organizationalOf(domain: string, found: readonly WalkedPolicy[]): string {
  for (const { at, policy } of found) {
    if (policy.suffix === 'n') return at
    if (policy.suffix === 'y' && at !== domain) {
      return domain
        .split('.')
        .slice(-(at.split('.').length + 1))
        .join('.')
    }
  }
  return found.at(-1)?.at ?? domain
}

/** RFC 9989 section 4.10.1: the domain's own, else the organizational domain's, else that of the public suffix. */
function holdingOf(
  domain: string,
  organizational: string,
  found: readonly WalkedPolicy[],
): WalkedPolicy | null {
  const at = (name: string): WalkedPolicy | undefined => found.find((walked) => walked.at === name)
  const suffix = found.find((walked) => walked.policy.suffix === 'y')
  return at(domain) ?? at(organizational) ?? suffix ?? null
}

/**
 * Which tag of the policy decides for the domain (RFC 9989 section 4.10.1).
 *
 * @param exists whether DNS has anything at the domain or below it
 */
export function decidingTag({ at, policy }: WalkedPolicy, domain: string, exists: boolean): DmarcHandlingTag {
  if (at === domain) return 'p'
  if (!exists && policy.written.np !== undefined) return 'np'
  return policy.written.sp === undefined ? 'p' : 'sp'
}

/**
 * What receivers do with mail of the domain that fails, by the policy that holds for it; `none` without one.
 *
 * @param exists whether DNS has anything at the domain or below it
 */
export function handlingFor(domain: string, { holding }: DmarcDiscovery, exists: boolean): DmarcHandling {
  if (holding === null) return 'none'
  return appliedHandling(holding.policy.asked[decidingTag(holding, domain, exists)], holding.policy)
}

/** Whether names below a domain are registered by others, by the Public Suffix List. */
export function isRegistry(domain: string): boolean {
  return registrableDomain(domain) === null
}
