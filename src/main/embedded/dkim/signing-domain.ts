import { ZonedeskError } from '../../../preload/contract/failure'
import { plainName, type Scope } from '../requests/context'
import { KEY_NOT_FOUND, NOT_FOUND } from '../records/messages'
import type { StoredDomain, StoredKey } from '../store/stored-domain'
import { keysOf } from '../records/signing'

/** A name that signs, as a path or a parameter gives it. */
export interface SigningDomain {
  /** The name itself. */
  readonly name: string
  /** The domain of that name; where none is registered, one that signs under it. */
  readonly domain: StoredDomain
}

/**
 * @throws ZonedeskError `not-found` when the account has no such domain, and none that signs under that name
 */
export function requireSigningDomain({ store, subaccountId }: Scope, given: string): SigningDomain {
  const name = plainName(given)
  const own = store.domain(name)
  const domain = own?.subaccount_id === subaccountId ? own : store.signingUnder(name, subaccountId)
  if (domain === null || domain.type === 'sandbox') throw new ZonedeskError('not-found', NOT_FOUND)
  return { name, domain }
}

/** The keys of a name: its own, and for a registered domain those it signs with. */
export function keysOfSigningDomain({ store }: Scope, { name, domain }: SigningDomain): StoredKey[] {
  return domain.name === name ? keysOf(domain, store) : store.keys.at(name)
}

/** @throws ZonedeskError `not-found` */
export function requireKey(scope: Scope, signing: SigningDomain, selector: string): StoredKey {
  const wanted = selector.toLowerCase()
  const keys = keysOfSigningDomain(scope, signing).filter((key) => key.selector === wanted)
  const [key] = [...keys.filter(({ host }) => host === signing.name), ...keys]
  if (key === undefined) throw new ZonedeskError('not-found', KEY_NOT_FOUND)
  return key
}
