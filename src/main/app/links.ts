import type { Handlers } from '../../preload/contract'
import type { DomainKey } from '../../preload/contract/domain'
import { readDomainLink } from '../../preload/contract/domain-link'
import type { LinkTarget } from '../../preload/contract/links'
import { toUnicode } from '../names/unicode-name'
import type { LinkInbox } from './link-inbox'

/**
 * Answers the `links` channels. To follow a link is to look into the cache: nothing is asked of a provider or of DNS.
 *
 * @param parts.accounts every account, in the order of the window
 * @param parts.isKnown whether the cache has a domain
 */
export function linkHandlers(parts: {
  readonly inbox: Pick<LinkInbox, 'take'>
  readonly accounts: () => readonly { readonly id: string; readonly name: string }[]
  readonly isKnown: (key: DomainKey) => boolean
}): Handlers['links'] {
  return {
    take: (): LinkTarget | null => {
      const text = parts.inbox.take()
      if (text === null) return null
      const { name, accountId, tab } = readDomainLink(text)
      const all = parts.accounts()
      const named = all.find(({ id }) => id === accountId)
      return {
        name,
        unicodeName: toUnicode(name),
        tab,
        accounts: (named === undefined ? all : [named]).filter(({ id }) =>
          parts.isKnown({ accountId: id, name }),
        ),
        named: named?.name ?? null,
        namesUnknownAccount: accountId !== null && named === undefined,
      }
    },
  }
}
