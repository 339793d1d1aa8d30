import { requireDomain, type Context } from './context'
import { requireDeletable } from './domain-rules'
import { DELETED } from './messages'

/**
 * `DELETE /v3/domains/{name}`. The domain is gone when the answer comes.
 *
 * @throws ZonedeskError `not-found`, `forbidden` for a disabled domain, `refused` for a sandbox or an authority
 */
export function deleteDomain(context: Context, name: string) {
  const { store } = context
  store.transaction(() => {
    const domain = requireDomain(context, name)
    requireDeletable(domain, store.authorityUser(domain.name))
    store.removeDomain(domain)
  })
  return { message: DELETED }
}
