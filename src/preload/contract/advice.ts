import * as v from 'valibot'
import { RecordType } from './domain'
import { FindingCode } from './finding-titles'
import { Blank, ZoneRecord } from './findings'

/**
 * What to do for one of the provider's records in its zone.
 *
 * - `add`: publish it
 * - `replace`: publish it in the place of others, which go
 * - `remove`: the right one is there, and only others beside it go
 * - `leave`: DNS has it, so there is nothing to do
 * - `decide`: the app cannot know what is right here, so a person has to
 * - `unknown`: it was never checked, or nobody answered
 */
export const AdviceAction = v.picklist(['add', 'replace', 'remove', 'leave', 'decide', 'unknown'])
export type AdviceAction = v.InferOutput<typeof AdviceAction>

/** A record as it is to stand in the zone. */
export const AdvisedRecord = v.object({
  type: RecordType,
  /** Owner name, whole, without trailing dot. */
  name: v.string(),
  value: v.string(),
  /** MX preference, 0..65535; null for other types. */
  priority: v.nullable(v.number()),
  /** Null when nothing is left open. */
  blank: v.nullable(Blank),
})
export type AdvisedRecord = v.InferOutput<typeof AdvisedRecord>

/** An RRset as the zone's own servers agree on it. */
export const SeenSet = v.object({
  type: ZoneRecord.entries.type,
  /** Owner name, whole, without trailing dot. */
  name: v.string(),
  /** Seconds a resolver may keep it; null when nothing says so. */
  ttl: v.nullable(v.number()),
  /** Empty when there is none. */
  records: v.array(ZoneRecord),
})
export type SeenSet = v.InferOutput<typeof SeenSet>

/** What to do for one of the provider's records: the one source of everything that is copied, shown or exported. */
export const RecordAdvice = v.object({
  /** Position of the record in the domain's `records`. */
  index: v.number(),
  action: AdviceAction,
  /**
   * The record as it should be: with `add` and `replace` what the cure publishes, with `leave` and `remove` what DNS
   * has already, with `decide` and `unknown` what the provider asks for.
   */
  record: AdvisedRecord,
  /** The apex of the zone it belongs in, where that is a part delegated on and not the domain's own zone. */
  zone: v.exactOptional(v.string()),
  /** Further records of the same change, such as an address beside it; the provider asks for none of them. */
  beside: v.array(AdvisedRecord),
  /** Exactly what goes. */
  goes: v.array(ZoneRecord),
  /** What to do, or why a person has to decide; empty where there is nothing to say. */
  sentence: v.string(),
  /** What stops working after it, a few words each. */
  drops: v.array(v.string()),
  /** There where it is right only if something holds that DNS does not show; the sentence says what. */
  isConditional: v.exactOptional(v.literal(true)),
  /** What it leads to, in one line; null when that is not known. */
  after: v.nullable(v.string()),
  /** The finding it comes from; null when it comes from none. */
  finding: v.nullable(FindingCode),
  /** When DNS answered about the record, milliseconds since the epoch; null when it never did. */
  checkedAt: v.nullable(v.number()),
  /** Whether the answers are older than their TTLs allow: check first. */
  isOld: v.boolean(),
  /** Every RRset that the change touches, as far as a check saw it. */
  seen: v.array(SeenSet),
})
export type RecordAdvice = v.InferOutput<typeof RecordAdvice>

/** Whether the zone has to change. */
export function isChange({ action }: Pick<RecordAdvice, 'action'>): boolean {
  return action === 'add' || action === 'replace' || action === 'remove'
}
