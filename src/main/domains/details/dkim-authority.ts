import type { DnsRecord } from '../../../preload/contract/domain'

/** Between selector and signing domain in a key's owner name. Source: RFC 6376 3.6.2.1. */
const DKIM_LABEL = '._domainkey.'

/**
 * The domain with whose DKIM key mail is signed, by the owner name of the key's record: a TXT, or the CNAMEs that
 * automatic sender security puts in its place.
 *
 * @returns FQDN without trailing dot; null when the records name no key, such as before they are fetched
 */
export function dkimAuthority(
  records: readonly Pick<DnsRecord, 'purpose' | 'type' | 'name'>[],
): string | null {
  for (const { purpose, type, name } of records) {
    const at = name.indexOf(DKIM_LABEL)
    if (purpose !== 'sending' || (type !== 'TXT' && type !== 'CNAME') || at < 1) continue
    const authority = name.slice(at + DKIM_LABEL.length)
    if (authority !== '') return authority
  }
  return null
}
