import { plainName } from '../../dns/diagnosis/records/presentation'
import type { DomainDetail } from '../../../preload/contract/domain'
import type { LeftOutRecord } from '../../../preload/contract/export-format'
import type { Rehearsal } from '../../../preload/contract/findings'
import type { BesideSet, PlannedSet, SetState } from '../../../preload/contract/publishing'
import { Diagnosis } from '../../dns/diagnose'
import { applied } from '../../dns/rehearsal/applied'
import { isSameRecord, type ZoneChange } from '../../dns/rehearsal/zone-change'
import { isWritable, shownValues, zoneRecordOf, type Rrset, type RrsetChange } from '../../zones/rrset'
import type { CheckedBasis } from '../checks/check-domain'
import { notAnsweredYet } from './as-held'
import type { Held } from './held'
import { holdsKey, stays, type AwaitedKey, type WhyKept } from './rotation-keys'
import { asZoneChange, composed, type SetDelta, type TtlRules, type WantedChange } from './set-delta'
import { wantedOf, type RecordByHand } from './wanted'
import { objectionTo, shadowedWildcards } from './zone-rules'

/** What is planned for one domain, in its zone or in several. */
export interface PlannedDomain {
  /** What is written for it, on top of what the zone holds when its turn comes. */
  readonly deltas: readonly SetDelta[]
  /** What that comes to in the zone as it is. */
  readonly made: readonly RrsetChange[]
  /** The same as a person reads it. */
  readonly changes: readonly PlannedSet[]
  readonly beside: readonly BesideSet[]
  readonly decisions: readonly LeftOutRecord[]
  /** What belongs in zones of which nothing is held. */
  readonly byHand: readonly RecordByHand[]
  readonly notes: readonly string[]
  readonly rehearsal: Rehearsal | null
  readonly mends: readonly string[]
  /** Why nothing is written although something was to change; null otherwise. */
  readonly refusal: { readonly message: string; readonly fix: string } | null
}

const WHO_DECIDES =
  'Someone who knows what these records are for has to decide. Everything can still be copied.'

/**
 * Plans what a domain needs in its zone. The diagnosis is made of the zone as it is, the changes are tried on a copy of
 * it, and what would harm is left out with its reason. Pure.
 *
 * @param basis what DNS answered about the domain
 * @param held what the zone holds, with the changes for the domains planned before in it
 * @param now milliseconds since the epoch
 * @param keys what rotations of DKIM keys say: the records that they wait for, and those that must stay
 */
export function planDomain(
  detail: Pick<DomainDetail, 'records'>,
  basis: CheckedBasis,
  held: Held,
  capabilities: TtlRules,
  now: number,
  { awaited, whyKept }: { readonly awaited: readonly AwaitedKey[]; readonly whyKept: WhyKept } = NO_KEYS,
): PlannedDomain {
  const asIs = onHeldZone(basis, held)
  const lacking = awaited.filter(({ record }) => !holdsKey(held, record))
  const { changes: wanted, decisions, byHand } = wantedOf(detail, asIs.check, held, now, lacking)
  const { made, leftOut } = withoutObjections(stays(wanted, whyKept), held, capabilities)
  const all = [...decisions, ...leftOut]
  return { ...rehearsed({ asIs, held, capabilities, made, decisions: all, mayUndo: false }), byHand }
}

/**
 * Plans changes that were decided on before, such as those that take others back or those of a saved plan, with the same
 * guards.
 *
 * @param basis null where nothing is known of the domain any more: it is then not rehearsed
 * @param options.mayUndo whether it may bring back what was wrong before: taking back does nothing else
 * @param options.whyKept which records of DKIM keys must stay; none where it is absent
 */
export function planGiven(
  wanted: readonly WantedChange[],
  basis: CheckedBasis | null,
  held: Held,
  capabilities: TtlRules,
  { mayUndo, whyKept = NO_KEYS.whyKept }: { readonly mayUndo: boolean; readonly whyKept?: WhyKept },
): PlannedDomain {
  const { made, leftOut } = withoutObjections(stays(wanted, whyKept), held, capabilities)
  if (basis !== null) {
    const asIs = onHeldZone(basis, held)
    return { ...rehearsed({ asIs, held, capabilities, made, decisions: leftOut, mayUndo }), byHand: [] }
  }
  const deltas = made.flatMap((one) => one.deltas)
  const changes = composed(held, deltas, capabilities)
  return {
    ...{ deltas, made: changes, decisions: leftOut, rehearsal: null, mends: [], refusal: null },
    byHand: [],
    changes: changes.map((one) => plannedSet(one, made, held)),
    beside: besideOf(changes, held),
    notes: [...shadowedWildcards(changes, held), NOT_REHEARSED],
  }
}

const NO_KEYS = { awaited: [], whyKept: (): null => null }

const NOT_REHEARSED =
  'The domain is no longer in the list, so Zonedesk did not try these changes out first. What they do to its mail is not known.'

interface ZoneAsIs extends CheckedBasis {
  readonly diagnosis: Diagnosis
  /** What the zone holds and its servers do not answer. */
  readonly lag: ZoneChange
}

function onHeldZone(basis: CheckedBasis, held: Held): ZoneAsIs {
  const { expected, neighbours, diagnosis = new Diagnosis(expected, neighbours) } = basis
  const lag = notAnsweredYet(basis.observation, held)
  if (lag.added.length === 0 && lag.removed.length === 0) return { ...basis, diagnosis, lag }
  const observation = applied(basis.observation, lag)
  return { ...basis, diagnosis, lag, observation, check: diagnosis.diagnose(observation) }
}

/** Takes out what the zone speaks against, until nothing is left that it does. Deltas that belong together go together. */
function withoutObjections(
  wanted: readonly WantedChange[],
  held: Held,
  capabilities: TtlRules,
): { readonly made: readonly WantedChange[]; readonly leftOut: readonly LeftOutRecord[] } {
  const leftOut: LeftOutRecord[] = []
  let made = wanted
  for (;;) {
    const all = composed(
      held,
      made.flatMap(({ deltas }) => deltas),
      capabilities,
    )
    const found = made.find((one) => objectionOf(one, all, held) !== null)
    if (found === undefined) return { made, leftOut }
    const reason = objectionOf(found, all, held) ?? ''
    leftOut.push({ ...found.record, reason })
    made = made.filter((one) => one !== found)
  }
}

function objectionOf(
  { deltas, objection: own }: WantedChange,
  all: readonly RrsetChange[],
  held: Held,
): string | null {
  const said = own?.(held) ?? null
  if (said !== null) return said
  for (const { name, type } of deltas) {
    const change = all.find((one) => one.name === plainName(name) && one.type === type)
    const objection = change === undefined ? null : objectionTo(change, all, held)
    if (objection !== null) return objection
  }
  return null
}

function rehearsed({
  asIs,
  held,
  capabilities,
  made,
  decisions,
  mayUndo,
}: {
  readonly asIs: ZoneAsIs
  readonly held: Held
  readonly capabilities: TtlRules
  readonly made: readonly WantedChange[]
  readonly decisions: readonly LeftOutRecord[]
  readonly mayUndo: boolean
}): Omit<PlannedDomain, 'byHand'> {
  const deltas = made.flatMap((one) => one.deltas)
  const changes = composed(held, deltas, capabilities)
  const lag = lagNotes(asIs.lag, held)
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
  const harm = mayUndo ? undefined : comes.find(({ severity }) => severity === 'bad')
  return {
    deltas: harm === undefined ? deltas : [],
    made: harm === undefined ? changes : [],
    changes: changes.map((one) => plannedSet(one, made, held)),
    beside: besideOf(changes, held),
    decisions,
    notes: [...shadowedWildcards(changes, held), ...lag],
    rehearsal,
    mends: [...new Set(goes.map(({ title }) => title))],
    refusal:
      harm === undefined
        ? null
        : {
            message: `Together, these changes would cause a new problem: ${harm.sentence}`,
            fix: WHO_DECIDES,
          },
  }
}

function plannedSet(
  { name, type, before, after }: RrsetChange,
  made: readonly WantedChange[],
  held: Held,
): PlannedSet {
  const reasons = made.flatMap(({ deltas, reason }) =>
    deltas
      .filter((delta) => plainName(delta.name) === name && delta.type === type)
      .map((delta) => delta.reason ?? reason),
  )
  const zone = held.apexAt(name)
  return { zone, name, type, before: stateOf(before), after: stateOf(after), reasons: [...new Set(reasons)] }
}

/** An RRset as the window shows it; null where there is none. */
export function stateOf(set: Rrset | null): SetState | null {
  if (set === null) return null
  const isProxied = isWritable(set) && set.isProxied === true
  return { ttl: set.ttl, values: shownValues(set), ...(isProxied && { isProxied: true as const }) }
}

/** RRsets at the names that change which stay as they are. */
function besideOf(changes: readonly RrsetChange[], held: Held): BesideSet[] {
  const changed = new Set(changes.map(({ name, type }) => `${name} ${type}`))
  return [...new Set(changes.map(({ name }) => name))].flatMap((name) =>
    held
      .at(name)
      .filter(({ type }) => !changed.has(`${name} ${type}`))
      .map((set) => ({ ...(stateOf(set) ?? { ttl: set.ttl, values: [] }), name, type: set.type })),
  )
}

function lagNotes({ added, removed }: ZoneChange, held: Held): string[] {
  const names = [...new Set([...added, ...removed].map(({ name }) => plainName(name)))]
  return [...Map.groupBy(names, (name) => held.apexAt(name))].map(([apex, [first = apex, ...others]]) => {
    const where = others.length === 0 ? first : `${first} and ${others.length} other names`
    return `The name servers of ${apex} do not answer with what this zone holds at ${where}. They may lag behind, or serve another zone of the same name.`
  })
}
