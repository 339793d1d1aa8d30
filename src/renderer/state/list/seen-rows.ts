import type { DomainKey } from '../../../preload/contract/domain'
import { api } from '../api'

/** Rows that pass by while the list is scrolled are not looked at. */
const AFTER_MS = 200
/** No window shows more; what the contract takes at once. */
const MOST = 200

let timer: ReturnType<typeof setTimeout> | undefined
let last = ''

/** Tells the sync which domains are looked at, so that it fetches their records first. */
export const seenRows = {
  tell(rows: readonly DomainKey[]): void {
    const keys = rows.slice(0, MOST).map(({ accountId, name }) => ({ accountId, name }))
    const text = JSON.stringify(keys)
    if (text === last) return
    last = text
    clearTimeout(timer)
    timer = setTimeout(() => {
      // A hint: without it the records come all the same, only later.
      api.sync.see({ keys }).catch(() => undefined)
    }, AFTER_MS)
  },
}
