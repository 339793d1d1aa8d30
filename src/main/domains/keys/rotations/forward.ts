import type { NewKey, ReplacedKey } from '../../../../preload/contract/rotation-facts'
import type { StoredRotation } from '../../../profile/rotation-store'
import { justEnded } from './ended'
import { keepMsOf, passed, UNKNOWN_TTL } from './keep-time'
import { pauseAfterTrouble, pauseForDns, pauseWhileKept } from './look-pauses'
import {
  atStep,
  become,
  isSameKey,
  type KeyFact,
  lackingWords,
  lookAt,
  type Move,
  oldKeysNow,
  order,
  person,
  rest,
  send,
  type TurnFacts,
} from './move'

/** How long keys count as read while DNS is waited for, in milliseconds: nothing is written then. */
const READ_COUNTS_MS = 6 * 60 * 60 * 1000

/** The next move on the way to the new key. Nothing is written but by what this turn read and saw. */
export function forward(rotation: StoredRotation, facts: TurnFacts): Move {
  switch (rotation.step) {
    case 'planned':
    case 'creating':
      return creating(rotation, facts)
    case 'publishing':
      return publishing(rotation, facts)
    case 'activating':
      return activating(rotation, facts)
    case 'keeping':
      return keeping(rotation, facts)
    case 'deactivating':
      return deactivating(rotation, facts)
    case 'deleting':
      return deleting(rotation, facts)
    default:
      throw new RangeError(`${rotation.step} is no step forward.`)
  }
}

function creating(rotation: StoredRotation, facts: TurnFacts): Move {
  const { keys, now } = facts
  if (keys === null) return { kind: 'read' }
  if (rotation.oldKeys.length === 0) return withOldKeys(rotation, keys, facts)
  const { newKey } = rotation
  if (newKey === null) {
    return { kind: 'choose', taken: [...rotation.avoid, ...keys.map(({ selector }) => selector)] }
  }
  const made = keys.find(({ selector }) => selector === newKey.selector)
  // Somebody else made a key of this name before the app asked for one.
  if (made !== undefined && !newKey.asked) return become({ ...rotation, newKey: null })
  const { written } = facts
  if (
    written?.operation === 'create' &&
    written.selector === newKey.selector &&
    written.refused === 'already-exists'
  ) {
    // It may be somebody else's, or in use somewhere that the domain's keys do not show: this one is left alone.
    return become({ ...rotation, newKey: null, avoid: [...rotation.avoid, newKey.selector] })
  }
  if (made !== undefined && isAnother(newKey, made)) return another(rotation, newKey.selector)
  if (made !== undefined) {
    const known = { ...rotation, newKey: { ...newKey, record: made.record } }
    return become(atStep(known, 'publishing', now, `The key ${newKey.selector} was made.`))
  }
  if (written?.operation === 'create' && written.selector === newKey.selector) {
    return rest(
      rotation,
      pauseAfterTrouble(rotation.looks, facts.random),
      facts,
      `The provider does not list the key ${newKey.selector} yet.`,
    )
  }
  const asked = { ...rotation, step: 'creating' as const, newKey: { ...newKey, asked: true } }
  return send(
    rotation.step === 'creating' ? asked : { ...asked, stepSince: now.wall },
    { operation: 'create', selector: newKey.selector },
    `The provider is asked for the key ${newKey.selector}.`,
  )
}

function withOldKeys(rotation: StoredRotation, keys: readonly KeyFact[], { now }: TurnFacts): Move {
  const signing = keys.filter(({ signs }) => signs === true)
  if (signing.length === 0) {
    return keys.some(({ signs }) => signs === null)
      ? person(rotation, UNSAID, UNSAID_FIX)
      : person(
          rotation,
          'No DKIM key of this domain signs, so there is none to replace.',
          'Publish the record of a key that is there and verify the domain; then have the rotation go on.',
        )
  }
  const oldKeys = signing.map(({ selector, record }): ReplacedKey => ({
    ...{ selector, record, ttl: null, state: 'signs', signedAt: now.wall },
  }))
  return become({ ...rotation, oldKeys })
}

function publishing(rotation: StoredRotation, facts: TurnFacts): Move {
  const { now, keys } = facts
  const mine = requireRecord(rotation)
  if (mine === null) return become(atStep(rotation, 'creating', now, rotation.sentence))
  const { selector, record } = mine
  const isReadOld = rotation.readAt === null || Math.abs(now.wall - rotation.readAt) > READ_COUNTS_MS
  if (keys === null && isReadOld) return { kind: 'read' }
  if (keys !== null) {
    const key = keys.find((one) => one.selector === selector)
    if (key === undefined) return goneNew(rotation, selector)
    if (isAnother(mine, key)) return another(rotation, selector)
  }
  const look = lookAt(facts, record)
  if (look === null) return { kind: 'look', record }
  const seen = { ...rotation, seen: look.seen }
  const signs = keys?.find((one) => one.selector === selector)?.signs === true
  if (!look.seen.everywhere) {
    const pause = pauseForDns(rotation.looks + 1, now.wall - rotation.stepSince, facts.random)
    const lacking = lackingWords(look.seen)
    if (signs) {
      return rest(
        seen,
        pause,
        facts,
        `The key ${selector} signs already: somebody activated it. Not every name server has its record. ${lacking}`,
        `Publish the record of ${selector} at once: without it, receivers cannot check mail that is signed with this key.`,
      )
    }
    return rest(
      seen,
      pause,
      facts,
      `The record of the key ${selector} has to be published. ${lacking}`,
      'Publish the record; Zonedesk goes on by itself once every name server of the zone has it.',
    )
  }
  if (keys === null) return { kind: 'read' }
  const old = { ...seen, oldKeys: oldKeysNow(rotation.oldKeys, keys, now) }
  if (signs) return become(beginKeeping(old, facts))
  const unknown = old.oldKeys.find(({ ttl, state }) => ttl === null && state !== 'deleted')
  if (unknown !== undefined) return ttlOf(old, unknown, facts)
  return send(
    { ...atStep(old, 'activating', now, ''), looks: rotation.looks, seen: look.seen },
    { operation: 'activate', selector },
    `Every name server has the record. The provider is asked to sign with ${selector}.`,
  )
}

/** Learns for how long resolvers may keep the record of an old key. */
function ttlOf(rotation: StoredRotation, old: ReplacedKey, facts: TurnFacts): Move {
  const look = lookAt(facts, old.record)
  if (look === null) return { kind: 'look', record: old.record }
  const oldKeys = rotation.oldKeys.map((one) =>
    one.selector === old.selector ? { ...one, ttl: look.ttl ?? UNKNOWN_TTL } : one,
  )
  return become({ ...rotation, oldKeys })
}

function activating(rotation: StoredRotation, facts: TurnFacts): Move {
  const { keys, now } = facts
  if (keys === null) return { kind: 'read' }
  const mine = requireRecord(rotation)
  const key = mine === null ? undefined : keys.find(({ selector }) => selector === mine.selector)
  if (mine === null || key === undefined) return goneNew(rotation, mine?.selector ?? '')
  if (isAnother(mine, key)) return another(rotation, mine.selector)
  if (key.signs === true) {
    return become(beginKeeping({ ...rotation, oldKeys: oldKeysNow(rotation.oldKeys, keys, now) }, facts))
  }
  if (key.signs === null) return person(rotation, UNSAID, UNSAID_FIX)
  // Whatever became of the request: DNS is looked at again before there is another.
  const before = { ...atStep(rotation, 'publishing', now, ''), looks: rotation.looks }
  if (facts.written?.operation !== 'activate') return become(before)
  return rest(
    before,
    pauseAfterTrouble(rotation.looks, facts.random),
    facts,
    `The provider was asked to sign with ${mine.selector}, but does not sign with it yet.`,
  )
}

function beginKeeping(rotation: StoredRotation, { now }: TurnFacts): StoredRotation {
  const selector = rotation.newKey?.selector ?? ''
  return {
    ...atStep(rotation, 'keeping', now, `The key ${selector} signs.`),
    // It says in which zone the records of the keys are, until the end.
    ...{ keptMs: 0, countedAt: now, seen: rotation.seen },
  }
}

function keeping(rotation: StoredRotation, facts: TurnFacts): Move {
  const { keys, now } = facts
  if (keys === null) return { kind: 'read' }
  const trouble = newKeyTrouble(rotation, keys)
  if (trouble !== null) return trouble
  const keepMs = keepMsOf(rotation)
  const more = rotation.countedAt === null ? 0 : passed(rotation.countedAt, now, keepMs)
  const kept = {
    ...rotation,
    oldKeys: oldKeysNow(rotation.oldKeys, keys, now),
    keptMs: (rotation.keptMs ?? 0) + more,
    countedAt: now,
  }
  const left = keepMs - kept.keptMs
  if (left > 0) {
    return rest(kept, pauseWhileKept(left), facts, `The key ${selectorOf(rotation)} signs. ${KEPT}`)
  }
  return become({
    ...atStep(kept, 'deactivating', now, 'The keep time of the old key is over.'),
    seen: rotation.seen,
  })
}

function deactivating(rotation: StoredRotation, facts: TurnFacts): Move {
  const { keys, now } = facts
  if (keys === null) return { kind: 'read' }
  const trouble = newKeyTrouble(rotation, keys) ?? stillEverywhere(rotation, facts)
  if (trouble !== null) return trouble
  const oldKeys = oldKeysNow(rotation.oldKeys, keys, now)
  const unsaid = unsaidOld(rotation, keys)
  if (unsaid !== null) return unsaid
  const next = oldKeys.find(({ state }) => state === 'signs')
  const known = { ...rotation, oldKeys }
  if (next === undefined) {
    const ends = atStep(known, 'deleting', now, 'No old key signs any more.')
    return become({ ...ends, seen: rotation.seen })
  }
  return order(known, 'deactivate', next.selector, facts)
}

function deleting(rotation: StoredRotation, facts: TurnFacts): Move {
  const { keys, now } = facts
  if (keys === null) return { kind: 'read' }
  const trouble = newKeyTrouble(rotation, keys)
  if (trouble !== null) return trouble
  const oldKeys = oldKeysNow(rotation.oldKeys, keys, now)
  const known = { ...rotation, oldKeys }
  const signing = oldKeys.find(({ state }) => state === 'signs')
  if (signing !== undefined) {
    return person(
      atStep(known, 'deactivating', now, ''),
      `The old key ${signing.selector} signs again: somebody activated it.`,
      'Have the rotation go on to deactivate it once more, or take the rotation back.',
    )
  }
  const unsaid = unsaidOld(rotation, keys)
  if (unsaid !== null) return unsaid
  const next = oldKeys.find(({ state }) => state === 'rests')
  if (next === undefined) return { kind: 'rest', rotation: justEnded(known, 'done', facts) }
  return order(known, 'delete', next.selector, facts)
}

/** Why an old key cannot go now because of the new one; null when nothing is in the way. */
function newKeyTrouble(rotation: StoredRotation, keys: readonly KeyFact[]): Move | null {
  const selector = selectorOf(rotation)
  const key = keys.find((one) => one.selector === selector)
  if (key === undefined) return goneNew(rotation, selector)
  if (isAnother(rotation.newKey, key)) return another(rotation, selector)
  if (key.signs === null) return person(rotation, UNSAID, UNSAID_FIX)
  if (key.signs) return null
  return person(
    { ...rotation, step: 'publishing', sent: false, keptMs: null, countedAt: null },
    `The new key ${selector} no longer signs: somebody deactivated it. The old key stays.`,
    'Have the rotation go on to activate it again, or take the rotation back.',
  )
}

/** DNS must have the new key still, on every server, before an old one stops to sign. */
function stillEverywhere(rotation: StoredRotation, facts: TurnFacts): Move | null {
  const record = rotation.newKey?.record
  if (record === null || record === undefined) return goneNew(rotation, selectorOf(rotation))
  const look = lookAt(facts, record)
  if (look === null) return { kind: 'look', record }
  if (look.seen.everywhere) return null
  return rest(
    { ...rotation, seen: look.seen },
    pauseForDns(rotation.looks + 1, facts.now.wall - rotation.stepSince, facts.random),
    facts,
    `Not every name server has the record of the new key ${selectorOf(rotation)} any more, so the old key goes on signing. ${lackingWords(look.seen)}`,
    'Publish the record of the new key again.',
  )
}

function unsaidOld(rotation: StoredRotation, keys: readonly KeyFact[]): Move | null {
  const isUnsaid = rotation.oldKeys.some(
    (old) => keys.find(({ selector }) => selector === old.selector)?.signs === null,
  )
  return isUnsaid ? person(rotation, UNSAID, UNSAID_FIX) : null
}

function goneNew(rotation: StoredRotation, selector: string): Move {
  return person(
    rotation,
    `The new key ${selector} is not at the provider any more: somebody deleted it.`,
    'Take this rotation back, and begin another one.',
  )
}

/** Whether a key of the new key's selector is another than the one that the provider made for this rotation. */
export function isAnother(newKey: NewKey | null, { record }: KeyFact): boolean {
  const own = newKey?.record ?? null
  return own !== null && !isSameKey(own, record)
}

function another(rotation: StoredRotation, selector: string): Move {
  return person(
    rotation,
    `The key ${selector} at the provider is not the one that was made for this rotation: somebody made it anew.`,
    'Find out whose it is. Then take this rotation back and begin another one. Taking it back leaves that key alone.',
  )
}

function requireRecord({
  newKey,
}: StoredRotation): (NewKey & { record: NonNullable<NewKey['record']> }) | null {
  return newKey === null || newKey.record === null ? null : { ...newKey, record: newKey.record }
}

function selectorOf({ newKey }: StoredRotation): string {
  return newKey?.selector ?? ''
}

export const UNSAID = 'The provider does not say which of its keys sign, so it is not safe to go on.'
export const UNSAID_FIX = 'Look at the keys at the provider; have the rotation go on to ask again.'
const KEPT = 'The old key is kept while mail signed with it is on the way.'
