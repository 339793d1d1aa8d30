import type { SyncStatus } from '../../../preload/contract/sync'
import { listen } from '../../state/api'
import { accountList } from '../../state/account-list.svelte'
import { view } from '../../state/view.svelte'
import { toast } from '../../state/toasts.svelte'
import { isRunning } from '../../state/sync-summary'

/** A sync that took less time was not left to run. */
const LONG_MS = 3000

/**
 * Tells how a long sync ended when the user looks at another account by then; where they look at its own, the
 * sidebar says so. Call once. The answer stops telling.
 */
export function tellOfSyncsElsewhere(): () => void {
  const started = new Map<string, number>()
  return listen('syncProgress', (status) => {
    const { accountId } = status
    if (isRunning(status)) {
      if (!started.has(accountId)) started.set(accountId, Date.now())
      return
    }
    const since = started.get(accountId)
    started.delete(accountId)
    if (since === undefined || Date.now() - since < LONG_MS) return
    if (view.accountId === null || view.accountId === accountId) return
    tell(status)
  })
}

function tell(status: SyncStatus): void {
  const name = accountList.get(status.accountId)?.name
  if (name === undefined || status.phase === 'cancelled') return
  if (status.failure !== null) {
    toast({ severity: 'warn', message: `${name}: ${status.failure.message}`, fix: status.failure.fix })
  } else toast({ severity: 'info', message: `${name} is synced.` })
}
