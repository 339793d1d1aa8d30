import type { DnsRecord } from '../../../preload/contract/domain'

/**
 * How a record stands in DNS, in the words of the window.
 *
 * - `published`: DNS has it
 * - `different`: DNS has something else at that name
 * - `missing`: the provider looked and saw nothing
 * - `unchecked`: the provider has not looked yet
 */
export type RecordStanding = 'published' | 'different' | 'missing' | 'unchecked'

/**
 * @param record the record as the provider told of it
 * @param verified whether the domain was ever verified, as far as the app knows: it tells an `unknown` that
 *   was looked for from one that was not
 */
export function standingOf(record: Pick<DnsRecord, 'valid' | 'cached'>, verified: boolean): RecordStanding {
  if (record.valid === 'valid') return 'published'
  if (record.cached.some((seen) => seen.trim() !== '')) return 'different'
  if (record.valid === 'invalid') return 'missing'
  return verified ? 'missing' : 'unchecked'
}

export const standingWords: Record<RecordStanding, string> = {
  published: 'Published',
  different: 'Different',
  missing: 'Missing',
  unchecked: 'Not checked yet',
}

/** What a standing means and what to do, one sentence. */
export const standingHelp: Record<RecordStanding, string> = {
  published: 'DNS has this record.',
  different: 'DNS has another value at this name. Change it to the value shown.',
  missing: 'DNS has nothing at this name. Add the record where the zone is hosted.',
  unchecked: 'The provider has not looked this record up yet. Press Verify once it is published.',
}
