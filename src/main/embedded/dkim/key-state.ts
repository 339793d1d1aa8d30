import { ZonedeskError } from '../../../preload/contract/failure'
import type { Scope } from '../requests/context'
import { judge } from '../records/judgement'
import {
  KEY_ACTIVATED,
  KEY_DEACTIVATED,
  KEY_DELETED,
  KEY_NOT_FOUND,
  KEYS_ARE_ALIASES,
  keyNotInDns,
  LAST_KEY_NOT_DEACTIVATED,
  LAST_KEY_NOT_DELETED,
  missingParameter,
  notSigning,
} from '../records/messages'
import { recordId } from '../records/record-generation'
import type { StoredKey } from '../store/stored-domain'
import type { Parameters } from '../requests/forms'
import { nothingLookedUp } from '../domains/verify-domain'
import { recordOf } from './key-answers'
import { requireKey, requireSigningDomain } from './signing-domain'

/**
 * `PUT /v4/domains/{authority}/keys/{selector}/activate`: asks DNS for the key, and lets it sign when it is there. The
 * other keys of the domain sign on.
 *
 * @throws ZonedeskError `not-found`, `refused` when DNS does not have the key, `offline` when DNS does not answer
 */
export async function activateKey(scope: Scope, name: string, selector: string) {
  const { store } = scope
  const asked = recordOf(signingKey(scope, name, selector))
  const [lookup] = await scope.lookUp([{ type: asked.type, name: asked.name }])
  if (lookup === undefined || 'failure' in lookup) throw nothingLookedUp([lookup?.failure ?? ''])
  const judgement = judge(asked, lookup.seen)
  const key = store.transaction(() => {
    const current = signingKey(scope, name, selector)
    // A key that was made anew meanwhile is not the one that DNS was asked for.
    const isAsked = recordId(recordOf(current)) === recordId(asked)
    if (isAsked) store.keys.setVerdict(current.host, { record: recordId(asked), ...judgement })
    if (isAsked && judgement.valid === 'valid') store.keys.setActive(current, true)
    return isAsked ? current : null
  })
  if (key === null || judgement.valid !== 'valid') throw new ZonedeskError('refused', keyNotInDns(asked.name))
  return stateAnswer(KEY_ACTIVATED, key, true)
}

/**
 * `PUT /v4/domains/{authority}/keys/{selector}/deactivate`: a key signs no more, and stays.
 *
 * @throws ZonedeskError `not-found`, `refused` for the last one that signs
 */
export function deactivateKey(scope: Scope, name: string, selector: string) {
  const { store } = scope
  const key = store.transaction(() => {
    const current = requireKey(scope, requireSigningDomain(scope, name), selector)
    if (!current.active) return current
    const next = othersOf(scope, current).find(({ active }) => active)
    if (next === undefined) throw new ZonedeskError('refused', LAST_KEY_NOT_DEACTIVATED)
    store.keys.setActive(current, false)
    store.keys.rename(current.host, current.selector, next.selector)
    return current
  })
  return stateAnswer(KEY_DEACTIVATED, key, false)
}

/**
 * `DELETE /v1/dkim/keys`: removes a key for good. A domain keeps one that signs, and a domain that does not sign yet
 * keeps the one that verification waits for.
 *
 * @throws ZonedeskError `invalid` without the two parameters, `not-found`, `refused`
 */
export function deleteKey(scope: Scope, { signing_domain, selector }: Parameters) {
  if (!signing_domain) throw new ZonedeskError('invalid', missingParameter('signing_domain'))
  if (!selector) throw new ZonedeskError('invalid', missingParameter('selector'))
  const { store } = scope
  store.transaction(() => {
    const { name } = signingOrNoKey(scope, signing_domain)
    const key = store.keys.get(name, selector.toLowerCase())
    if (key === null) throw new ZonedeskError('not-found', KEY_NOT_FOUND)
    const others = othersOf(scope, key)
    const next = others.find(({ active }) => active) ?? (key.active ? undefined : others[0])
    if (next !== undefined) store.keys.rename(name, key.selector, next.selector)
    else if (store.allSigningUnder(name).length > 0) {
      throw new ZonedeskError('refused', LAST_KEY_NOT_DELETED)
    }
    store.keys.remove(key)
    store.keys.forgetVerdict(recordId(recordOf(key)))
  })
  return { message: KEY_DELETED }
}

/** A key that may sign: the domain signs with keys of that host. */
function signingKey(scope: Scope, name: string, selector: string): StoredKey {
  const signing = requireSigningDomain(scope, name)
  const key = requireKey(scope, signing, selector)
  const users = scope.store.allSigningUnder(key.host)
  if (users.length === 0) {
    throw new ZonedeskError('refused', notSigning(key.host, signing.domain.dkim_host))
  }
  if (users.every((user) => user.use_automatic_sender_security)) {
    throw new ZonedeskError('refused', KEYS_ARE_ALIASES)
  }
  return key
}

function signingOrNoKey(scope: Scope, name: string) {
  try {
    return requireSigningDomain(scope, name)
  } catch (error) {
    throw new ZonedeskError('not-found', KEY_NOT_FOUND, { cause: error })
  }
}

function othersOf({ store }: Scope, { host, selector }: StoredKey): StoredKey[] {
  return store.keys.at(host).filter((key) => key.selector !== selector)
}

function stateAnswer(message: string, { host, selector }: StoredKey, active: boolean) {
  return { message, authority: host, selector, active }
}
