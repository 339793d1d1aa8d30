import type { ZonedeskError } from '../../preload/contract/failure'
import type { ConnectionSettings } from '../../preload/contract/zone-connections'
import type { Rrset, RrsetChange, WritableRrset } from './rrset'

/**
 * A zone as one DNS host holds it for one set of credentials. Two accounts at a host can hold zones of the same name, and
 * DNS asks the servers of one of them at most.
 */
export interface HostedZone {
  /** What the host calls it; for a host without ids, the apex. */
  readonly id: string
  /** A-labels, lower case, without trailing dot. */
  readonly apex: string
  /**
   * The name servers that the host gave the zone, or those that stand at its apex: A-labels, lower case, sorted. They
   * tell whether the zone is the one that DNS asks. Null where the host does not say.
   */
  readonly nameServers: readonly string[] | null
  /** Why nothing can be written, one sentence: a secondary, a paused zone, a token that only reads. Null where it can. */
  readonly notWritable: string | null
  /**
   * What a person should know before the zone is written, where it is not known to stand in the way, in a sentence or two:
   * such as that the zone is signed, and nobody can see whether its host signs what is written.
   */
  readonly caution?: string
}

/** What was read of a zone. */
export interface ZoneContents {
  readonly zone: HostedZone
  /** Each RRset once. */
  readonly rrsets: readonly Rrset[]
  /**
   * - `whole`: every RRset of the zone is here
   * - `owners`: every RRset at the names that were asked for
   * - `types`: at those names, RRsets of the types in `types` alone; there may be others
   */
  readonly extent: 'whole' | 'owners' | 'types'
  /** With extent `types`, the types that were asked for. */
  readonly types?: readonly string[]
  /** The SOA serial; null where the host does not show it. */
  readonly serial: number | null
  /** Milliseconds since the epoch. */
  readonly at: number
}

/** How a DNS host takes changes. Every number is one that the host documents, or one that was measured. */
export interface ZoneCapabilities {
  /**
   * - `zone`: all changes of one call are made, or none
   * - `rrset`: each RRset is changed whole, one after the other
   * - `record`: records are changed one by one, so that a half-written RRset can be seen
   */
  readonly atomic: 'zone' | 'rrset' | 'record'
  /**
   * - `host`: the host itself refuses a change where the zone is not as the plan says
   * - `read-before`: Zonedesk reads just before it writes, so another editor can come in between
   */
  readonly precondition: 'host' | 'read-before'
  /** Seconds: the least and the most TTL the host takes. */
  readonly ttl: { readonly least: number; readonly most: number }
  /** Seconds, or null for "automatic": what a new RRset gets. */
  readonly newTtl: number | null
  /** Changes of one call. */
  readonly mostChanges: number
  /** Calls under way at once for one connection. */
  readonly atOnce: number
  /** Whether the host can list its zones; where not, it is asked for one by its apex. */
  readonly listsZones: boolean
  /** When the host says itself that all its servers have a change. */
  readonly saysWhenDone: boolean
}

/**
 * How a write ended. An adapter says `unchanged` only where it knows that nothing was written; where the answer was lost,
 * or some changes were made and others not, it says `unknown`, and the zone has to be read.
 */
export type WriteOutcome =
  | {
      readonly state: 'written'
      readonly serial: number | null
      /** Where the host says that somebody else changed the zone meanwhile: what that may mean, in a sentence or two. */
      readonly caution?: string
    }
  /** The zone is not as the plan says. Nothing was written. */
  | { readonly state: 'conflict'; readonly differs: readonly Difference[] }
  /** Nothing was written, and why. */
  | { readonly state: 'unchanged'; readonly error: ZonedeskError }
  /** It is not known what was written, and why. */
  | { readonly state: 'unknown'; readonly error: ZonedeskError }

/** An RRset that is not what the plan says. */
export interface Difference {
  readonly change: RrsetChange
  /** What is there; absent where the host only says that it differs. */
  readonly found?: WritableRrset | null
  /** Something else that stands in the way at the name, in a few words, such as "a CNAME record". */
  readonly inTheWay?: string
}

/**
 * A DNS host, opened with one connection's settings and secret. Every method but `write` throws a ZonedeskError whose
 * sentences carry no secret: `unauthorized` for a credential that is wrong or expired, `forbidden` for one without the
 * right, `not-found`, `rate-limited`, `offline`, `timeout`, `bad-answer`, `refused`, `cancelled`.
 */
export interface ZoneAccess {
  readonly capabilities: ZoneCapabilities
  /**
   * Every zone that the credential may see.
   *
   * @throws ZonedeskError `refused` where the host cannot list them
   */
  zones(signal: AbortSignal): Promise<readonly HostedZone[]>
  /** The zone with an apex, or each of several with the same; empty where the connection does not hold it. */
  find(apex: string, signal: AbortSignal): Promise<readonly HostedZone[]>
  /**
   * What the host itself holds, not what its servers answer after a cache.
   *
   * @param owners names whose RRsets of every type are wanted; more may be answered
   */
  read(zone: HostedZone, owners: readonly string[], signal: AbortSignal): Promise<ZoneContents>
  /**
   * Makes the changes where every RRset still is as `before` says: at a name that gets a CNAME, nothing else is left
   * after the changes; at a name that gets other data, no CNAME is (RFC 1034 section 3.6.2). Never touches SOA or NS.
   * Once it is sent, a write is not cancelled: the signal only keeps it from being sent.
   */
  write(zone: HostedZone, changes: readonly RrsetChange[], signal: AbortSignal): Promise<WriteOutcome>
  /**
   * With `saysWhenDone`: whether all of the host's servers have what was written last.
   *
   * @returns null where it does not know
   */
  isDone?(zone: HostedZone, signal: AbortSignal): Promise<boolean | null>
  /** Ends connections that are kept open. */
  close(): void
}

/** What an adapter needs of the app. */
export interface ZoneAccessParts {
  readonly fetch: typeof fetch
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** @param ms milliseconds */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
}

/**
 * Opens a DNS host with a connection's settings and secret. Opening it sends nothing.
 *
 * @throws ZonedeskError `invalid` where the settings or the secret cannot be right, with the field; `refused` for a kind
 *   that this version cannot open
 */
export type OpenAccess = (
  settings: ConnectionSettings,
  secret: string,
  parts: ZoneAccessParts,
) => Promise<ZoneAccess>
