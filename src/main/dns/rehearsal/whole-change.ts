import type { Finding, Rehearsal } from '../../../preload/contract/findings'
import { outcomeOf } from './outcome'
import { findingsOf, isSameFinding, judgedAfter, type ZoneKnowledge } from './trial'
import type { ZoneChange } from './zone-change'

/** What several cures together lead to. */
export interface WholeRehearsal {
  readonly rehearsal: Rehearsal
  /** Findings that are there now and are not there afterwards, advice left out. */
  readonly goes: readonly Finding[]
  /** Findings that are not there now, advice left out. A record that is still missing does not count as one. */
  readonly comes: readonly Finding[]
}

/**
 * Judges the zone as it would be after changes that were each rehearsed alone: together they may still do what none of
 * them does, such as pass the limit on SPF lookups. Pure.
 */
export function rehearsedWhole(known: ZoneKnowledge, change: ZoneChange): WholeRehearsal {
  const outcome = judgedAfter(known, change)
  const before = findingsOf(known.check)
  const after = findingsOf(outcome)
  const wasStanding = new Map(known.check.records.map(({ index, standing }) => [index, standing]))
  const wasMissing = ({ subject }: Finding): boolean => {
    const standing = subject === null || subject.index === null ? undefined : wasStanding.get(subject.index)
    return standing !== undefined && standing !== 'published' && standing !== 'unknown'
  }
  const isStillMissing = (found: Finding): boolean => {
    const now = outcome.records.find(({ index }) => index === found.subject?.index)?.standing
    return wasMissing(found) && now !== 'published'
  }
  const isGrave = ({ severity }: Finding): boolean => severity !== 'info'
  const comes = after.filter(
    (found) =>
      isGrave(found) && !before.some((other) => isSameFinding(other, found)) && !isStillMissing(found),
  )
  return {
    rehearsal: outcomeOf(
      outcome,
      comes.map(({ sentence }) => sentence),
    ),
    goes: before.filter((found) => isGrave(found) && !after.some((other) => isSameFinding(other, found))),
    comes,
  }
}
