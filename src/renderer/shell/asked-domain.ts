import { listen } from '../state/api'
import { lookAt } from '../state/view.svelte'

/**
 * Shows the DNS of a domain that was asked for outside the window, such as by a click on a notification.
 *
 * @param open brings the domain's pane in sight where one pane is shown at a time
 */
export function followAskedDomains(open: () => void): () => void {
  return listen('domainAsked', (key) => {
    lookAt(key, 'dns')
    open()
  })
}
