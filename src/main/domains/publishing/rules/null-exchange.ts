import { plainName } from '../../../dns/diagnosis/records/presentation'
import { dataKey, type WritableData } from '../../../zones/rrset'
import { decidable, type Decidable } from '../changes/decidable'
import type { Held } from '../held/held'
import type { SetDelta, WantedChange } from '../changes/set-delta'
import { isNullExchange } from './zone-rules'

/** What is planned without a person, and what only with one. */
export interface Parted {
  readonly changes: readonly WantedChange[]
  readonly decidable: readonly Decidable[]
}

/**
 * Whether the empty MX record of a name goes is always for a person to decide: it declares that the name receives no mail
 * (RFC 7505 section 3). It must be alone, so no MX record is written beside one, either: where a plan would leave it beside
 * others, the person decides whether it goes.
 *
 * @param mayMix whether others may stand beside it afterwards: taking back brings back what was there
 */
export function nullsForPerson(parted: Parted, held: Held, mayMix = false): Parted {
  const all = [...parted.changes, ...parted.decidable.map(({ change }) => change)]
  const names = new Set(all.flatMap(({ deltas }) => deltas.filter(isOfMx).map(({ name }) => plainName(name))))
  return [...names].reduce((some, name) => nullAt(name, some, held, mayMix), parted)
}

function nullAt(name: string, { changes, decidable: before }: Parted, held: Held, mayMix: boolean): Parted {
  const nulls = (held.writable(name, 'MX')?.data ?? []).filter(isNullExchange)
  if (nulls.length === 0) return { changes, decidable: before }
  const drop = `the declaration that ${name} receives no mail`
  const mixes = (some: readonly WantedChange[]): boolean => !mayMix && isMixed(name, some, held)
  const touches = ({ deltas }: WantedChange): boolean => deltas.some((delta) => isAt(delta, name))
  const own = changes.filter(touches)
  const isForPerson = own.length > 0 && (removedAt(name, own).some(isNullExchange) || mixes(own))
  // The empty record goes once: what needs that is one change with it.
  const alone = before.filter(
    ({ change }) => isForPerson && change.deltas.every((one) => isRemoval(one, name)),
  )
  const beside = isForPerson ? [] : own
  const later = before
    .filter((one) => !alone.includes(one))
    .map((one) =>
      touches(one.change) && mixes([...beside, one.change])
        ? decidable(withoutNulls(name, nulls, [one.change], drop), [...new Set([...one.ends, drop])])
        : one,
    )
  if (!isForPerson) return { changes, decidable: later }
  const whole = withoutNulls(name, nulls, [...alone.map(({ change }) => change), ...own], drop)
  const ends = [...new Set([...alone.flatMap((one) => one.ends), drop])]
  return {
    changes: changes.filter((one) => !own.includes(one)),
    decidable: [...later, decidable(whole, ends)],
  }
}

/** Changes as one, in which the empty MX record of a name goes. */
function withoutNulls(
  name: string,
  nulls: readonly WritableData[],
  some: readonly WantedChange[],
  drop: string,
): WantedChange {
  const gone = new Set(removedAt(name, some).map(dataKey))
  const left = nulls.filter((one) => !gone.has(dataKey(one)))
  const goes = left.length === 0 ? [] : [{ name, type: 'MX' as const, adds: [], removes: left }]
  const reasons = [...new Set(some.map(({ reason }) => reason))]
  const condition = `${name} has an empty MX record, which declares that ${name} receives no mail. An empty MX record must be alone, so Zonedesk writes the provider's MX records only if the empty one goes. If nobody is to receive mail at ${name}, leave it: the provider's MX records are not needed for sending.`
  const objections = some.flatMap(({ objection }) => objection ?? [])
  return {
    record: some[0]?.record ?? { name, type: 'MX' },
    deltas: [...some.flatMap(({ deltas }) => deltas), ...goes],
    reason: [...reasons, ...(reasons.some((one) => one.includes(drop)) ? [] : [condition])].join(' '),
    ...(objections.length > 0 && {
      objection: (held: Held) => objections.map((one) => one(held)).find((one) => one !== null) ?? null,
    }),
  }
}

/** Whether an MX record would stand beside an empty one at a name. */
function isMixed(name: string, changes: readonly WantedChange[], held: Held): boolean {
  const data = new Map((held.writable(name, 'MX')?.data ?? []).map((one) => [dataKey(one), one]))
  for (const { removes, adds } of changes.flatMap(({ deltas }) => deltas.filter((one) => isAt(one, name)))) {
    for (const one of removes) data.delete(dataKey(one))
    for (const one of adds) data.set(dataKey(one), one)
  }
  const left = [...data.values()]
  return left.some(isNullExchange) && !left.every(isNullExchange)
}

/** What goes of the MX records of a name, without what comes back. */
function removedAt(name: string, changes: readonly WantedChange[]): WritableData[] {
  const deltas = changes.flatMap((one) => one.deltas.filter((delta) => isAt(delta, name)))
  const comes = new Set(deltas.flatMap(({ adds }) => adds.map(dataKey)))
  return deltas.flatMap(({ removes }) => removes.filter((one) => !comes.has(dataKey(one))))
}

function isRemoval(delta: SetDelta, name: string): boolean {
  return isAt(delta, name) && delta.adds.length === 0 && delta.removes.every(isNullExchange)
}

function isAt(delta: Pick<SetDelta, 'name' | 'type'>, name: string): boolean {
  return isOfMx(delta) && plainName(delta.name) === name
}

function isOfMx({ type }: Pick<SetDelta, 'type'>): boolean {
  return type === 'MX'
}
