import { plainName } from '../../dns/diagnosis/records/presentation'
import { ZonedeskError } from '../../../preload/contract/failure'
import { differencesOf, realChanges, requireWritable } from '../preconditions'
import { hasSameData, isWritable, type RrsetChange, type WritableType } from '../rrset'
import type { Difference, HostedZone, WriteOutcome, ZoneCapabilities, ZoneContents } from '../zone-access'
import { cancelledError } from './host-failures'
import type { Sent } from './attempts'

/** RFC 9110 section 15.5.10. */
const CONFLICT = 409

/** How one host's zone is written. */
export interface ZoneWrite<Reading extends { readonly contents: ZoneContents }, Plan> {
  /** Such as "Cloudflare". */
  readonly host: string
  readonly capabilities: ZoneCapabilities
  readonly zone: HostedZone
  readonly changes: readonly RrsetChange[]
  /** The zone as it is now, with every RRset at the names of the changes, and whether it can be written. */
  readonly read: (signal: AbortSignal) => Promise<Reading>
  /** The RRsets of the changes once they were written, where less than `read` reads is enough. */
  readonly readAfter?: (signal: AbortSignal) => Promise<Reading>
  /** What to say where the two readings tell that somebody else changed the zone between them; null where they do not. */
  readonly meanwhile?: (before: Reading, after: Reading) => string | null
  /** Types that the host takes beside a CNAME at the apex of a zone; none when absent. */
  readonly besideApexAlias?: ReadonlySet<WritableType>
  /** What stands in the way that RRsets do not show. */
  readonly alsoInTheWay?: (reading: Reading) => readonly Difference[]
  /** @throws ZonedeskError where the host cannot make a change without losing something */
  readonly plan: (changes: readonly RrsetChange[], reading: Reading) => Plan
  /** Sends it. Nothing is cancelled any more. */
  readonly send: (plan: Plan, reading: Reading) => Promise<Sent<unknown>>
}

/**
 * Reads a zone, compares it, writes it and reads it again, for a host that cannot compare itself. It is done only when the
 * zone shows what was to be there.
 */
export async function writeZone<Reading extends { readonly contents: ZoneContents }, Plan>(
  write: ZoneWrite<Reading, Plan>,
  signal: AbortSignal,
): Promise<WriteOutcome> {
  const { zone, changes, capabilities } = write
  let reading: Reading
  let plan: Plan
  try {
    requireWritable(zone, changes, capabilities)
    reading = await write.read(signal)
    requireWritable(reading.contents.zone, changes, capabilities)
    const differs = [
      ...differencesOf(changes, reading.contents.rrsets, zone.apex, write.besideApexAlias),
      ...(write.alsoInTheWay?.(reading) ?? []),
    ]
    if (differs.length > 0) return { state: 'conflict', differs }
    const real = realChanges(changes)
    if (real.length === 0) return { state: 'written', serial: reading.contents.serial }
    plan = write.plan(real, reading)
    if (signal.aborted) throw cancelledError()
  } catch (error) {
    if (error instanceof ZonedeskError) return { state: 'unchanged', error }
    throw error
  }
  const sent = await write.send(plan, reading)
  if (sent.state === 'done') return readBack(write, reading)
  // A host that compares itself says with this status that the zone is another than it was a moment ago.
  const differs = sent.status === CONFLICT ? await foundNow(write) : []
  return differs.length > 0 ? { state: 'conflict', differs } : { state: sent.state, error: sent.error }
}

async function foundNow<Reading extends { readonly contents: ZoneContents }, Plan>({
  changes,
  zone,
  read,
  besideApexAlias,
}: ZoneWrite<Reading, Plan>): Promise<Difference[]> {
  try {
    const { contents } = await read(new AbortController().signal)
    return differencesOf(changes, contents.rrsets, zone.apex, besideApexAlias)
  } catch {
    return []
  }
}

/** Whether the zone now is as the changes say. Where it cannot be read, the answer of the write is believed. */
async function readBack<Reading extends { readonly contents: ZoneContents }, Plan>(
  { host, zone, changes, read, readAfter, meanwhile }: ZoneWrite<Reading, Plan>,
  before: Reading,
): Promise<WriteOutcome> {
  const { signal } = new AbortController()
  let after: Reading
  try {
    after = await (readAfter ?? read)(signal)
  } catch {
    return { state: 'written', serial: null }
  }
  const { contents } = after
  const sets = contents.rrsets.filter(isWritable)
  const isDone = changes.every(({ name, type, after: wanted }) => {
    const found = sets.find((set) => plainName(set.name) === plainName(name) && set.type === type)
    return hasSameData(found ?? null, wanted)
  })
  if (isDone) {
    const caution = meanwhile?.(before, after) ?? null
    return { state: 'written', serial: contents.serial, ...(caution !== null && { caution }) }
  }
  return {
    state: 'unknown',
    error: new ZonedeskError(
      'bad-answer',
      `${host} took the changes of ${zone.apex}, but now shows other records.`,
      {
        fix: 'Look at the zone at the DNS host: somebody else may be changing it.',
        retryable: false,
      },
    ),
  }
}
