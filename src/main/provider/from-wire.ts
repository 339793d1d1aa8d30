import type { ProviderAnswer, ProviderPage } from './client'
import { domainFromWire } from './domain-from-wire'
import { jsonWithoutSecrets } from './field-reader'
import { recordsFromWire } from './records-from-wire'
import type { WireAnswer, WirePage } from './wire'

/** Where a domain's `other` keeps records of a type the app does not know. */
export const UNREAD_RECORDS = 'unread_dns_records'

/** @param skip how many domains the page passed over; counts when the answer names no total */
export function pageFromWire(page: WirePage, skip: number): ProviderPage {
  return {
    total: page.total_count ?? skip + page.items.length,
    items: page.items.map(domainFromWire),
  }
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
