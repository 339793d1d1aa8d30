import { plainName } from '../../../dns/diagnosis/records/presentation'
import type { LeftOutRecord } from '../../../../preload/contract/export-format'
import type { RrsetChange } from '../../../zones/rrset'
import type { Accepted, Decidable } from '../changes/decidable'
import type { Held } from '../held/held'
import { composed, type TtlRules, type WantedChange } from '../changes/set-delta'
import { objectionTo } from './zone-rules'

/** What a plan is made of, once the zone has spoken against some of it and a person has decided on some. */
export interface MadeChanges {
  readonly made: readonly WantedChange[]
  readonly leftOut: readonly LeftOutRecord[]
  /** What a person decided on: it is among what is made. */
  readonly accepted: readonly Decidable[]
  /** What a person can still decide on. */
  readonly open: readonly Decidable[]
}

/** The zone in which changes are made, and how. */
export interface Ground {
  readonly held: Held
  readonly capabilities: TtlRules
  /** Whether it may bring back what was wrong before: taking back does nothing else. */
  readonly mayUndo: boolean
}

/**
 * Takes out what the zone speaks against, and what a person has not decided on. What the zone speaks against is nothing
 * that a person can decide on, either.
 */
export function madeOf(
  own: readonly WantedChange[],
  decidable: readonly Decidable[],
  accepted: readonly Accepted[],
  ground: Ground,
): MadeChanges {
  const ids = new Set(accepted.map(({ id }) => id))
  const taken = decidable.filter(({ id }) => ids.has(id))
  const { made, leftOut } = withoutObjections([...own, ...taken.map(({ change }) => change)], ground)
  const open: Decidable[] = []
  for (const one of decidable) {
    if (taken.includes(one)) continue
    const { change } = one
    const tried = withoutObjections([...made, change], ground)
    if (tried.leftOut.length === 0 && setsOf(one, tried.made, ground).length > 0) {
      open.push(one)
      continue
    }
    const objection = tried.made.includes(change) ? '' : (tried.leftOut.at(-1)?.reason ?? '')
    leftOut.push({ ...change.record, reason: `${change.reason} ${objection}`.trim() })
  }
  return { made, leftOut, accepted: taken.filter(({ change }) => made.includes(change)), open }
}

/** What becomes of the RRsets that a change touches, with all that is made. */
export function setsOf(
  { change: { deltas } }: Decidable,
  made: readonly WantedChange[],
  { held, capabilities }: Ground,
): RrsetChange[] {
  const touched = new Set(deltas.map(({ name, type }) => `${plainName(name)} ${type}`))
  const all = made.flatMap((one) => one.deltas)
  return composed(held, all, capabilities).filter(({ name, type }) => touched.has(`${name} ${type}`))
}

/** Takes out what the zone speaks against, until nothing is left that it does. Deltas that belong together go together. */
function withoutObjections(
  wanted: readonly WantedChange[],
  ground: Ground,
): { readonly made: readonly WantedChange[]; readonly leftOut: LeftOutRecord[] } {
  const leftOut: LeftOutRecord[] = []
  let made = wanted
  for (;;) {
    const deltas = made.flatMap((one) => one.deltas)
    const all = composed(ground.held, deltas, ground.capabilities)
    const found = made.find((one) => objectionOf(one, all, ground) !== null)
    if (found === undefined) return { made, leftOut }
    const reason = objectionOf(found, all, ground) ?? ''
    leftOut.push({ ...found.record, reason })
    made = made.filter((one) => one !== found)
  }
}

function objectionOf(
  { deltas, objection: own }: WantedChange,
  all: readonly RrsetChange[],
  { held, mayUndo }: Ground,
): string | null {
  const said = own?.(held) ?? null
  if (said !== null) return said
  for (const { name, type } of deltas) {
    const change = all.find((one) => one.name === plainName(name) && one.type === type)
    const objection = change === undefined ? null : objectionTo(change, all, held, mayUndo)
    if (objection !== null) return objection
  }
  return null
}
