import type { DnsRecord, Domain, DomainState } from '../../preload/contract/domain'
import type { CreateOptions, DomainChanges } from '../../preload/contract/domains'

/** Query of the list. Source: API, `GET /v4/domains`. */
export interface DomainListQuery {
  /** Domains a page, 1..1000. */
  readonly limit: number
  /** Domains to pass over, 0 or more. */
  readonly skip: number
  readonly state?: DomainState
  /** Without it the newest come first. */
  readonly sort?: 'name' | 'name:asc' | 'name:desc'
  /** Name of the domain whose DKIM key is used; the provider ignores it beside `state`. */
  readonly authority?: string
  /** Part of a name, no wildcards. */
  readonly search?: string
  readonly includeSubaccounts?: boolean
}

/** A page of the list. */
export interface ProviderPage {
  /** How many domains the whole result has. */
  readonly total: number
  readonly items: Domain[]
}

/** What the provider says of one domain. */
export interface ProviderAnswer {
  readonly domain: Domain
  /** Sending records first, each in the provider's order. */
  readonly records: DnsRecord[]
  /** The provider's own sentence; empty when it sent none. */
  readonly message: string
}

/**
 * The Domains API of one account. Every method throws `ZonedeskError`; its failure's `code` is one of
 * `invalid`, `already-exists`, `not-found`, `unauthorized`, `forbidden`, `refused`, `rate-limited`,
 * `offline`, `timeout`, `cancelled` and `bad-answer`, or what `apiKey` threw. Reads are retried within
 * bounds; writes are sent once.
 */
export interface ProviderClient {
  list(query: DomainListQuery, signal?: AbortSignal): Promise<ProviderPage>
  create(name: string, options: CreateOptions, signal?: AbortSignal): Promise<ProviderAnswer>
  get(name: string, signal?: AbortSignal): Promise<ProviderAnswer>
  update(name: string, changes: DomainChanges, signal?: AbortSignal): Promise<ProviderAnswer>
  verify(name: string, signal?: AbortSignal): Promise<ProviderAnswer>
  delete(name: string, signal?: AbortSignal): Promise<{ message: string }>
}

/** The part of `fetch` the client uses. Node's and Electron's fit as they are. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

export interface ProviderClientOptions {
  /** Origin, and path if any, before `/v4/domains`; no trailing slash needed. */
  readonly baseUrl: string
  /** Asked for each request, so that a new key acts at once. */
  readonly apiKey: () => Promise<string>
  readonly fetch: Fetch
  /** How long one request may take, answer included, in milliseconds. */
  readonly timeoutMs?: number
  /** How often a read is tried in all, 1 or more. */
  readonly tries?: number
  /** Requests under way at once, 1 or more. */
  readonly concurrency?: number
  /** Requests begun in a second at most; null for no limit. */
  readonly perSecond?: number | null
  readonly now?: () => number
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>
  /** 0 inclusive to 1 exclusive. */
  readonly random?: () => number
}

/** Makes a client of one account. Nothing is sent until a method is called. */
export declare function createProviderClient(options: ProviderClientOptions): ProviderClient
