import { registrableDomain } from '../../names/domain-name'
import { ZonedeskError } from '../../../preload/contract/failure'
import { DISABLED_NOT_DELETED, SANDBOX_NOT_DELETED, usedAsAuthority } from './messages'
import type { StoredDomain } from '../store/stored-domain'

/** Under which identity a domain's mail is signed. */
export interface DkimIdentity {
  /** Name of the domain whose identity it is. */
  readonly authority: string
  /** Domain under which the key is published, as `selector._domainkey.host`. */
  readonly host: string
  readonly selector: string
}

/** What a new domain asks of its DKIM identity. Source: API, `POST /v4/domains`. */
export interface DkimWishes {
  readonly forceAuthority: boolean
  readonly forceRootHost: boolean
  /** Excludes the two before it. */
  readonly hostName: string | null
  /** Null takes the authority's, or the provider's default. */
  readonly selector: string | null
}

/** The part of an account's domains the rules look at. */
export type Registered = Pick<StoredDomain, 'name' | 'authority' | 'dkim_host' | 'dkim_selector'>

/**
 * Finds the DKIM identity of a new domain.
 *
 * - `dkim_host_name`: the domain signs for itself, with a key published there.
 * - `force_root_dkim_host`: the key is published at the organizational domain, registered here or not; when it is
 *   registered it is the authority too, unless `force_dkim_authority` is set.
 * - `force_dkim_authority`: the domain signs for itself, with a key of its own.
 * - Else the nearest registered parent's identity is inherited; without one the domain signs for itself. (The
 *   reference speaks of "the root domain registered on the same account"; a parent between the two is its
 *   nearer equal, and inherits from the root itself unless told otherwise.)
 *
 * A key is known by host and selector: two domains that name the same share it.
 *
 * @param find looks a registered domain up by name
 * @param defaultSelector selector when neither the caller nor the authority names one
 * @throws ZonedeskError `invalid` when the wishes exclude each other or the host is not the domain or its parent
 */
export function dkimIdentity(
  name: string,
  wishes: DkimWishes,
  find: (name: string) => Registered | null,
  defaultSelector: string,
): DkimIdentity {
  const own = { authority: name, host: name, selector: wishes.selector ?? defaultSelector }
  if (wishes.hostName !== null) {
    requireDkimHost(name, wishes, wishes.hostName)
    return { ...own, host: wishes.hostName }
  }
  if (wishes.forceRootHost) {
    const host = registrableDomain(name) ?? name
    const root = wishes.forceAuthority || host === name ? null : find(host)
    if (root === null) return { ...own, host }
    return { authority: root.name, host, selector: wishes.selector ?? root.dkim_selector }
  }
  if (wishes.forceAuthority) return own
  const parent = nearestParent(name, find)
  const authority = parent === null ? null : find(parent.authority)
  if (authority === null) return own
  return {
    authority: authority.name,
    host: authority.dkim_host,
    selector: wishes.selector ?? authority.dkim_selector,
  }
}

/** The names between a domain and its organizational domain, that one included, nearest first. */
export function parentNames(name: string): string[] {
  const root = registrableDomain(name)
  const parents: string[] = []
  for (let parent = name; root !== null && parent !== root;) {
    parent = parent.slice(parent.indexOf('.') + 1)
    parents.push(parent)
  }
  return parents
}

/**
 * Which state a domain is in by its records: sending needs SPF and DKIM; the tracking CNAME and the MX records
 * serve tracking and receiving and do not gate it. Source: the provider's notice of November 2016 ("verification
 * through the use of a DKIM and SPF record"), repeated in its user manual. An active domain whose SPF or DKIM is
 * found wrong or gone is unverified again. Of several DKIM keys only those that sign count, and the one that the
 * domain names while none does: a spare key may be absent.
 */
export function stateByRecords(
  records: readonly {
    readonly role: string
    readonly valid: string
    readonly key?: { readonly active: boolean; readonly named: boolean }
  }[],
): 'active' | 'unverified' {
  const signs = records.some(({ key }) => key?.active === true)
  const gates = records.filter(({ role, key }) => {
    if (key !== undefined) return signs ? key.active : key.named
    return role === 'spf' || role.startsWith('dkim-')
  })
  return gates.every(({ valid }) => valid === 'valid') ? 'active' : 'unverified'
}

/**
 * A disabled domain, a sandbox and an authority of others stay. Source: API, `DELETE /v3/domains/{name}`.
 *
 * @param usedBy name of another domain that signs under this one's identity; null when none does
 * @throws ZonedeskError `forbidden` (disabled) or `refused`
 */
export function requireDeletable(domain: StoredDomain, usedBy: string | null): void {
  if (domain.disabled !== null) throw new ZonedeskError('forbidden', DISABLED_NOT_DELETED)
  if (domain.type === 'sandbox') throw new ZonedeskError('refused', SANDBOX_NOT_DELETED)
  if (usedBy !== null) throw new ZonedeskError('refused', usedAsAuthority(usedBy))
}

function requireDkimHost(name: string, wishes: DkimWishes, host: string): void {
  if (wishes.forceAuthority || wishes.forceRootHost) {
    throw new ZonedeskError(
      'invalid',
      'dkim_host_name cannot be used together with force_dkim_authority or force_root_dkim_host',
      { field: 'dkim_host_name' },
    )
  }
  if (host !== name && !parentNames(name).includes(host)) {
    throw new ZonedeskError('invalid', `dkim_host_name must be ${name} or a domain it belongs to`, {
      field: 'dkim_host_name',
    })
  }
}

function nearestParent(name: string, find: (name: string) => Registered | null): Registered | null {
  for (const parent of parentNames(name)) {
    const registered = find(parent)
    if (registered !== null) return registered
  }
  return null
}
