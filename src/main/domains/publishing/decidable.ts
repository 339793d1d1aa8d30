import { createHash } from 'node:crypto'
import { plainName } from '../../dns/diagnosis/records/presentation'
import type { DecidableChange } from '../../../preload/contract/publishing'
import { dataKey, type WritableData } from '../../zones/rrset'
import type { Held } from './held'
import type { SetDelta, WantedChange } from './set-delta'
import { isNullExchange } from './zone-rules'

/** A change that is written only when a person decided so. */
export interface Decidable extends Pick<DecidableChange, 'id' | 'ends'> {
  /** Its reason says why it would be made, and the condition. */
  readonly change: WantedChange
}

/** A change that a person decided on. */
export type Accepted = Pick<DecidableChange, 'id' | 'name' | 'type'>

/** A change with the id that says what it is: what comes, what goes, and what that ends. */
export function decidable(change: WantedChange, ends: readonly string[]): Decidable {
  const { record, deltas } = change
  const data = (some: readonly WritableData[]): string[] => some.map(dataKey).toSorted()
  const said = deltas
    .map(({ name, type, adds, removes }) =>
      JSON.stringify([plainName(name), type, data(adds), data(removes)]),
    )
    .toSorted()
  // Servers answer the records of an RRset in any order, and the words name them in that order.
  const words = ends.flatMap((one) => one.split(/[\s,]+/)).toSorted()
  const text = JSON.stringify([plainName(record.name), record.type, said, words])
  const id = createHash('sha256').update(text).digest('hex').slice(0, ID_LENGTH)
  return { id, ends: [...ends], change }
}

/** Hexadecimal digits: 128 bits tell all changes of a plan apart. */
const ID_LENGTH = 32

/** What is planned without a person, and what only with one. */
export interface Parted {
  readonly changes: readonly WantedChange[]
  readonly decidable: readonly Decidable[]
}

/**
 * No MX record is written beside an empty one, which must be alone (RFC 7505 section 3): where a plan would leave one
 * beside others, a person decides whether the empty one goes.
 */
export function withoutNullBeside({ changes, decidable: before }: Parted, held: Held): Parted {
  let parted: Parted = { changes, decidable: before }
  const all = [...changes, ...before.map((one) => one.change)]
  const names = new Set(all.flatMap(({ deltas }) => deltas.filter(isOfMx).map(({ name }) => plainName(name))))
  for (const name of names) parted = withoutNullAt(name, parted, held)
  return parted
}

function withoutNullAt(name: string, { changes, decidable: before }: Parted, held: Held): Parted {
  const nulls = (held.writable(name, 'MX')?.data ?? []).filter(isNullExchange)
  if (nulls.length === 0) return { changes, decidable: before }
  const touches = ({ deltas }: WantedChange): boolean => deltas.some((delta) => isAt(delta, name))
  const own = changes.filter(touches)
  const goes = { name, type: 'MX' as const, adds: [], removes: nulls }
  const drop = `the declaration that ${name} receives no mail`
  const condition = `${name} has an empty MX record, which declares that ${name} receives no mail. An empty MX record must be alone, so Zonedesk writes the provider's MX records only if the empty one goes. If nobody is to receive mail at ${name}, leave it: the provider's MX records are not needed for sending.`
  const withNull = (some: readonly WantedChange[]): WantedChange => {
    const [first] = some
    const reasons = [...new Set(some.map(({ reason }) => reason))]
    return {
      record: first?.record ?? { name, type: 'MX' },
      deltas: [...some.flatMap(({ deltas }) => deltas), goes],
      reason: [...reasons, condition].join(' '),
    }
  }
  const isOwnMixed = own.length > 0 && isMixed(name, own, held)
  const kept = isOwnMixed ? changes.filter((one) => !own.includes(one)) : changes
  const beside = isOwnMixed ? [] : own
  return {
    changes: kept,
    decidable: [
      ...before.map((one) =>
        touches(one.change) && isMixed(name, [...beside, one.change], held)
          ? decidable(withNull([one.change]), [...one.ends, drop])
          : one,
      ),
      ...(isOwnMixed ? [decidable(withNull(own), [drop])] : []),
    ],
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

function isAt(delta: Pick<SetDelta, 'name' | 'type'>, name: string): boolean {
  return isOfMx(delta) && plainName(delta.name) === name
}

function isOfMx({ type }: Pick<SetDelta, 'type'>): boolean {
  return type === 'MX'
}

/**
 * Changes of which nothing is made that a person has to decide on: a file may say that something goes, and not that
 * anybody decided so.
 *
 * @param undecided what a person has to decide on today
 */
export function unlessUndecided(
  wanted: readonly WantedChange[],
  undecided: readonly Decidable[],
): WantedChange[] {
  if (undecided.length === 0) return [...wanted]
  return wanted.map((change) => {
    const { objection, deltas } = change
    const isOpen = undecided.some((one) => deltas.some((delta) => one.change.deltas.some(isPartOf(delta))))
    return isOpen ? { ...change, objection: (held) => objection?.(held) ?? UNDECIDED } : change
  })
}

const UNDECIDED = 'A person has to decide on this, and the plan in the file does not say that anybody did.'

/** Whether of two changes of an RRset the same record goes, or comes where none goes. */
function isPartOf(delta: SetDelta): (other: SetDelta) => boolean {
  const share = (some: readonly WritableData[], others: readonly WritableData[]): boolean => {
    const keys = new Set(others.map(dataKey))
    return some.some((data) => keys.has(dataKey(data)))
  }
  return (other) =>
    plainName(other.name) === plainName(delta.name) &&
    other.type === delta.type &&
    (other.removes.length > 0 ? share(delta.removes, other.removes) : share(delta.adds, other.adds))
}
