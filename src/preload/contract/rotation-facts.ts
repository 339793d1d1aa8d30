import * as v from 'valibot'
import { DkimKeyBits } from './dkim-keys'
import { KeepDays } from './keep-days'

/**
 * Where a rotation is. Forward, in this order:
 *
 * - `planned`: nothing was sent
 * - `creating`: the provider makes the new key
 * - `publishing`: every authoritative server has to have the new key's record
 * - `activating`: the provider is asked to sign with the new key
 * - `keeping`: the new key signs, and the old one is kept for a while
 * - `deactivating`, `deleting`: the old keys, one after the other
 *
 * And back, when it is taken back: `reactivating` the old keys, `withdrawing` the new key from signing, and
 * `discarding` it.
 */
export const RotationStep = v.picklist([
  ...(['planned', 'creating', 'publishing', 'activating', 'keeping', 'deactivating', 'deleting'] as const),
  ...(['reactivating', 'withdrawing', 'discarding'] as const),
])
export type RotationStep = v.InferOutput<typeof RotationStep>

/**
 * - `under-way`: it goes on by itself
 * - `needs-person`: it does not go on before a person did what `fix` says
 * - `stopped`: a person stopped it; nothing is sent until a person has it go on
 * - `done`: the new key signs and the old keys are gone
 * - `taken-back`: the old keys sign and the new one is gone
 */
export const RotationState = v.picklist(['under-way', 'needs-person', 'stopped', 'done', 'taken-back'])
export type RotationState = v.InferOutput<typeof RotationState>

/** What a rotation waits for: its turn, DNS, the provider, the keep time, a person; or for nothing more. */
export const RotationWait = v.picklist(['turn', 'dns', 'provider', 'time', 'person', 'stopped', 'ended'])
export type RotationWait = v.InferOutput<typeof RotationWait>

/** The record of a DKIM key: a TXT record. */
export const KeyRecord = v.object({
  /** Owner name, A-labels, without trailing dot. */
  name: v.string(),
  value: v.string(),
})
export type KeyRecord = v.InferOutput<typeof KeyRecord>

/** What one authoritative server has of a key's record. `silent`: it said nothing of use, so it counts as not having it. */
export const KeyServer = v.object({
  /** Host name. */
  server: v.string(),
  /** With port; null when none is known. */
  address: v.nullable(v.string()),
  standing: v.picklist(['published', 'missing', 'different', 'silent']),
})
export type KeyServer = v.InferOutput<typeof KeyServer>

/** What the authoritative servers have of a key's record. */
export const KeySighting = v.object({
  /** Owner name of the record. */
  name: v.string(),
  /** Milliseconds since the epoch. */
  at: v.number(),
  /** Apex of the zone; null when it was not found. */
  zone: v.nullable(v.string()),
  servers: v.array(KeyServer),
  /** Whether every authoritative server has exactly this key. */
  everywhere: v.boolean(),
})
export type KeySighting = v.InferOutput<typeof KeySighting>

/** A key that signed when the rotation began. */
export const ReplacedKey = v.object({
  selector: v.string(),
  record: KeyRecord,
  /** Seconds resolvers may keep its record; null before it was looked at. */
  ttl: v.nullable(v.number()),
  /** Whether it signs, rests, or is deleted, as last seen. */
  state: v.picklist(['signs', 'rests', 'deleted']),
  /** When it was last seen signing, milliseconds since the epoch. */
  signedAt: v.nullable(v.number()),
})
export type ReplacedKey = v.InferOutput<typeof ReplacedKey>

/** The key that takes the place of the old ones. */
export const NewKey = v.object({
  selector: v.string(),
  /** Null until the provider made it. */
  record: v.nullable(KeyRecord),
  /** Whether the provider was asked to make it: a key of this selector is then the rotation's own. */
  asked: v.boolean(),
})
export type NewKey = v.InferOutput<typeof NewKey>

/**
 * What the authoritative servers have at the name of a record that can go.
 *
 * - `gone`: every server says that there is nothing
 * - `there`: a server has the record
 * - `different`: no server has the record, and one has something else
 * - `unknown`: a server that may have it did not answer, or the zone was not found
 */
export const LeftStanding = v.picklist(['gone', 'there', 'different', 'unknown'])
export type LeftStanding = v.InferOutput<typeof LeftStanding>

/** The last look at the name of a record that can go. */
export const LeftSighting = v.object({
  /** Owner name of the record. */
  name: v.string(),
  /** Milliseconds since the epoch. */
  at: v.number(),
  standing: LeftStanding,
})
export type LeftSighting = v.InferOutput<typeof LeftSighting>

/** A record that can go from the zone. The app removes none unasked. */
export const LeftRecord = v.object({
  ...KeyRecord.entries,
  /** Not before this time, milliseconds since the epoch: mail that is on the way is checked with it. */
  from: v.number(),
  /** The last look at it; null before the first. */
  seen: v.nullable(v.omit(LeftSighting, ['name'])),
})
export type LeftRecord = v.InferOutput<typeof LeftRecord>

/** What is known of a rotation, beside its number and what it waits for. */
export const RotationFacts = v.object({
  accountId: v.string(),
  /** Domain in the signature's `d=`: A-labels, lower case, without trailing dot. */
  signingDomain: v.string(),
  bits: DkimKeyBits,
  /** Days the old keys are kept, beside the TTL of their records. */
  keepDays: KeepDays,
  /** How many domains sign with the keys of this one, itself not counted, when it began. */
  alsoSigns: v.number(),
  state: RotationState,
  step: RotationStep,
  /** Whether a write was begun whose outcome has not been seen yet. */
  sent: v.boolean(),
  /** Milliseconds since the epoch. */
  startedAt: v.number(),
  /** When this step began, milliseconds since the epoch. */
  stepSince: v.number(),
  /** The last look, milliseconds since the epoch; null before the first. */
  lastAt: v.nullable(v.number()),
  /** The next look, milliseconds since the epoch; null when there is none. */
  nextAt: v.nullable(v.number()),
  newKey: v.nullable(NewKey),
  oldKeys: v.array(ReplacedKey),
  /** The last look at the record that it waits for. */
  seen: v.nullable(KeySighting),
  /** Milliseconds for which the old keys were kept so far, since the new one was first seen signing; null before. */
  keptMs: v.nullable(v.number()),
  /** How it stands, in one sentence. */
  sentence: v.string(),
  /** What to do about it, in one sentence; empty when there is nothing to do. */
  fix: v.string(),
})
export type RotationFacts = v.InferOutput<typeof RotationFacts>
