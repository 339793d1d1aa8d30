import * as v from 'valibot'
import { ZonedeskError } from '../../preload/contract/failure'
import { createEmbeddedService, EMBEDDED_BASE_URL, type EmbeddedService } from '../embedded/service'
import type { Connection } from '../accounts/connection'
import type { Fetch } from '../provider/client'

/** The embedded service as one more connection. */
export interface EmbeddedConnection {
  readonly connection: Connection
  readonly fetch: Fetch
  /**
   * Answers requests of others, who know the service by a key of their own.
   *
   * @throws ZonedeskError `storage` when the file could not be opened
   */
  readonly handlerFor: (apiKey: string) => (request: Request) => Promise<Response>
  setResolver(resolver: string): void
  close(): void
}

/**
 * Opens the embedded service. When its file cannot be opened, the app goes on with its other accounts, and every
 * request to this one fails with the reason.
 *
 * @param apiKey known to this process alone
 * @param onFailure told once when the file cannot be opened
 * @param onFault told of faults of the service's own
 */
export function openEmbedded(options: {
  readonly databasePath: string
  readonly apiKey: string
  readonly resolver: string
  readonly onFailure: (failure: ZonedeskError) => void
  readonly onFault: (error: unknown) => void
}): EmbeddedConnection {
  const { databasePath, apiKey, resolver, onFailure, onFault } = options
  const connection: Connection = {
    kind: 'embedded',
    baseUrl: EMBEDDED_BASE_URL,
    apiKey: () => Promise.resolve(apiKey),
  }
  try {
    const service: EmbeddedService = createEmbeddedService({ databasePath, apiKey, resolver, log: onFault })
    return {
      connection,
      fetch: async (url, init) => requireLookups(await service.fetch(new Request(url, init))),
      handlerFor: (key) => service.withKey(key),
      setResolver: (address) => service.setResolver(address),
      close: () => service.close(),
    }
  } catch (error) {
    if (!(error instanceof ZonedeskError)) throw error
    onFailure(error)
    return {
      connection,
      fetch: () => Promise.reject(error),
      handlerFor: () => {
        throw error
      },
      setResolver: () => {},
      close: () => {},
    }
  }
}

/** HTTP's "service unavailable" (RFC 9110 15.6.4): the service answers it when no DNS lookup succeeded. */
async function requireLookups(response: Response): Promise<Response> {
  if (response.status !== 503) return response
  const { message } = v.parse(v.object({ message: v.string() }), await response.json())
  throw new ZonedeskError('bad-answer', message, {
    fix: 'Check the DNS resolver in the settings and the network connection, then verify again.',
  })
}
