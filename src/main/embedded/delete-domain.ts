import { requireDomain, type Context } from './context'
import type { Deletions } from './deletions'
import { requireDeletable } from './domain-rules'
import { DELETED } from './messages'

/**
 * `DELETE /v3/domains/{name}`. Accepts the deletion, which outlives a stop of the service, and leaves the work to
 * the background.
 *
 * @throws ZonedeskError `not-found`, `forbidden` for a disabled domain, `refused` for a sandbox or an authority
 */
export function deleteDomain(context: Context, deletions: Deletions, name: string) {
  const { store } = context
  store.transaction(() => {
    const domain = requireDomain(context, name)
    requireDeletable(domain, store.authorityUser(domain.name))
    store.acceptDeletion(domain.seq)
  })
  deletions.accepted()
  return { message: DELETED }
}
