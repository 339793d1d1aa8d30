import type { RecordAdvice } from '../../../preload/contract/advice'
import type { DomainCheck, RecordCheck } from '../../../preload/contract/findings'

/** What is taken where no answer says how long it may be remembered, in seconds. */
const UNSAID_TTL = 3600
/** A zone may say that nothing is to be remembered; nobody copies faster than this, in seconds. */
const LEAST_AGE = 60

/**
 * When DNS answered about a record, and whether that is longer ago than the answers may be remembered. The zone's own
 * servers count where they answered: what resolvers remember runs out earlier.
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
