import * as v from 'valibot'
import { nullableShapes, optionsWith } from './option-shapes'

/** The provider's verdict on a domain as a whole. */
export const DomainState = v.picklist(['active', 'unverified', 'disabled'])
export type DomainState = v.InferOutput<typeof DomainState>

export const DomainType = v.picklist(['custom', 'sandbox'])
export type DomainType = v.InferOutput<typeof DomainType>

export const RecordType = v.picklist(['A', 'AAAA', 'CNAME', 'MX', 'TXT'])
export type RecordType = v.InferOutput<typeof RecordType>

/** The provider's verdict on a record at its last look: `unknown` until it has looked. */
export const Validity = v.picklist(['valid', 'unknown', 'invalid'])
export type Validity = v.InferOutput<typeof Validity>

/** One DNS record the provider asks for. The app's one record type. */
export const DnsRecord = v.object({
  /** Whether mail is sent or received with its help. */
  purpose: v.picklist(['sending', 'receiving']),
  type: RecordType,
  /** Owner name as an FQDN without trailing dot, A-labels, lower case. */
  name: v.string(),
  /** Rdata in presentation form without priority and without quotes; empty when the provider named none. */
  value: v.string(),
  /** MX preference, 0..65535; null for other types. */
  priority: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65535))),
  valid: Validity,
  /** What the provider last saw in DNS, without the escapes and quotes of zone files (an MX as `10 mxa.mailgun.org`). */
  cached: v.array(v.string()),
  /**
   * Whether the provider uses this record now; null when it did not say. False for the DKIM key of every new domain:
   * whether a record is needed is decided in `needed-records.ts`, not by this.
   */
  isActive: v.nullable(v.boolean()),
})
export type DnsRecord = v.InferOutput<typeof DnsRecord>

/** Why a domain is disabled. Source: the Domains API's `disabled` object. */
export const Disabled = v.object({
  code: v.string(),
  reason: v.string(),
  note: v.string(),
  permanently: v.boolean(),
  /** Milliseconds since the epoch; null when permanent or not said. */
  until: v.nullable(v.number()),
})
export type Disabled = v.InferOutput<typeof Disabled>

/** What the provider says of a domain's options. Each is null when it did not say. */
export const DomainSettings = v.object(nullableShapes(optionsWith('answered')))
export type DomainSettings = v.InferOutput<typeof DomainSettings>

/** The settings of a domain of which the provider said nothing. */
export const NOTHING_SAID = Object.freeze(
  Object.fromEntries(Object.keys(DomainSettings.entries).map((name) => [name, null])),
) as Readonly<DomainSettings>

/** A domain as the provider knows it. */
export const Domain = v.object({
  /** FQDN without trailing dot, A-labels, lower case. */
  name: v.string(),
  /** The provider's own id; null when it did not say. */
  id: v.nullable(v.string()),
  state: DomainState,
  type: DomainType,
  /** Milliseconds since the epoch; null when the provider did not say or the date does not parse. */
  createdAt: v.nullable(v.number()),
  smtpLogin: v.nullable(v.string()),
  subaccountId: v.nullable(v.string()),
  trackingHost: v.nullable(v.string()),
  disabled: v.nullable(Disabled),
  settings: DomainSettings,
  /** Fields of the provider's answer this app does not know, as JSON text by field name. Never a password. */
  other: v.record(v.string(), v.string()),
})
export type Domain = v.InferOutput<typeof Domain>

/** A domain's name within the app: the same name may exist in several accounts. */
export const DomainKey = v.object({
  accountId: v.pipe(v.string(), v.nonEmpty()),
  name: v.pipe(v.string(), v.nonEmpty(), v.maxLength(255)),
})
export type DomainKey = v.InferOutput<typeof DomainKey>

/** A row of the list. */
export const DomainRow = v.object({
  accountId: v.string(),
  name: v.string(),
  /** The name with U-labels (RFC 5890); equal to `name` when it has no A-label. */
  unicodeName: v.string(),
  state: DomainState,
  type: DomainType,
  createdAt: v.nullable(v.number()),
  /** When the provider last verified, as far as this app knows; milliseconds since the epoch. */
  verifiedAt: v.nullable(v.number()),
  /** How many needed records are not `valid`; null while the records are not in the cache. */
  failing: v.nullable(v.number()),
})
export type DomainRow = v.InferOutput<typeof DomainRow>

/** Everything the cache knows of one domain. */
export const DomainDetail = v.object({
  accountId: v.string(),
  unicodeName: v.string(),
  domain: Domain,
  records: v.array(DnsRecord),
  /** When the records were fetched; null while they never were. Milliseconds since the epoch. */
  fetchedAt: v.nullable(v.number()),
  verifiedAt: v.nullable(v.number()),
})
export type DomainDetail = v.InferOutput<typeof DomainDetail>
