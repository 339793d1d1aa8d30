import type { Observation } from '../../../preload/contract/dns-answer'
import type { DnsRecord } from '../../../preload/contract/domain'
import type { DomainCheck, Finding } from '../../../preload/contract/findings'
import { judge } from '../diagnosis/judge'
import type { Neighbour } from '../diagnosis/findings/neighbour'
import { SeenAnswers } from '../diagnosis/answers/seen-answers'
import { answersAltered } from './applied'
import { ObservedZone } from './observed-zone'
import type { ZoneChange } from './zone-change'

/** What is known of a domain when a change of its zone is tried. */
export interface ZoneKnowledge {
  readonly observation: Observation
  /** The provider's records, in their order. */
  readonly expected: readonly DnsRecord[]
  /** Other sending domains that are known. */
  readonly neighbours: readonly Neighbour[]
  /** What the zone holds now. */
  readonly before: SeenAnswers
  /** What was found in it. */
  readonly check: DomainCheck
}

/** A change, tried on what was observed. */
export interface Trial extends ZoneKnowledge {
  /** What the change is for. */
  readonly finding: Finding
  readonly change: ZoneChange
  /** What the zone would hold. */
  readonly after: SeenAnswers
  /** What would be found in the zone as it would be. */
  readonly outcome: DomainCheck
  /** Judges the zone with another change in place of this one. */
  readonly tryInstead: (change: ZoneChange) => DomainCheck
}

/** The zones that changes of a domain's zone were found to lead to, by the change. */
const CHANGED = new WeakMap<SeenAnswers, Map<ZoneChange | string, SeenAnswers>>()

/** What was observed of the zones that changes are tried on. */
const OBSERVED = new WeakMap<SeenAnswers, ObservedZone>()

/** What would be seen once a change is made. */
export function seenAfter(
  { observation, before }: Pick<ZoneKnowledge, 'observation' | 'before'>,
  change: ZoneChange,
): SeenAnswers {
  const known = CHANGED.get(before) ?? new Map<ZoneChange | string, SeenAnswers>()
  CHANGED.set(before, known)
  const same = known.get(change)
  if (same !== undefined) return same
  const key = JSON.stringify(change)
  const alike = known.get(key)
  if (alike !== undefined) {
    known.set(change, alike)
    return alike
  }
  const zone = OBSERVED.get(before) ?? new ObservedZone(observation)
  OBSERVED.set(before, zone)
  const after = before.withAltered(
    answersAltered(zone, change, (answer, outcome) => before.altered(answer, outcome)),
  )
  known.set(change, after)
  known.set(key, after)
  return after
}

/** What would be found once a change is made. */
export function judgedAfter(known: ZoneTried, change: ZoneChange): DomainCheck {
  return judgedAs(known, seenAfter(known, change))
}

function judgedAs({ observation, expected, neighbours }: ZoneTried, after: SeenAnswers): DomainCheck {
  return judge(observation, expected, neighbours, after)
}

type ZoneTried = Omit<ZoneKnowledge, 'check'>

export function tried(known: ZoneKnowledge, finding: Finding, change: ZoneChange): Trial {
  const after = seenAfter(known, change)
  return {
    ...known,
    finding,
    change,
    after,
    outcome: judgedAs(known, after),
    tryInstead: (other) => judgedAfter(known, other),
  }
}

/** All findings of a check: those of the domain, then those of its records. */
export function findingsOf({ findings, records }: DomainCheck): Finding[] {
  return [...findings, ...records.flatMap((record) => record.findings)]
}

/** What tells a finding from the others of a check. */
type Named = Pick<Finding, 'code' | 'subject'>

/** Whether two findings say the same of the same records. */
export function isSameFinding(a: Named, b: Named): boolean {
  return a.code === b.code && isSameSubject(a, b)
}

export function isSameSubject(
  { subject: a }: Pick<Named, 'subject'>,
  { subject: b }: Pick<Named, 'subject'>,
): boolean {
  if (a === null || b === null) return a === b
  return a.index === b.index && a.name === b.name && a.type === b.type
}
