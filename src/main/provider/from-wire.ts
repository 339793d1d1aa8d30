import * as v from 'valibot'
import type { Domain } from '../../preload/contract/domain'
import { inChunks } from '../async/in-chunks'
import type { ProviderAnswer, ProviderPage, UnreadRow } from './types'
import { domainFromWire } from './domain-from-wire'
import { jsonWithoutSecrets } from './field-reader'
import { recordsFromWire } from './records-from-wire'
import { WireDomain, type WireAnswer, type WirePage } from './wire'

/** Where a domain's `other` keeps records of a type the app does not know. */
export const UNREAD_RECORDS = 'unread_dns_records'

/** Domains read in one go: about a millisecond's work, so that a page of 1,000 does not hold up the window. */
const AT_A_TIME = 100

export async function pageFromWire(page: WirePage): Promise<ProviderPage> {
  const items: Domain[] = []
  const unread: UnreadRow[] = []
  await inChunks([...page.items.entries()], AT_A_TIME, (chunk) => {
    for (const [at, row] of chunk) {
      const parsed = v.safeParse(WireDomain, row)
      if (parsed.success) items.push(domainFromWire(parsed.output))
      else unread.push({ at, why: whyUnread(row, parsed.issues[0]) })
    }
  })
  return { total: page.total_count ?? null, items, ...(unread.length > 0 && { unread }) }
}

/** What is wrong with a row, without any of its values. */
function whyUnread(row: unknown, issue: v.BaseIssue<unknown>): string {
  if (row === null) return 'it is null'
  if (typeof row !== 'object' || Array.isArray(row)) return 'it is no object'
  const name = Object.hasOwn(row, 'name') ? (row as { name: unknown }).name : undefined
  if (name === undefined) return 'it has no name'
  if (typeof name !== 'string') return `its name is ${name === null ? 'null' : `a ${typeof name}`}`
  return issue.type === 'max_length' ? 'its name is too long' : 'its name is empty'
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
