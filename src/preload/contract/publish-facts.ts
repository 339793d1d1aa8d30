import * as v from 'valibot'

/** A connection, named. */
export const NamedConnection = v.object({ id: v.string(), name: v.string(), kind: v.string() })
export type NamedConnection = v.InferOutput<typeof NamedConnection>

/** Where a person mends what a sentence tells of: a connection by its id, or `all`. Absent where no connection is meant. */
export const seeConnection = { seeConnection: v.exactOptional(v.string()) }

/**
 * How one zone of a run stands. The journal says `writing` before anything is sent.
 *
 * - `waiting`: nothing was sent
 * - `writing`: it may have been sent
 * - `written`: the host holds what the plan says
 * - `conflict`: the zone was not as the plan says; nothing was written, or no more than `written` in its sets says
 * - `partial`: a part was written, and the host declined the rest
 * - `failed`: the host declined, and nothing was written
 * - `unknown`: it was sent, no clear answer came, and the zone could not be read since
 * - `cancelled`: nothing was sent
 */
export const ZoneRunState = v.picklist([
  ...(['waiting', 'writing', 'written', 'conflict', 'partial', 'failed', 'unknown', 'cancelled'] as const),
])
export type ZoneRunState = v.InferOutput<typeof ZoneRunState>

/**
 * - `running`
 * - `interrupted`: the app ended in the middle; it goes on by itself when the app starts
 * - `cancelled`, `done`: nothing more happens
 */
export const PublishRunState = v.picklist(['running', 'interrupted', 'cancelled', 'done'])
export type PublishRunState = v.InferOutput<typeof PublishRunState>
