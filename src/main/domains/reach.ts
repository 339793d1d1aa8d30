import { ZonedeskError } from '../../preload/contract/failure'

/** Knows, by account, since when its provider cannot be reached. */
export interface Reach {
  /** Milliseconds since the epoch; null when the last try reached it, or there was none. */
  offlineSince(accountId: string): number | null
  /** Makes a call and learns from how it ends; its outcome is passed on as it is. */
  through<T>(accountId: string, call: () => Promise<T>): Promise<T>
  forget(accountId: string): void
}

/**
 * @param onChange told after an account went offline or came back
 */
export function createReach(now: () => number, onChange: (accountId: string) => void): Reach {
  const since = new Map<string, number>()

  function note(accountId: string, reached: boolean): void {
    if (reached === !since.has(accountId)) return
    if (reached) since.delete(accountId)
    else since.set(accountId, now())
    onChange(accountId)
  }

  return {
    offlineSince: (accountId) => since.get(accountId) ?? null,
    forget: (accountId) => void since.delete(accountId),
    async through(accountId, call) {
      try {
        const answer = await call()
        note(accountId, true)
        return answer
      } catch (error) {
        const reached = whetherReached(error)
        if (reached !== null) note(accountId, reached)
        throw error
      }
    },
  }
}

/** Null when the failure says nothing about the network. */
function whetherReached(error: unknown): boolean | null {
  if (!(error instanceof ZonedeskError)) return null
  switch (error.failure.code) {
    case 'offline':
      return false
    case 'timeout':
    case 'cancelled':
    case 'keychain':
    case 'storage':
    case 'untrusted':
    case 'internal':
      return null
    default:
      return true
  }
}
