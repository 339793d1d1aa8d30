import type { DomainCheck, RecordCheck } from '../../../preload/contract/findings'

const MINUTE_MS = 60_000
/** How long until the zone's own servers are asked again, by the number of looks; after these, the longest. */
const PAUSES_MS = [0.5, 0.5, 1, 1, 2, 2, 5, 5, 10, 10, 15].map((minutes) => minutes * MINUTE_MS)
const LONGEST_PAUSE_MS = 30 * MINUTE_MS
/** The most that is added to a pause, as a share of it, so that many watches do not look at the same moment. */
const JITTER = 0.2
/** A resolver may keep an answer a little longer than its TTL says. */
const GRACE_MS = 5_000

/** When to look again, and by when the records should be right. Times in milliseconds since the epoch. */
export interface NextLook {
  readonly at: number
  /** Null when nothing tells: a record that is not published yet appears when somebody publishes it. */
  readonly expectedBy: number | null
}

/**
 * Plans the next look at a domain that is not right yet. Records that the zone's own servers lack may appear any
 * moment, so these servers are asked soon, and less often with time. Where only resolvers lag, their answers change when the TTL
 * of what they keep ends, and asking before that tells nothing (RFC 1035 3.2.1; for absences RFC 2308 5).
 *
 * @param looks looks so far, this one included, from 1
 * @param random 0 up to 1
 */
export function nextLook(check: DomainCheck, looks: number, now: number, random: number): NextLook {
  const expectedBy = latestExpiry(check.records)
  const pause = PAUSES_MS[looks - 1] ?? PAUSES_MS.at(-1)!
  const soonest = isAtSource(check) && expectedBy !== null ? earliestExpiry(check.records) : null
  const due = soonest === null ? pause : Math.max(pause, soonest + GRACE_MS - now)
  const bounded = Math.min(due, LONGEST_PAUSE_MS)
  return { at: Math.round(now + bounded * (1 + JITTER * random)), expectedBy }
}

/** Whether the zone's own servers have every needed record, so that only resolvers are behind. */
export function isAtSource({ records }: DomainCheck): boolean {
  return records.every(({ where }) => {
    const own = where.filter(({ server }) => server.kind === 'authoritative')
    return own.length > 0 && own.every(({ standing }) => standing === 'published')
  })
}

/** Whether DNS has every needed record wherever it was asked and answered usefully. */
export function isPublished({ records }: DomainCheck): boolean {
  return records.length > 0 && records.every(({ standing }) => standing === 'published')
}

function latestExpiry(records: readonly RecordCheck[]): number | null {
  const expiries = expiriesOf(records)
  return expiries.length === 0 ? null : Math.max(...expiries)
}

function earliestExpiry(records: readonly RecordCheck[]): number | null {
  const expiries = expiriesOf(records)
  return expiries.length === 0 ? null : Math.min(...expiries)
}

/** When resolvers forget what they have in place of the record. */
function expiriesOf(records: readonly RecordCheck[]): number[] {
  return records
    .flatMap(({ where }) => where)
    .filter(({ server, standing }) => server.kind !== 'authoritative' && standing !== 'published')
    .flatMap(({ ttl, at }) => (ttl === null ? [] : [at + ttl * 1000]))
}
