import { ZonedeskError } from '../../../../preload/contract/failure'
import { hasEnded, type StoredRotation } from '../../../profile/rotation-store'
import { isDueToGo } from './ended'
import { isPastReturn } from './order-words'

/** @throws ZonedeskError `refused` for a rotation that has ended */
export function requireOpen({ state, signingDomain }: StoredRotation): void {
  if (!hasEnded({ state })) return
  throw new ZonedeskError('refused', `The rotation of ${signingDomain} has ended.`, {
    fix:
      state === 'done'
        ? 'The old key is deleted for good. Begin another rotation to replace the new one.'
        : 'Begin another rotation.',
  })
}

/** @throws ZonedeskError `refused` where there is no old key to go back to */
export function requireReturn(rotation: StoredRotation): void {
  if (!isPastReturn(rotation)) return
  throw new ZonedeskError(
    'refused',
    `The rotation of ${rotation.signingDomain} cannot be taken back: an old key is deleted.`,
    { fix: 'Wait until it ends. Then begin another rotation to replace the new key.' },
  )
}

/** @throws ZonedeskError `refused` for a rotation that neither has ended nor is stopped */
export function requireAtRest(rotation: StoredRotation): void {
  if (hasEnded(rotation) || rotation.state === 'stopped') return
  throw new ZonedeskError('refused', `The rotation of ${rotation.signingDomain} is still under way.`, {
    fix: 'Stop it first, or take it back.',
  })
}

/**
 * @param now milliseconds since the epoch
 * @throws ZonedeskError `refused` for a rotation that has not ended, or whose day has not come
 */
export function requireDueToGo(rotation: StoredRotation, now: number): void {
  const { signingDomain } = rotation
  if (!hasEnded(rotation)) {
    throw new ZonedeskError('refused', `The rotation of ${signingDomain} is still under way.`, {
      fix: 'Have it go on: the rotation then looks at its records too.',
    })
  }
  if (isDueToGo(rotation, now)) return
  throw new ZonedeskError(
    'refused',
    `No record of the rotation of ${signingDomain} can go from its zone yet.`,
    {
      fix: 'Look again on the day that is named beside the record.',
    },
  )
}
