import { requireDomain, type Scope } from '../requests/context'
import { requireDeletable } from '../records/domain-rules'
import { DELETED } from '../records/messages'
import type { Store } from '../store/store'

/** Carries out deletions after the answer that accepts them, also those that a stop of the service cut off. */
export interface Deletions {
  /** To be called when a deletion was accepted: it is carried out once the answer is on its way. */
  accepted(): void
  /** Carries out what was accepted, so that no request sees a domain that was said to be deleted. */
  finish(): void
  /** Carries out what is left; nothing is touched after that. */
  close(): void
}

/** @param log told of an error that nobody waits for; the deletion stays accepted and is tried again */
export function createDeletions(store: Store, log: (error: unknown) => void): Deletions {
  // Whatever a stop of the service cut off is found at the first look.
  let waiting = true
  let closed = false

  const finish = (): void => {
    if (!waiting || closed) return
    store.transaction(() => {
      for (const domain of store.acceptedDeletions()) store.removeDomain(domain)
    })
    waiting = false
  }
  const finishQuietly = (): void => {
    try {
      finish()
    } catch (error) {
      log(error)
    }
  }
  return {
    accepted: () => {
      waiting = true
      setImmediate(finishQuietly)
    },
    finish,
    close: () => {
      finishQuietly()
      closed = true
    },
  }
}

/**
 * `DELETE /v3/domains/{name}`. Accepts the deletion, which outlives a stop of the service, and leaves the work to
 * the background.
 *
 * @throws ZonedeskError `not-found`, `forbidden` for a disabled domain, `refused` for a sandbox or an authority
 */
export function deleteDomain(scope: Scope, deletions: Deletions, name: string) {
  const { store } = scope
  store.transaction(() => {
    const domain = requireDomain(scope, name)
    requireDeletable(domain, store.authorityUser(domain.name))
    store.acceptDeletion(domain.seq)
  })
  deletions.accepted()
  return { message: DELETED }
}
