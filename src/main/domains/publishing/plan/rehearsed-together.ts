import { withLookups } from '../../../dns/rehearsal/outcome'
import type { PolicyNeeds } from '../rules/leading-policies'
import type { PlannedRow } from './planned-row'

type Row = PlannedRow | undefined

/**
 * Says in the rehearsal of each domain what its SPF policy needs once all of the plan is written: a domain that was planned
 * later may be one that the policy leads to. Pure.
 */
export function rehearsedTogether(rows: readonly Row[]): Row[] {
  const needed = new Map<string, (PolicyNeeds & { readonly turn: number })[]>()
  for (const row of rows) {
    for (const one of row?.needs ?? []) {
      needed.set(one.name, [...(needed.get(one.name) ?? []), { ...one, turn: row?.turn ?? 0 }])
    }
  }
  if (needed.size === 0) return [...rows]
  return rows.map((row) => {
    const { rehearsal = null, shown, turn } = row ?? {}
    if (row === undefined || rehearsal === null || shown === undefined || turn === undefined) return row
    const last = (needed.get(shown.name) ?? [])
      .filter((one) => one.turn > turn)
      .toSorted((a, b) => a.turn - b.turn)
      .at(-1)
    const now = last === undefined ? rehearsal : withLookups(rehearsal, last.lookups, last.isKnown)
    return { ...row, shown: { ...shown, rehearsal: now } }
  })
}
