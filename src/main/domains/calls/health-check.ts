import { ZonedeskError } from '../../../preload/contract/failure'
import { SingleFlight } from '../../async/single-flight'
import type { ProviderClient } from '../../provider/types'
import type { Connectivity } from './connectivity'

/** How long a provider may take to answer whether it is there, in milliseconds. */
const ANSWER_MS = 3_000
/** A failed health check stands for the calls that follow so closely, such as of many domains verified at once. */
const STANDS_MS = 500

/** Looks whether an account's provider can be reached, with one small read that is quick to give up. */
export interface HealthCheck {
  /**
   * @returns what keeps the provider from being reached; null when it answers, even with a refusal
   * @throws what `clientFor` throws
   */
  look(accountId: string): Promise<ZonedeskError | null>
  /** The same, or what came out of it a moment ago. */
  recent(accountId: string): Promise<ZonedeskError | null>
  /** Ends the looks under way and waits for their end. */
  close(): Promise<void>
}

/** @param now milliseconds */
export function createHealthCheck(
  clientFor: (accountId: string) => Promise<ProviderClient>,
  connectivity: Pick<Connectivity, 'through'>,
  now: () => number,
): HealthCheck {
  const underWay = new SingleFlight<ZonedeskError | null>()
  const failed = new Map<string, { at: number; error: ZonedeskError }>()
  const closing = new AbortController()

  async function ask(accountId: string): Promise<ZonedeskError | null> {
    const client = await clientFor(accountId)
    const late = AbortSignal.timeout(ANSWER_MS)
    try {
      await connectivity.through(accountId, () =>
        client.list({ limit: 1, skip: 0 }, AbortSignal.any([late, closing.signal]), { once: true }),
      )
      return null
    } catch (error) {
      if (!(error instanceof ZonedeskError)) throw error
      switch (error.failure.code) {
        case 'offline':
        case 'timeout':
          return error
        case 'cancelled':
          return late.aborted ? silent(error) : error
        default:
          return null
      }
    }
  }

  function look(accountId: string): Promise<ZonedeskError | null> {
    return underWay.join(accountId, async () => {
      const error = await ask(accountId)
      if (error === null) failed.delete(accountId)
      else failed.set(accountId, { at: now(), error })
      return error
    })
  }

  return {
    look,
    recent(accountId) {
      const before = failed.get(accountId)
      const stands = before !== undefined && Math.abs(now() - before.at) < STANDS_MS
      return stands ? Promise.resolve(before.error) : look(accountId)
    },
    async close() {
      closing.abort()
      await underWay.idle()
    },
  }
}

function silent(cause: ZonedeskError): ZonedeskError {
  return new ZonedeskError('offline', `The provider did not answer within ${ANSWER_MS / 1000} seconds.`, {
    fix: 'Check the network connection.',
    cause,
  })
}
