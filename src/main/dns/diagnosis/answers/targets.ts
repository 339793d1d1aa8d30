import type { Question } from '../../../../preload/contract/dns-answer'
import type { DnsRecord } from '../../../../preload/contract/domain'
import { dkimPlace } from './misplaced-names'
import { plainName } from '../records/presentation'
import type { SeenAnswers } from './seen-answers'

/**
 * What must be there at the name a CNAME leads to: the key of a DKIM record, an address for anything else; of the
 * addresses IPv6 only where there is no IPv4.
 */
export function targetQuestions({ name, value }: DnsRecord, seen: SeenAnswers): Question[] {
  const target = plainName(value)
  return dkimPlace(name) === null ? addressQuestions(target, seen) : [{ name: target, type: 'TXT' }]
}

/** What to ask about a host's addresses, as far as answers are not there yet. */
export function addressQuestions(host: string, seen: SeenAnswers): Question[] {
  const four = seen.data({ name: host, type: 'A' })
  const hasNone = four !== null && four.records.length === 0
  return [{ name: host, type: 'A' }, ...(hasNone ? [{ name: host, type: 'AAAA' as const }] : [])]
}

/** Whether DNS says that a host has neither kind of address; false while that is not known. */
export function hasNoAddress(seen: SeenAnswers, host: string): boolean {
  return (['A', 'AAAA'] as const).every((type) => seen.data({ name: host, type })?.records.length === 0)
}

/** The addresses of a host, as far as they were asked. */
export function addressesOf(seen: SeenAnswers, host: string): string[] {
  return (['A', 'AAAA'] as const)
    .flatMap((type) => seen.data({ name: host, type })?.records ?? [])
    .flatMap((record) => (record.type === 'A' || record.type === 'AAAA' ? [record.address] : []))
}
