import { redact } from '../log/redaction'
import { listenOnLoopback } from '../embedded/loopback-server'
import { createEmbeddedService } from '../embedded/service'
import type { ServeArguments } from './arguments'

/** The embedded service, answering over HTTP. */
export interface RunningService {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  /** Answers the requests under way, then closes the file. */
  stop(): Promise<void>
}

/**
 * Opens the service's file and serves it on loopback.
 *
 * @param log takes one line, which holds no secret
 * @throws ZonedeskError `storage` when the file cannot be opened, `invalid` when the port cannot be had
 */
export async function serve(
  { databasePath, apiKey, resolver, port, verifyPerMinute }: ServeArguments,
  log: (line: string) => void,
): Promise<RunningService> {
  const clean = (line: string): void => log(redact(line.replaceAll(apiKey, '[redacted]')))
  const service = createEmbeddedService({
    databasePath,
    apiKey,
    resolver,
    ...(verifyPerMinute === null ? {} : { verifyLimit: { times: verifyPerMinute, perMs: 60_000 } }),
    log: (error) =>
      clean(`fault: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
  })
  try {
    const listener = await listenOnLoopback({
      port,
      fetch: (request) => service.fetch(request),
      onAnswer: ({ method, path, status, milliseconds }) =>
        clean(`${new Date().toISOString()} ${method} ${path} ${status} ${milliseconds} ms`),
    })
    return {
      url: listener.url,
      stop: async () => {
        await listener.close()
        service.close()
      },
    }
  } catch (error) {
    service.close()
    throw error
  }
}
