import type { Emit } from '../../../preload/contract/events'
import { Throttle } from '../../async/throttle'

/** At most how often a sync tells of changed rows, in milliseconds. */
const INTERVAL_MS = 250
/** Above this number of names, the window is told that any row may have changed: that is cheaper for it. */
const MOST_NAMES = 500

/** Collects the names a sync changed and tells the window of them now and then. */
export interface ChangedNames {
  add(names: readonly string[]): void
  flush(): void
}

export function collectChangedNames(accountId: string, emit: Emit, now: () => number): ChangedNames {
  let pending = new Set<string>()
  const telling = new Throttle(INTERVAL_MS, now)

  function flush(): void {
    if (pending.size === 0) return
    const names = pending.size > MOST_NAMES ? null : [...pending]
    pending = new Set()
    telling.begin()
    emit('domainsChanged', { accountId, names })
  }

  return {
    add(names) {
      for (const name of names) pending.add(name)
      if (telling.isDue) flush()
    },
    flush,
  }
}
