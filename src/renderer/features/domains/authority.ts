import type { DomainDetail, DomainKey } from '../../../preload/contract/domain'
import type { Authority } from '../../../preload/contract/domains'
import { api } from '../../state/api'
import { Query } from '../../state/query.svelte'

/**
 * Whose DKIM key a domain signs with, and who signs with its own. It follows the account's changes.
 *
 * @param detail the domain; read reactively
 */
export function authorityOf(detail: () => DomainDetail): Query<DomainKey, Authority | null> {
  return new Query<DomainKey, Authority | null>({
    key: () => ({ accountId: detail().accountId, name: detail().domain.name }),
    anewWith: detail,
    // A domain that is gone has no authority; the page itself says that it is gone.
    ask: (key) => api.domains.authority(key).catch(() => null),
    staleOn: {
      domainsChanged: ({ accountId, names }, key) => accountId === key.accountId && names?.length !== 0,
    },
    keeps: true,
  })
}

/** Whether a domain signs with its own key. */
export function signsAlone(detail: DomainDetail, authority: Authority): boolean {
  return authority.name === null || authority.name === detail.domain.name
}
