import { createApp } from './app'
import { createBackOffice, type BackOffice } from './back-office'
import type { Context } from './requests/context'
import { ListAnswers } from './records/list-answers'
import { DEFAULT_LIMITS, lookUpAll, type LookUp, type LookupLimits } from './records/lookup'
import { US_PROVIDER_HOSTS, type ProviderHosts } from './records/provider-hosts'
import { createRateLimiter, type RateLimit } from './requests/rate-limit'
import { createDeletions } from './domains/deletions'
import { createReinstatement } from './domains/reinstatement'
import { resolverServer } from '../dns/resolvers/resolver-address'
import { Store } from './store/store'

/** Origin for in-process requests. Nothing listens there, and `.invalid` never resolves (RFC 6761 6.4). */
export const EMBEDDED_BASE_URL = 'http://embedded.invalid'

export interface EmbeddedServiceOptions {
  /** SQLite file of the service's own, made when absent. */
  readonly databasePath: string
  /** The file that one is a copy of, when nothing is to be written. */
  readonly copyOf?: string | undefined
  /** What callers must send as HTTP Basic `api:<apiKey>`. */
  readonly apiKey: string
  /** Resolver for verification: `system`, or an IP address with an optional port. */
  readonly resolver: string
  readonly hosts?: ProviderHosts
  readonly limits?: LookupLimits
  /** Answers verification in the place of the resolver. */
  readonly lookUp?: LookUp
  /** How often domains may be verified, all together; without it as often as one likes. */
  readonly verifyLimit?: RateLimit
  /** Milliseconds since the epoch. */
  readonly now?: () => number
  /** Told of each error that is not the caller's. */
  readonly log?: (error: unknown) => void
}

export interface EmbeddedService {
  /** Answers one request of the Domains API; only the path and query of its URL count. Never rejects. */
  fetch(request: Request): Promise<Response>
  /** The same service for callers that know it by another key. */
  withKey(apiKey: string): (request: Request) => Promise<Response>
  /** @throws ZonedeskError `invalid` with field `resolver`; the resolver before stays in use then */
  setResolver(resolver: string): void
  readonly backOffice: BackOffice
  /** Closes the file. Requests under way fail with a 500. */
  close(): void
}

/**
 * Opens the embedded domain service: the Domains API without a network, over one SQLite file.
 *
 * @throws ZonedeskError `storage` when the file cannot be opened, `invalid` for a bad resolver
 */
export function createEmbeddedService(options: EmbeddedServiceOptions): EmbeddedService {
  let resolver = resolverServer(options.resolver)
  const store = new Store(options.databasePath, options.copyOf)
  const hosts = options.hosts ?? US_PROVIDER_HOSTS
  const now = options.now ?? Date.now
  const context: Context = {
    store,
    hosts,
    listAnswers: new ListAnswers(store, hosts),
    lookUp:
      options.lookUp ?? ((questions) => lookUpAll(questions, resolver, options.limits ?? DEFAULT_LIMITS)),
    verifications: createRateLimiter(options.verifyLimit ?? null, now),
    now,
  }
  const reinstatement = createReinstatement(context)
  const log = options.log ?? (() => undefined)
  const deletions = createDeletions(store, log)
  const withKey = (apiKey: string) => {
    const app = createApp(context, reinstatement, deletions, apiKey, log)
    return async (request: Request) => app.fetch(request)
  }
  return {
    fetch: withKey(options.apiKey),
    withKey,
    setResolver: (text) => {
      resolver = resolverServer(text)
    },
    backOffice: createBackOffice(context, reinstatement),
    close: () => {
      deletions.close()
      store.close()
    },
  }
}
