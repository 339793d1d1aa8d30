import type { LinkTarget } from '../../preload/contract/links'
import { modals } from '../base/modals.svelte'
import { api, listen } from '../state/api'
import { dialogs } from '../state/dialogs.svelte'
import { reportFailure } from '../state/failures.svelte'
import { toast } from '../state/toasts.svelte'
import { lookAt } from '../state/view.svelte'

/**
 * Follows links to domains that come from outside the window. A link shows a domain and does nothing else; while a
 * dialog is open it waits, because what is in a dialog is about the domain that is shown. Of several links the newest
 * is followed.
 *
 * @param open brings the domain's pane in sight where one pane is shown at a time
 */
export function followLinks(open: () => void): () => void {
  let waiting = $state.raw<LinkTarget | null>(null)

  async function take(): Promise<void> {
    try {
      const target = await api.links.take({})
      if (target === null) return
      const isAsking = dialogs.link !== null
      // The question about an earlier link is out of date.
      dialogs.link = null
      waiting = target
      if (modals.top !== null && !isAsking) {
        toast({
          severity: 'info',
          message: `The link to ${target.unicodeName} is followed when you close this dialog.`,
        })
      }
    } catch (error) {
      reportFailure(error)
    }
  }

  function follow(target: LinkTarget): void {
    const [only, ...others] = target.accounts
    if (only === undefined || others.length > 0 || target.namesUnknownAccount) {
      dialogs.link = target
      return
    }
    lookAt({ accountId: only.id, name: target.name }, target.tab)
    open()
  }

  const stopListening = listen('linkArrived', () => void take())
  // One may have come before the window was there to hear of it.
  void take()
  const stopWaiting = $effect.root(() => {
    $effect(() => {
      if (waiting === null || modals.top !== null) return
      const target = waiting
      waiting = null
      follow(target)
    })
  })
  return () => {
    stopListening()
    stopWaiting()
  }
}
