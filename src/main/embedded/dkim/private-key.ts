import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import { ZonedeskError } from '../../../preload/contract/failure'

/** RFC 8301 3.2: a signer uses no less than 1024 bits. */
const LEAST_BITS = 1024
/** RFC 8301 3.2: what a verifier must be able to handle ends here. */
const MOST_BITS = 4096

const TAKEN =
  'pem must be an RSA private key in PKCS #1 form, without a password: -----BEGIN RSA PRIVATE KEY-----'
const BLOCK = /^-----BEGIN RSA PRIVATE KEY-----\r?\n[A-Za-z0-9+/=\s]+-----END RSA PRIVATE KEY-----$/

/** The halves of a key as the service keeps them. */
export interface ImportedKey {
  readonly bits: number
  /** PKCS #8, PEM. */
  readonly private_key: string
  /** SubjectPublicKeyInfo, DER, base64. */
  readonly public_key: string
}

/**
 * Reads an RSA private key in PKCS #1 form (RFC 8017 A.1.2). Nothing of what was given is in an error.
 *
 * @throws ZonedeskError `invalid` for anything else: another form, a password, a certificate beside it, another kind of
 *   key, too short or too long a one, or halves that do not belong together
 */
export function importPrivateKey(pem: string): ImportedKey {
  const text = pem.trim()
  requireOneBlock(text)
  let key: KeyObject
  try {
    key = createPrivateKey({ key: text, format: 'pem', type: 'pkcs1' })
  } catch {
    throw invalid(`${TAKEN}. The text between these lines cannot be read`)
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  if (bits < LEAST_BITS) throw invalid(`pem must be a key of at least ${LEAST_BITS} bits, not ${bits}`)
  if (bits > MOST_BITS) throw invalid(`pem must be a key of at most ${MOST_BITS} bits, not ${bits}`)
  const publicKey = createPublicKey(key)
  requireSound(key, publicKey)
  return {
    bits,
    private_key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    public_key: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  }
}

function requireOneBlock(text: string): void {
  if (BLOCK.test(text)) return
  const begins = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----/g)].map(([, kind]) => kind)
  if (begins.length > 1) throw invalid(`${TAKEN}. It must stand alone, without a certificate or another key`)
  if (/Proc-Type: *4,ENCRYPTED/i.test(text) || begins[0] === 'ENCRYPTED PRIVATE KEY') {
    throw invalid(`${TAKEN}. The key given is protected by a password`)
  }
  if (begins[0] === 'PRIVATE KEY') {
    throw invalid(`${TAKEN}. The key given is in PKCS #8 form, which openssl rsa -traditional converts`)
  }
  if (begins[0] === 'CERTIFICATE') throw invalid(`${TAKEN}. What was given is a certificate`)
  if (begins[0]?.includes('PUBLIC KEY')) throw invalid(`${TAKEN}. What was given is a public key`)
  throw invalid(TAKEN)
}

/** What the private half signs, the public half must verify. */
function requireSound(privateKey: KeyObject, publicKey: KeyObject): void {
  const text = Buffer.from('a text to sign')
  try {
    if (verify('RSA-SHA256', text, publicKey, sign('RSA-SHA256', text, privateKey))) return
  } catch {
    // Numbers that make no key end in the same refusal.
  }
  throw invalid(`${TAKEN}. The numbers of the key given do not belong together`)
}

function invalid(message: string): ZonedeskError {
  return new ZonedeskError('invalid', message, { field: 'pem' })
}
