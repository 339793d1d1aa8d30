import type { DomainDetail, DomainKey } from '../../../preload/contract/domain'
import type { DomainKeys } from '../../../preload/contract/keys'
import type { Cache } from '../../cache/cache'
import { toUnicode } from '../../names/unicode-name'
import { dkimAuthority } from '../details/dkim-authority'
import { storedDomain } from '../details/stored-domain'
import type { KeyFetch } from './key-fetch'
import { suggestSelector } from './selectors'

/** How many of the domains that sign with the same keys are named; a window shows no more at a glance. */
const MOST_SIGNERS = 100

/** Whose keys a domain signs with. */
export interface KeysOwner {
  readonly accountId: string
  /** The signing domain: A-labels. */
  readonly authority: string
  readonly isAutomatic: boolean
}

/**
 * Whose keys a domain signs with, by its records; its own while they name no key.
 *
 * @throws ZonedeskError `not-found` when the cache has no such domain
 */
export function ownerOf(cache: Pick<Cache, 'get'>, key: DomainKey): KeysOwner {
  const detail = storedDomain(cache, key)
  return {
    accountId: key.accountId,
    authority: dkimAuthority(detail.records) ?? key.name,
    isAutomatic: isAutomatic(detail),
  }
}

/** What the cache knows of the keys of a domain. @throws ZonedeskError `not-found` when it has no such domain */
export function keysOfDomain(
  cache: Pick<Cache, 'get' | 'has' | 'keysOf' | 'signers'>,
  fetching: Pick<KeyFetch, 'lack'>,
  key: DomainKey,
  now: number,
): DomainKeys {
  const { accountId, authority, isAutomatic } = ownerOf(cache, key)
  const keys = cache.keysOf(accountId, authority)
  const { total, items } = cache.signers({ accountId, name: authority }, MOST_SIGNERS + 1)
  const isOwn = authority === key.name
  const others = items.filter(({ name }) => name !== key.name)
  const isAuthorityHere = cache.has({ accountId, name: authority })
  return {
    authority,
    unicodeAuthority: toUnicode(authority),
    isChangeable: isAuthorityHere,
    isAutomatic,
    keys,
    signers: { total: isOwn ? total : Math.max(0, total - 1), items: others.slice(0, MOST_SIGNERS) },
    suggestedSelector: suggestSelector(keys, now),
    lack: fetching.lack(accountId, authority),
  }
}

/** Automatic sender security puts CNAMEs in the place of keys. */
function isAutomatic({ domain, records }: DomainDetail): boolean {
  const { useAutomaticSenderSecurity: isOn } = domain.settings
  return isOn ?? records.some(({ type, name }) => type === 'CNAME' && name.includes('._domainkey.'))
}
