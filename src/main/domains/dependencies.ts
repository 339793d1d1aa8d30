import type { EventName, Events } from '../../preload/contract/events'
import type { Cache } from '../cache/cache'
import type { ProviderClient } from '../provider/types'
import type { Timer } from './sync/automatic-sync'

/** Tells the window something. */
export type Emit = <Name extends EventName>(name: Name, payload: Events[Name]) => void

/** What the domain service works with. */
export interface DomainServiceDependencies {
  readonly cache: Cache
  /** @throws ZonedeskError `unauthorized` or `keychain` when the account has no usable key */
  readonly clientFor: (accountId: string) => Promise<ProviderClient>
  readonly accountIds: () => string[]
  /** Whether the account's list takes in the domains of its subaccounts; never when absent. */
  readonly includesSubaccounts?: (accountId: string) => boolean
  readonly emit: Emit
  /** Told of an error that is no `ZonedeskError` and met outside any call, for the log. */
  readonly onFault?: (error: unknown) => void
  /** Told of what is odd about a provider's answer, in a sentence without secrets, for the log. */
  readonly onOddity?: (sentence: string) => void
  /** Milliseconds since the epoch; the system's clock when absent. */
  readonly now?: () => number
  /**
   * Minutes between one sync of an account and the next; 0 for none by itself. When absent nothing begins by itself:
   * no sync, and no look for a provider that is out of reach.
   */
  readonly syncEveryMinutes?: () => number
  /** Days for which the history is kept; 0 keeps it for good, as when absent. */
  readonly historyDays?: () => number
  /** The system's timer when absent. */
  readonly timer?: Timer
  /** 0 inclusive to 1 exclusive; `Math.random` when absent. */
  readonly random?: () => number
}
