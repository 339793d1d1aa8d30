import * as v from 'valibot'
import { channel, writingChannel } from './channel'
import { CheckScope } from './checks'
import { DkimKeyBits } from './dkim-keys'
import { KeepDays } from './keep-days'
import { LeftRecord, RotationFacts, RotationWait } from './rotation-facts'

/** One rotation of the DKIM keys of a domain. */
export const Rotation = v.object({
  id: v.number(),
  ...RotationFacts.entries,
  unicodeName: v.string(),
  waitsFor: RotationWait,
  /** Milliseconds for which the old keys are to be kept. */
  keepMs: v.number(),
  /** Records that can go from the zone, once it has ended. */
  left: v.array(LeftRecord),
})
export type Rotation = v.InferOutput<typeof Rotation>

/** How many rotations wait for each thing. */
export const RotationCounts = v.object(
  Object.fromEntries(RotationWait.options.map((wait) => [wait, v.number()])) as Record<
    RotationWait,
    v.NumberSchema<undefined>
  >,
)
export type RotationCounts = v.InferOutput<typeof RotationCounts>

/** What would become of one signing domain. */
export const PlannedRotation = v.object({
  accountId: v.string(),
  signingDomain: v.string(),
  unicodeName: v.string(),
  can: v.boolean(),
  /** Why not, and what to do; empty where it can. */
  reason: v.string(),
  fix: v.string(),
  /** How many of the chosen domains it is about. */
  chosen: v.number(),
  /** How many domains sign with its keys, itself not counted. */
  alsoSigns: v.number(),
  /** Selectors that sign now, as last fetched. */
  selectors: v.array(v.string()),
  /** Whether the provider rotates its keys itself. */
  isAutomatic: v.boolean(),
})
export type PlannedRotation = v.InferOutput<typeof PlannedRotation>

const RotationKey = v.object({
  accountId: v.pipe(v.string(), v.nonEmpty()),
  signingDomain: v.pipe(v.string(), v.nonEmpty(), v.maxLength(255)),
})
const Id = v.object({ id: v.number() })
const Ids = v.object({ ids: v.pipe(v.array(v.number()), v.minLength(1), v.maxLength(100_000)) })
/** What came of an order to several rotations: how many took it, and why the first of the others did not. */
const Ordered = v.object({ done: v.number(), refused: v.number(), reason: v.string(), fix: v.string() })
export type Ordered = v.InferOutput<typeof Ordered>

export const rotations = {
  /** What would become of domains, from the cache. Nothing is sent. Fails with `invalid`. */
  plan: channel(v.object({ scope: CheckScope }), v.object({ rows: v.array(PlannedRotation) })),
  /**
   * Begins to rotate the keys of these signing domains, and answers at once. A domain that cannot be, or whose keys are
   * being rotated already, is refused. Fails with `storage`.
   */
  start: writingChannel(
    v.object({
      keys: v.pipe(v.array(RotationKey), v.minLength(1), v.maxLength(100_000)),
      bits: DkimKeyBits,
      keepDays: KeepDays,
    }),
    v.object({ ...Ordered.entries, ids: v.array(v.number()) }),
  ),
  /** A page of the rotations, those that need a person first. */
  list: channel(
    v.object({
      /** Null for all accounts. */
      accountId: v.nullable(v.string()),
      /** Null for all. */
      waitsFor: v.nullable(RotationWait),
      /** A part of a name; empty for all. */
      search: v.pipe(v.string(), v.maxLength(500)),
      skip: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000_000)),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
    }),
    v.object({
      items: v.array(Rotation),
      total: v.number(),
      counts: RotationCounts,
      /** How many of the account have a record that can go from its zone by now. */
      canGo: v.number(),
      /** How many of the account have ended, and have a record that was not seen gone from its zone. */
      left: v.number(),
      /** Of those that `search` finds: how many have a record to publish, and one that can go from its zone by now. */
      found: v.object({ publish: v.number(), remove: v.number() }),
    }),
  ),
  /** How many wait for what. */
  counts: channel(v.object({ accountId: v.nullable(v.string()) }), RotationCounts),
  /** Fails with `not-found`. */
  get: channel(Id, Rotation),
  /** The rotation of a signing domain that has not ended, or the last one; null when there is none. */
  ofDomain: channel(RotationKey, v.nullable(Rotation)),
  /** Sends nothing more; what is there stays as it is. */
  stop: channel(Ids, Ordered),
  /** Has the old keys sign again and deletes the new one. Refused once an old key was deleted. */
  takeBack: writingChannel(Ids, Ordered),
  /** Looks now, and goes on with what was stopped or needed a person. */
  goOn: writingChannel(Ids, Ordered),
  /** Has rotations that have ended look whether the records that can go are gone. Only DNS is asked. */
  look: channel(Ids, Ordered),
  /** Takes rotations that have ended or are stopped off the list. Nothing is sent. */
  dismiss: channel(Ids, Ordered),
  /** Takes every rotation that has ended off the list. Nothing is sent. */
  dismissEnded: channel(v.object({ accountId: v.nullable(v.string()) }), Ordered),
}
