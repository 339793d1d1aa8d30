import type { DomainKey } from '../../preload/contract/domain'

/** A domain's key as one text, for maps; no account id and no name has a line break. */
export function keyText({ accountId, name }: Pick<DomainKey, 'accountId' | 'name'>): string {
  return `${accountId}\n${name}`
}
