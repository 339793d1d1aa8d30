import * as v from 'valibot'
import type { Notice } from '../../preload/contract/application'
import { ZonedeskError } from '../../preload/contract/failure'
import { createEmbeddedService, EMBEDDED_BASE_URL, type EmbeddedService } from '../embedded/service'
import type { Connection } from '../accounts/connection'
import type { Fetch } from '../provider/client'
import { openOwn, type OwnFile } from '../sqlite/own-file'

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
 * The embedded service, opened at the first request. When its file cannot be opened, the app goes on with its other
 * accounts, and every request to this one fails with the reason.
 *
 * @param apiKey known to this process alone
 * @param onNotice told once when the file was damaged and its copy took its place
 * @param onFailure told once when the file cannot be opened
 * @param onFault told of faults of the service's own
 */
export function openEmbedded(options: {
  readonly file: OwnFile
  readonly apiKey: string
  readonly resolver: string
  readonly onNotice: (notice: Notice) => void
  readonly onFailure: (failure: ZonedeskError) => void
  readonly onFault: (error: unknown) => void
}): EmbeddedConnection {
  const { file, apiKey, onFault } = options
  let resolver = options.resolver
  let service: EmbeddedService | ZonedeskError | null = null

  function open(): EmbeddedService | ZonedeskError {
    try {
      const make = (): EmbeddedService =>
        createEmbeddedService({ databasePath: file.path, apiKey, resolver, log: onFault })
      const { opened, notice } = openOwn(file, make, Date.now())
      if (notice !== null) options.onNotice(notice)
      return opened
    } catch (error) {
      if (!(error instanceof ZonedeskError)) throw error
      options.onFailure(error)
      return error
    }
  }

  function running(): EmbeddedService {
    service ??= open()
    if (service instanceof ZonedeskError) throw service
    return service
  }

  return {
    connection: { kind: 'embedded', baseUrl: EMBEDDED_BASE_URL, apiKey: () => Promise.resolve(apiKey) },
    fetch: async (url, init) => requireLookups(await running().fetch(new Request(url, init))),
    handlerFor: (key) => running().withKey(key),
    setResolver: (address) => {
      resolver = address
      if (service !== null && !(service instanceof ZonedeskError)) service.setResolver(address)
    },
    close: () => {
      if (service !== null && !(service instanceof ZonedeskError)) service.close()
    },
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
