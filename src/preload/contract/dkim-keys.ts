import * as v from 'valibot'
import { DnsRecord, DomainKey } from './domain'

/** Sizes of RSA key that the provider makes, in bits. Source: API, `POST /v1/dkim/keys`. */
export const DkimKeyBits = v.picklist([1024, 2048])
export type DkimKeyBits = v.InferOutput<typeof DkimKeyBits>

/** A DKIM key as the provider knows it: its public half alone, as the record to publish. */
export const DkimKey = v.object({
  /** Domain in the signature's `d=` (RFC 6376 3.5): A-labels, lower case, no trailing dot. */
  signingDomain: v.string(),
  /** Label or labels before `._domainkey` in the record's owner name (RFC 6376 3.1), lower case. */
  selector: v.string(),
  /** The record to publish. Its `isActive` says whether the key signs; null where the provider did not say. */
  record: DnsRecord,
})
export type DkimKey = v.InferOutput<typeof DkimKey>

/** How the provider rotates the keys of a domain under automatic sender security. */
export const AutomaticRotation = v.object({
  enabled: v.boolean(),
  /** Days between one rotation and the next; null where the provider did not say, or not in a form that is known. */
  intervalDays: v.nullable(v.number()),
  /** The provider's own word for where it is, such as `enabled` or `wait_verify`; null where it did not say. */
  state: v.nullable(v.string()),
  activeSelector: v.nullable(v.string()),
})
export type AutomaticRotation = v.InferOutput<typeof AutomaticRotation>

/** Shortest time between two automatic rotations, in days. Source: API, `rotation_interval`. */
export const LEAST_ROTATION_DAYS = 5

/** Which DKIM key: `name` is the signing domain, A-labels, whether or not it is a domain of the account. */
export const KeyPlace = v.object({
  ...DomainKey.entries,
  selector: v.pipe(v.string(), v.nonEmpty(), v.maxLength(253)),
})
export type KeyPlace = v.InferOutput<typeof KeyPlace>
