import type { Failure } from '../../../../preload/contract/failure'
import { hasEnded, type StoredRotation } from '../../../profile/rotation-store'
import { pauseAfterTrouble } from './look-pauses'
import { atStep, type KeyWrite, type TurnFacts } from './move'

const HOUR_MS = 60 * 60 * 1000

/**
 * A rotation after the provider did not do what it was asked for, or could not be asked. It never goes on from here by
 * what it assumes: the next turn reads the keys first.
 *
 * @param write what was asked for; null when the keys were read, or DNS was looked at
 */
export function afterFailure(
  rotation: StoredRotation,
  write: KeyWrite | null,
  { code, message, fix }: Failure,
  { now, random }: Pick<TurnFacts, 'now' | 'random'>,
): StoredRotation {
  const again = (base: StoredRotation, sentence: string, advice: string): StoredRotation => {
    const tries = base.looks + 1
    const nextAt = now.wall + pauseAfterTrouble(tries, random)
    return { ...base, state: 'under-way', looks: tries, nextAt, sentence, fix: advice }
  }
  const askPerson = (base: StoredRotation, nextAt: number | null): StoredRotation => ({
    ...{ ...base, state: 'needs-person', nextAt, sentence: message },
    fix: fix === '' ? 'Have the rotation go on once this is mended.' : fix,
  })
  // Only DNS was asked: it has ended, whatever becomes of that.
  if (hasEnded(rotation)) return { ...rotation, nextAt: now.wall + HOUR_MS }
  switch (code) {
    case 'offline':
    case 'timeout':
    case 'rate-limited':
    case 'bad-answer':
    case 'cancelled':
      // What the advice says of a write is done here: the keys are read first.
      return again(
        rotation,
        `${message} Zonedesk will try again.`,
        write === null && (code === 'offline' || code === 'bad-answer') ? fix : '',
      )
    case 'read-only':
    case 'unconfirmed':
    case 'unauthorized':
    case 'forbidden':
    case 'keychain':
    case 'not-found':
      // It goes on by itself once that is mended.
      return askPerson({ ...rotation, sent: false }, now.wall + HOUR_MS)
    case 'refused':
    case 'invalid':
    case 'already-exists':
      if (write?.operation === 'activate' && rotation.step === 'activating') {
        const before = {
          ...atStep(rotation, 'publishing', now, ''),
          looks: rotation.looks,
          seen: rotation.seen,
        }
        return again(before, `The provider does not see the record of ${write.selector} yet. ${message}`, '')
      }
      return write?.operation === 'create'
        ? {
            ...askPerson({ ...rotation, sent: false }, null),
            // The app chose the selector: the advice of the call is for somebody who typed it.
            sentence: `The provider did not make the key ${write.selector}. ${message}`,
            fix: 'Mend what the provider names, at the provider. Then have the rotation go on.',
          }
        : askPerson({ ...rotation, sent: false }, null)
    default:
      return again(rotation, `${message} Zonedesk will try again.`, fix)
  }
}

/** Whether a write that failed so was surely not carried out. */
export function isSurelyUnsent({ code }: Failure): boolean {
  return code !== 'offline' && code !== 'timeout' && code !== 'bad-answer' && code !== 'cancelled'
}
