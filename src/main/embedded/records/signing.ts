import type { Store } from '../store/store'
import type { StoredDomain, StoredKey } from '../store/stored-domain'

/**
 * Every key of a domain: those of the host it signs under, and spare ones at its own name. The one that it names comes
 * first.
 */
export function keysOf({ name, dkim_host, dkim_selector }: StoredDomain, store: Store): StoredKey[] {
  const keys = [...new Set([dkim_host, name])].flatMap((host) => store.keys.at(host))
  const isNamed = ({ host, selector }: StoredKey): boolean => host === dkim_host && selector === dkim_selector
  return [...keys.filter(isNamed), ...keys.filter((key) => !isNamed(key))]
}

/**
 * A domain that may send signs: when no key of its host does yet, the one that the domain names begins.
 *
 * @param records what the domain needs, before this
 */
export function beginSigning(
  store: Store,
  { dkim_host: host, dkim_selector: selector, use_automatic_sender_security }: StoredDomain,
  records: readonly { readonly key?: { readonly active: boolean } }[],
): void {
  if (use_automatic_sender_security || records.some(({ key }) => key?.active === true)) return
  store.keys.setActive({ host, selector }, true)
}
