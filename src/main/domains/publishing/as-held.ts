import type { Answer, Observation, ResourceRecord } from '../../../preload/contract/dns-answer'
import type { ZoneRecord } from '../../../preload/contract/findings'
import { isUseful } from '../../dns/diagnosis/answers/seen-answers'
import { zoneRecord, plainName } from '../../dns/diagnosis/records/presentation'
import { isSameRecord, type ZoneChange } from '../../dns/rehearsal/zone-change'
import { isWritable, zoneRecordOf, WRITABLE_TYPES, type WritableType } from '../../zones/rrset'
import type { Held } from './held'

/**
 * What a zone holds that its name servers do not answer: records that come once they have the zone as it is, and records
 * that go. Empty where they answer what it holds. A plan is made on the zone as it is, whatever the servers still say.
 *
 * RRsets that the host answers in a way of its own, such as proxied ones, are left as the servers answer them.
 */
export function notAnsweredYet(observation: Observation, held: Held): ZoneChange {
  const removed: ZoneRecord[] = []
  const added: ZoneRecord[] = []
  for (const [name, seenOf] of seenAt(observation)) {
    if (!held.contains(name) || held.cutAbove(name) !== null) continue
    // What the zone answers at a name: its own records, or those of the wildcard where the name does not exist.
    const owner = held.wildcardFor(name) ?? name
    if (isSpecial(owner, held) || isFlattened(seenOf, heldAt(owner, name, 'CNAME', held))) continue
    for (const type of WRITABLE_TYPES) {
      const seen = seenOf.get(type)
      if (seen === undefined || !held.isKnown(name, type)) continue
      const there = heldAt(owner, name, type, held)
      if (there.length === 0 && seen.every((one) => one.length === 0)) continue
      const inAll = there.filter((record) =>
        seen.every((one) => one.some((other) => isSameRecord(record, other))),
      )
      const gone = seen.flat().filter((record) => !there.some((other) => isSameRecord(record, other)))
      removed.push(...distinct(gone))
      added.push(...there.filter((record) => !inAll.includes(record)))
    }
  }
  return { removed, added }
}

/** Each server's records by owner name and type, for the types that were asked for there. */
function seenAt(observation: Observation): Map<string, Map<WritableType, ZoneRecord[][]>> {
  const byName = new Map<string, Map<WritableType, ZoneRecord[][]>>()
  const useful = observation.answers.filter(isUseful)
  const own = useful.filter(({ server }) => server.kind === 'authoritative')
  const asked = new Map<string, typeof useful>()
  for (const answer of own.length > 0 ? own : useful) {
    const key = `${answer.question.name} ${answer.question.type}`
    asked.set(key, [...(asked.get(key) ?? []), answer])
  }
  for (const answers of asked.values()) {
    for (const answer of answers) {
      const { name, type } = answer.question
      const owner = plainName(name)
      const types = byName.get(owner) ?? new Map<WritableType, ZoneRecord[][]>()
      byName.set(owner, types)
      // An alias is answered to every question, so its absence is known from each.
      for (const each of new Set([type, 'CNAME'])) {
        if (!isWritableType(each)) continue
        types.set(each, [...(types.get(each) ?? []), recordsAt(answer, owner, each)])
      }
    }
  }
  return byName
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

/** Whether the host answers with something of its own in place of what stands at an owner name. */
function isSpecial(owner: string, held: Held): boolean {
  return held
    .at(owner)
    .some((set) =>
      isWritable(set) ? set.isProxied === true || set.locked !== undefined : HOSTS_OWN.has(set.type),
    )
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

/** Types that some hosts have for an alias that they answer with addresses. */
const HOSTS_OWN: ReadonlySet<string> = new Set(['ALIAS', 'ANAME', 'LUA', 'DNAME'])

function isWritableType(type: string): type is WritableType {
  return WRITABLE_TYPES.some((other) => other === type)
}

function distinct(records: readonly ZoneRecord[]): ZoneRecord[] {
  return records.filter((record, at) => records.findIndex((other) => isSameRecord(record, other)) === at)
}
