import {
  dataKey,
  dataOf,
  hasSameData,
  plainName,
  zoneRecordOf,
  type RrsetChange,
  type WritableData,
  type WritableRrset,
  type WritableType,
} from '../../zones/rrset'
import type { ZoneRecord } from '../../../preload/contract/findings'
import type { ZoneCapabilities } from '../../zones/zone-access'
import type { ZoneChange } from '../../dns/rehearsal/zone-change'
import type { HeldZone } from './held'

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
}

/** Deltas that belong together: they are made together, or none of them is. */
export interface WantedChange {
  readonly deltas: readonly SetDelta[]
  /** The provider's record that it is for. */
  readonly record: Pick<ZoneRecord, 'name' | 'type'>
  /** Why, one sentence. */
  readonly reason: string
  /** What else speaks against it in the zone as it is, one sentence; null when nothing does. */
  readonly objection?: (held: HeldZone) => string | null
}

/**
 * The changes of RRsets that deltas come to, on top of what the zone holds. A record that is there already is not added,
 * and one that is not there is not removed. An RRset keeps its TTL; a new one gets the host's usual TTL. Pure.
 */
export function composed(
  held: Pick<HeldZone, 'writable'>,
  deltas: readonly SetDelta[],
  capabilities: Pick<ZoneCapabilities, 'newTtl' | 'ttl'>,
): RrsetChange[] {
  const changes = new Map<string, RrsetChange>()
  for (const delta of deltas) {
    const name = plainName(delta.name)
    const key = `${name} ${delta.type}`
    const before = changes.get(key)?.before ?? held.writable(name, delta.type)
    const now = changes.has(key) ? (changes.get(key)?.after ?? null) : before
    const after = changed(now, { ...delta, name }, before, capabilities)
    changes.set(key, { name, type: delta.type, before, after })
  }
  return [...changes.values()].filter(({ before, after }) => !hasSameData(before, after))
}

function changed(
  now: WritableRrset | null,
  { name, type, adds, removes, ttl, proxies }: SetDelta,
  before: WritableRrset | null,
  { newTtl, ttl: range }: Pick<ZoneCapabilities, 'newTtl' | 'ttl'>,
): WritableRrset | null {
  const gone = new Set(removes.map(dataKey))
  const kept = (now?.data ?? []).filter((data) => !gone.has(dataKey(data)))
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

/** The same change as records that go and come. */
export function asZoneChange(changes: readonly RrsetChange[]): ZoneChange {
  const removed: ZoneRecord[] = []
  const added: ZoneRecord[] = []
  for (const { name, before, after } of changes) {
    const was = new Set((before?.data ?? []).map(dataKey))
    const is = new Set((after?.data ?? []).map(dataKey))
    removed.push(
      ...(before?.data ?? [])
        .filter((data) => !is.has(dataKey(data)))
        .map((data) => zoneRecordOf(name, data)),
    )
    // Where a host stops to answer in its place, the record comes for everybody who asks.
    const unproxied = before?.isProxied === true && after?.isProxied !== true
    added.push(
      ...(after?.data ?? [])
        .filter((data) => unproxied || !was.has(dataKey(data)))
        .map((data) => zoneRecordOf(name, data)),
    )
  }
  return { removed, added }
}

/** The records that come and go in a change, as a delta. */
export function deltaOfChange({ name, type, before, after }: RrsetChange): SetDelta {
  const was = new Set((before?.data ?? []).map(dataKey))
  const is = new Set((after?.data ?? []).map(dataKey))
  const unproxied = before?.isProxied === true && after?.isProxied !== true
  return {
    ...{ name, type },
    adds: (after?.data ?? []).filter((data) => unproxied || !was.has(dataKey(data))),
    removes: (before?.data ?? []).filter((data) => !is.has(dataKey(data))),
    ...(before === null && after !== null && { ttl: after.ttl }),
  }
}

/** The deltas that take changes back, the last one first. What others added since stays. */
export function reversed(changes: readonly RrsetChange[]): SetDelta[] {
  return changes.toReversed().map(({ name, type, before, after }) => {
    const was = new Set((before?.data ?? []).map(dataKey))
    const is = new Set((after?.data ?? []).map(dataKey))
    return {
      name,
      type,
      adds: (before?.data ?? []).filter((data) => before?.isProxied === true || !is.has(dataKey(data))),
      removes: (after?.data ?? []).filter((data) => !was.has(dataKey(data))),
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
    const was = new Set((before?.data ?? []).map(dataKey))
    const is = new Set((after?.data ?? []).map(dataKey))
    adds += [...is].filter((key) => !was.has(key)).length
    removes += [...was].filter((key) => !is.has(key)).length
    // A host that no longer answers in the place of a record takes something away from those who relied on it.
    if (before?.isProxied === true && after?.isProxied !== true) removes += 1
  }
  return { adds, removes }
}
