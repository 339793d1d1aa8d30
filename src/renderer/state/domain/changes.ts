import type { DnsRecord } from '../../../preload/contract/domain'
import { neededRecords } from '../../../preload/contract/needed-records'
import { recordIdentity } from '../../../preload/contract/replaced-records'
import { standingOf } from './standing'

/** What a verification changed about one record. */
export type PublicationChange = 'now-published' | 'no-longer-published' | 'seen-changed'

export const changeWords: Record<PublicationChange, string> = {
  'now-published': 'Published now',
  'no-longer-published': 'No longer published',
  'seen-changed': 'Another value is seen now',
}

/**
 * @returns what changed, by position in `after`; records that stayed as they were are absent
 */
export function changesBetween(
  before: readonly DnsRecord[],
  after: readonly DnsRecord[],
): ReadonlyMap<number, PublicationChange> {
  const earlier = new Map(before.map((record) => [recordIdentity(record), record]))
  const changes = new Map<number, PublicationChange>()
  after.forEach((record, index) => {
    const was = earlier.get(recordIdentity(record))
    if (!was) return
    const [published, wasPublished] = [record.valid === 'valid', was.valid === 'valid']
    if (published && !wasPublished) changes.set(index, 'now-published')
    else if (!published && wasPublished) changes.set(index, 'no-longer-published')
    else if (!published && record.cached.join('\n') !== was.cached.join('\n'))
      changes.set(index, 'seen-changed')
  })
  return changes
}

/** The outcome of a verification in one sentence, without its full stop. */
export function verifiedSentence(before: readonly DnsRecord[], after: readonly DnsRecord[]): string {
  const needed = neededRecords(after)
  const total = needed.length
  const published = needed.filter((record) => standingOf(record, true) === 'published').length
  const lost = [...changesBetween(before, after).values()].filter((c) => c === 'no-longer-published').length
  const tail = lost === 0 ? '' : `, ${lost} no longer`
  if (total === 0) return 'The provider asks for no records'
  if (published === total) return 'All records are published now'
  if (published === 0) return `None of ${total} records is published yet${tail}`
  return `${published} of ${total} records ${published === 1 ? 'is' : 'are'} published now${tail}`
}
