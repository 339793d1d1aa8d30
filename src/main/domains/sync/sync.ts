import type { Handlers } from '../../../preload/contract/index'
import { createPrefetch } from '../details/prefetch'
import { createAutomaticSync, type Timer } from './automatic-sync'
import { createSyncEngine, type SyncEngineDependencies } from './sync-engine'

/** Keeps the cache in step with the providers: when asked, by itself, and for the domains on screen first. */
export interface Sync {
  /** Answers the `sync` channels. */
  readonly handlers: Handlers['sync']
  /** Call after a provider went out of reach, with the time since when, or came back, with null. */
  connectivityChanged(accountId: string, offlineSince: number | null): void
  /** Stops what runs for an account, waits for its end and forgets how it went. */
  forgetAccount(accountId: string): Promise<void>
  /** Stops every run and waits for their end. */
  close(): Promise<void>
}

/** What the sync works with. */
export interface SyncDependencies extends Omit<SyncEngineDependencies, 'onEnd'> {
  /** Minutes between one sync of an account and the next; 0 for none by itself. When absent nothing begins by itself. */
  readonly syncEveryMinutes?: (() => number) | undefined
  readonly timer: Timer
  /** 0 inclusive to 1 exclusive. */
  readonly random: () => number
  /** Told when the health check of a provider out of reach failed. */
  readonly noteFault: (error: unknown) => void
  /** Told after a run of an account ended, however it did. */
  readonly onEnded: (accountId: string) => void
}

export function createSync(dependencies: SyncDependencies): Sync {
  const { cache, clientFor, accountIds, emit, connectivity, healthCheck, details, now, timer, random } =
    dependencies
  const { syncEveryMinutes: everyMinutes, includesSubaccounts, noteFault } = dependencies
  const engine = createSyncEngine({
    ...dependencies,
    onEnd(accountId, how) {
      automatic?.ended(accountId, how)
      dependencies.onEnded(accountId)
    },
  })
  const seen = createPrefetch({
    cache,
    clientFor,
    accountIds,
    includesSubaccounts,
    connectivity,
    details,
    emit,
    now,
  })
  const automatic =
    everyMinutes === undefined
      ? null
      : createAutomaticSync({
          accountIds,
          everyMinutes,
          now,
          random,
          timer,
          standing: (accountId) => engine.standing(accountId),
          start: (accountId) => void engine.start(accountId),
          healthCheck: (accountId) => healthCheck.look(accountId).catch(noteFault),
        })

  return {
    handlers: {
      start: ({ accountId }) => engine.start(accountId),
      cancel: ({ accountId }) => engine.cancel(accountId),
      status: () => engine.status(),
      see({ keys }) {
        seen.see(keys)
        return {}
      },
      networkChanged({ online }) {
        automatic?.networkChanged(online)
        return {}
      },
    },
    connectivityChanged(accountId, offlineSince) {
      engine.report(accountId)
      if (offlineSince === null) engine.start(accountId)
      automatic?.wake()
    },
    async forgetAccount(accountId) {
      automatic?.forget(accountId)
      await Promise.all([engine.forget(accountId), seen.stop(accountId)])
    },
    async close() {
      automatic?.stop()
      await Promise.all([engine.close(), seen.stop(null)])
    },
  }
}
