import type { Answer, Question } from '../../../../preload/contract/dns-answer'
import type { LeftOutRecord } from '../../../../preload/contract/export-format'
import type { Rehearsal } from '../../../../preload/contract/findings'
import type { BesideSet, PlannedSet } from '../../../../preload/contract/publishing'
import { SeenAnswers } from '../../../dns/diagnosis/answers/seen-answers'
import { spfAnswers } from '../../../dns/diagnosis/spf/spf-answers'
import { isSameRecord } from '../../../dns/rehearsal/zone-change'
import { zoneRecordOf, type RrsetChange } from '../../../zones/rrset'
import type { Decidable } from '../changes/decidable'
import type { Held } from '../held/held'
import { leadingPolicies, unreadPolicies, type PolicyNeeds } from '../rules/leading-policies'
import type { Ground, MadeChanges } from '../rules/objections'
import { asZoneChange, composed, type SetDelta } from '../changes/set-delta'
import { besideOf, plannedSet } from './shown-changes'
import { lagNotes, type ZoneAsIs } from './zone-as-is'
import { neededElsewhere } from '../rules/needed-elsewhere'
import { shadowedWildcards } from '../rules/zone-rules'

/** Changes of a domain, tried. */
export interface TriedPlan {
  /** What is written for it, on top of what the zone holds when its turn comes. */
  readonly deltas: readonly SetDelta[]
  /** What that comes to in the zone as it is. */
  readonly made: readonly RrsetChange[]
  /** The same as a person reads it. */
  readonly changes: readonly PlannedSet[]
  readonly beside: readonly BesideSet[]
  readonly decisions: readonly LeftOutRecord[]
  readonly notes: readonly string[]
  readonly rehearsal: Rehearsal | null
  readonly mends: readonly string[]
  /** What policies of others need once it is written. */
  readonly needs: readonly PolicyNeeds[]
  /** Names of others whose records it depends on. */
  readonly dependsOn: readonly string[]
  /** What has to be asked to know what it does to them; empty where nothing does. */
  readonly needed: readonly Question[]
  /** Why nothing is written although something was to change; null otherwise. */
  readonly refusal: { readonly message: string; readonly fix: string } | null
}

const WHO_DECIDES =
  'Someone who knows what these records are for has to decide. Everything can still be copied.'

/** What is known besides, of other names. */
export interface Aside {
  /** The domain's own zones without what is planned for others; the same where it is absent. */
  readonly asRead?: Held
  /** Other zones of the same plan, with what is planned in them. */
  readonly beside?: readonly Held[]
  /** What was answered to what was {@link TriedPlan.needed}. */
  readonly around?: readonly Answer[]
}

const NOT_REHEARSED =
  'The domain is not in the list, so Zonedesk did not try these changes out first. What they do to its mail is not known.'

/** Tries changes on a copy of what was observed, and leaves all out where they would do harm. Pure. */
export function rehearsed({
  asIs,
  ground: { held, capabilities, mayUndo },
  aside: { beside = [], around = [], asRead = held },
  made: all,
  decisions,
}: {
  readonly asIs: ZoneAsIs
  readonly ground: Ground
  readonly aside: Aside
  readonly made: MadeChanges
  readonly decisions: readonly LeftOutRecord[]
}): TriedPlan {
  const { made, accepted } = all
  const deltas = made.flatMap((one) => one.deltas)
  const changes = composed(held, deltas, capabilities)
  const lag = lagNotes(asIs.lag, asRead)
  if (changes.length === 0) {
    const there = made.map(({ record, reason }) => ({
      ...record,
      reason: `The zone already holds this, but its name servers do not answer with it. ${reason}`,
    }))
    const nothing = {
      deltas: [],
      made: [],
      changes: [],
      beside: [],
      rehearsal: null,
      mends: [],
      needs: [],
      dependsOn: [],
      needed: [],
      refusal: null,
    }
    return { ...nothing, decisions: [...decisions, ...there], notes: lag }
  }
  const change = asZoneChange(changes)
  // What a proxy answered in the place of a record stands in no zone, and goes all the same.
  const gone = deltas.flatMap(({ name, removes }) => removes.map((data) => zoneRecordOf(name, data)))
  const removed = [
    ...change.removed,
    ...gone.filter((one) => !change.removed.some((other) => isSameRecord(one, other))),
  ]
  const { observation, check, diagnosis } = asIs
  const whole = diagnosis.rehearseWhole(observation, { added: change.added, removed }, check)
  const { rehearsal, goes, comes } = whole
  const leading = leadingPolicies({
    ...{ domain: check.domain, changes, held, beside },
    others: asIs.neighbours.map((neighbour) => neighbour.domain),
    inDns: () =>
      spfAnswers(new SeenAnswers({ ...observation, answers: [...observation.answers, ...around] })),
  })
  const unread = unreadPolicies(check.domain, check.spf?.lookups ?? 0, rehearsal.lookups ?? 0, held)
  const harm = mayUndo
    ? undefined
    : (comes.find(({ severity }) => severity === 'bad')?.sentence ?? leading.harm ?? undefined)
  return {
    deltas: harm === undefined ? deltas : [],
    made: harm === undefined ? changes : [],
    changes: changes.map((one) => plannedSet(one, all, held)),
    beside: besideOf(changes, held),
    decisions,
    notes: [
      ...neededElsewhere(change.removed, asIs.neighbours),
      ...shadowedWildcards(changes, held),
      ...leading.notes,
      ...[mayUndo ? leading.harm : null, unread].flatMap((note) => note ?? []),
      ...lag,
    ],
    rehearsal,
    mends: [...new Set(goes.map(({ title }) => title))],
    needs: harm === undefined ? leading.needs : [],
    dependsOn: leading.names,
    needed: leading.needed,
    refusal: harm === undefined ? null : refusalFor(harm, accepted),
  }
}

/** The same for a domain of which nothing is known, so that no zone can be judged as it would be. */
export function unrehearsed({
  ground: { held, capabilities, mayUndo },
  aside: { beside = [] },
  made: all,
}: Omit<Parameters<typeof rehearsed>[0], 'asIs' | 'decisions'>): TriedPlan {
  const deltas = all.made.flatMap((one) => one.deltas)
  const changes = composed(held, deltas, capabilities)
  const leading = leadingPolicies({ domain: null, changes, held, beside, inDns: () => () => undefined })
  const harm = mayUndo ? null : leading.harm
  return {
    deltas: harm === null ? deltas : [],
    made: harm === null ? changes : [],
    changes: changes.map((one) => plannedSet(one, all, held)),
    beside: besideOf(changes, held),
    decisions: all.leftOut,
    notes: [
      ...shadowedWildcards(changes, held),
      ...leading.notes,
      ...(mayUndo && leading.harm !== null ? [leading.harm] : []),
      NOT_REHEARSED,
    ],
    ...{
      rehearsal: null,
      mends: [],
      needs: harm === null ? leading.needs : [],
      dependsOn: leading.names,
      needed: [],
    },
    refusal: harm === null ? null : refusalFor(harm, all.accepted),
  }
}

function refusalFor(harm: string, accepted: readonly Decidable[]): TriedPlan['refusal'] {
  return {
    message: `Together, these changes would cause a new problem: ${harm}`,
    fix: accepted.length === 0 ? WHO_DECIDES : 'Leave out again one of the changes that you decided on.',
  }
}
