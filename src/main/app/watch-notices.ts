import { Notification } from 'electron'
import type { DomainKey } from '../../preload/contract/domain'
import type { Watch } from '../../preload/contract/watches'
import { endsWords, gatherEnds } from './watch-ends'

/**
 * Tells the person at the desktop how watches ended.
 *
 * @param onClick told which domain to show; null where there are several
 */
export function createWatchNotices(onClick: (key: DomainKey | null) => void): (watch: Watch) => void {
  // A notification that nothing refers to is garbage-collected, and its click is lost.
  const shown = new Set<Notification>()
  return gatherEnds((ended) => {
    if (!Notification.isSupported()) return
    const notification = new Notification(endsWords(ended))
    shown.add(notification)
    const forget = (): void => void shown.delete(notification)
    notification.on('click', () => {
      forget()
      const [first, second] = ended
      onClick(
        first === undefined || second !== undefined ? null : { accountId: first.accountId, name: first.name },
      )
    })
    notification.on('close', forget)
    notification.show()
  })
}
