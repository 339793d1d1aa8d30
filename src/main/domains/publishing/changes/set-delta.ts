import { plainName } from '../../../dns/diagnosis/records/presentation'
import {
  dataKey,
  dataOf,
  hasSameData,
  shownValue,
  zoneRecordOf,
  type RrsetChange,
  type WritableData,
  type WritableRrset,
  type WritableType,
} from '../../../zones/rrset'
import type { ZoneRecord } from '../../../../preload/contract/findings'
import type { ZoneCapabilities } from '../../../zones/zone-access'
import type { ZoneChange } from '../../../dns/rehearsal/zone-change'
import type { Held } from '../held/held'

/**
 * What is to change in one RRset: single records, so that whatever else stands in it stays, also what somebody adds
 * between the plan and the write.
 */
export interface SetDelta {
  readonly name: string
  readonly type: WritableType
  readonly adds: readonly WritableData[]
  readonly removes: readonly WritableData[]
  /** Seconds, null for "automatic": of an RRset that is made anew, where it must have a TTL of its own, as in an undo. */
  readonly ttl?: number | null
  /** Whether the host is to answer with its own addresses in its place again, as in an undo. */
  readonly proxies?: true
  /** Why this RRset changes, one sentence, where that is not why the records that it belongs with do. */
  readonly reason?: string
}

/** Deltas that belong together: they are made together, or none of them is. */
export interface WantedChange {
  readonly deltas: readonly SetDelta[]
  /** The provider's record that it is for. */
  readonly record: Pick<ZoneRecord, 'name' | 'type'>
  /** Why, one sentence. */
  readonly reason: string
  /** What else speaks against it in the zone as it is, one sentence; null when nothing does. */
  readonly objection?: (held: Held) => string | null
}

type HostTtls = Pick<ZoneCapabilities, 'newTtl' | 'ttl'>

/** The TTLs that a host takes; where names are at several hosts, those of the host of each name. */
export type TtlRules = HostTtls | ((name: string) => HostTtls)

/**
 * The changes of RRsets that deltas come to, on top of what the zone holds. A record that is there already is not added,
 * and one that is not there is not removed. An RRset keeps its TTL; a new one gets the host's usual TTL. Pure.
 */
export function composed(
  held: Pick<Held, 'writable'>,
  deltas: readonly SetDelta[],
  ttls: TtlRules,
): RrsetChange[] {
  const all = new ComposedChanges(held, ttls)
  for (const delta of deltas) all.add(delta)
  return [...all].filter(isChange)
}

/** The same one delta after the other, so that one more costs what it changes. */
export class ComposedChanges implements Iterable<RrsetChange> {
  readonly #held: Pick<Held, 'writable'>
  readonly #ttls: TtlRules
  /** By owner name and type, in the order in which they were first changed. */
  readonly #changes = new Map<string, RrsetChange>()

  constructor(held: Pick<Held, 'writable'>, ttls: TtlRules) {
    this.#held = held
    this.#ttls = ttls
  }

  /** @returns what the deltas so far come to in its RRset: it may be nothing any more */
  add(delta: SetDelta): RrsetChange {
    const name = plainName(delta.name)
    const { type } = delta
    const key = `${name} ${type}`
    const known = this.#changes.get(key)
    const before = known === undefined ? this.#held.writable(name, type) : known.before
    const now = known === undefined ? before : known.after
    const host = typeof this.#ttls === 'function' ? this.#ttls(name) : this.#ttls
    const change = { name, type, before, after: changed(now, { ...delta, name }, before, host) }
    this.#changes.set(key, change)
    return change
  }

  [Symbol.iterator](): Iterator<RrsetChange> {
    return this.#changes.values()
  }
}

/** Whether something comes or goes in it. */
export function isChange({ before, after }: RrsetChange): boolean {
  return !hasSameData(before, after)
}

function changed(
  now: WritableRrset | null,
  { name, type, adds, removes, ttl, proxies }: SetDelta,
  before: WritableRrset | null,
  { newTtl, ttl: range }: HostTtls,
): WritableRrset | null {
  const held = now?.data ?? []
  const gone = goneFrom(held, removes)
  const kept = held.filter((data) => !gone.has(dataKey(data)))
  const there = new Set(kept.map(dataKey))
  const added = adds.filter((data) => !there.has(dataKey(data)))
  const data = [...kept, ...added]
  if (data.length === 0) return null
  const known = now ?? before
  const fresh = ttl !== undefined ? ttl : newTtl
  const inRange = fresh === null ? null : Math.min(range.most, Math.max(range.least, fresh))
  const touched = adds.length > 0 && proxies !== true
  const isProxied = proxies === true || (now?.isProxied === true && !touched)
  return {
    name,
    type,
    ttl: known === null ? inRange : known.ttl,
    data,
    ...(isProxied && { isProxied: true as const }),
    ...(now?.locked !== undefined && { locked: now.locked }),
  }
}

/**
 * The keys of what goes. A change names a text as a person reads it, and octets that are no UTF-8 read like others that
 * are: where none is the same, the one that reads the same is meant.
 */
function goneFrom(held: readonly WritableData[], removes: readonly WritableData[]): Set<string> {
  const there = new Set(held.map(dataKey))
  return new Set(
    removes.map((data) => {
      const key = dataKey(data)
      if (there.has(key) || (data.type !== 'TXT' && data.type !== 'SPF')) return key
      const same = held.find((one) => shownValue(one) === shownValue(data))
      return same === undefined ? key : dataKey(same)
    }),
  )
}

/** What comes and what goes from one state of an RRset to another. */
interface Moved {
  readonly comes: readonly WritableData[]
  readonly goes: readonly WritableData[]
  /** Whether the host stops to answer in its place. */
  readonly isUnproxied: boolean
}

function moved(before: WritableRrset | null, after: WritableRrset | null): Moved {
  const [from, to] = [before?.data ?? [], after?.data ?? []]
  const was = new Set(from.map(dataKey))
  const is = new Set(to.map(dataKey))
  return {
    comes: to.filter((data) => !was.has(dataKey(data))),
    goes: from.filter((data) => !is.has(dataKey(data))),
    isUnproxied: before?.isProxied === true && after?.isProxied !== true,
  }
}

/** The same change as records that go and come. */
export function asZoneChange(changes: readonly RrsetChange[]): ZoneChange {
  const deltas = changes.map(deltaOfChange)
  const records = (kind: 'adds' | 'removes'): ZoneRecord[] =>
    deltas.flatMap((delta) => delta[kind].map((data) => zoneRecordOf(delta.name, data)))
  return { removed: records('removes'), added: records('adds') }
}

/** The records that come and go in a change, as a delta. */
export function deltaOfChange({ name, type, before, after }: RrsetChange): SetDelta {
  const { comes, goes, isUnproxied } = moved(before, after)
  return {
    ...{ name, type },
    // Where a host stops to answer in its place, every record comes for those who ask.
    adds: isUnproxied ? (after?.data ?? []) : comes,
    removes: goes,
    ...(before === null && after !== null && { ttl: after.ttl }),
  }
}

/** The deltas that take changes back, the last one first. What others added since stays. */
export function reversed(changes: readonly RrsetChange[]): SetDelta[] {
  return changes.toReversed().map(({ name, type, before, after }) => {
    const { comes, goes } = moved(before, after)
    return {
      ...{ name, type, removes: comes },
      adds: before?.isProxied === true ? before.data : goes,
      ...(before !== null && { ttl: before.ttl }),
      ...(before?.isProxied === true && { proxies: true as const }),
    }
  })
}

/** A record that comes or goes, as a delta of its RRset. */
export function deltaOf(record: ZoneRecord, kind: 'adds' | 'removes'): SetDelta {
  const { name, type } = record
  const data = [dataOf(record)]
  return {
    name: plainName(name),
    type,
    adds: kind === 'adds' ? data : [],
    removes: kind === 'removes' ? data : [],
  }
}

/** Records that come and records that go, counted. */
export function countedRecords(changes: readonly RrsetChange[]): { adds: number; removes: number } {
  let adds = 0
  let removes = 0
  for (const { before, after } of changes) {
    const { comes, goes, isUnproxied } = moved(before, after)
    adds += distinct(comes)
    // A host that no longer answers in the place of a record takes something away from those who relied on it.
    removes += distinct(goes) + Number(isUnproxied)
  }
  return { adds, removes }
}

function distinct(data: readonly WritableData[]): number {
  return new Set(data.map(dataKey)).size
}
