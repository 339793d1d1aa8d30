import type { DnsRecord } from './domain'

/** Between selector and signing domain in a key's owner name. Source: RFC 6376 3.6.2.1. */
const DKIM_LABEL = '._domainkey.'

/** What of a record says whether it is needed. */
export type KeyFacts = Pick<DnsRecord, 'purpose' | 'type' | 'name' | 'valid' | 'isActive'>

/**
 * Places of the records that need not be published: spare DKIM keys. This is the only rule of which records are needed:
 * all that counts, copies, exports, checks or shows records asks it.
 *
 * The provider lists every DKIM key of a domain, and says of each whether it signs (`is_active`): false on a new domain
 * until the provider has seen the key in DNS. So a key is not spare merely because it does not sign. It is spare when it
 * does not sign and another key of the same signing domain does. Everything else is needed:
 *
 * - a key that signs, and the only key of a domain whatever is said of it;
 * - all keys while none signs: the provider does not say which of them it is about to sign with, and a key left out might
 *   be that one;
 * - a key of which the provider does not say whether it signs;
 * - a key of another signing domain than the one that signs: the provider may be waiting for it to be published before
 *   it signs with it;
 * - both CNAMEs of automatic sender security: the provider changes between the keys behind them. They make a key in a TXT
 *   record spare once one of them signs and is published. While it is not published, the provider's word
 *   that it signs may mean no more than that the provider asks for it;
 * - every record that is no DKIM key.
 *
 * @param records all records of one domain, in any order
 */
export function spareKeys(records: readonly KeyFacts[]): ReadonlySet<number> {
  const signing = new Set(records.filter(isSigning).map(signingDomain))
  signing.delete(null)
  return new Set(
    records.flatMap((record, index) =>
      record.type === 'TXT' && record.isActive === false && signing.has(signingDomain(record)) ? [index] : [],
    ),
  )
}

/** The records of a domain that must be published, in their order. See `spareKeys`. */
export function neededRecords<R extends KeyFacts>(records: readonly R[]): R[] {
  const spare = spareKeys(records)
  return spare.size === 0 ? [...records] : records.filter((_, index) => !spare.has(index))
}

/** How many needed records the provider has not found valid. */
export function countFailing(records: readonly KeyFacts[]): number {
  return neededRecords(records).filter(({ valid }) => valid !== 'valid').length
}

function isSigning({ type, isActive, valid }: KeyFacts): boolean {
  return isActive === true && (type === 'TXT' || (type === 'CNAME' && valid === 'valid'))
}

/** Domain whose DKIM key a record is; null when it is none. */
function signingDomain({ purpose, type, name }: KeyFacts): string | null {
  const at = name.indexOf(DKIM_LABEL)
  if (purpose !== 'sending' || (type !== 'TXT' && type !== 'CNAME') || at < 1) return null
  return name.slice(at + DKIM_LABEL.length) || null
}
