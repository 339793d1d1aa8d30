import * as v from 'valibot'
import type { Notice } from '../../preload/contract/notice'
import { ZonedeskError } from '../../preload/contract/failure'
import { openOwn, type OwnFile } from '../sqlite/own-file'
import { isDamage } from '../sqlite/storage-failure'
import { createEmbeddedService, EMBEDDED_BASE_URL, type EmbeddedService } from './service'

/** The embedded service as one more connection of the app's, in this process and without a network. */
export interface EmbeddedConnection {
  readonly connection: {
    readonly kind: 'embedded'
    readonly baseUrl: string
    readonly apiKey: () => Promise<string>
  }
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
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
  let damaged = false

  function report(error: unknown): void {
    damaged ||= isDamage(error)
    onFault(error)
  }

  function open(): EmbeddedService | ZonedeskError {
    try {
      const make = (): EmbeddedService =>
        createEmbeddedService({
          databasePath: file.path,
          copyOf: file.copyOf,
          apiKey,
          resolver,
          log: report,
        })
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
    if (damaged) closeFile()
    service ??= open()
    if (service instanceof ZonedeskError) throw service
    return service
  }

  /** A file found damaged is closed before the next request, so that its copy takes its place as at a start. */
  function closeFile(): void {
    if (service !== null && !(service instanceof ZonedeskError)) service.close()
    service = null
    damaged = false
  }

  return {
    connection: { kind: 'embedded', baseUrl: EMBEDDED_BASE_URL, apiKey: () => Promise.resolve(apiKey) },
    fetch: async (url, init) => requireWorking(await running().fetch(new Request(url, init))),
    handlerFor: (key) => {
      let known = running()
      let handler = known.withKey(key)
      return async (request) => {
        const current = running()
        if (current !== known) handler = current.withKey(key)
        known = current
        return handler(request)
      }
    },
    setResolver: (address) => {
      resolver = address
      if (service !== null && !(service instanceof ZonedeskError)) service.setResolver(address)
    },
    close: closeFile,
  }
}

/**
 * What the service answers with HTTP's "service unavailable" (RFC 9110 15.6.4) when no DNS lookup succeeded, and with
 * "insufficient storage" (RFC 4918 11.5) when its file cannot be read or written.
 */
async function requireWorking(response: Response): Promise<Response> {
  if (response.status !== 503 && response.status !== 507) return response
  const { message } = v.parse(v.object({ message: v.string() }), await response.json())
  if (response.status === 507) {
    throw new ZonedeskError('storage', message, {
      fix: 'Try again once the disk has space and the data folder can be written. A damaged file is then restored from its newest copy.',
    })
  }
  throw new ZonedeskError('bad-answer', message, {
    fix: 'Check the DNS resolver in the settings and the network connection, then verify again.',
  })
}
