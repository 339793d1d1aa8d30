import type { DnsRecord, Domain, DomainState } from '../../preload/contract/domain'
import type { AutomaticRotation, DkimKey, DkimKeyBits } from '../../preload/contract/dkim-keys'
import type { SmtpCredential } from '../../preload/contract/smtp-credentials'
import type { Subaccount } from '../../preload/contract/subaccounts'
import type { ClickTracking, TrackingCertificate, TrackingSettings } from '../../preload/contract/tracking'
import type { CreateOptions, DomainChanges } from '../../preload/contract/domains'
import type { ZonedeskError } from '../../preload/contract/failure'
import type { Operation } from './operation'
import type { Urgency } from './pace/urgency'

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
 * One account at its provider. Every method throws `ZonedeskError`; its failure's `code` is one of
 * `invalid`, `already-exists`, `not-found`, `unauthorized`, `forbidden`, `refused`, `rate-limited`,
 * `offline`, `timeout`, `cancelled` and `bad-answer`, or what `apiKey` or `permitWrite` threw. Reads are retried within
 * bounds; writes are sent once. Once the provider was asked too often, no request begins until it may be asked again; where
 * that is long, each is refused at once instead.
 */
export interface ProviderClient extends DomainCalls {
  readonly dkimKeys: DkimKeyCalls
  readonly tracking: TrackingCalls
  readonly certificates: CertificateCalls
  readonly credentials: CredentialCalls
  readonly connection: ConnectionCalls
  readonly subaccounts: SubaccountCalls
  /**
   * The same client for a subaccount: every request carries its id, and all share one pace.
   *
   * @param subaccountId null for the account itself
   */
  onBehalfOf(subaccountId: string | null): ProviderClient
  /** How many reads are worth asking for at once now: more would only wait for their turn. Absent where nobody knows. */
  readonly atOnce?: () => number
}

/** The Domains API. */
export interface DomainCalls {
  list(query: DomainListQuery, signal?: AbortSignal, manner?: ReadManner): Promise<ProviderPage>
  create(name: string, options: CreateOptions, signal?: AbortSignal): Promise<ProviderAnswer>
  get(name: string, signal?: AbortSignal, manner?: ReadManner): Promise<ProviderAnswer>
  update(name: string, changes: DomainChanges, signal?: AbortSignal): Promise<ProviderAnswer>
  verify(name: string, signal?: AbortSignal): Promise<ProviderAnswer>
  delete(name: string, signal?: AbortSignal): Promise<{ message: string }>
}

/** DKIM keys, and how many of the answer's rows could not be read. */
export interface ReadDkimKeys {
  readonly keys: DkimKey[]
  readonly unread: number
}

/** Where a new DKIM key comes from: made by the provider, or an RSA private key in PEM (PKCS #1) to import. */
export type DkimKeySource = { readonly bits: DkimKeyBits } | { readonly pem: string }

/** Calls about DKIM keys. Names are A-labels without trailing dot. */
export interface DkimKeyCalls {
  /**
   * A page of the keys of all domains.
   *
   * @param query.page the `next` of the page before; null for the first
   */
  list(
    query: { readonly page: string | null; readonly signingDomain?: string; readonly selector?: string },
    signal?: AbortSignal,
    manner?: ReadManner,
  ): Promise<ReadDkimKeys & { readonly next: string | null }>
  /** The keys under a domain that is a DKIM authority. */
  ofDomain(authority: string, signal?: AbortSignal, manner?: ReadManner): Promise<ReadDkimKeys>
  create(
    signingDomain: string,
    selector: string,
    source: DkimKeySource,
    signal?: AbortSignal,
  ): Promise<DkimKey>
  /** For good. The provider refuses it for the last key that signs. */
  delete(signingDomain: string, selector: string, signal?: AbortSignal): Promise<void>
  /** The provider refuses it until DNS has the key. */
  activate(authority: string, selector: string, signal?: AbortSignal): Promise<void>
  deactivate(authority: string, selector: string, signal?: AbortSignal): Promise<void>
  /** Whether a domain signs with a key of its own, and the records that it needs then. */
  setAuthority(
    name: string,
    self: boolean,
    signal?: AbortSignal,
  ): Promise<{ readonly message: string; readonly changed: boolean | null; readonly records: DnsRecord[] }>
  setSelector(name: string, selector: string, signal?: AbortSignal): Promise<void>
  /** @param rotation.intervalDays whole days, 5 or more; null leaves it to the provider */
  setRotation(
    name: string,
    rotation: { readonly enabled: boolean; readonly intervalDays: number | null },
    signal?: AbortSignal,
  ): Promise<AutomaticRotation>
  rotateNow(name: string, signal?: AbortSignal): Promise<void>
}

/** Calls about what is followed in mail. A null leaves a field as it is. */
export interface TrackingCalls {
  get(name: string, signal?: AbortSignal, manner?: ReadManner): Promise<TrackingSettings>
  setOpen(
    name: string,
    open: { readonly active: boolean; readonly placeAtTheTop: boolean | null },
    signal?: AbortSignal,
  ): Promise<void>
  setClick(name: string, click: ClickTracking, signal?: AbortSignal): Promise<void>
  setUnsubscribe(
    name: string,
    unsubscribe: {
      readonly active: boolean
      readonly htmlFooter: string | null
      readonly textFooter: string | null
    },
    signal?: AbortSignal,
  ): Promise<void>
}

/** Calls about the certificate of a tracking host, such as `email.mg.example.com`. */
export interface CertificateCalls {
  /** Null while none was asked for. */
  status(host: string, signal?: AbortSignal, manner?: ReadManner): Promise<TrackingCertificate | null>
  begin(host: string, signal?: AbortSignal): Promise<void>
  renew(host: string, signal?: AbortSignal): Promise<void>
}

/** What came of writing a credential. */
export interface WrittenCredential {
  /** The password the provider made, which no later answer contains; null where one was sent. */
  readonly generatedPassword: string | null
}

/** Calls about SMTP credentials. A null password has the provider make one. */
export interface CredentialCalls {
  /** @param page.limit 1..1000 */
  list(
    name: string,
    page: { readonly skip: number; readonly limit: number },
    signal?: AbortSignal,
    manner?: ReadManner,
  ): Promise<{ readonly total: number | null; readonly credentials: SmtpCredential[] }>
  create(
    name: string,
    login: string,
    password: string | null,
    signal?: AbortSignal,
  ): Promise<WrittenCredential>
  change(
    name: string,
    login: string,
    password: string | null,
    signal?: AbortSignal,
  ): Promise<WrittenCredential>
  delete(name: string, login: string, signal?: AbortSignal): Promise<void>
  deleteAll(name: string, signal?: AbortSignal): Promise<{ readonly count: number | null }>
}

/** How mail of a domain leaves. Each is null where the provider did not say. */
export interface ConnectionSettings {
  readonly requireTls: boolean | null
  readonly skipVerification: boolean | null
}

/** Calls about how mail of a domain leaves. A null leaves a field as it is. */
export interface ConnectionCalls {
  get(name: string, signal?: AbortSignal, manner?: ReadManner): Promise<ConnectionSettings>
  set(name: string, settings: ConnectionSettings, signal?: AbortSignal): Promise<ConnectionSettings>
}

/** Calls about the accounts below an account. */
export interface SubaccountCalls {
  /** @param page.limit 1..1000 */
  list(
    page: { readonly skip: number; readonly limit: number },
    signal?: AbortSignal,
    manner?: ReadManner,
  ): Promise<{ readonly total: number | null; readonly subaccounts: Subaccount[] }>
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

/**
 * Asked before a request that changes something is sent. It throws where the request must not be sent, and that is what
 * the call fails with.
 */
export type PermitWrite = (operation: Pick<Operation, 'kind'>) => void
