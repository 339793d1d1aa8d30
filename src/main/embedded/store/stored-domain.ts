import * as v from 'valibot'
import { Validity, DomainState, DomainType } from '../../../preload/contract/domain'
import { SpamAction, WebScheme } from '../../../preload/contract/option-rules'
import { forEachSwitch } from './switches'

export const Flag = v.pipe(
  v.picklist([0, 1]),
  v.transform((value) => value === 1),
)

/** Text of a JSON value that must fit a schema. */
export function json<S extends v.BaseSchema<unknown, unknown, v.BaseIssue<unknown>>>(schema: S) {
  return v.pipe(
    v.string(),
    v.transform((text): unknown => JSON.parse(text)),
    schema,
  )
}

/** Why the provider disabled a domain, as the API writes it. */
export const DisabledNote = v.object({
  code: v.string(),
  note: v.string(),
  permanently: v.boolean(),
  reason: v.string(),
  until: v.optional(v.string()),
})
export type DisabledNote = v.InferOutput<typeof DisabledNote>

/** A row of the table `domains`. */
export const StoredDomain = v.object({
  seq: v.number(),
  id: v.string(),
  name: v.string(),
  type: DomainType,
  state: DomainState,
  created_at: v.number(),
  /** Name of the domain whose DKIM identity signs for this one; its own name when it signs for itself. */
  authority: v.string(),
  /** Domain under which the DKIM key is published. */
  dkim_host: v.string(),
  dkim_selector: v.string(),
  spam_action: SpamAction,
  ...forEachSwitch(() => Flag),
  web_prefix: v.string(),
  web_scheme: WebScheme,
  message_ttl: v.number(),
  archive_to: v.nullable(v.string()),
  mailfrom_host: v.nullable(v.string()),
  ips: v.nullable(v.string()),
  pool_id: v.nullable(v.string()),
  smtp_password_hash: v.nullable(v.string()),
  disabled: v.nullable(json(DisabledNote)),
  /** Which subaccount it belongs to; null for the main account. */
  subaccount_id: v.nullable(v.string()),
  /** One sentence for each lookup of the last verification that failed. */
  lookup_failures: json(v.array(v.string())),
})
export type StoredDomain = v.InferOutput<typeof StoredDomain>

/** What a new domain is made of; the store adds `seq`. */
export type NewDomain = Omit<StoredDomain, 'seq'>

/** What an update may change. */
export type StoredDomainChanges = Partial<Omit<StoredDomain, 'seq' | 'id' | 'name' | 'type' | 'created_at'>>

export const StoredKey = v.object({
  host: v.string(),
  selector: v.string(),
  bits: v.number(),
  /** PKCS #8, PEM. It never leaves this process. */
  private_key: v.string(),
  /** SubjectPublicKeyInfo, DER, base64: the `p=` tag (RFC 6376 3.6.1). */
  public_key: v.string(),
  /** Whether mail is signed with it. */
  active: Flag,
})
export type StoredKey = v.InferOutput<typeof StoredKey>

/** A key that does not sign yet. */
export type NewKey = Omit<StoredKey, 'active'>

/** The last judgement of one record. */
export const Verdict = v.object({
  /** Which record, as `recordId` writes it. */
  record: v.string(),
  valid: Validity,
  cached: json(v.array(v.string())),
})
export type Verdict = v.InferOutput<typeof Verdict>
