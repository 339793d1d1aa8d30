import { setImmediate } from 'node:timers/promises'
import type { Domain } from '../../preload/contract/domain'
import type { ProviderAnswer, ProviderPage } from './client'
import { domainFromWire } from './domain-from-wire'
import { jsonWithoutSecrets } from './field-reader'
import { recordsFromWire } from './records-from-wire'
import type { WireAnswer, WirePage } from './wire'

/** Where a domain's `other` keeps records of a type the app does not know. */
export const UNREAD_RECORDS = 'unread_dns_records'

/** Domains read in one go: about a millisecond's work, so that a page of 1,000 does not hold up the window. */
const AT_A_TIME = 100

/** @param skip how many domains the page passed over; counts when the answer names no total */
export async function pageFromWire(page: WirePage, skip: number): Promise<ProviderPage> {
  const items: Domain[] = []
  for (let at = 0; at < page.items.length; at += AT_A_TIME) {
    if (at > 0) await setImmediate()
    for (const item of page.items.slice(at, at + AT_A_TIME)) items.push(domainFromWire(item))
  }
  return { total: page.total_count ?? skip + page.items.length, items }
}

export function answerFromWire(answer: WireAnswer): ProviderAnswer {
  const domain = domainFromWire(answer.domain)
  const sending = recordsFromWire(answer.sending_dns_records, domain.name, 'sending')
  const receiving = recordsFromWire(answer.receiving_dns_records, domain.name, 'receiving')
  const unread = [...sending.unread, ...receiving.unread]
  return {
    domain:
      unread.length === 0
        ? domain
        : { ...domain, other: { ...domain.other, [UNREAD_RECORDS]: jsonWithoutSecrets(unread) } },
    records: [...sending.records, ...receiving.records],
    message: answer.message ?? '',
  }
}
