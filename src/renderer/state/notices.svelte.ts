import type { ApplicationInfo } from '../../preload/contract/application'
import type { Notice } from '../../preload/contract/notice'
import { api, listen } from './api'
import { reportFailure } from './failures.svelte'

let items = $state.raw<readonly Notice[]>([])
let nothingKept = false

function add(notice: Notice): void {
  nothingKept ||= notice.id === 'nothing-kept'
  items = [...items.filter((other) => other.id !== notice.id), notice]
}

/** What happened outside any call, such as a cache that was set aside: shown until it is dismissed. */
export const notices = {
  get items(): readonly Notice[] {
    return items
  },
  /** Whether one said that nothing is kept in this run, also when it was dismissed since. */
  get nothingKept(): boolean {
    return nothingKept
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
