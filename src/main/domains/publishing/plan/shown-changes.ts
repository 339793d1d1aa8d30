import type {
  BesideSet,
  DecidableChange,
  PlannedSet,
  SetState,
} from '../../../../preload/contract/publishing'
import { plainName } from '../../../dns/diagnosis/records/presentation'
import { isWritable, shownValues, type Rrset, type RrsetChange } from '../../../zones/rrset'
import { carriedOut } from '../journal/carried-out'
import type { Accepted, Decidable } from '../changes/decidable'
import type { Held } from '../held/held'
import { setsOf, type Ground, type MadeChanges } from '../rules/objections'
import { composed, type SetDelta } from '../changes/set-delta'

/** What becomes of an RRset, and why. Why a person decided on a change is said once, with the change. */
export function plannedSet(
  { name, type, before, after }: RrsetChange,
  { made, accepted }: Pick<MadeChanges, 'made' | 'accepted'>,
  held: Held,
): PlannedSet {
  const isOfIt = (delta: SetDelta): boolean => plainName(delta.name) === name && delta.type === type
  const decided = accepted.map(({ change }) => change)
  const isDecided = decided.some(({ deltas }) => deltas.some(isOfIt))
  const reasons = made
    .filter((one) => !decided.includes(one))
    .flatMap(({ deltas, reason }) => deltas.filter(isOfIt).map((delta) => delta.reason ?? reason))
  const own = decided.flatMap(({ deltas }) => deltas.filter(isOfIt).flatMap((delta) => delta.reason ?? []))
  const zone = held.apexAt(name)
  return {
    ...{ zone, name, type, before: stateOf(before), after: stateOf(after) },
    reasons: [...new Set([...reasons, ...own])],
    ...(isDecided && { isDecided: true as const }),
  }
}

/** An RRset as the window shows it; null where there is none. */
export function stateOf(set: Rrset | null): SetState | null {
  if (set === null) return null
  const isProxied = isWritable(set) && set.isProxied === true
  return { ttl: set.ttl, values: shownValues(set), ...(isProxied && { isProxied: true as const }) }
}

/** RRsets at the names that change which stay as they are. */
export function besideOf(changes: readonly RrsetChange[], held: Held): BesideSet[] {
  const changed = new Set(changes.map(({ name, type }) => `${name} ${type}`))
  return [...new Set(changes.map(({ name }) => name))].flatMap((name) =>
    held
      .at(name)
      .filter(({ type }) => !changed.has(`${name} ${type}`))
      .map((set) => ({ ...(stateOf(set) ?? { ttl: set.ttl, values: [] }), name, type: set.type })),
  )
}

/** What a person can decide on, and what of it they decided on. */
export interface ShownDecisions {
  readonly decidable: readonly DecidableChange[]
  readonly accepted: readonly Decidable[]
  /** What no longer counts of what they decided, one sentence each. */
  readonly notes: readonly string[]
}

/** What a person can decide on as the window shows it, with what no longer counts of what they decided. Pure. */
export function withDecided(
  {
    made,
    accepted,
    open,
    decided,
    all,
    isRefused,
  }: MadeChanges & {
    readonly decided: readonly Accepted[]
    readonly all: readonly Decidable[]
    /** Whether nothing of it is written, all the same. */
    readonly isRefused: boolean
  },
  ground: Ground,
): ShownDecisions {
  const shown = (one: Decidable, isAccepted: boolean): DecidableChange => ({
    ...{ id: one.id, ...one.change.record, ends: [...one.ends], reason: one.change.reason, isAccepted },
    sets: setsOf(one, isAccepted ? made : [...made, one.change], ground).map(
      ({ name, type, before, after }) => ({
        ...{ zone: ground.held.apexAt(name), name, type, reasons: [] },
        ...{ before: stateOf(before), after: stateOf(after) },
      }),
    ),
  })
  const known = new Set(all.map(({ id }) => id))
  return {
    accepted,
    decidable: [...accepted.map((one) => shown(one, true)), ...open.map((one) => shown(one, false))],
    notes: decided.flatMap((one) => {
      const isAccepted = accepted.some(({ id }) => id === one.id)
      if (known.has(one.id) && !isAccepted) return []
      return whatBecame(one, { isAccepted, made, isRefused }, ground) ?? []
    }),
  }
}

/** What became of something that a person decided on; null where it is in the plan, and nothing of it was done before. */
function whatBecame(
  one: Accepted,
  {
    isAccepted,
    made,
    isRefused,
  }: Pick<MadeChanges, 'made'> & { readonly isAccepted: boolean; readonly isRefused: boolean },
  ground: Ground,
): string | null {
  const { name, type, deltas } = one
  const what = `what you decided about ${type} at ${name}`
  if (deltas !== undefined && !isAccepted && isMade(deltas, ground)) return `The zone already has ${what}.`
  const done = carriedOut(one, ground.held)
  if (done.length > 0) {
    const all = composed(ground.held, [...made.flatMap((change) => change.deltas)], ground.capabilities)
    const isWhole = isAccepted || isMade(deltas ?? [], { ...ground, held: ground.held.after(all) })
    const rest = isWhole
      ? isRefused
        ? 'The rest is not written.'
        : 'This plan has the rest.'
      : 'The rest no longer counts, because it is another change by now.'
    return `The zone already has a part of ${what}: ${done.join(', and ')}. ${rest}`
  }
  return isAccepted
    ? null
    : `What you decided about ${type} at ${name} no longer counts, because the zone or DNS is no longer as it was.`
}

/** Whether a zone has what a change comes to. */
export function isMade(deltas: readonly SetDelta[], { held, capabilities }: Ground): boolean {
  return composed(held, deltas, capabilities).length === 0
}
