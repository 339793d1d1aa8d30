import type { FindingCode } from '../../../preload/contract/finding-titles'
import type { SeenSet } from '../../../preload/contract/advice'
import type { Evidence, Finding, RecordCheck, ZoneRecord } from '../../../preload/contract/findings'
import { isSameSet, plain, recordKey } from './same-record'

/** Findings which say that the answer for a name came from another name. */
const ANSWERED_FROM_ELSEWHERE: readonly FindingCode[] = [
  'wildcard-answers',
  'cname-at-apex',
  'cname-where-text',
]

/**
 * The RRsets that a change touches, as the zone's own servers have them. A set is left out when it is not known, or
 * when the servers do not agree on it: an export made from it would be wrong.
 *
 * @param cure the finding whose fix is the change; null without one
 * @param touched the records that come, stay or go
 */
export function seenSets(
  check: RecordCheck,
  cure: Finding | null,
  touched: readonly Pick<ZoneRecord, 'type' | 'name'>[],
): SeenSet[] {
  const sets: SeenSet[] = []
  for (const { type, name } of touched) {
    if (sets.some((set) => isSameSet(set, { type, name }))) continue
    const set = isSameSet(check, { type, name }) ? ownSet(check, cure) : provenSet(cure, type, name)
    if (set !== null) sets.push(set)
  }
  return sets
}

/** The RRset of the record itself. */
function ownSet(check: RecordCheck, cure: Finding | null): SeenSet | null {
  const { type, name } = check
  if (cure !== null && ANSWERED_FROM_ELSEWHERE.includes(cure.code)) {
    return { type, name, ttl: null, records: [] }
  }
  const answers = check.where.filter(
    ({ server, standing }) => server.kind === 'authoritative' && standing !== 'unknown',
  )
  return agreed(
    type,
    name,
    answers.map(({ values, ttl }) => ({ values, ttl })),
  )
}

/** Another RRset, from the finding's evidence. */
function provenSet(cure: Finding | null, type: ZoneRecord['type'], name: string): SeenSet | null {
  const answers = (cure?.evidence ?? []).filter(
    ({ server, question, outcome }) =>
      server.kind === 'authoritative' &&
      (outcome === 'NOERROR' || outcome === 'NXDOMAIN') &&
      question.type === type &&
      plain(question.name) === plain(name),
  )
  return agreed(type, name, answers)
}

function agreed(
  type: ZoneRecord['type'],
  name: string,
  answers: readonly Pick<Evidence, 'values' | 'ttl'>[],
): SeenSet | null {
  const [first] = answers
  if (first === undefined) return null
  const sets = answers.map(({ values }) => values.map((value) => seenRecord(type, name, value)))
  const keys = new Set(sets.map((records) => JSON.stringify(records.map(recordKey).toSorted())))
  if (keys.size > 1) return null
  const ttls = answers.flatMap(({ ttl }) => (ttl === null ? [] : [ttl]))
  const records = sets[0] ?? []
  return { type, name, ttl: records.length === 0 || ttls.length === 0 ? null : Math.max(...ttls), records }
}

/** A record from data in the form in which a person writes them. */
export function seenRecord(type: ZoneRecord['type'], name: string, data: string): ZoneRecord {
  if (type !== 'MX') return { type, name, value: data, priority: null }
  const [, preference, exchange] = /^(\d+) (.*)$/.exec(data) ?? []
  return { type, name, value: (exchange ?? data).replace(/\.$/, ''), priority: Number(preference ?? 0) }
}
