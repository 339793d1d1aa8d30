import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import { parseTagList, quotedPart } from './tag-list'

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
  if (version !== null && version !== 'DKIM1')
    faults.push(`The version is ${quotedPart(version)} instead of DKIM1.`)
  const written = tags.get('p')
  if (written === undefined) faults.push('The tag p, which holds the key, is missing.')
  const publicKey = (written ?? '').replace(/\s+/g, '')
  if (!BASE64.test(publicKey)) {
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

/** What the octets of `p=` are. */
export type KeyOctets =
  /** A whole RSA key: a SubjectPublicKeyInfo, or a bare RSAPublicKey (RFC 8017 appendix A.1.1, erratum 3017). */
  | { readonly kind: 'rsa'; readonly bits: number }
  /** The 32 octets of an Ed25519 key (RFC 8463 section 4.2). */
  | { readonly kind: 'ed25519' }
  /** The secret half of a key pair. */
  | { readonly kind: 'private'; readonly publicKey: string | null }
  /** A whole key of another kind, or something else that is whole: `an EC key`, `a certificate`. */
  | { readonly kind: 'other'; readonly called: string }
  /** The octets say how many there are to be, and there are fewer or more. */
  | { readonly kind: 'short' | 'long'; readonly octets: number; readonly wanted: number }
  /** No key. */
  | { readonly kind: 'none' }

/**
 * Reads the octets of a public key. A key is whole only when all of them are one.
 *
 * @param publicKey the value of `p=` without white space
 */
export function readOctets(publicKey: string): KeyOctets {
  if (publicKey === '' || !BASE64.test(publicKey)) return { kind: 'none' }
  const der = Buffer.from(publicKey, 'base64')
  if (der.length === ED25519_OCTETS) return { kind: 'ed25519' }
  if (der.subarray(4, 11).toString('latin1') === 'ssh-rsa')
    return { kind: 'other', called: 'a key as SSH writes it' }
  const outer = outerSequence(der)
  if (outer === null) return { kind: 'none' }
  // PKCS #1, PKCS #8 and SEC 1 begin a private key with its version, and a public one with something else.
  if (/^02010[01]/.test(der.subarray(outer.header, outer.header + 3).toString('hex'))) {
    return { kind: 'private', publicKey: publicHalf(der) }
  }
  const wanted = outer.header + outer.content
  if (der.length !== wanted) {
    return { kind: der.length < wanted ? 'short' : 'long', octets: der.length, wanted }
  }
  return wholeKey(der) ?? (isCertificate(der) ? { kind: 'other', called: 'a certificate' } : { kind: 'none' })
}

/** RFC 6376 section 2.10, white space left out. */
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/
/** RFC 8032 section 5.1.5. */
const ED25519_OCTETS = 32

/** The length of an RSA key in bits; null when the base64 is not one, which is so for a key cut off. */
export function rsaBits(publicKey: string): number | null {
  const octets = readOctets(publicKey)
  return octets.kind === 'rsa' ? octets.bits : null
}

/** The length of the RSA key in a key record's text, in bits; null when it holds no whole one. */
export function recordBits(text: string): number | null {
  const { key } = parseDkimKey(text)
  return key === null ? null : rsaBits(key.publicKey)
}

/** Whether the key can be read as the kind that it says it is. */
export function isWhole({ keyType, publicKey }: Pick<DkimKey, 'keyType' | 'publicKey'>): boolean {
  return readOctets(publicKey).kind === keyType
}

/** Octets before the content of the outermost SEQUENCE, and those of the content (X.690 section 8.1). */
function outerSequence(der: Buffer): { readonly header: number; readonly content: number } | null {
  const [tag, length] = der
  if (tag !== 0x30 || length === undefined) return null
  if (length < 0x80) return { header: 2, content: length }
  const more = length - 0x80
  if (more < 1 || more > 3 || der.length < 2 + more) return null
  return { header: 2 + more, content: der.readUIntBE(2, more) }
}

function wholeKey(der: Buffer): KeyOctets | null {
  for (const type of ['spki', 'pkcs1'] as const) {
    try {
      const { asymmetricKeyType = '', asymmetricKeyDetails } = createPublicKey({
        key: der,
        format: 'der',
        type,
      })
      const bits = asymmetricKeyDetails?.modulusLength
      if (asymmetricKeyType === 'rsa' && bits !== undefined) return { kind: 'rsa', bits }
      return {
        kind: 'other',
        called: OTHER_KEYS.get(asymmetricKeyType) ?? `a key of the kind ${asymmetricKeyType}`,
      }
    } catch {
      // Not of this form.
    }
  }
  return null
}

const OTHER_KEYS: ReadonlyMap<string, string> = new Map([
  ['ec', 'an EC key'],
  ['dsa', 'a DSA key'],
  ['ed25519', 'an Ed25519 key in a wrapping that DKIM does not have (RFC 8463 section 4.2)'],
])

function publicHalf(der: Buffer): string | null {
  for (const type of ['pkcs8', 'pkcs1', 'sec1'] as const) {
    try {
      const key = createPublicKey(createPrivateKey({ key: der, format: 'der', type }))
      return key.export({ type: 'spki', format: 'der' }).toString('base64')
    } catch {
      // Not of this form, or not whole.
    }
  }
  return null
}

function isCertificate(der: Buffer): boolean {
  try {
    return new X509Certificate(der).raw.length > 0
  } catch {
    return false
  }
}

function colonList(value: string | undefined): string[] {
  return (value ?? '')
    .split(':')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}
