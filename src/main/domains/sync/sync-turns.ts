import { ZonedeskError } from '../../../preload/contract/failure'

/** Turns that several accounts take, so that a large one does not keep the others waiting. */
export interface SyncTurns {
  /** Whether a turn would be given at once. */
  isFree(): boolean
  /**
   * Does one piece of work in a turn, first come first served. Who has more to do lines up anew.
   *
   * @throws ZonedeskError `cancelled` when the signal fires before the turn; the work is not done then
   */
  take<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>
}

/** @param atOnce turns under way at once, 1 or more */
export function createSyncTurns(atOnce: number): SyncTurns {
  const waiting = new Set<() => void>()
  let free = atOnce

  async function line(signal: AbortSignal): Promise<void> {
    refuse(signal)
    if (free > 0) {
      free -= 1
      return
    }
    await new Promise<void>((resolve, reject) => {
      const begin = (): void => {
        waiting.delete(begin)
        signal.removeEventListener('abort', leave)
        resolve()
      }
      const leave = (): void => {
        waiting.delete(begin)
        reject(cancelled())
      }
      waiting.add(begin)
      signal.addEventListener('abort', leave, { once: true })
    })
  }

  function giveBack(): void {
    const [next] = waiting
    if (next === undefined) free += 1
    else next()
  }

  return {
    isFree: () => free > 0,
    async take(work, signal) {
      await line(signal)
      try {
        refuse(signal)
        return await work()
      } finally {
        giveBack()
      }
    },
  }
}

function refuse(signal: AbortSignal): void {
  if (signal.aborted) throw cancelled()
}

function cancelled(): ZonedeskError {
  return new ZonedeskError('cancelled', 'The sync was stopped.')
}
