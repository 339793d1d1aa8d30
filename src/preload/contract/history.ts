import * as v from 'valibot'
import { channel } from './channel'
import { DnsRecord, DomainKey, DomainSettings, DomainState, RecordType } from './domain'
import { FindingCode } from './finding-titles'
import { DnsStanding } from './findings'

/** What brought a change to light: a sync, a call of the app's own, or a check against DNS. */
export const ChangeSource = v.picklist(['sync', 'refresh', 'verify', 'create', 'edit', 'delete', 'check'])
export type ChangeSource = v.InferOutput<typeof ChangeSource>

/** How many of the records the provider needs a verification or a check found, whether or not anything changed. */
export const RecordedOutcome = v.object({
  /** The provider's `verification`, or the app's own `check` against DNS. */
  what: v.picklist(['verification', 'check']),
  found: v.number(),
  needed: v.number(),
  /** How many the one before found; null when none is known. */
  foundBefore: v.nullable(v.number()),
  /** Whether everything is as the one before found it. */
  repeats: v.boolean(),
})
export type RecordedOutcome = v.InferOutput<typeof RecordedOutcome>

/** One thing that changed. Null stands for what was not there, or is not there any more. */
export const DomainChange = v.variant('what', [
  v.object({ what: v.literal('domain'), change: v.picklist(['added', 'removed']) }),
  v.object({ what: v.literal('state'), before: DomainState, after: DomainState }),
  v.object({
    what: v.literal('setting'),
    /** Name of a field of the domain's settings. */
    setting: v.keyof(DomainSettings),
    before: v.nullable(v.union([v.string(), v.number(), v.boolean()])),
    after: v.nullable(v.union([v.string(), v.number(), v.boolean()])),
  }),
  v.object({
    what: v.literal('record'),
    /** The record as it was; null when it is new. */
    before: v.nullable(DnsRecord),
    /** The record as it is; null when it is gone. */
    after: v.nullable(DnsRecord),
  }),
  RecordedOutcome,
  v.object({
    /** How a needed record stands in DNS, as checks saw it. */
    what: v.literal('standing'),
    type: RecordType,
    /** Owner name, whole. */
    name: v.string(),
    /** Null when the record was not needed at the check before. */
    before: v.nullable(DnsStanding),
    /** Null when the record is not needed any more. */
    after: v.nullable(DnsStanding),
  }),
  v.object({
    /** A finding about the domain as a whole that came or went, advice aside. */
    what: v.literal('finding'),
    change: v.picklist(['came', 'went']),
    code: FindingCode,
    /** The code's short name. */
    title: v.string(),
  }),
])
export type DomainChange = v.InferOutput<typeof DomainChange>

/** What changed in a domain at one moment. */
export const HistoryEntry = v.object({
  id: v.number(),
  /** Milliseconds since the epoch. */
  at: v.number(),
  source: ChangeSource,
  changes: v.array(DomainChange),
  /** Where the same was found again and again: how often, and since when, milliseconds since the epoch. */
  repeated: v.exactOptional(v.object({ times: v.number(), since: v.number() })),
})
export type HistoryEntry = v.InferOutput<typeof HistoryEntry>

export const HistoryPage = v.object({
  /** Newest first. */
  items: v.array(HistoryEntry),
  /** `before` of the next page; null when this is the last. */
  next: v.nullable(v.number()),
})
export type HistoryPage = v.InferOutput<typeof HistoryPage>

/** A domain's state, settings and records as they were when the user saved them. */
export const Snapshot = v.object({
  id: v.number(),
  /** When it was saved, milliseconds since the epoch. */
  at: v.number(),
  /** The user's own words; may be empty. */
  label: v.string(),
})
export type Snapshot = v.InferOutput<typeof Snapshot>

export const SnapshotLabel = v.pipe(v.string(), v.trim(), v.maxLength(100))

export const history = {
  /** A domain's changes, newest first, from the app's own files. */
  list: channel(
    v.object({
      ...DomainKey.entries,
      /** Only entries with a smaller id; null for the newest. */
      before: v.nullable(v.number()),
      /** Entries a page, 1..200. */
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
    }),
    HistoryPage,
  ),
  /** The domain's saved snapshots, newest first. */
  snapshots: channel(DomainKey, v.array(Snapshot)),
  /** Saves how the domain is now. Fails with `not-found` when it is not in the cache. */
  saveSnapshot: channel(v.object({ ...DomainKey.entries, label: SnapshotLabel }), Snapshot),
  /** What is different now from the snapshot; empty when nothing is. Fails with `not-found`. */
  compare: channel(v.object({ ...DomainKey.entries, id: v.number() }), v.array(DomainChange)),
  deleteSnapshot: channel(v.object({ ...DomainKey.entries, id: v.number() }), v.object({})),
}
