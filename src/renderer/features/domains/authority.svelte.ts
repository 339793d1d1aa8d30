import type { DomainDetail } from '../../../preload/contract/domain'
import type { Authority } from '../../../preload/contract/domains'
import { api, listen } from '../../state/api'

/** Whose DKIM key the open domain signs with, and who signs with its own. It follows the account's changes. */
export class AuthorityOf {
  value = $state.raw<Authority | null>(null)
  #asked = 0

  /** Reads it for a domain, and reads again when domains of its account change. The answer stops following. */
  follow({ accountId, domain: { name } }: DomainDetail): () => void {
    const key = { accountId, name }
    void this.#read(key)
    return listen('domainsChanged', (changed) => {
      if (changed.accountId === accountId && changed.names?.length !== 0) void this.#read(key)
    })
  }

  async #read(key: { accountId: string; name: string }): Promise<void> {
    const asked = ++this.#asked
    // A domain that is gone has no authority; the page itself says that it is gone.
    const value = await api.domains.authority(key).catch(() => null)
    if (asked === this.#asked) this.value = value
  }
}

/** Whether a domain signs with its own key. */
export function signsAlone(detail: DomainDetail, authority: Authority): boolean {
  return authority.name === null || authority.name === detail.domain.name
}
