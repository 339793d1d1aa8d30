import { plainName } from '../dns/diagnosis/records/presentation'
import { ZonedeskError } from '../../preload/contract/failure'
import { isWithin } from '../names/zone-cut'
import {
  isSameRrset,
  isWritable,
  WRITABLE_TYPES,
  type Rrset,
  type RrsetChange,
  type WritableRrset,
  type WritableType,
} from './rrset'
import type { Difference, HostedZone, ZoneCapabilities } from './zone-access'

const NO_TYPES: ReadonlySet<WritableType> = new Set()
/** Types that stand beside a CNAME (RFC 4034 section 2.5 and 4, RFC 5155). */
const BESIDE_CNAME = new Set(['RRSIG', 'NSEC', 'NSEC3', 'KEY'])

/**
 * Refuses what no host is asked for, whatever its zone holds.
 *
 * @throws ZonedeskError `invalid` for SOA, NS and any other type that Zonedesk does not write, for a name outside the
 *   zone, an RRset named twice, an RRset without records, a TTL that the host does not take, and too many changes;
 *   `refused` for a zone that cannot be written and for an RRset that is locked
 */
export function requireWritable(
  zone: HostedZone,
  changes: readonly RrsetChange[],
  capabilities: Pick<ZoneCapabilities, 'ttl' | 'mostChanges'>,
): void {
  if (zone.notWritable !== null) throw refused(zone.notWritable)
  if (changes.length > capabilities.mostChanges) {
    throw new ZonedeskError(
      'invalid',
      `${changes.length} changes are more than ${zone.apex} takes at once.`,
      {
        fix: `Make at most ${capabilities.mostChanges} changes at once.`,
      },
    )
  }
  const seen = new Set<string>()
  for (const change of changes) {
    const { name, type, before, after } = change
    if (!(WRITABLE_TYPES as readonly string[]).includes(type)) {
      throw invalid(`Zonedesk does not write ${type} records.`, 'Make this change at the DNS host itself.')
    }
    if (!isWithin(name, zone.apex)) {
      throw invalid(`${name} is not a name in the zone ${zone.apex}.`, 'Choose the zone that holds the name.')
    }
    const key = `${plainName(name)} ${type}`
    if (seen.has(key) || (before === null && after === null)) {
      throw invalid(`The changes of ${type} at ${name} contradict each other.`, 'Plan the changes anew.')
    }
    seen.add(key)
    for (const set of [before, after]) {
      if (set !== null && (set.type !== type || plainName(set.name) !== plainName(name))) {
        throw invalid(`The changes of ${type} at ${name} contradict each other.`, 'Plan the changes anew.')
      }
    }
    if (before?.locked !== undefined) throw refused(before.locked)
    if (after !== null) requireRecords(after, before, capabilities)
  }
}

function requireRecords(
  after: WritableRrset,
  before: WritableRrset | null,
  { ttl }: Pick<ZoneCapabilities, 'ttl'>,
): void {
  const what = `${after.type} at ${after.name}`
  if (after.data.length === 0 || after.data.some(({ type }) => type !== after.type)) {
    throw invalid(`The new records of ${what} are not whole.`, 'Plan the changes anew.')
  }
  if (after.type === 'CNAME' && after.data.length > 1) {
    throw invalid(`${after.name} cannot have two CNAME records.`, 'Keep one of them.')
  }
  // A TTL that is there already is kept, also where the host would not take it for new records.
  if (after.ttl === null || after.ttl === before?.ttl) return
  if (after.ttl < ttl.least || after.ttl > ttl.most) {
    throw invalid(
      `The DNS host does not take a TTL of ${after.ttl} s for ${what}.`,
      `Use a TTL from ${ttl.least} to ${ttl.most} s.`,
    )
  }
}

/**
 * Where the zone is not as the changes say: an RRset that is another than `before`, one that the host locks, a CNAME
 * beside other data (RFC 1034 section 3.6.2).
 *
 * @param found every RRset at the names of the changes
 * @param apex of the zone, for hosts that do not show its SOA and NS records
 * @param besideApexAlias types that the host takes beside a CNAME that stands at the apex already
 */
export function differencesOf(
  changes: readonly RrsetChange[],
  found: readonly Rrset[],
  apex?: string,
  besideApexAlias: ReadonlySet<WritableType> = NO_TYPES,
): Difference[] {
  const byName = new Map<string, Rrset[]>()
  for (const set of found) {
    const name = plainName(set.name)
    byName.set(name, [...(byName.get(name) ?? []), set])
  }
  const differences: Difference[] = []
  for (const change of changes) {
    const there = byName.get(plainName(change.name)) ?? []
    const set = writableAt(there, change.type)
    if (!isSameRrset(set, change.before) || set?.locked !== undefined) {
      differences.push({ change, found: set })
      continue
    }
    const isAtApex = plainName(change.name) === apex
    const isApexAlias = change.type === 'CNAME' && isAtApex
    const other =
      change.after === null || (isAtApex && besideApexAlias.has(change.type))
        ? undefined
        : isApexAlias
          ? 'the SOA and NS records of the zone'
          : inTheWay(change, there, changes)
    if (other !== undefined) differences.push({ change, found: set, inTheWay: other })
  }
  return differences
}

/** The changes that change something: not those whose records and TTL are to stay. */
export function realChanges(changes: readonly RrsetChange[]): RrsetChange[] {
  return changes.filter(({ before, after }) => !isSameRrset(before, after))
}

/** The names of the changes, each once. */
export function ownersOf(changes: readonly RrsetChange[]): string[] {
  return [...new Set(changes.map(({ name }) => plainName(name)))]
}

function writableAt(there: readonly Rrset[], type: WritableType): WritableRrset | null {
  return there.filter(isWritable).find((set) => set.type === type) ?? null
}

/** What would stand beside a CNAME once all changes are made, in a few words. */
function inTheWay(
  change: RrsetChange,
  there: readonly Rrset[],
  changes: readonly RrsetChange[],
): string | undefined {
  const name = plainName(change.name)
  const leaving = new Set(
    changes
      .filter((one) => plainName(one.name) === name && one.after === null)
      .map(({ type }) => type as string),
  )
  const coming = changes
    .filter((one) => plainName(one.name) === name && one.after !== null)
    .map(({ type }) => type as string)
  const types = new Set([...there.map(({ type }) => type).filter((type) => !leaving.has(type)), ...coming])
  types.delete(change.type)
  if (change.type !== 'CNAME') return types.has('CNAME') ? 'a CNAME record' : undefined
  const other = [...types].find((type) => !BESIDE_CNAME.has(type))
  return other === undefined
    ? undefined
    : `${/^[AEIMNSX]/.test(other) && other !== 'SPF' ? 'an' : 'a'} ${other} record`
}

function invalid(message: string, fix: string): ZonedeskError {
  return new ZonedeskError('invalid', message, { fix })
}

function refused(message: string): ZonedeskError {
  return new ZonedeskError('refused', message, { fix: 'Make the change at the DNS host itself.' })
}
