import type { Answer, Observation, ResourceRecord } from '../../../../preload/contract/dns-answer'
import type { ZoneRecord } from '../../../../preload/contract/findings'
import { isUseful } from '../../../dns/diagnosis/answers/seen-answers'
import { zoneRecord, plainName } from '../../../dns/diagnosis/records/presentation'
import { isSameRecord, type ZoneChange } from '../../../dns/rehearsal/zone-change'
import { isWritable, zoneRecordOf, WRITABLE_TYPES, type Rrset, type WritableType } from '../../../zones/rrset'
import type { Held } from '../held/held'

/**
 * What a zone holds that its name servers do not answer: records that come once they have the zone as it is, and records
 * that go. Empty where they answer what it holds. A plan is made on the zone as it is, whatever the servers still say.
 *
 * RRsets that the host answers in a way of its own, such as proxied ones, are left as the servers answer them. Beside
 * those, what the zone holds counts, and what servers answer besides may be the host's own.
 */
export function notAnsweredYet(observation: Observation, held: Held): ZoneChange {
  const removed: ZoneRecord[] = []
  const added: ZoneRecord[] = []
  for (const [name, seenOf] of seenAt(observation, held)) {
    if (held.cutAbove(name) !== null) continue
    // What the zone answers at a name: its own records, or those of the wildcard where the name does not exist.
    const owner = held.wildcardFor(name) ?? name
    const ofHost = held.at(owner).flatMap(answeredOtherwise)
    if (isFlattened(seenOf, heldAt(owner, name, 'CNAME', held))) ofHost.push(...ADDRESSES)
    for (const type of WRITABLE_TYPES) {
      const seen = seenOf.get(type)
      if (seen === undefined || ofHost.includes(type) || !held.isKnown(name, type)) continue
      const there = heldAt(owner, name, type, held)
      if (there.length === 0 && seen.every((one) => one.length === 0)) continue
      const inAll = there.filter((record) =>
        seen.every((one) => one.some((other) => isSameRecord(record, other))),
      )
      const gone = seen.flat().filter((record) => !there.some((other) => isSameRecord(record, other)))
      if (ofHost.length === 0) removed.push(...distinct(gone))
      added.push(...there.filter((record) => !inAll.includes(record)))
    }
  }
  return { removed, added }
}

/** Each server's records by owner name and type, for the names that the zones have and the types that were asked for. */
function seenAt(
  { answers }: Observation,
  held: Pick<Held, 'contains'>,
): Map<string, Map<WritableType, ZoneRecord[][]>> {
  const useful = answers.filter(isUseful)
  const own = useful.filter(({ server }) => server.kind === 'authoritative')
  const byName = new Map<string, Map<WritableType, ZoneRecord[][]>>()
  for (const answer of own.length > 0 ? own : useful) {
    const { name, type } = answer.question
    if (!held.contains(name)) continue
    const owner = plainName(name)
    const types = byName.get(owner) ?? new Map<WritableType, ZoneRecord[][]>()
    byName.set(owner, types)
    // An alias is answered to every question, so its absence is known from each.
    for (const each of new Set([type, 'CNAME'])) {
      if (isWritableType(each)) listIn(types, each).push(recordsAt(answer, owner, each))
    }
  }
  return byName
}

function listIn<Key, One>(lists: Map<Key, One[]>, key: Key): One[] {
  const known = lists.get(key)
  if (known !== undefined) return known
  const list: One[] = []
  lists.set(key, list)
  return list
}

function recordsAt(answer: Answer, owner: string, type: WritableType): ZoneRecord[] {
  const { outcome } = answer
  if (outcome.kind !== 'answered') return []
  return outcome.answers
    .filter((record: ResourceRecord) => plainName(record.name) === owner && record.type === type)
    .flatMap((record) => zoneRecord(record) ?? [])
}

/** @param owner whose records the zone answers at the name */
function heldAt(owner: string, name: string, type: WritableType, held: Held): ZoneRecord[] {
  const set = held.writable(owner, type)
  return (set?.data ?? []).map((data) => zoneRecordOf(name, data))
}

/** Types that are answered with addresses where a host resolves an alias, or stands before it. */
const ADDRESSES: readonly WritableType[] = ['A', 'AAAA', 'CNAME']

/** Types to which the host answers with something of its own where this RRset stands; none where it answers the RRset. */
export function answeredOtherwise(set: Rrset): readonly string[] {
  if (isWritable(set)) {
    if (set.locked !== undefined) return set.type === 'CNAME' ? WRITABLE_TYPES : [set.type]
    return set.isProxied === true ? ADDRESSES : []
  }
  return HOSTS_OWN[set.type] ?? []
}

/** Whether servers answer addresses where the zone holds an alias, as hosts do that resolve aliases themselves. */
function isFlattened(
  seen: ReadonlyMap<WritableType, ZoneRecord[][]>,
  aliases: readonly ZoneRecord[],
): boolean {
  const answered = (type: WritableType): boolean =>
    (seen.get(type) ?? []).some((records) => records.length > 0)
  return aliases.length > 0 && !answered('CNAME') && (answered('A') || answered('AAAA'))
}

/** Types of some hosts, and what they answer: a LUA record may answer to any type, beside what the zone holds. */
const HOSTS_OWN: Readonly<Record<string, readonly string[]>> = {
  ALIAS: ADDRESSES,
  ANAME: ADDRESSES,
  LUA: ['LUA'],
}

function isWritableType(type: string): type is WritableType {
  return WRITABLE_TYPES.some((other) => other === type)
}

function distinct(records: readonly ZoneRecord[]): ZoneRecord[] {
  return records.filter((record, at) => records.findIndex((other) => isSameRecord(record, other)) === at)
}
