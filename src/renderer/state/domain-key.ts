import type { DomainKey } from '../../preload/contract/domain'

/** A domain's key as one text, for maps; a domain name holds no line break. */
export function keyText(key: DomainKey): string {
  return `${key.accountId}\n${key.name}`
}

export function sameDomain(a: DomainKey | null, b: DomainKey | null): boolean {
  return a === b || (a !== null && b !== null && a.name === b.name && a.accountId === b.accountId)
}
