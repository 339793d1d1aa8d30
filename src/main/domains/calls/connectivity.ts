import { ZonedeskError } from '../../../preload/contract/failure'

/** Knows, by account, since when its provider cannot be reached. */
export interface Connectivity {
  /** Milliseconds since the epoch; null when the last try reached it, or there was none. */
  offlineSince(accountId: string): number | null
  /** Makes a call and learns from how it ends; its outcome is passed on as it is. */
  through<T>(accountId: string, call: () => Promise<T>): Promise<T>
  forget(accountId: string): void
}

export interface ConnectivityOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** What was known when the app last ran; null when the provider could be reached, or nothing is known. */
  readonly remembered: (accountId: string) => number | null
  /** Told after an account went offline or came back. */
  readonly onChange: (accountId: string, offlineSince: number | null) => void
}

export function createConnectivity({ now, remembered, onChange }: ConnectivityOptions): Connectivity {
  const known = new Map<string, number | null>()

  function offlineSince(accountId: string): number | null {
    const since = known.get(accountId)
    if (since !== undefined) return since
    const before = remembered(accountId)
    known.set(accountId, before)
    return before
  }

  function note(accountId: string, reached: boolean): void {
    if (reached === (offlineSince(accountId) === null)) return
    const since = reached ? null : now()
    known.set(accountId, since)
    onChange(accountId, since)
  }

  return {
    offlineSince,
    forget: (accountId) => void known.delete(accountId),
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
    case 'read-only':
    case 'unconfirmed':
    case 'keychain':
    case 'storage':
    case 'untrusted':
    case 'internal':
      return null
    default:
      return true
  }
}
