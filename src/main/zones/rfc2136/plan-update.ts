import { ZonedeskError } from '../../../preload/contract/failure'
import { editRecords } from '../kept-records'
import { differencesOf } from '../preconditions'
import { hasSameData, type RrsetChange } from '../rrset'
import type { Difference } from '../zone-access'
import { canonicalName, isWithin } from './name-octets'
import { ASKED_TYPES, type OwnerContents } from './read-owners'
import { dataOctets, typeNumber } from './record-data'
import { CLASS, TYPE, type UpdateRecord } from './write-message'
import { rrsetOf, writableOf, type ZoneSet } from './zone-sets'

/** RFC 2181 section 8. */
export const MAX_TTL_SECONDS = 0x7fff_ffff
/** Seconds: what a new RRset gets where the change does not say. */
export const NEW_TTL_SECONDS = 3_600

/** An update, or what keeps it from being made. */
export type PlannedUpdate =
  | { readonly kind: 'differs'; readonly differs: readonly Difference[] }
  | {
      readonly kind: 'update'
      readonly prerequisites: readonly UpdateRecord[]
      /** Empty where the zone is already as the changes want it. */
      readonly updates: readonly UpdateRecord[]
    }

const NOTHING = Buffer.alloc(0)

/**
 * Refuses what a message cannot hold, beside what `requireWritable` refuses for every host. Whether records make sense
 * beside each other, such as a second SPF record, is for the plan: taking back brings back what was there.
 *
 * @returns the changes with canonical names
 * @throws ZonedeskError `invalid`, or `refused`
 */
export function checkedChanges(apex: string, changes: readonly RrsetChange[]): RrsetChange[] {
  return changes.map((change) => {
    const name = canonicalName(change.name)
    // By its labels: `a\.example.com` is not below `example.com`.
    if (!isWithin(name, apex))
      throw refused(`The name ${name} is not in the zone ${apex}.`, 'Choose its zone.')
    for (const data of change.after?.data ?? []) dataOctets(data)
    return { ...change, name }
  })
}

/**
 * What an update needs to be exactly the changes. Each RRset that changes is a prerequisite with all its records, so the
 * server refuses where another editor came in between (RFC 2136 section 2.4). The changes themselves delete and add single
 * records, although replacing the whole RRset would end the same where the prerequisite holds: a server whose
 * prerequisites and updates are not one step, as one whose database others write too, then still loses no record that
 * Zonedesk did not see. Records that stay are not touched, and keep their TTL and the server's order.
 *
 * A CNAME beside other records is checked here and by prerequisites, since servers pass over such an update in silence
 * (RFC 2136 section 3.4.2.2).
 *
 * @param contents what stands at every name that changes, read just before
 */
export function planUpdate(
  changes: readonly RrsetChange[],
  contents: readonly OwnerContents[],
): PlannedUpdate {
  const differs = differencesNow(changes, contents)
  if (differs.length > 0) return { kind: 'differs', differs }
  const prerequisites: UpdateRecord[] = []
  const deletions: UpdateRecord[] = []
  const additions: UpdateRecord[] = []
  for (const owner of contents) {
    const own = changes.filter(({ name }) => name === owner.name)
    for (const change of own) {
      const found = owner.sets.find(({ type }) => type === change.type)
      prerequisites.push(...unchanged(change, found))
      const { gone, added } = recordsOf(change, found)
      deletions.push(...gone)
      additions.push(...added)
    }
    prerequisites.push(...aliasPrerequisites(own, owner))
  }
  // Deletions first: an address may come only after the CNAME at its name has gone.
  return { kind: 'update', prerequisites: unique(prerequisites), updates: [...deletions, ...additions] }
}

/** Where the zone is not as the changes say, or its servers would not answer with what they bring. */
export function differencesNow(
  changes: readonly RrsetChange[],
  contents: readonly OwnerContents[],
): Difference[] {
  const found = contents.flatMap(({ sets }) => sets.map(rrsetOf))
  const hidden = changes.flatMap((change): Difference[] => {
    const owner = contents.find(({ name }) => name === change.name)
    const hiddenBy = change.after === null ? null : (owner?.hiddenBy ?? null)
    return hiddenBy === null ? [] : [{ change, inTheWay: hiddenBy }]
  })
  const open = changes.filter((change) => !hidden.some((one) => one.change === change))
  return [...hidden, ...differencesOf(open, found)]
}

/** Whether the zone has the changes. */
export function isAsPlanned(changes: readonly RrsetChange[], contents: readonly OwnerContents[]): boolean {
  return changes.every((change) => {
    const owner = contents.find(({ name }) => name === change.name)
    const found = owner?.sets.find(({ type }) => type === change.type)
    return hasSameData(change.after, found === undefined ? null : writableOf(found, change.type))
  })
}

/**
 * Prerequisites that an RRset is as it was read, or is not there (RFC 2136 sections 2.4.2 and 2.4.3).
 *
 * @param found what was read; undefined where there is no such RRset
 */
export function unchanged(
  { name, type }: Pick<RrsetChange, 'name' | 'type'>,
  found: ZoneSet | undefined,
): UpdateRecord[] {
  const number = typeNumber(type)
  if (found === undefined) return [{ name, type: number, class: CLASS.none, ttl: 0, data: NOTHING }]
  return found.records.map(({ octets }) => ({ name, type: number, class: CLASS.in, ttl: 0, data: octets }))
}

function recordsOf(
  { name, type, after }: RrsetChange,
  found: ZoneSet | undefined,
): { gone: UpdateRecord[]; added: UpdateRecord[] } {
  const number = typeNumber(type)
  const held = (found?.records ?? []).flatMap(({ data, octets }) => (data === null ? [] : [{ data, octets }]))
  const edit = editRecords(held, after?.data ?? [])
  const ttl = after?.ttl ?? found?.ttl ?? NEW_TTL_SECONDS
  // RFC 2181 section 5.2: one TTL for the RRset. Knot DNS keeps the old one where a record is only added again, so all go
  // and come back.
  const isNewTtl = after !== null && found !== undefined && ttl !== found.ttl
  const gone = (isNewTtl ? held : edit.removed).map(({ octets }) => ({
    ...{ name, type: number, class: CLASS.none, ttl: 0 },
    data: octets,
  }))
  const comes = [...(isNewTtl ? edit.kept.map(({ octets }) => octets) : []), ...edit.added.map(dataOctets)]
  const added = comes.map((data) => ({ name, type: number, class: CLASS.in, ttl, data }))
  return { gone, added }
}

/** Nothing but a CNAME where one comes, and no CNAME where something else comes (RFC 2136 sections 2.4.3 and 2.4.5). */
function aliasPrerequisites(own: readonly RrsetChange[], { name, sets }: OwnerContents): UpdateRecord[] {
  const absent = (type: number): UpdateRecord => ({ name, type, class: CLASS.none, ttl: 0, data: NOTHING })
  const changed = new Set<string>(own.map(({ type }) => type))
  const coming = own.filter(({ after }) => after !== null)
  if (coming.length === 0) return []
  if (!coming.some(({ type }) => type === 'CNAME'))
    return changed.has('CNAME') ? [] : [absent(typeNumber('CNAME'))]
  if (sets.length === 0) return [absent(TYPE.any)]
  const there = new Set([...sets.map(({ type }) => type), ...changed])
  return Object.entries(ASKED_TYPES)
    .filter(([type]) => !there.has(type))
    .map(([, number]) => absent(number))
}

function unique(records: readonly UpdateRecord[]): UpdateRecord[] {
  const seen = new Map(
    records.map((one) => [`${one.name} ${one.type} ${one.class} ${one.data.toString('latin1')}`, one]),
  )
  return [...seen.values()]
}

function refused(message: string, fix: string): ZonedeskError {
  return new ZonedeskError('refused', message, { fix })
}
