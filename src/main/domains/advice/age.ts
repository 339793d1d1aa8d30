import type { RecordAdvice } from '../../../preload/contract/advice'
import type { DomainCheck, RecordCheck } from '../../../preload/contract/findings'

/** The TTL that is assumed where no answer has one, in seconds. */
const UNSAID_TTL = 3600
/** A zone may have a TTL of 0; nobody copies records faster than this, in seconds. */
const LEAST_AGE = 60

/**
 * When DNS answered about a record, and whether that is longer ago than the answers' TTL. Where the zone's own servers
 * answered, their TTL counts: the answers that resolvers keep run out earlier.
 *
 * @param now milliseconds since the epoch
 */
export function ageOf(
  { where }: RecordCheck,
  { at }: Pick<DomainCheck, 'at'>,
  now: number,
): Pick<RecordAdvice, 'checkedAt' | 'isOld'> {
  const useful = where.filter(({ standing }) => standing !== 'unknown')
  const own = useful.filter(({ server }) => server.kind === 'authoritative')
  const answers = own.length > 0 ? own : useful
  const ttls = answers.flatMap(({ ttl }) => (ttl === null ? [] : [ttl]))
  const checkedAt = answers.length === 0 ? at : Math.min(...answers.map((answer) => answer.at))
  const ttl = ttls.length === 0 ? UNSAID_TTL : Math.max(LEAST_AGE, Math.min(...ttls))
  return { checkedAt, isOld: now - checkedAt > ttl * 1000 }
}
