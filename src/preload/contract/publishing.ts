import * as v from 'valibot'
import { channel } from './channel'
import { CheckScope } from './checks'
import { DomainKey, RecordType } from './domain'
import { LeftOutRecord } from './export-format'
import { Rehearsal } from './findings'
import { NamedConnection, PublishRunState, seeConnection, ZoneRunState } from './publish-facts'

/** Domains that one plan may have. */
export const MOST_PUBLISHED = 10_000

/** The RRset of a name and a type, as a person reads it. */
export const SetState = v.object({
  /** Seconds; null where the DNS host chooses it ("automatic"). */
  ttl: v.nullable(v.number()),
  /** Each record's data: a text without quotes, an MX as `10 mxa.example.net`. Sorted. */
  values: v.array(v.string()),
  /** Set where the host answers with addresses of its own in its place. */
  isProxied: v.exactOptional(v.literal(true)),
})
export type SetState = v.InferOutput<typeof SetState>

const setEntries = {
  /** Owner name, whole, without trailing dot. */
  name: v.string(),
  type: v.picklist([...RecordType.options, 'SPF']),
}

const changeEntries = {
  ...setEntries,
  /** Null where there is no such RRset. */
  before: v.nullable(SetState),
  /** Null where it goes. */
  after: v.nullable(SetState),
  /** Why, one sentence for each thing it mends. */
  reasons: v.array(v.string()),
}

/** What becomes of one RRset. A value in both `before` and `after` stays. */
export const PlannedSet = v.object({
  ...changeEntries,
  /** The apex of the zone that it is in. */
  zone: v.string(),
  /** Set where it changes because a person decided so. */
  isDecided: v.exactOptional(v.literal(true)),
})
export type PlannedSet = v.InferOutput<typeof PlannedSet>

/** An RRset at one of the names, which stays as it is. */
export const BesideSet = v.object({ name: v.string(), type: v.string(), ...SetState.entries })
export type BesideSet = v.InferOutput<typeof BesideSet>

/** Names a {@link DecidableChange}: it says what the change is, so that one that became another has another. */
const DecidableId = v.pipe(v.string(), v.minLength(1), v.maxLength(64))

/**
 * A change that ends something which may be in use, or is right only under a condition. DNS does not show either, so it
 * is not written until a person decides so.
 */
export const DecidableChange = v.object({
  id: DecidableId,
  /** The provider's record that it is for, or the first of several. */
  ...v.pick(LeftOutRecord, ['name', 'type']).entries,
  /** What becomes of the RRsets that it touches. */
  sets: v.array(PlannedSet),
  /** What stops working after it, a few words each; empty where it is right only under a condition. */
  ends: v.array(v.string()),
  /** Why it would be made, and the condition. */
  reason: v.string(),
  /** Whether a person decided that it is written. */
  isAccepted: v.boolean(),
})
export type DecidableChange = v.InferOutput<typeof DecidableChange>

/**
 * - `change`: records come or go
 * - `same`: the zone has everything that can be published
 * - `refused`: nothing will be written for it; the sentence says why
 */
export const PublishVerdict = v.picklist(['change', 'same', 'refused'])
export type PublishVerdict = v.InferOutput<typeof PublishVerdict>

const lineEntries = {
  /** From 0, in the order of the plan. */
  position: v.number(),
  ...DomainKey.entries,
  unicodeName: v.string(),
  /** The apex of the zone that is written, or of the first of several; null where it is not known. */
  zone: v.nullable(v.string()),
  /** Null where none holds the zone, or several do. */
  connection: v.nullable(NamedConnection),
  verdict: PublishVerdict,
  /** Records that come, and records that go. */
  adds: v.number(),
  removes: v.number(),
  /** RRsets that change. */
  sets: v.number(),
  /** What mail does afterwards, in one line; empty where nothing changes or it is not known. */
  sentence: v.string(),
  /** Records that a person has to decide about first. */
  leftOut: v.number(),
  /** Records that a person has to copy, because nothing can be written to their zone. */
  byHand: v.number(),
  /** Why nothing is written, and what to do; empty where something is. */
  message: v.string(),
  fix: v.string(),
}

/** One domain of a plan, in a row. */
export const PublishLine = v.object(lineEntries)
export type PublishLine = v.InferOutput<typeof PublishLine>

/** A zone that the user can choose, where it is not known by itself which one is meant. */
export const ZoneCandidate = v.object({
  connection: NamedConnection,
  apex: v.string(),
  /** What the host calls it: a host can hold two zones of one name. */
  zoneId: v.string(),
  /** Whether DNS asks its name servers; null where that is not known. */
  isLive: v.nullable(v.boolean()),
  /** Why nothing can be written to it, one sentence; null where it can. */
  notWritable: v.nullable(v.string()),
  /** Whether the user chose it. */
  isChosen: v.boolean(),
})
export type ZoneCandidate = v.InferOutput<typeof ZoneCandidate>

/** A zone that records of a domain belong in: its own, one to which a part of that is delegated, or one above. */
export const PlannedZone = v.object({
  /** Null where it is not known. */
  apex: v.nullable(v.string()),
  /** Null where none holds the zone, or several do. */
  connection: v.nullable(NamedConnection),
  /** RRsets that change in it. */
  sets: v.number(),
  /** The zones to choose from, where the user has to choose or has chosen; empty otherwise. */
  candidates: v.array(ZoneCandidate),
  /** Records that a person has to copy into it, because nothing can be written to it. */
  byHand: v.array(v.pick(LeftOutRecord, ['name', 'type'])),
  /** Says which those are, and where they belong; and what to do. Empty where there are none. */
  message: v.string(),
  fix: v.string(),
  ...seeConnection,
})
export type PlannedZone = v.InferOutput<typeof PlannedZone>

/** All that a plan says of one domain. */
export const DomainPlan = v.object({
  ...lineEntries,
  ...seeConnection,
  /** The domain's own first; of the others, those in which something is to be done. */
  zones: v.array(PlannedZone),
  changes: v.array(PlannedSet),
  beside: v.array(BesideSet),
  /** What a person can decide on in the plan. */
  decidable: v.array(DecidableChange),
  /** What is not published and cannot be decided here, and why. */
  decisions: v.array(LeftOutRecord),
  /** What to know before it is written, one sentence each: a wildcard that answers no longer, servers that lag behind. */
  notes: v.array(v.string()),
  rehearsal: v.nullable(Rehearsal),
  /** What is no longer wrong afterwards: a title each. */
  mends: v.array(v.string()),
})
export type DomainPlan = v.InferOutput<typeof DomainPlan>

/** What a plan, or a part of it, comes to. */
export const PublishTotals = v.object({
  domains: v.number(),
  change: v.number(),
  same: v.number(),
  refused: v.number(),
  zones: v.number(),
  connections: v.number(),
  sets: v.number(),
  adds: v.number(),
  removes: v.number(),
})
export type PublishTotals = v.InferOutput<typeof PublishTotals>

/** Records that {@link PlannedWrite} names at most. */
export const MOST_GOING = 500

/** What is written when a plan is, without the domains that the user leaves out: of whole zones, not the sum of the domains. */
export const PlannedWrite = v.object({
  domains: v.number(),
  zones: v.number(),
  connections: v.number(),
  /** RRsets that change, records that come and records that go: the numbers that `apply` has to be told. */
  sets: v.number(),
  adds: v.number(),
  removes: v.number(),
  /** The records that go, at most {@link MOST_GOING}. */
  going: v.array(
    v.object({
      zone: v.string(),
      name: v.string(),
      type: v.string(),
      value: v.string(),
      /** The record stays, and the host no longer answers in its place. */
      stopsProxying: v.boolean(),
    }),
  ),
  /** Zones that a write may break whatever it writes, each with a sentence that says how. */
  cautions: v.array(v.object({ zone: v.string(), sentence: v.string() })),
})
export type PlannedWrite = v.InferOutput<typeof PlannedWrite>

/** What would be written into the zones of some domains. Nothing is written by it. */
export const PublishPlan = v.object({
  id: v.number(),
  state: v.picklist(['planning', 'ready', 'cancelled']),
  /** Domains whose part is ready. */
  done: v.number(),
  total: v.number(),
  /**
   * While a change is taken in or left out: how many of how many domains are planned anew with it. The plan stays as it
   * was until then. Null while nobody decides.
   */
  deciding: v.nullable(v.object({ done: v.number(), total: v.number() })),
  /** Milliseconds since the epoch. */
  plannedAt: v.number(),
  /** The run that it takes back; null when it takes none back. */
  undoes: v.nullable(v.number()),
  /** When the file it was read from was saved, milliseconds since the epoch; null when it comes from none. */
  savedAt: v.nullable(v.number()),
  totals: PublishTotals,
})
export type PublishPlan = v.InferOutput<typeof PublishPlan>

/** One RRset of a journal entry. */
export const WrittenSet = v.object({
  ...changeEntries,
  /**
   * How it was when the zone was last read: `before`, `after`, `part` where Zonedesk wrote some of its records and not all,
   * or `other`; the last two with what was found. Null: not read since.
   */
  is: v.nullable(v.picklist(['before', 'after', 'part', 'other'])),
  found: v.nullable(SetState),
})
export type WrittenSet = v.InferOutput<typeof WrittenSet>

/** What was done to one zone: an entry of the journal. */
export const JournalEntry = v.object({
  runId: v.number(),
  position: v.number(),
  zone: v.string(),
  connection: NamedConnection,
  state: ZoneRunState,
  /** When it was written, or given up, milliseconds since the epoch; null before. */
  at: v.nullable(v.number()),
  domains: v.array(DomainKey),
  sets: v.array(WrittenSet),
  /** What happened and what to do; empty where the state says all. */
  message: v.string(),
  fix: v.string(),
  ...seeConnection,
  /** The run that took it back; null when none did. */
  undoneBy: v.nullable(v.number()),
  /** The run that it takes back; null when it takes none back. */
  undoes: v.nullable(v.number()),
})
export type JournalEntry = v.InferOutput<typeof JournalEntry>

/** The writing of a plan into its zones. It is kept for good, as the journal. */
export const PublishRun = v.object({
  id: v.number(),
  state: PublishRunState,
  /** Milliseconds since the epoch. */
  startedAt: v.number(),
  undoes: v.nullable(v.number()),
  domains: v.number(),
  /** The first of its domains, with U-labels, to call it by; null where its journal cannot be read. */
  firstDomain: v.nullable(v.string()),
  /** Whether a person stopped it while zones were being written: those are finished, and the rest is not written. */
  isStopping: v.boolean(),
  /** Zones in each state. */
  zones: v.object({
    waiting: v.number(),
    writing: v.number(),
    written: v.number(),
    conflict: v.number(),
    partial: v.number(),
    failed: v.number(),
    unknown: v.number(),
    cancelled: v.number(),
  }),
})
export type PublishRun = v.InferOutput<typeof PublishRun>

/** Whether the records of a domain can be published, and where. */
export const PublishOffer = v.object({
  /**
   * - `ready`: one connection holds the zone and may write
   * - `read-only`: the connection, or its credential, only reads
   * - `several`: two connections hold it, and the user has to choose
   * - `not-live`: a connection holds a zone of this name, and DNS asks the servers of another
   * - `none`: no connection holds it
   * - `failed`: the DNS host could not be asked
   */
  state: v.picklist(['ready', 'read-only', 'several', 'not-live', 'none', 'failed']),
  zone: v.nullable(v.string()),
  connection: v.nullable(NamedConnection),
  /** The zones to choose from, where the user has to choose or has chosen; empty otherwise. */
  candidates: v.array(ZoneCandidate),
  /** Other zones of its records to which Zonedesk can write; looked for where the domain's own is not ready. */
  others: v.array(
    v.object({
      zone: v.string(),
      connection: NamedConnection,
      records: v.array(v.pick(LeftOutRecord, ['name', 'type'])),
    }),
  ),
  /** One sentence; empty where it is ready. */
  message: v.string(),
  fix: v.string(),
  ...seeConnection,
})
export type PublishOffer = v.InferOutput<typeof PublishOffer>

/** Which records of DKIM keys that are rotated: those to come into their zones, or those that can go from them by now. */
const KeyRecords = v.picklist(['publish', 'remove'])

const PlanId = v.object({ id: v.number() })
const RunId = v.object({ id: v.number() })
const Place = v.pipe(v.number(), v.integer(), v.minValue(0))
const page = {
  skip: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000_000)),
  limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
}

export const publishing = {
  /** Whether the records of a domain can be published. Zones already seen are remembered; the host may be asked. */
  offer: channel(DomainKey, PublishOffer),
  /**
   * Begins to plan what the records of these domains need, and answers at once. Each is checked against DNS and its zone
   * is read; nothing is written. Progress comes as `publishPlanChanged`. An older plan is given up. Fails with `invalid`
   * for no domain, and for more than the limit.
   */
  plan: channel(v.object({ scope: CheckScope }), PublishPlan),
  /**
   * Whether the records of a rotation of DKIM keys can be written into their zone, or taken from it. Fails with
   * `not-found`, and with `refused` when it has no such record now.
   */
  offerRotation: channel(v.object({ id: v.number(), records: KeyRecords }), PublishOffer),
  /**
   * Begins to plan what rotations of DKIM keys need in their zones, and nothing else. Fails with `invalid` for more than
   * the limit, and with `refused` when none has such a record now.
   */
  planRotations: channel(
    v.object({
      /** Null for all that `search` finds. */
      ids: v.nullable(v.pipe(v.array(v.number()), v.minLength(1), v.maxLength(MOST_PUBLISHED))),
      /** A part of a domain's name; empty for all. */
      search: v.pipe(v.string(), v.maxLength(500)),
      records: KeyRecords,
    }),
    PublishPlan,
  ),
  /** Begins to plan how to take back what a run wrote, all of it or in some of its zones. Fails with `not-found`. */
  planUndo: channel(v.object({ ...RunId.entries, zones: v.nullable(v.array(Place)) }), PublishPlan),
  /**
   * Begins to plan anew what a run did not write, or is not known to have written: domains of the list by their records,
   * others by what the run was to write; of a run that takes another back, what of that is left. Fails with `not-found`,
   * `refused` while the run is under way, and `invalid` when nothing is left.
   */
  planRest: channel(RunId, PublishPlan),
  /** Fails with `not-found` when it is not the newest. */
  getPlan: channel(PlanId, PublishPlan),
  /** Begins to plan the same domains once more, and gives the plan up. Fails with `not-found` when it is not the newest. */
  planAgain: channel(PlanId, PublishPlan),
  /** A page of a plan's domains. Fails with `not-found`. */
  lines: channel(
    v.object({ ...PlanId.entries, verdict: v.nullable(PublishVerdict), ...page }),
    v.object({ items: v.array(PublishLine), total: v.number() }),
  ),
  /** One domain of a plan. Fails with `not-found`. */
  line: channel(v.object({ ...PlanId.entries, position: Place }), DomainPlan),
  /**
   * Takes a change in that a person has to decide on, or leaves it out again, and plans the domain anew with it, and those
   * that share its names. Answers with a plan of its own, once that is ready; the one before is given up. Progress comes
   * as `publishPlanChanged`. Fails with `not-found` when the plan is not the newest or has no such change, `refused` when it
   * is not ready or a domain cannot be planned anew, and `cancelled` by `stopDeciding`: the plan is then as it was.
   */
  decide: channel(
    v.object({ ...PlanId.entries, position: Place, change: DecidableId, accept: v.boolean() }),
    PublishPlan,
  ),
  /** Stops a `decide` that is under way; the plan stays as it was. Does nothing where none is. */
  stopDeciding: channel(PlanId, v.object({})),
  /**
   * What `apply` would write. Fails with `not-found`, `invalid` when nothing is left to write, and `refused` when the plan
   * is not ready or what is left does not fit together.
   */
  writes: channel(
    v.object({ ...PlanId.entries, without: v.pipe(v.array(Place), v.maxLength(MOST_PUBLISHED)) }),
    PlannedWrite,
  ),
  /** Stops the planning and gives the plan up. */
  dropPlan: channel(PlanId, v.object({})),
  /** Asks where and saves the plan. Null path: the user chose none. Fails with `not-found`, `storage`. */
  savePlan: channel(
    v.object({ ...PlanId.entries, format: v.picklist(['json', 'markdown']) }),
    v.object({ path: v.nullable(v.string()) }),
  ),
  /**
   * Asks for a plan saved as JSON, and plans the same changes on the zones as they are now. Null: no file was chosen.
   * Fails with `invalid` for a file that was edited, that is too old, or that is no plan.
   */
  openPlan: channel(v.object({}), v.nullable(PublishPlan)),
  /**
   * Writes a plan into its zones, and answers at once. Fails with `not-found` when it is not the newest plan, `refused`
   * when it is not ready, or when it removes records, changes more RRsets than the settings allow unasked or may break a
   * zone, and `agreed` does not name exactly what it does; `invalid` when nothing is left to write.
   */
  apply: channel(
    v.object({
      ...PlanId.entries,
      /** Places of the domains that the user left out. */
      without: v.pipe(v.array(Place), v.maxLength(MOST_PUBLISHED)),
      /** What the person agreed to, the zones with a caution by their number; null when they were not asked. */
      agreed: v.nullable(v.object({ removes: v.number(), sets: v.number(), cautions: v.number() })),
    }),
    PublishRun,
  ),
  /** Every run, the newest first. */
  runs: channel(v.object({}), v.array(PublishRun)),
  /** A page of the zones of a run. Fails with `not-found`. */
  zones: channel(
    v.object({ ...RunId.entries, state: v.nullable(ZoneRunState), ...page }),
    v.object({ items: v.array(JournalEntry), total: v.number() }),
  ),
  /** What was written for a domain, the newest first. */
  journal: channel(DomainKey, v.array(JournalEntry)),
  /** Sends nothing more. A zone that is being written is finished. Fails with `not-found`. */
  cancel: channel(RunId, PublishRun),
  /** Reads zones whose state is not known, and writes what is left of them. Fails with `not-found`. */
  resume: channel(RunId, PublishRun),
}
