import { createPublicKey } from 'node:crypto'
import { parseTagList } from './tag-list'

/** A DKIM key record, read (RFC 6376 section 3.6.1). */
export interface DkimKey {
  /** `v=`; null when it is left out, which is allowed. */
  readonly version: string | null
  /** `k=`, `rsa` when left out. */
  readonly keyType: string
  /** `p=` without white space: base64; empty for a revoked key. */
  readonly publicKey: string
  /** `h=`: hash algorithms that may be used; null when any may. */
  readonly hashes: readonly string[] | null
  /** `s=`: services the key is for, `*` when left out. */
  readonly services: readonly string[]
  /** `t=`: `y` for a domain under test, `s` against subdomains in `i=`. */
  readonly flags: readonly string[]
  /** `n=`: words for people; null when left out. */
  readonly notes: string | null
}

/** What came of reading a key record. A record without `p=` is no key. */
export type DkimKeyReading =
  | { readonly key: DkimKey; readonly faults: readonly [] }
  | { readonly key: DkimKey | null; readonly faults: readonly [string, ...string[]] }

/**
 * Reads a DKIM key record as a verifier does (RFC 6376 section 3.6.1): tags in any order, except that `v=`, when it
 * is there, is the first and says DKIM1; unknown tags are ignored; white space inside `p=` is folded away.
 *
 * @param text the TXT record's character-strings joined without a separator (section 3.6.2.2)
 */
export function parseDkimKey(text: string): DkimKeyReading {
  const list = parseTagList(text)
  const { tags } = list
  const faults = [...list.faults]
  const version = tags.get('v') ?? null
  if (version !== null && tags.keys().next().value !== 'v') faults.push('The tag v is not the first one.')
  if (version !== null && version !== 'DKIM1') faults.push(`The version is "${version}" instead of DKIM1.`)
  const written = tags.get('p')
  if (written === undefined) faults.push('The tag p, which holds the key, is missing.')
  const publicKey = (written ?? '').replace(/\s+/g, '')
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(publicKey)) {
    faults.push('The key in the tag p has characters that base64 does not have.')
  }
  const key: DkimKey | null =
    written === undefined
      ? null
      : {
          version,
          keyType: tags.get('k') ?? 'rsa',
          publicKey,
          hashes: tags.has('h') ? colonList(tags.get('h')) : null,
          services: tags.has('s') ? colonList(tags.get('s')) : ['*'],
          flags: colonList(tags.get('t')),
          notes: tags.get('n') ?? null,
        }
  const [first, ...rest] = faults
  if (first !== undefined) return { key, faults: [first, ...rest] }
  return key === null ? { key, faults: ['The key is missing.'] } : { key, faults: [] }
}

/**
 * Whether the key may sign mail with RSA and SHA-256, which senders use (RFC 8301 section 3.1; RFC 6376 section
 * 3.6.1 on `h=` and `s=`).
 */
export function servesMail(key: DkimKey): boolean {
  const hashes = key.hashes === null || key.hashes.includes('sha256')
  return hashes && key.services.some((service) => service === '*' || service === 'email')
}

/**
 * The length of an RSA key in bits; null when the base64 is not one, which is so for a key cut off.
 *
 * @param publicKey the value of `p=`: a SubjectPublicKeyInfo, or a bare RSAPublicKey, which RFC 6376 section 3.6.1
 *   names and verifiers accept too (erratum 3017)
 */
export function rsaBits(publicKey: string): number | null {
  const der = Buffer.from(publicKey, 'base64')
  for (const type of ['spki', 'pkcs1'] as const) {
    try {
      const key = createPublicKey({ key: der, format: 'der', type })
      return key.asymmetricKeyDetails?.modulusLength ?? null
    } catch {
      // Not of this form.
    }
  }
  return null
}

function colonList(value: string | undefined): string[] {
  return (value ?? '')
    .split(':')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}
