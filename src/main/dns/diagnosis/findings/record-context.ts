import type { DnsRecord } from '../../../../preload/contract/domain'
import type { FindingSubject, FixRecord, ZoneRecord } from '../../../../preload/contract/findings'
import { fixRecord } from './finding'
import type { Neighbour } from './neighbour'
import { presented, zoneRecord } from '../records/presentation'
import { roleOf, type RecordRole } from '../comparison/record-role'
import type { Resolved, SeenAnswers, UsefulAnswer } from '../answers/seen-answers'
import type { Situation } from '../answers/situation'

/** What a rule looks at: one of the provider's records, and all that is known around it. */
export interface RecordContext {
  readonly situation: Situation
  readonly seen: SeenAnswers
  /** All records of the domain. */
  readonly expected: readonly DnsRecord[]
  /** Other sending domains that are known. Their records stand where they do by right. */
  readonly neighbours: readonly Neighbour[]
  readonly record: DnsRecord
  readonly index: number
  readonly role: RecordRole
  readonly subject: FindingSubject
  /** The apex of the zone that the record is in, which may be a delegated part of the domain's; null when not known. */
  readonly apex: string | null
  /** The answer to explain: the first decisive one without the record, else the first. */
  readonly answer: UsefulAnswer | null
  /** What that answer holds, aliases followed. */
  readonly data: Resolved | null
  /** Its data as a person writes them. */
  readonly values: readonly string[]
}

/** @param answer the one to explain; null when nobody answered usefully */
export function recordContext(
  situation: Situation,
  seen: SeenAnswers,
  expected: readonly DnsRecord[],
  neighbours: readonly Neighbour[],
  index: number,
  answer: UsefulAnswer | null,
): RecordContext {
  const record = expected[index]
  if (record === undefined) throw new RangeError(`There is no record ${index}.`)
  const data = answer === null ? null : seen.completed(answer)
  return {
    situation,
    seen,
    expected,
    neighbours,
    record,
    index,
    answer,
    data,
    role: roleOf(record),
    subject: { index, name: record.name, type: record.type },
    apex: seen.zones.at(record.name)?.apex ?? null,
    values: data?.records.map(presented) ?? [],
  }
}

/** The records of the answer to explain, as a fix names them; `values` says which, all by default. */
export function present({ data, values: all }: RecordContext, values: readonly string[] = all): ZoneRecord[] {
  return (data?.records ?? [])
    .filter((record) => values.includes(presented(record)))
    .flatMap((record) => zoneRecord(record) ?? [])
}

/** The record as the provider wants it, ready to copy. */
export function wanted(context: RecordContext, replaces: readonly ZoneRecord[] = []): FixRecord {
  return fixRecord(context.record, context.apex, replaces)
}

/** The same with another value. */
export function withValue(context: RecordContext, value: string, replaces: readonly ZoneRecord[]): FixRecord {
  return fixRecord({ ...context.record, value }, context.apex, replaces)
}

/** Whether this is the first of the records that share its owner name and type, so that a fault is told once. */
export function isFirstOfSet({ expected, record, index }: RecordContext): boolean {
  return expected.findIndex(({ name, type }) => name === record.name && type === record.type) === index
}
