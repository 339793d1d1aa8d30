import type { StoredRotation } from '../../../profile/rotation-store'

/** What is there when a rotation was stopped, in one sentence. */
export function stoppedSentence({ step, sent, newKey, oldKeys }: StoredRotation): string {
  const selector = newKey?.selector ?? ''
  const old = oldKeys.map((key) => key.selector).join(' and ')
  const unsure = sent
    ? ' A request was under way. Before anything else, Zonedesk looks up whether it was carried out.'
    : ''
  return `Stopped. ${words()}${unsure}`

  function words(): string {
    switch (step) {
      case 'planned':
        return 'Nothing was changed.'
      case 'creating':
        return 'The old key signs; no new key was seen at the provider yet.'
      case 'publishing':
      case 'activating':
        return `The old key ${old} signs. The new key ${selector} is at the provider and does not sign, as last seen.`
      case 'keeping':
        return `The new key ${selector} signs, and the old key ${old} is kept.`
      case 'deactivating':
      case 'deleting': {
        const left = oldKeys.filter(({ state }) => state !== 'deleted').map((key) => key.selector)
        return left.length === 0
          ? `The new key ${selector} signs, and the old key is deleted.`
          : `The new key ${selector} signs. The old key ${left.join(' and ')} is not deleted.`
      }
      case 'reactivating':
        return `It was being taken back. The new key ${selector} is at the provider still.`
      case 'withdrawing':
        return `It was being taken back. The old key signs, and the new key ${selector} may sign too.`
      case 'discarding':
        return `It was being taken back. The old key signs; the new key ${selector} is not deleted yet.`
    }
  }
}

const BACK = new Set<StoredRotation['step']>(['reactivating', 'withdrawing', 'discarding'])

/** Whether the rotation is on its way back to the old keys. */
export function isGoingBack({ step }: Pick<StoredRotation, 'step'>): boolean {
  return BACK.has(step)
}

/** Whether an old key is gone for good, or may be, so that there is nothing to go back to. */
export function isPastReturn({ step, sent, oldKeys }: StoredRotation): boolean {
  const gone = oldKeys.filter(({ state }) => state === 'deleted').length
  if (step === 'deleting' && (sent || gone > 0)) return true
  return gone > 0 && gone === oldKeys.length
}
