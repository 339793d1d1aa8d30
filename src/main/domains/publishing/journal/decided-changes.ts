import { plainName } from '../../../dns/diagnosis/records/presentation'
import type { DecidedChange } from '../../../profile/publish-store'
import { dataKey, type RrsetChange, type WritableData } from '../../../zones/rrset'
import { decidable, type Decidable } from '../changes/decidable'
import { deltaOfChange, type SetDelta, type WantedChange } from '../changes/set-delta'
import { copied } from './settle'

/** What the journal says of a change besides why it was advised. */
export const DECIDED = 'A person decided on this in the plan.'

/**
 * What a person decided on as it is kept beside the changes that it is a part of: in a saved plan, and in the journal.
 *
 * @param made the changes
 * @returns null where it is no part of them, because something else made them
 */
export function asDecided({ change, ends }: Decidable, made: readonly RrsetChange[]): DecidedChange | null {
  const { record, reason, deltas } = change
  const { name, type } = record
  const parts = deltas.flatMap((delta) => {
    const whole = made.find((one) => isSetOf(one, delta))
    if (whole === undefined) return []
    const { adds, removes } = deltaOfChange(whole)
    const part = {
      ...{ name: whole.name, type: whole.type },
      adds: among(delta.adds, adds).map(copied),
      removes: among(delta.removes, removes).map(copied),
    }
    return part.adds.length + part.removes.length === 0 ? [] : [part]
  })
  return parts.length === 0 ? null : { name, type, ends: [...ends], reason, deltas: parts }
}

/**
 * A change without what a person decided on, which they may take back.
 *
 * @returns null where nothing is left of it
 */
export function undecidedPart(change: RrsetChange, decided: readonly DecidedChange[]): SetDelta | null {
  const apart = decided.flatMap(({ deltas }) => deltas.filter((delta) => isSetOf(change, delta)))
  const whole = deltaOfChange(change)
  const besides = (field: 'adds' | 'removes'): WritableData[] => {
    const taken = new Set(apart.flatMap((delta) => delta[field].map(dataKey)))
    return whole[field].filter((data) => !taken.has(dataKey(data)))
  }
  const delta = { ...whole, adds: besides('adds'), removes: besides('removes') }
  return apart.length > 0 && delta.adds.length === 0 && delta.removes.length === 0 ? null : delta
}

/**
 * What a person decided on, to decide on again.
 *
 * @param changes what it is a part of
 * @param unless what speaks against it, where the RRsets of some changes are not as they were
 * @returns null where it is no part of the changes
 */
export function decidableOf(
  { name, type, ends, reason, deltas: parts }: DecidedChange,
  changes: readonly RrsetChange[],
  unless: (touched: readonly RrsetChange[]) => NonNullable<WantedChange['objection']>,
): Decidable | null {
  const touched: RrsetChange[] = []
  const deltas: SetDelta[] = []
  for (const part of parts) {
    const change = changes.find((one) => isSetOf(one, part))
    if (change === undefined) return null
    const whole = deltaOfChange(change)
    const isPart = (field: 'adds' | 'removes'): boolean =>
      among(part[field], whole[field]).length === part[field].length
    if (!isPart('adds') || !isPart('removes')) return null
    touched.push(change)
    deltas.push({ ...whole, adds: part.adds, removes: part.removes })
  }
  return decidable({ record: { name, type }, reason, deltas, objection: unless(touched) }, ends)
}

function isSetOf(change: RrsetChange, { name, type }: Pick<SetDelta, 'name' | 'type'>): boolean {
  return change.name === plainName(name) && change.type === type
}

function among(some: readonly WritableData[], all: readonly WritableData[]): readonly WritableData[] {
  const keys = new Set(all.map(dataKey))
  return some.filter((data) => keys.has(dataKey(data)) && all.some(({ type }) => type === data.type))
}
