import type { DnsRecord, Domain, DomainState } from '../../preload/contract/domain'
import type { CreateOptions, DomainChanges } from '../../preload/contract/domains'
import type { ZonedeskError } from '../../preload/contract/failure'
import type { Urgency } from './scheduler'

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
  /** How many domains the whole result has; null when the provider did not say, or said what is no number. */
  readonly total: number | null
  readonly items: Domain[]
  /** Rows of the page that could not be read, in their order; absent when there are none. */
  readonly unread?: readonly UnreadRow[]
}

/** A row of the list that names no domain. */
export interface UnreadRow {
  /** Place in the page, from 0. */
  readonly at: number
  /** What is wrong with it, without any of its values: they may be secrets. */
  readonly why: string
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
 * bounds; writes are sent once. Once the provider was asked too often, no request begins until it may be asked again; where
 * that is long, each is refused at once instead.
 */
export interface ProviderClient {
  list(query: DomainListQuery, signal?: AbortSignal, manner?: ReadManner): Promise<ProviderPage>
  create(name: string, options: CreateOptions, signal?: AbortSignal): Promise<ProviderAnswer>
  get(name: string, signal?: AbortSignal, manner?: ReadManner): Promise<ProviderAnswer>
  update(name: string, changes: DomainChanges, signal?: AbortSignal): Promise<ProviderAnswer>
  verify(name: string, signal?: AbortSignal): Promise<ProviderAnswer>
  delete(name: string, signal?: AbortSignal): Promise<{ message: string }>
}

/** How a read is made, where it is not made as for a person who waits for it. */
export interface ReadManner {
  /** `user` when absent: before whatever is less urgent. */
  readonly urgency?: Urgency
  /** Whether it is sent once and not tried again. */
  readonly once?: boolean
}

/** The part of `fetch` the client uses. Node's and Electron's fit as they are. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/**
 * Whether the host of an address takes connections now, or is not reached directly. It never fails.
 *
 * @param signal ends the attempt
 */
export type TakesConnections = (url: string, signal: AbortSignal) => Promise<boolean>

/**
 * Asked when the provider does not know the key, before the call fails with that. It must not fail.
 *
 * @param refusal what the call fails with otherwise; its code is `unauthorized`
 * @returns what the call fails with instead; null where nothing better is known
 */
export type AdviseOnKey = (refusal: ZonedeskError) => Promise<ZonedeskError | null>
