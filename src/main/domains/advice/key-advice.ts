import type { RecordAdvice } from '../../../preload/contract/advice'
import type { DnsRecord } from '../../../preload/contract/domain'
import type { DnsStanding } from '../../../preload/contract/findings'
import { providersOwn } from './zones-own'

/** How the record of a key stood in DNS when it was last asked about. */
export interface KeyStanding {
  readonly standing: DnsStanding
  /** Milliseconds since the epoch. */
  readonly at: number
  /** Apex of the zone of the record; null where that is not known. */
  readonly zone: string | null
}

/** How long what was seen of a key's record counts, in milliseconds: half a day. */
const SEEN_COUNTS_MS = 12 * 60 * 60 * 1000

/**
 * What to do for the record of a key that somebody wants to publish, also while the provider does not sign with it.
 *
 * @param seen null where DNS was never asked about the record
 * @param index position of the record in its set
 * @param now milliseconds since the epoch
 */
export function keyAdvice(
  record: DnsRecord,
  seen: KeyStanding | null,
  index: number,
  now: number,
): RecordAdvice {
  const isKnown = seen !== null && seen.standing !== 'unknown'
  return {
    ...{ index, beside: [], goes: [], drops: [], after: null, finding: null, seen: [] },
    ...(seen === null || seen.zone === null ? {} : { zone: seen.zone }),
    record: providersOwn(record),
    ...wordsOf(seen?.standing ?? null),
    checkedAt: isKnown ? seen.at : null,
    isOld: isKnown && now - seen.at > SEEN_COUNTS_MS,
  }
}

/**
 * What to do for the record of a key that is gone: it goes from the zone, and that of the key that signs stays.
 *
 * @param stays the record of the key that signs
 * @param index position of the record that goes in its set
 */
export function goneKeyAdvice(
  gone: DnsRecord,
  stays: DnsRecord,
  zone: string | null,
  index: number,
): RecordAdvice {
  const { type, name, value, priority } = gone
  return {
    ...{ index, beside: [], drops: [], after: null, finding: null, seen: [], checkedAt: null, isOld: false },
    ...(zone === null ? {} : { zone }),
    action: 'remove',
    record: providersOwn(stays),
    goes: [{ type, name, value, priority }],
    sentence: `The key of ${name} is deleted at the provider, so its record can go.`,
  }
}

function wordsOf(standing: DnsStanding | null): Pick<RecordAdvice, 'action' | 'sentence'> {
  switch (standing) {
    case 'published':
      return { action: 'leave', sentence: '' }
    case 'missing':
      return { action: 'add', sentence: 'Publish the record of the key.' }
    case 'different':
      return {
        action: 'decide',
        sentence: 'DNS has something else at this name. Find out whose it is before you replace it.',
      }
    case 'partly':
      return {
        action: 'unknown',
        sentence: 'Some name servers of the zone have this record, others not yet.',
      }
    case 'unknown':
      return {
        action: 'unknown',
        sentence: 'No DNS server answered about this record when it was last asked.',
      }
    case null:
      return { action: 'unknown', sentence: 'DNS was not asked about this record yet.' }
  }
}
