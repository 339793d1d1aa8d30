import * as v from 'valibot'
import { ZonedeskError } from '../../../preload/contract/failure'
import { domainWithRecords } from '../records/answers'
import { requireDomain, type Scope } from '../requests/context'
import { DEFAULT_DKIM_KEY_BITS, makeDkimKey } from '../records/dkim-keys'
import { dkimIdentity, type DkimIdentity } from '../records/domain-rules'
import { atom, yesNo } from '../requests/form-fields'
import { parseParameters, type Parameters } from '../requests/forms'
import {
  AUTHORITY_CHANGED,
  AUTHORITY_UNCHANGED,
  missingParameter,
  SELECTOR_CHANGED,
  SELECTOR_IN_USE,
  usedAsAuthority,
} from '../records/messages'
import { recordId } from '../records/record-generation'
import type { NewKey, StoredDomain } from '../store/stored-domain'
import { forgetOldRecords } from '../domains/update-domain'
import { recordOf } from './key-answers'

const AuthorityForm = v.object({ self: yesNo('self') })
const SelectorForm = v.object({ dkim_selector: atom('dkim_selector') })

/**
 * `PUT /v3/domains/{name}/dkim_authority`: with `self` the domain signs for itself, without it as its nearest registered
 * parent does. A change asks for other records, so the domain must be verified again.
 *
 * @throws ZonedeskError `not-found`, `invalid`, or `refused` for a domain that others sign under
 */
export async function setDkimAuthority(scope: Scope, name: string, parameters: Parameters) {
  requireDomain(scope, name)
  requireParameter(parameters, 'self')
  const { self } = parseParameters(AuthorityForm, parameters)
  let key: NewKey | null = null
  let changed: boolean | 'lacks a key'
  // Making a key takes a while. It begins again when the account changed meanwhile so that another key is needed.
  while ((changed = change(scope, name, self, key)) === 'lacks a key') {
    const { host, selector } = identityAfter(scope, requireDomain(scope, name), self)
    key = await makeDkimKey(host, selector, DEFAULT_DKIM_KEY_BITS)
  }
  const { sending_dns_records } = domainWithRecords(requireDomain(scope, name), scope.store, scope.hosts)
  return { message: changed ? AUTHORITY_CHANGED : AUTHORITY_UNCHANGED, sending_dns_records, changed }
}

function change(scope: Scope, name: string, self: boolean, key: NewKey | null): boolean | 'lacks a key' {
  const { store } = scope
  return store.transaction(() => {
    const domain = requireDomain(scope, name)
    const identity = identityAfter(scope, domain, self)
    if (identity.authority === domain.authority) return false
    const user = store.authorityUser(domain.name)
    if (user !== null) throw new ZonedeskError('refused', usedAsAuthority(user))
    if (store.keys.get(identity.host, identity.selector) === null) {
      if (key?.host !== identity.host || key.selector !== identity.selector) return 'lacks a key'
      store.keys.add(key)
    }
    store.setDomain(domain.seq, {
      authority: identity.authority,
      dkim_host: identity.host,
      dkim_selector: identity.selector,
      state: domain.state === 'active' && domain.type === 'custom' ? 'unverified' : domain.state,
    })
    store.keys.restUnlessUsed(domain.dkim_host)
    forgetOldRecords(scope, name)
    return true
  })
}

/** The identity a domain has after the call; of its own keys, one that is there already is taken. */
function identityAfter(scope: Scope, domain: StoredDomain, self: boolean): DkimIdentity {
  const { store, hosts, subaccountId } = scope
  if (self && domain.authority === domain.name) {
    return { authority: domain.name, host: domain.dkim_host, selector: domain.dkim_selector }
  }
  const find = (name: string): StoredDomain | null => {
    const found = name === domain.name ? null : store.domain(name)
    return found?.subaccount_id === subaccountId ? found : null
  }
  const [own] = store.keys.at(domain.name)
  const wishes = {
    ...{ forceAuthority: self, forceRootHost: false, hostName: null },
    selector: self ? (own?.selector ?? null) : null,
  }
  const identity = dkimIdentity(domain.name, wishes, find, hosts.dkimSelector)
  // Without a parent nothing changes, wherever the domain's key is published.
  if (identity.authority !== domain.name || domain.authority !== domain.name) return identity
  return { authority: domain.name, host: domain.dkim_host, selector: domain.dkim_selector }
}

/**
 * `PUT /v3/domains/{name}/dkim_selector`: gives the domain's key another selector. The key itself stays. Under its new
 * name it is not in DNS yet, so it signs no more until it is found there.
 *
 * @throws ZonedeskError `not-found`, `invalid`, or `already-exists` for a selector in use
 */
export function setDkimSelector(scope: Scope, name: string, parameters: Parameters) {
  requireDomain(scope, name)
  requireParameter(parameters, 'dkim_selector')
  const { dkim_selector: selector } = parseParameters(SelectorForm, parameters)
  const { store } = scope
  store.transaction(() => {
    const { dkim_host: host, dkim_selector: before } = requireDomain(scope, name)
    if (selector === before) return
    const key = store.keys.get(host, before)
    if (key === null) throw new ZonedeskError('internal', `The key ${before} of ${host} is missing`)
    if (store.keys.get(host, selector) !== null) {
      throw new ZonedeskError('already-exists', SELECTOR_IN_USE, { field: 'dkim_selector' })
    }
    store.keys.add({ ...key, selector })
    store.keys.rename(host, before, selector)
    store.keys.remove(key)
    store.keys.forgetVerdict(recordId(recordOf(key)))
    if (!store.keys.at(host).some(({ active }) => active)) unverify(scope, host)
  })
  return { message: SELECTOR_CHANGED }
}

/** Domains whose only key is to be found anew. */
function unverify({ store }: Scope, host: string): void {
  for (const domain of store.allSigningUnder(host)) {
    const signs = domain.state === 'active' && domain.type === 'custom'
    if (signs && !domain.use_automatic_sender_security) store.setDomain(domain.seq, { state: 'unverified' })
  }
}

function requireParameter(parameters: Parameters, field: string): void {
  if (parameters[field] === undefined) throw new ZonedeskError('invalid', missingParameter(field), { field })
}
