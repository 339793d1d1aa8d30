import type { LeftRecord, LeftSighting } from '../../../../preload/contract/rotation-facts'
import type { StoredRotation } from '../../../profile/rotation-store'
import { HURRIED_LOOKS, pauseForLeft } from './look-pauses'
import { type KeyLook, lookAt, type Move, type TurnFacts } from './move'
import { leftRecords } from './shown'

/** A rotation that has just ended: nobody hurries to take its record out of the zone. */
export function justEnded(
  rotation: StoredRotation,
  state: 'done' | 'taken-back',
  facts: Pick<TurnFacts, 'now' | 'random'>,
): StoredRotation {
  const { wall } = facts.now
  return lookedAt(
    { ...rotation, state, sent: false, stepSince: wall, looks: HURRIED_LOOKS, leftSeen: [] },
    facts,
  )
}

/**
 * The next move of a rotation that has ended: its name servers are asked whether the records that can go are gone. Nothing
 * is sent to the provider.
 */
export function ended(rotation: StoredRotation, facts: TurnFacts): Move {
  const due = leftRecords(rotation).filter(({ from }) => from <= facts.now.wall)
  const unseen = due.find((record) => lookAt(facts, record) === null)
  if (unseen !== undefined) return { kind: 'look', record: { name: unseen.name, value: unseen.value } }
  const seen = new Map<string, LeftSighting>(rotation.leftSeen.map((sighting) => [sighting.name, sighting]))
  for (const record of due) {
    const look = lookAt(facts, record)
    if (look !== null)
      seen.set(record.name, { name: record.name, at: look.seen.at, standing: standingOf(look) })
  }
  const known = { ...rotation, leftSeen: [...seen.values()], looks: rotation.looks + 1 }
  return { kind: 'rest', rotation: lookedAt(known, facts) }
}

/** Whether the name servers of a record that can go are asked for it by now. */
export function isDueToGo(rotation: StoredRotation, now: number): boolean {
  return leftRecords(rotation).some(({ from }) => from <= now)
}

/** Whether a rotation that has ended has a record that was not seen gone yet. */
export function hasLeft(rotation: StoredRotation): boolean {
  return leftRecords(rotation).some(({ seen }) => seen?.standing !== 'gone')
}

/** The rotation with what its last look says, and when the next one is. */
function lookedAt(
  rotation: StoredRotation,
  { now, random }: Pick<TurnFacts, 'now' | 'random'>,
): StoredRotation {
  const left = leftRecords(rotation)
  const open = left.filter(({ seen }) => seen?.standing !== 'gone')
  const nexts = open.map(({ from }) =>
    from > now.wall || rotation.leftSeen.length === 0
      ? Math.max(from, now.wall)
      : now.wall + pauseForLeft(rotation.looks, now.wall - from, random),
  )
  return {
    ...rotation,
    nextAt: nexts.length === 0 ? null : Math.min(...nexts),
    sentence: [outcomeWords(rotation), ...leftWords(left)].join(' '),
    fix: open.map((record) => leftFix(record, rotation, now.wall)).join(' '),
  }
}

function standingOf({ seen, nowhere }: KeyLook): LeftSighting['standing'] {
  if (nowhere) return 'gone'
  const has = (standing: (typeof seen.servers)[number]['standing']): boolean =>
    seen.servers.some((one) => one.standing === standing)
  return has('published') ? 'there' : has('different') ? 'different' : 'unknown'
}

/** How it ended, in one sentence. */
function outcomeWords({ state, newKey, oldKeys }: StoredRotation): string {
  if (state === 'done') {
    return `The key ${newKey?.selector ?? ''} signs, and the old ${oldKeys.length === 1 ? 'key is' : 'keys are'} deleted.`
  }
  if (oldKeys.length === 0 && newKey?.asked !== true) {
    return 'The rotation was taken back before it asked the provider for a key: nothing was changed.'
  }
  return oldKeys.some((key) => key.state === 'signs')
    ? 'The rotation was taken back: the old key signs, and the new one is gone.'
    : 'The rotation has ended. Neither its new key nor an old one signs: somebody deleted them.'
}

/** What was seen of its records, in one sentence; none where that is nothing to say. */
function leftWords(left: readonly LeftRecord[]): string[] {
  const there = left.filter(({ seen }) => seen?.standing === 'there')
  if (there.length > 0) {
    return [
      there.length === 1 ? 'Its record can go from the zone now.' : 'Their records can go from the zone now.',
    ]
  }
  const gone = left.filter(({ seen }) => seen?.standing === 'gone')
  if (gone.length === 0) return []
  if (gone.length < left.length) return [`No name server has the record at ${names(gone)} any more.`]
  return gone.length === 1
    ? ['No name server has its record any more: the rotation is over.']
    : ['No name server has their records any more: the rotation is over.']
}

/** What to do about a record that was not seen gone. */
function leftFix({ name, from, seen }: LeftRecord, { state }: StoredRotation, now: number): string {
  // The record of a new key may never have come into the zone.
  const isSure = state === 'done'
  if (from > now) {
    return isSure
      ? `Leave the TXT record at ${name} in the zone until the day that is named beside it. Then remove it.`
      : `If the TXT record at ${name} was published, leave it in the zone until the day that is named beside it. Then remove it.`
  }
  switch (seen?.standing) {
    case 'there':
      return `Remove the TXT record at ${name} from the zone.`
    case 'different':
      return `Something else stands at ${name} now. Find out whose it is before you remove it.`
    case 'unknown':
      return `Remove the TXT record at ${name} if it is still in the zone. Not every name server answered, so Zonedesk does not know.`
    default:
      return `Remove the TXT record at ${name} if it is in the zone: it can go now.`
  }
}

function names(records: readonly LeftRecord[]): string {
  return records.map(({ name }) => name).join(' and ')
}
