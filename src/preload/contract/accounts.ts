import * as v from 'valibot'
import { channel } from './channel'

/** The id of the account with the sample domains, while it is there; its `kind` is `samples`. */
export const SAMPLES_ACCOUNT_ID = 'samples'

/** Which provider base an account talks to. `own`: the user's own https base URL. */
export const Region = v.picklist(['us', 'eu', 'own'])
export type Region = v.InferOutput<typeof Region>

/** One of the provider's own two installations. */
export const ProviderRegion = v.picklist(['us', 'eu'])
export type ProviderRegion = v.InferOutput<typeof ProviderRegion>

/** Where an account's API key is: in the keychain, in memory until the app quits, or nowhere. */
export const KeyPlace = v.picklist(['keychain', 'session', 'missing', 'not-needed'])
export type KeyPlace = v.InferOutput<typeof KeyPlace>

/**
 * What Zonedesk may change at an account's provider. The app's own data, such as tags and notes, is not meant.
 *
 * - `normal`: what the user asks for
 * - `confirm`: the same, after one more question each time
 * - `read-only`: nothing; Zonedesk only reads
 */
export const WriteMode = v.picklist(['normal', 'confirm', 'read-only'])
export type WriteMode = v.InferOutput<typeof WriteMode>

/** A connection. The API key itself never appears here. */
export const Account = v.object({
  id: v.string(),
  /** `samples`: the domains that the app brings to look around in, see `samples.ts`. */
  kind: v.picklist(['embedded', 'provider', 'samples']),
  name: v.string(),
  /** Null but for a provider. */
  region: v.nullable(Region),
  /** Null but for a provider. */
  baseUrl: v.nullable(v.string()),
  key: KeyPlace,
  /** Whether the sync lists the domains of the account's subaccounts too. */
  includeSubaccounts: v.boolean(),
  /** Always `normal` for the sample domains. */
  writeMode: WriteMode,
})
export type Account = v.InferOutput<typeof Account>

/** How many requests a second the user allows at most; null for no ceiling. */
export const Ceiling = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)))

/** How fast requests of an account follow each other. */
export const AccountPace = v.object({
  /** What Zonedesk sends at most now, in requests a second, as far as it learned what the provider takes. */
  perSecond: v.number(),
  ceiling: Ceiling,
})
export type AccountPace = v.InferOutput<typeof AccountPace>

/** Whether the operating system's keychain can be used now, and if not, what to do. */
export const KeychainStatus = v.object({
  available: v.boolean(),
  message: v.string(),
  fix: v.string(),
})
export type KeychainStatus = v.InferOutput<typeof KeychainStatus>

/** Where the user wants a key kept. `session`: in memory only, asked again at the next start. */
export const KeepKey = v.picklist(['keychain', 'session'])
export type KeepKey = v.InferOutput<typeof KeepKey>

const AccountId = v.object({ accountId: v.string() })
const ApiKey = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(512))
const Connection = v.object({
  region: Region,
  /** Needed for `own`: https, or http on loopback only. Ignored for `us` and `eu`. */
  baseUrl: v.nullable(v.string()),
})

export const accounts = {
  list: channel(v.object({}), v.array(Account)),
  add: channel(
    v.object({
      name: v.string(),
      ...Connection.entries,
      apiKey: ApiKey,
      keepKey: KeepKey,
      writeMode: v.optional(WriteMode, 'normal'),
      ceiling: v.optional(Ceiling, null),
    }),
    Account,
  ),
  rename: channel(v.object({ ...AccountId.entries, name: v.string() }), Account),
  /** Writes a new key; the old one is gone. A key can be written and used, never read. */
  setKey: channel(v.object({ ...AccountId.entries, apiKey: ApiKey, keepKey: KeepKey }), Account),
  /**
   * Changes between the two regions of one provider, keeps the key, and fetches the domains anew. Refused for an account
   * with its own base URL: a stored key never goes to a host that it was not entered for.
   */
  setRegion: channel(v.object({ ...AccountId.entries, region: ProviderRegion }), Account),
  /**
   * Whether the domains of the account's subaccounts are listed too, from the next sync on, which begins at once.
   * Refused for the sample domains, which have none.
   */
  setIncludeSubaccounts: channel(v.object({ ...AccountId.entries, include: v.boolean() }), Account),
  /**
   * What Zonedesk may change at the account's provider, from now on; a write under way is not cut off. Refused for the
   * sample domains.
   */
  setWriteMode: channel(v.object({ ...AccountId.entries, writeMode: WriteMode }), Account),
  /**
   * Says yes to what a failure with the code `unconfirmed` asks; the same call, made within a minute, then goes
   * through once. Fails with `not-found` for a token that was used, or was given too long ago.
   */
  confirmWrite: channel(v.object({ token: v.pipe(v.string(), v.maxLength(100)) }), v.object({})),
  /** Refused where there is no provider. */
  pace: channel(AccountId, AccountPace),
  /** Sets the ceiling, which acts at once. Refused where there is no provider. */
  setCeiling: channel(v.object({ ...AccountId.entries, ceiling: Ceiling }), AccountPace),
  /** Removes the account with its key, its cached domains and its drafts. */
  remove: channel(AccountId, v.object({})),
  /**
   * Asks the provider for one domain with a key that is not stored yet. Answers how many domains the account has; null
   * where the provider does not say.
   */
  testNew: channel(
    v.object({ ...Connection.entries, apiKey: ApiKey }),
    v.object({ domains: v.nullable(v.number()) }),
  ),
  /**
   * Asks both regions of the provider for one domain, one request each, with a key that is not stored yet: which of
   * them knows it. Fails with what each of them said where it is not one and only one.
   */
  findRegion: channel(
    v.object({ apiKey: ApiKey }),
    v.object({ region: ProviderRegion, domains: v.nullable(v.number()) }),
  ),
  /** Asks for one domain with an account's stored key, and answers as `testNew`. */
  test: channel(AccountId, v.object({ domains: v.nullable(v.number()) })),
  keychain: channel(v.object({}), KeychainStatus),
}
