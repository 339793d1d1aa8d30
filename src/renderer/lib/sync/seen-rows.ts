import type { DomainKey } from '../../../preload/contract/domain'

/** Rows that pass by while the list is scrolled are not looked at. */
const AFTER_MS = 200

let timer: ReturnType<typeof setTimeout> | undefined
let last = ''

/** Tells the sync which domains are looked at, so that it fetches their records first. */
export const seenRows = {
  tell(keys: readonly DomainKey[]): void {
    const seen = keys.map(({ accountId, name }) => ({ accountId, name }))
    const text = JSON.stringify(seen)
    if (text === last) return
    last = text
    clearTimeout(timer)
    timer = setTimeout(() => undefined, AFTER_MS)
  },
}
