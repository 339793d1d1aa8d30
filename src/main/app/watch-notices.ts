import { Notification } from 'electron'
import type { DomainKey } from '../../preload/contract/domain'
import type { Watch } from '../../preload/contract/watches'
import { toUnicode } from '../names/unicode-name'

/**
 * Tells the person at the desktop how a watch ended.
 *
 * @param onClick told which domain to show
 */
export function createWatchNotices(onClick: (key: DomainKey) => void): (watch: Watch) => void {
  // A notification that nothing refers to is garbage-collected, and its click is lost.
  const shown = new Set<Notification>()
  return ({ accountId, name, state, sentence }) => {
    if (!Notification.isSupported()) return
    const title =
      state === 'done' ? `${toUnicode(name)} is verified` : `${toUnicode(name)} is still not right`
    const notification = new Notification({ title, body: sentence })
    shown.add(notification)
    const forget = (): void => void shown.delete(notification)
    notification.on('click', () => {
      forget()
      onClick({ accountId, name })
    })
    notification.on('close', forget)
    notification.show()
  }
}
