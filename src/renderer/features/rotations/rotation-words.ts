import type {
  KeyServer,
  LeftStanding,
  RotationStep,
  RotationWait,
} from '../../../preload/contract/rotation-facts'
import type { Rotation } from '../../../preload/contract/rotations'
import { grouped } from '../../base/counted'

/** What rotations wait for, as the window says it; those that need a person first. */
export const WAITS: readonly { readonly wait: RotationWait; readonly label: string }[] = [
  { wait: 'person', label: 'Needs you' },
  { wait: 'dns', label: 'Record to publish' },
  { wait: 'provider', label: 'At the provider' },
  { wait: 'turn', label: 'Waiting its turn' },
  { wait: 'time', label: 'Old key kept' },
  { wait: 'stopped', label: 'Stopped' },
  { wait: 'ended', label: 'Ended' },
]

const FORWARD: readonly RotationStep[] = [
  ...(['planned', 'creating', 'publishing', 'activating', 'keeping', 'deactivating', 'deleting'] as const),
]
/** States in which nothing happens by itself, before the place where it stands. */
const STANDS: Partial<Record<Rotation['state'], string>> = {
  'needs-person': 'Needs you on',
  stopped: 'Stopped on',
}
const DAY_MS = 24 * 60 * 60 * 1000

/** Whether a rotation is on its way back to the old keys. */
export function isGoingBack({ step }: Pick<Rotation, 'step'>): boolean {
  return !FORWARD.includes(step)
}

/** Where a rotation is, in a few words. */
export function placeWords(rotation: Rotation): string {
  const { state, step, keptMs, keepMs, left } = rotation
  const hasRecord = left.some(({ seen }) => seen?.standing === 'there') ? ', record can go' : ''
  if (state === 'done') return `Done${hasRecord}`
  if (state === 'taken-back') return `Taken back${hasRecord}`
  if (isGoingBack(rotation)) return `${STANDS[state] ?? 'On'} the way back`
  const at = FORWARD.indexOf(step)
  const stands = STANDS[state]
  if (stands !== undefined) return `${stands} step ${at + 1} of ${FORWARD.length}`
  const kept =
    step === 'keeping' && keptMs !== null
      ? `, kept ${(keptMs / DAY_MS).toFixed(1)} of ${(keepMs / DAY_MS).toFixed(1)} days`
      : ''
  return `Step ${at + 1} of ${FORWARD.length}${kept}`
}

/** Whether an old key is deleted, or may be, so that there is nothing to go back to. */
export function isPastReturn({ step, sent, oldKeys }: Rotation): boolean {
  const gone = oldKeys.filter(({ state }) => state === 'deleted').length
  return (step === 'deleting' && (sent || gone > 0)) || (gone > 0 && gone === oldKeys.length)
}

const MAY_SIGN: readonly RotationStep[] = ['activating', 'keeping', 'deactivating', 'deleting', 'withdrawing']

/** The answers to whether a rotation goes off the list. */
export const OFF_THE_LIST = { stay: 'Keep it', go: 'Take off the list' } as const

/** What happens when a rotation is taken back, in the order in which it happens; each is a sentence. */
export function takeBackWords({ step, newKey, oldKeys, keptMs }: Rotation): string[] {
  if (newKey?.asked !== true) return ['No new key was asked for. The rotation ends, and nothing is sent.']
  const { selector } = newKey
  const selectors = (state: 'rests' | 'signs'): string =>
    oldKeys
      .filter((key) => key.state === state)
      .map((key) => key.selector)
      .join(' and ')
  const rests = selectors('rests')
  const mayHaveSigned = keptMs !== null || MAY_SIGN.includes(step)
  return [
    rests === ''
      ? `The provider goes on signing with the old key ${selectors('signs')}.`
      : `The provider signs with the old key ${rests} again, once every name server has its record.`,
    mayHaveSigned
      ? `It then stops signing with the new key ${selector}, and deletes that key for good.`
      : `It deletes the new key ${selector} for good.`,
    ...(mayHaveSigned
      ? [
          `This list then names a day. Leave the record of ${selector} in the zone until that day: mail signed with this key may be on its way.`,
        ]
      : []),
  ]
}

/** What one name server has of the record that is waited for. */
export const SERVER_WORDS: Readonly<Record<KeyServer['standing'], string>> = {
  published: 'has it',
  missing: 'does not have it',
  different: 'has something else',
  silent: 'does not answer',
}

/** What the name servers have at the name of a record that can go. */
export const LEFT_WORDS: Readonly<Record<LeftStanding, string>> = {
  gone: 'No name server has it any more',
  there: 'Still there',
  different: 'Something else stands there',
  unknown: 'Not known: a name server did not answer',
}

/** The selector of the key whose record is to be in DNS: that which is waited for, or the new one; null when none is. */
export function wantedSelector({ waitsFor, seen, newKey, oldKeys }: Rotation): string | null {
  // Where a person has to look first, the key may be gone or another's.
  if (waitsFor === 'ended' || waitsFor === 'person' || newKey === null) return null
  const old = oldKeys.find(({ record }) => waitsFor === 'dns' && record.name === seen?.name)
  if (old !== undefined) return old.selector
  return newKey.record === null ? null : newKey.selector
}

/** What is lost when a rotation is taken off the list, each a sentence; empty where nothing is. */
export function lossWords({ state, newKey, left }: Rotation): string[] {
  const names = left
    .filter(({ seen }) => seen?.standing !== 'gone')
    .map(({ name }) => name)
    .join(' and ')
  return [
    ...(state === 'stopped' ? ['The rotation can then neither go on nor be taken back.'] : []),
    ...(state === 'stopped' && newKey?.asked === true
      ? [`Its new key ${newKey.selector} may be at the provider. If so, it stays there.`]
      : []),
    ...(names === '' ? [] : [`The list then no longer says when the record at ${names} can go.`]),
  ]
}

/**
 * What is lost when all that ended are taken off the list, each a sentence; empty where nothing is.
 *
 * @param left how many have a record that was not seen gone
 */
export function endedLossWords(left: number): string[] {
  if (left === 0) return []
  return [
    left === 1
      ? 'A record of one of them was not seen gone from its zone. The list then no longer says which, and from which day it can go.'
      : `Records of ${grouped(left)} of them were not seen gone from their zones. The list then no longer says which, and from which day each can go.`,
  ]
}
