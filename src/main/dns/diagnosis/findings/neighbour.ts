import type { DnsRecord } from '../../../../preload/contract/domain'

/** Another sending domain that is known, at or below the same organizational domain. */
export interface Neighbour {
  readonly domain: string
  /** What its provider wants to find in DNS; empty while that is not known. */
  readonly records: readonly Pick<DnsRecord, 'type' | 'name' | 'value' | 'priority'>[]
}
