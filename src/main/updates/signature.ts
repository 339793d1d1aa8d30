import { createPublicKey, verify } from 'node:crypto'

/** What stands before the 32 octets of an Ed25519 key in a SubjectPublicKeyInfo (RFC 8410 4). */
const BEFORE_KEY = Buffer.from('302a300506032b6570032100', 'hex')

/**
 * Whether one of the keys signed exactly these octets (Ed25519, RFC 8032).
 *
 * @param signature 64 octets in base64, as `scripts/package/sign-feeds.mjs` writes them
 * @param publicKeys 32 octets each, in base64
 */
export function isSigned(octets: Uint8Array, signature: string, publicKeys: readonly string[]): boolean {
  const text = signature.trim()
  if (!/^[A-Za-z0-9+/]{86}==$/.test(text)) return false
  return publicKeys.some((key) => verify(null, octets, publicKey(key), Buffer.from(text, 'base64')))
}

function publicKey(key: string) {
  return createPublicKey({
    key: Buffer.concat([BEFORE_KEY, Buffer.from(key, 'base64')]),
    format: 'der',
    type: 'spki',
  })
}
