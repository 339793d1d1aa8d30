import { ZonedeskError } from '../../../preload/contract/failure'

/** Calls to providers that are under way beside a sync, so that they can be stopped. */
export interface CallsUnderWay {
  /**
   * Makes a call; the signal fires when it is to stop.
   *
   * @throws ZonedeskError `cancelled` when it was stopped, also where its answer came all the same
   */
  run<T>(accountId: string, call: (signal: AbortSignal) => Promise<T>): Promise<T>
  /** Stops the calls of an account, or all for null, and waits for their end. */
  stop(accountId: string | null): Promise<void>
}

interface Call {
  readonly accountId: string
  readonly controller: AbortController
  readonly ended: Promise<unknown>
}

export function createCallsUnderWay(): CallsUnderWay {
  const calls = new Set<Call>()
  return {
    async run(accountId, make) {
      const controller = new AbortController()
      const made = make(controller.signal)
      const call: Call = { accountId, controller, ended: made.catch(() => undefined) }
      calls.add(call)
      try {
        const answer = await made
        if (controller.signal.aborted) throw new ZonedeskError('cancelled', 'The request was cancelled.')
        return answer
      } finally {
        calls.delete(call)
      }
    },
    async stop(accountId) {
      const chosen = [...calls].filter((call) => accountId === null || call.accountId === accountId)
      for (const { controller } of chosen) controller.abort()
      await Promise.all(chosen.map(({ ended }) => ended))
    },
  }
}
