import type { StoredRotation } from '../../../profile/rotation-store'
import { justEnded } from './ended'
import { isAnother, UNSAID, UNSAID_FIX } from './forward'
import { pauseForDns } from './look-pauses'
import {
  atStep,
  become,
  type KeyFact,
  lackingWords,
  lookAt,
  type Move,
  oldKeysNow,
  order,
  person,
  rest,
  type TurnFacts,
} from './move'

/** The next move on the way back to the old keys. Nothing is written but by what this turn read and saw. */
export function backward(rotation: StoredRotation, facts: TurnFacts): Move {
  const { keys, now } = facts
  if (keys === null) return { kind: 'read' }
  const known = { ...rotation, oldKeys: oldKeysNow(rotation.oldKeys, keys, now) }
  switch (rotation.step) {
    case 'reactivating':
      return reactivating(known, keys, facts)
    case 'withdrawing':
      return withdrawing(known, keys, facts)
    case 'discarding':
      return discarding(known, keys, facts)
    default:
      throw new RangeError(`${rotation.step} is no step back.`)
  }
}

/** Old keys may sign again as soon as DNS has them everywhere: the same rule as for the new one. */
function reactivating(rotation: StoredRotation, keys: readonly KeyFact[], facts: TurnFacts): Move {
  const { now } = facts
  const { oldKeys } = rotation
  const next = oldKeys.find(({ state }) => state === 'rests')
  if (next === undefined) {
    if (oldKeys.some(({ state }) => state === 'signs') || !isThere(newKeyOf(rotation, keys))) {
      return become(atStep(rotation, 'withdrawing', now, 'The old key signs.'))
    }
    return person(
      rotation,
      'No old key is left at the provider, so the rotation cannot be taken back.',
      'Keep the new key: stop this rotation and take it off the list.',
    )
  }
  if (keys.find(({ selector }) => selector === next.selector)?.signs === null) {
    return person(rotation, UNSAID, UNSAID_FIX)
  }
  const look = lookAt(facts, next.record)
  if (look === null) return { kind: 'look', record: next.record }
  const seen = { ...rotation, seen: look.seen }
  if (!look.seen.everywhere) return waitForOld(seen, next.selector, facts)
  return order(seen, 'activate', next.selector, facts)
}

function withdrawing(rotation: StoredRotation, keys: readonly KeyFact[], facts: TurnFacts): Move {
  const { now } = facts
  const key = newKeyOf(rotation, keys)
  if (!isThere(key) || key.signs === false) {
    return become(atStep(rotation, 'discarding', now, 'The new key does not sign.'))
  }
  if (key.signs === null) return person(rotation, UNSAID, UNSAID_FIX)
  const old = rotation.oldKeys.find(({ state }) => state === 'signs')
  if (old === undefined) return become(atStep(rotation, 'reactivating', now, 'The old key does not sign.'))
  const look = lookAt(facts, old.record)
  if (look === null) return { kind: 'look', record: old.record }
  if (!look.seen.everywhere) return waitForOld({ ...rotation, seen: look.seen }, old.selector, facts)
  return order(rotation, 'deactivate', key.selector, facts)
}

function discarding(rotation: StoredRotation, keys: readonly KeyFact[], facts: TurnFacts): Move {
  const { now } = facts
  const key = newKeyOf(rotation, keys)
  if (!isThere(key)) return { kind: 'rest', rotation: justEnded(rotation, 'taken-back', facts) }
  if (key.signs === true) return become(atStep(rotation, 'withdrawing', now, 'The new key signs.'))
  if (key.signs === null) return person(rotation, UNSAID, UNSAID_FIX)
  return order(rotation, 'delete', key.selector, facts)
}

function waitForOld(rotation: StoredRotation, selector: string, facts: TurnFacts): Move {
  const { seen } = rotation
  return rest(
    rotation,
    pauseForDns(rotation.looks + 1, facts.now.wall - rotation.stepSince, facts.random),
    facts,
    `The record of the old key ${selector} has to be published again before that key signs alone. ${seen === null ? '' : lackingWords(seen)}`,
    'Publish the record again; Zonedesk goes on by itself.',
  )
}

/** The key that the rotation asked for; a key of that name that it did not ask for, or another one, is somebody else's. */
function newKeyOf({ newKey }: StoredRotation, keys: readonly KeyFact[]): KeyFact | undefined {
  if (newKey?.asked !== true) return undefined
  const key = keys.find(({ selector }) => selector === newKey.selector)
  return key === undefined || isAnother(newKey, key) ? undefined : key
}

function isThere(key: KeyFact | undefined): key is KeyFact {
  return key !== undefined
}
