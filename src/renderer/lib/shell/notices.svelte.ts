import type { ApplicationInfo, Notice } from '../../../preload/contract/application'
import { api, listen } from '../api'
import { reportFailure } from '../failures.svelte'

let items = $state.raw<readonly Notice[]>([])

function add(notice: Notice): void {
  items = [...items.filter((other) => other.id !== notice.id), notice]
}

/** What happened outside any call, such as a cache that was set aside: shown until it is dismissed. */
export const notices = {
  get items(): readonly Notice[] {
    return items
  },
  dismiss(id: string): void {
    items = items.filter((notice) => notice.id !== id)
    api.application.dismissNotice({ id }).catch((error: unknown) => reportFailure(error))
  },
}

/** Takes the notices there are and follows new ones. Call once. The answer stops following. */
export function followNotices(info: ApplicationInfo): () => void {
  info.notices.forEach(add)
  return listen('notice', add)
}
