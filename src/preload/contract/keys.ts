import * as v from 'valibot'
import { channel, writingChannel } from './channel'
import { AutomaticRotation, DkimKey, DkimKeyBits } from './dkim-keys'
import { DomainKey } from './domain'
import { Signers } from './domains'
import { Failure } from './failure'
import { RecordCheck } from './findings'

/** A DKIM key with what the app itself knows about it. Times are milliseconds since the epoch. */
export const KnownKey = v.object({
  ...DkimKey.entries,
  /** Length of the RSA key, from the record's `p=`; null where that holds no whole RSA key. */
  bits: v.nullable(v.number()),
  /** False for a spare key, which another key makes unnecessary (`needed-records.ts`). */
  isNeeded: v.boolean(),
  /** Since when this app knows the key. The provider does not say when a key was made. */
  firstSeenAt: v.number(),
  /** When this app first saw the key sign after it had not; null where it signed at first sight, and while it does not. */
  activeSince: v.nullable(v.number()),
  /** When the provider last spoke of it. */
  fetchedAt: v.number(),
})
export type KnownKey = v.InferOutput<typeof KnownKey>

/** The DKIM keys with which mail of one domain is signed, or can be. */
export const DomainKeys = v.object({
  /** Domain whose keys these are: A-labels. The domain itself while its records name no other. */
  authority: v.string(),
  unicodeAuthority: v.string(),
  /** Whether the authority is in the same account, so that its keys can be changed here. */
  isChangeable: v.boolean(),
  /** Whether the domain is under automatic sender security, where the provider makes and rotates the keys. */
  isAutomatic: v.boolean(),
  /** By selector. */
  keys: v.array(KnownKey),
  /** The other domains of the account that sign with these keys. */
  signers: Signers,
  /** A selector that is free. */
  suggestedSelector: v.string(),
  /**
   * Why the provider's list of keys cannot be had, as with a provider without the operation: `keys` are then those the
   * records name. Null where it can, or nobody has asked.
   */
  lack: v.nullable(Failure),
})
export type DomainKeys = v.InferOutput<typeof DomainKeys>

/** What was typed as a selector: `requireSelector` says what is wrong with it. */
const Selector = v.pipe(v.string(), v.maxLength(300))

const OneKey = v.object({ ...DomainKey.entries, selector: Selector })

/** Longest PEM that is read, in characters: a key of 16,384 bits takes 13,000. */
const MOST_PEM = 64_000

/** Largest file with a private key that is read, in bytes. */
export const MOST_KEY_FILE = 64_000

/** Keys of a domain after a change, with what is worth saying of it. */
export const ChangedKeys = v.object({
  ...DomainKeys.entries,
  /** What was done on the way, one plain sentence each. */
  notes: v.array(v.string()),
})
export type ChangedKeys = v.InferOutput<typeof ChangedKeys>

/** What DNS has of the record of a key now. */
export const KeyLook = v.object({
  /** Milliseconds since the epoch. */
  at: v.number(),
  check: RecordCheck,
})
export type KeyLook = v.InferOutput<typeof KeyLook>

/**
 * DKIM keys. Each change asks the provider for the keys and the domain afterwards, and `domainsChanged` follows. A change
 * whose answer is lost is looked up, never sent again.
 */
export const keys = {
  /** From the cache. Fails with `not-found`. */
  list: channel(DomainKey, DomainKeys),
  /** From the provider; the cache follows. Where the provider has no list of keys, the answer's `lack` says so. */
  refresh: channel(DomainKey, DomainKeys),
  /**
   * Asks DNS about the record of one key now, whatever it answered before, and keeps nothing of it. Fails with
   * `not-found`; with `refused` where the provider did not say what its record is.
   */
  look: channel(OneKey, KeyLook),
  /** Has the provider make a key, which does not sign yet. Fails with `invalid` or `already-exists` (field `selector`). */
  create: writingChannel(v.object({ ...OneKey.entries, bits: DkimKeyBits }), ChangedKeys),
  /**
   * Sends an RSA private key to the provider, which does not sign with it yet. It is checked before it is sent, and kept
   * nowhere. Fails with `invalid` (field `pem` or `selector`).
   */
  import: writingChannel(
    v.object({ ...OneKey.entries, pem: v.pipe(v.string(), v.maxLength(MOST_PEM)) }),
    ChangedKeys,
  ),
  /**
   * Asks the user for a file with an RSA private key, and imports that key as `import` does; null when the user chose
   * none. The file is read in the main process, and nothing of it comes back. Fails with `invalid` or `storage` (field
   * `pem`), and as `import` does.
   */
  importFile: writingChannel(OneKey, v.nullable(ChangedKeys)),
  /** Signs with a key. Fails with `refused` until every name server of the zone that answers has its record. */
  activate: writingChannel(OneKey, ChangedKeys),
  /** Signs no longer with a key. Fails with `refused` for the last one that signs. */
  deactivate: writingChannel(OneKey, ChangedKeys),
  /** For good. `confirmation` must repeat the selector. Fails with `refused` for a key that signs, and for the last one. */
  delete: writingChannel(v.object({ ...OneKey.entries, confirmation: v.string() }), ChangedKeys),
  /** Whether the domain signs with a key of its own, or with that of a domain above it. */
  setAuthority: writingChannel(v.object({ ...DomainKey.entries, self: v.boolean() }), ChangedKeys),
  /** Gives the domain's key another selector, and so its record another name. */
  setSelector: writingChannel(OneKey, ChangedKeys),
  /** Turns automatic rotation on or off. Fails with `refused` without automatic sender security. */
  setRotation: writingChannel(
    v.object({
      ...DomainKey.entries,
      enabled: v.boolean(),
      /** Whole days, `LEAST_ROTATION_DAYS` or more; null leaves it to the provider. */
      intervalDays: v.nullable(v.number()),
    }),
    AutomaticRotation,
  ),
  /** Has the provider rotate now. Fails with `refused` without automatic sender security. */
  rotateNow: writingChannel(DomainKey, ChangedKeys),
}
