import { isChange, type AdvisedRecord, type RecordAdvice } from '../../../../preload/contract/advice'
import type { DomainDetail } from '../../../../preload/contract/domain'
import type { LeftOutRecord } from '../../../../preload/contract/export-format'
import type { DomainCheck, ZoneRecord } from '../../../../preload/contract/findings'
import { isWithin } from '../../../names/zone-cut'
import { adviceInScope } from '../../advice/in-scope'
import { recordKey } from '../../advice/same-record'
import { entered } from '../../advice/told-once'
import { decidable, type Decidable } from '../changes/decidable'
import type { Held, NamePlace } from '../held/held'
import { nullsForPerson } from '../rules/null-exchange'
import { comingKey, type AwaitedKey } from '../changes/rotation-keys'
import { dataKey, dataOf } from '../../../zones/rrset'
import { deltaOf, type SetDelta, type WantedChange } from '../changes/set-delta'

/** A record that a person has to copy, because nothing is written into its zone. */
export interface RecordByHand extends Pick<ZoneRecord, 'name' | 'type'> {
  /** The apex of the zone that it belongs in. */
  readonly zone: string
  /** Set where it may have to go, as in an undo, so that copying it would be the wrong thing to do. */
  readonly isChange?: true
}

/** What the records of a domain need in their zones. */
export interface Wanted {
  readonly changes: readonly WantedChange[]
  /** What is written too where a person decides so. */
  readonly decidable: readonly Decidable[]
  /** What a person has to decide about elsewhere. */
  readonly decisions: readonly LeftOutRecord[]
  readonly byHand: readonly RecordByHand[]
}

/**
 * What to publish for a domain: the advice that every other way of copying takes, too, and the keys that a rotation of
 * the domain waits for. No other spare key is published.
 *
 * @param check of the zones as they are
 * @param held what is held of the zones that are planned
 * @param now milliseconds since the epoch
 * @param keys those that a rotation waits for and the zone does not have
 */
export function wantedOf(
  detail: Pick<DomainDetail, 'records'>,
  check: DomainCheck,
  held: Held,
  now: number,
  keys: readonly AwaitedKey[] = [],
): Wanted {
  const advised = adviceInScope(detail, 'all', check, now)
  if (advised === null) return { changes: [], decidable: [], decisions: [], byHand: [] }
  const { told, each, leftOut } = advised
  const decisions: LeftOutRecord[] = leftOut.map(({ advice: { record }, reason }) => ({
    name: record.name,
    type: record.type,
    reason,
  }))
  const changes: WantedChange[] = []
  const forPerson: Decidable[] = []
  const byHand: RecordByHand[] = []
  for (const group of together(told, each)) {
    const open = group.filter((advice) => isChange(advice))
    for (const { action, record, sentence } of group) {
      if (action === 'unknown') decisions.push({ name: record.name, type: record.type, reason: sentence })
    }
    if (open.some((advice) => isForPerson(advice, held))) {
      const one = forDecision(open, check, held)
      if (one === null) decisions.push(...open.map((advice) => leftForPerson(advice, check)))
      else forPerson.push(one)
      continue
    }
    for (const advice of open) {
      const { name, type } = advice.record
      const deltas = deltasOf(advice, held)
      const { isAway, zones } = placesOf(deltas, advice, held)
      if (isAway && zones.length === 1) {
        for (const zone of zones) byHand.push({ name, type, zone })
      } else if (zones.length > 1) {
        decisions.push({ name, type, reason: inSeveral(advice, zones) })
      } else {
        changes.push({ record: { name, type }, reason: reasonOf(advice, check), deltas })
      }
    }
  }
  const advisedOn = new Set(
    [...told, ...leftOut.map(({ advice }) => advice)].map(({ record: { name, type } }) => `${name} ${type}`),
  )
  for (const key of keys) {
    const { name } = key.record
    // A key that signs already is one that the domain needs.
    if (advisedOn.has(`${name} TXT`)) continue
    const place = placeOf(name, key.zone ?? undefined, held)
    if (place === null || place.isHeld) changes.push(comingKey(key.record))
    else byHand.push({ name, type: 'TXT', zone: place.zone })
  }
  return { ...nullsForPerson({ changes, decidable: forPerson }, held), decisions, byHand }
}

/**
 * Advice whose change is one: records for which the same others go, or come beside them, come together or not at all.
 *
 * @param each what each piece of advice says by itself, in the order of `told`
 */
function together(told: readonly RecordAdvice[], each: readonly RecordAdvice[]): RecordAdvice[][] {
  const groups: RecordAdvice[][] = []
  const byShared = new Map<string, RecordAdvice[]>()
  told.forEach((advice, at) => {
    const { goes = [], beside = [] } = isChange(advice) ? (each[at] ?? advice) : {}
    const shared = [...[...goes, ...beside].map(recordKey), ...endsTogether(advice)]
    const known = shared.map((key) => byShared.get(key)).find((group) => group !== undefined)
    const group = known ?? []
    if (known === undefined) groups.push(group)
    group.push(advice)
    for (const key of shared) byShared.set(key, group)
  })
  return groups
}

/** Changes of one RRset that end the same are one decision, as MX records are at a name that has none yet. */
function endsTogether({ record: { name, type }, drops, action }: RecordAdvice): string[] {
  return action === 'add' && drops.length > 0 ? [JSON.stringify([name, type, drops])] : []
}

/** A change for a person to decide on; null where Zonedesk cannot make it, or not at one moment. */
function forDecision(open: readonly RecordAdvice[], check: DomainCheck, held: Held): Decidable | null {
  const [first] = open
  if (first === undefined) return null
  const all = open.map((advice) => ({ advice, deltas: deltasOf(advice, held) }))
  const places = all.map(({ advice, deltas }) => placesOf(deltas, advice, held))
  const zones = new Set(places.flatMap((place) => place.zones))
  if (zones.size > 1 || places.some(({ isAway }) => isAway)) return null
  const { name, type } = first.record
  const deltas = all.flatMap((one) => one.deltas)
  const drops = new Set(open.flatMap((advice) => advice.drops))
  return decidable({ record: { name, type }, reason: conditionOf(first, check), deltas }, [...drops])
}

function leftForPerson(advice: RecordAdvice, check: DomainCheck): LeftOutRecord {
  const { name, type } = advice.record
  return { name, type, reason: conditionOf(advice, check) }
}

function deltasOf(advice: RecordAdvice, held: Held): SetDelta[] {
  return [
    ...advice.goes.map((record) => deltaOf(record, 'removes')),
    ...entered(advice).map((record) => ({
      ...deltaOf(record, 'adds'),
      ...whyBeside(record, advice, held),
    })),
  ]
}

/** The zones of what changes, as far as they are known; `isAway`: nothing is held of one of them. */
function placesOf(
  deltas: readonly SetDelta[],
  { zone }: Pick<RecordAdvice, 'zone'>,
  held: Held,
): { readonly zones: readonly string[]; readonly isAway: boolean } {
  const names = new Set(deltas.map(({ name }) => name))
  const places = [...names].flatMap((name) => placeOf(name, zone, held) ?? [])
  return {
    zones: [...new Set(places.map((place) => place.zone))],
    isAway: places.some(({ isHeld }) => !isHeld),
  }
}

/**
 * The zone of a name: the one that DNS asks, or one further down that the zones themselves show.
 *
 * @param zone the apex of the one that DNS asks, where that is not the domain's own
 */
function placeOf(name: string, zone: string | undefined, held: Held): NamePlace | null {
  const place = held.placeOf(name)
  if (zone === undefined || !isWithin(name, zone)) return place
  return place !== null && isWithin(place.zone, zone) ? place : { zone, isHeld: false }
}

/** Two zones are never changed at one moment, and between the two writes a domain would have half of the change. */
function inSeveral({ sentence }: RecordAdvice, zones: readonly string[]): string {
  return `${sentence} This needs changes in the zones ${zones.join(' and ')}. Zonedesk cannot make them at the same moment, so make them by hand.`.trim()
}

/**
 * Why a record comes that the provider does not ask for. Most often the reason of the provider's record says it; but one
 * that a wildcard gives its name now has a reason of its own (RFC 4592 section 3.3.1).
 */
function whyBeside(one: AdvisedRecord, { beside }: RecordAdvice, held: Held): Pick<SetDelta, 'reason'> {
  const { name, type } = one
  const wildcard = beside.includes(one) ? held.wildcardFor(name) : null
  if (wildcard === null || held.get(wildcard, type) === undefined) return {}
  const many = beside.filter((other) => other.name === name && other.type === type).length
  const which = many === 1 ? `this ${type} record` : `these ${type} records`
  return {
    reason: `The wildcard ${wildcard} gives ${name} ${which} now, and no longer does once ${name} or a name below it has a record of its own.`,
  }
}

/**
 * Whether a change ends something, such as a web site at the name or mail that another key signs, or is right only under a
 * condition. DNS does not show what is in use or meant, so nothing of it is written. A record that the zone holds already
 * is not changed by it, such as one that a proxy answers for.
 */
function isForPerson({ drops, isConditional, record, goes }: RecordAdvice, held: Held): boolean {
  if (drops.length === 0 && isConditional !== true) return false
  return !holds(held, record) || goes.some((one) => holds(held, one))
}

function holds(held: Held, record: Pick<ZoneRecord, 'name' | 'type' | 'value' | 'priority'>): boolean {
  const data = dataOf(record)
  const set = held.writable(record.name, data.type)
  return set !== null && set.data.some((one) => dataKey(one) === dataKey(data))
}

/** Why, and on which condition. */
function conditionOf(advice: RecordAdvice, check: DomainCheck): string {
  return [...new Set([reasonOf(advice, check), advice.sentence])].join(' ')
}

/** What the finding says that the change mends, or what the change does. */
function reasonOf({ finding, index, sentence }: RecordAdvice, check: DomainCheck): string {
  const own = check.records.find((record) => record.index === index)?.findings ?? []
  const found = [...own, ...check.findings].find(({ code }) => code === finding)
  return found?.sentence ?? sentence
}
