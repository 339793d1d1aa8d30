import { ZonedeskError } from '../../../../preload/contract/failure'
import { doubled } from '../../../async/backoff'
import type { StoredChange, StoredZoneWrite } from '../../../profile/publish-store'
import type { Difference, HostedZone, ZoneAccess } from '../../../zones/zone-access'
import type { RrsetChange } from '../../../zones/rrset'
import { isBetween } from '../journal/carried-out'
import { asRrsetChange, readStanding } from '../journal/settle'

/** After so many writes without a clear answer, a zone is left alone until a person looks at it. */
const MOST_TRIES = 4

/** What the turn of one zone is taken with. */
export interface ZoneTurn {
  readonly access: ZoneAccess
  readonly zone: HostedZone
  /** Keeps how it stands, on the disk. */
  readonly keep: (write: StoredZoneWrite) => void
  /** Keeps the sending from beginning; what was sent is finished. */
  readonly signal: AbortSignal
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** @param ms milliseconds */
  readonly pause: (ms: number) => Promise<void>
}

/**
 * Writes one zone of a run. The journal says `writing` before anything is sent. Where the answer is lost, or a half of
 * the changes may have been made, the zone is read: what is left is written, and nothing twice.
 *
 * @param write as it was kept; one that was `writing` when the app ended is read first
 * @returns how it stands now; `written` is not kept yet, so that what follows it is begun before
 * @throws the signal's reason when it fires before anything is sent
 */
export async function writeZone(write: StoredZoneWrite, turn: ZoneTurn): Promise<StoredZoneWrite> {
  let now = write
  if (now.state === 'writing' || now.state === 'unknown') {
    // A send that the end of the app cut off says nothing of the host: it is none of the tries.
    const cutOff = now.state === 'writing' ? 1 : 0
    const read = await standing({ ...now, tries: Math.max(0, now.tries - cutOff) }, turn, { wasSent: true })
    if (read.state !== 'waiting') return read
    now = read
  }
  let caution = ''
  let unclear: ZonedeskError | null = null
  while (now.tries < MOST_TRIES) {
    // What was begun is finished: a zone with half of a plan is what nobody wants.
    const hasBegun = now.changes.some(({ is }) => is === 'after' || is === 'part')
    if (!hasBegun) turn.signal.throwIfAborted()
    const left = now.changes.filter(({ is }) => is !== 'after')
    if (left.length === 0) return { ...ended(now, 'written', turn), message: caution }
    const batch = firstBatch(left, turn.access.capabilities.mostChanges)
    now = { ...now, state: 'writing', tries: now.tries + 1, message: '', fix: '', code: null }
    turn.keep(now)
    const outcome = await turn.access.write(turn.zone, batch.map(leftOf), hasBegun ? NEVER : turn.signal)
    switch (outcome.state) {
      case 'written': {
        const made = new Set(batch)
        const changes = now.changes.map((change) => (made.has(change) ? asWritten(change) : change))
        caution = outcome.caution ?? caution
        now = { ...now, changes, tries: 0 }
        break
      }
      case 'unchanged':
        if (!outcome.error.failure.retryable || now.tries >= MOST_TRIES) {
          return declined(now, turn, outcome.error)
        }
        now = { ...now, state: 'waiting' }
        await pauseAfter(now, turn)
        break
      case 'conflict': {
        const read = await standing(now, turn)
        // Everything is as the plan says after all: another run of this app wrote it, or the first send did.
        if (read.state === 'written' || read.state === 'conflict') return read
        return ended(read, 'conflict', turn, refusedBecause(turn.zone.apex, outcome.differs, read.changes))
      }
      case 'unknown': {
        const read = await standing(now, turn, { wasSent: true, cause: outcome.error })
        if (read.state !== 'waiting') return read
        unclear = outcome.error
        now = read
        await pauseAfter(now, turn)
      }
    }
  }
  const error = new ZonedeskError('refused', triedInVain(now, turn, unclear), {
    fix: 'Look at the zone at the DNS host, then plan anew.',
  })
  return ended(now, now.changes.every(({ is }) => is === 'before') ? 'failed' : 'partial', turn, error)
}

/** Keeps what is left to do, and gives a busy host time before the next try. */
async function pauseAfter(write: StoredZoneWrite, turn: ZoneTurn): Promise<void> {
  turn.keep(write)
  if (write.tries < MOST_TRIES) {
    await turn.pause(doubled(FIRST_PAUSE_MS, Math.max(0, write.tries - 1), LONGEST_PAUSE_MS))
  }
}

/** @param last what the last try ended with; null where the tries were of an earlier start of the app */
function triedInVain({ changes }: StoredZoneWrite, { zone }: ZoneTurn, last: ZonedeskError | null): string {
  const why = last === null ? 'The DNS host gave no clear answer.' : last.failure.message
  return `Zonedesk tried ${MOST_TRIES} times to write ${zone.apex}. ${why} ${madeWords(changes)}`
}

/** The host declined: nothing was written, or no more than the batches before. */
function declined(write: StoredZoneWrite, turn: ZoneTurn, error: ZonedeskError): StoredZoneWrite {
  const made = madeOf(write.changes)
  if (made === null) return ended(write, 'failed', turn, error)
  const { code, message, fix } = error.failure
  const half = `${message} Before that, Zonedesk made ${made}.`
  return ended(
    write,
    'partial',
    turn,
    new ZonedeskError(code, half, { fix: `${fix} Then plan anew.`.trim() }),
  )
}

/**
 * As many changes as one call may have. Those at one name stay together: a CNAME comes only where the others go.
 *
 * @param most 1 or more
 */
function firstBatch(changes: readonly StoredChange[], most: number): readonly StoredChange[] {
  if (changes.length <= most) return changes
  const batch: StoredChange[] = []
  for (const at of Map.groupBy(changes, ({ name }) => name).values()) {
    if (batch.length > 0 && batch.length + at.length > most) break
    batch.push(...at)
  }
  return batch
}

/** What is left of a change: where a part of its records is written, the rest of them. */
function leftOf(change: StoredChange): RrsetChange {
  const { is, found, ...whole } = change
  return is === 'part' ? { ...asRrsetChange(whole), before: found } : asRrsetChange(whole)
}

function asWritten(change: StoredChange): StoredChange {
  return { ...change, is: 'after', found: null }
}

/**
 * Reads the zone and says what is known then: `written` where it holds all of the plan, `waiting` where something is
 * left, `conflict` where somebody else changed it, `unknown` where it cannot be read.
 *
 * @param options.wasSent whether something was sent of which it is not known how far it came: a host that takes records
 *   one by one may have made a part of an RRset, and what is left of it is written
 */
async function standing(
  write: StoredZoneWrite,
  turn: ZoneTurn,
  { wasSent = false, cause }: { readonly wasSent?: boolean; readonly cause?: ZonedeskError } = {},
): Promise<StoredZoneWrite> {
  let changes: StoredChange[]
  try {
    changes = await readStanding(turn.access, turn.zone, write.changes, AbortSignal.timeout(READ_LIMIT_MS))
  } catch (error) {
    const told = cause ?? (error instanceof ZonedeskError ? error : null)
    const before = told === null ? '' : `${told.failure.message} `
    return {
      ...write,
      state: 'unknown',
      at: turn.now(),
      code: told?.failure.code ?? null,
      message: `${before}It is not known what ${turn.zone.apex} holds now.`.trim(),
      fix: 'Zonedesk reads the zone again when the run goes on. Until then, look at the zone at the DNS host.',
    }
  }
  if (turn.access.capabilities.atomic === 'record') {
    const isOwn = (at: number): boolean => wasSent || write.changes[at]?.is === 'part'
    changes = changes.map((change, at) => (isTorn(change) && isOwn(at) ? { ...change, is: 'part' } : change))
  }
  const read = { ...write, changes }
  if (changes.every(({ is }) => is === 'after')) return ended(read, 'written', turn)
  if (changes.some(({ is }) => is === 'other'))
    return ended(read, 'conflict', turn, changedSince(turn.zone.apex, changes))
  return { ...read, state: 'waiting' }
}

/** Milliseconds between two tries, doubled with each. */
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 10_000
const NEVER = new AbortController().signal

/** Milliseconds: a zone of a hundred thousand records over a slow line. */
const READ_LIMIT_MS = 60_000

function ended(
  write: StoredZoneWrite,
  state: StoredZoneWrite['state'],
  { now }: ZoneTurn,
  error?: ZonedeskError,
): StoredZoneWrite {
  return {
    ...write,
    state,
    at: now(),
    message: error?.failure.message ?? '',
    fix: error?.failure.fix ?? '',
    code: error?.failure.code ?? null,
  }
}

/** The host says that the zone differs, and what was read says that its RRsets are as they were. */
function refusedBecause(
  apex: string,
  differs: readonly Difference[],
  changes: readonly StoredChange[],
): ZonedeskError {
  const [first] = differs.filter(
    ({ found, inTheWay }) => inTheWay !== undefined || found?.locked !== undefined,
  )
  if (first === undefined) return changedSince(apex, changes)
  const { change, found, inTheWay } = first
  const why = found?.locked ?? `In its way: ${inTheWay}.`
  return new ZonedeskError(
    'refused',
    `The ${change.type} record cannot be written at ${change.name}. ${why} ${madeWords(changes)}`,
    { fix: 'Look at the zone at the DNS host, then plan anew.' },
  )
}

function changedSince(apex: string, changes: readonly StoredChange[]): ZonedeskError {
  const others = changes.filter(({ is }) => is === 'other')
  const [first] = others
  const more = others.length - 1
  const which =
    first === undefined
      ? ''
      : ` The ${first.type} records at ${first.name} have changed${more > 0 ? `, and so ${more === 1 ? 'has 1 more RRset' : `have ${more} more RRsets`}` : ''}.`
  return new ZonedeskError(
    'refused',
    `Somebody changed ${apex} since the plan was made.${which} ${madeWords(changes)}`,
    {
      fix: 'Plan anew: the new plan begins with what the zone holds now.',
    },
  )
}

/** How many of the changes are in the zone all the same. */
function madeWords(changes: readonly StoredChange[]): string {
  const made = madeOf(changes)
  return made === null ? 'Nothing was written.' : `Zonedesk made ${made} before it saw that.`
}

/** How much of the changes was made, in words; null for nothing. */
function madeOf(changes: readonly StoredChange[]): string | null {
  const whole = changes.filter(({ is }) => is === 'after').length
  const torn = changes.filter(({ is }) => is === 'part').length
  const [first] = torn === 0 ? [] : [`a part of ${torn === 1 ? 'one' : torn}`]
  if (whole === 0) return first === undefined ? null : `${first} of ${changes.length} changes`
  return `${whole} of ${changes.length} changes${first === undefined ? '' : `, and ${first} more,`}`
}

/** Whether a part of the records of an RRset is as before, and a part as after, with nothing of anybody else's. */
function isTorn(change: StoredChange): boolean {
  return change.is === 'other' && isBetween(asRrsetChange(change), { writable: () => change.found })
}
