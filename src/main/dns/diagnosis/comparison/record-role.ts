import type { DnsRecord } from '../../../../preload/contract/domain'
import { policyKindOf } from '../records/policy-kind'
import { parseTagList } from '../records/tag-list'
import { isSpf } from '../spf/spf-policy'

/** What a record is for, which decides how it is compared with DNS. */
export type RecordRole = 'spf' | 'dkim-key' | 'policy' | 'text' | 'alias' | 'mail-exchange' | 'address'

/** The role of a record the provider asks for, by its type and value: nothing is known of the provider beyond them. */
export function roleOf({ type, name, value }: Pick<DnsRecord, 'type' | 'name' | 'value'>): RecordRole {
  switch (type) {
    case 'CNAME':
      return 'alias'
    case 'MX':
      return 'mail-exchange'
    case 'A':
    case 'AAAA':
      return 'address'
    case 'TXT':
      if (isSpf(value)) return 'spf'
      if (policyKindOf({ type, name, value }) !== null) return 'policy'
      return name.includes('._domainkey.') && parseTagList(value).tags.has('p') ? 'dkim-key' : 'text'
  }
}
