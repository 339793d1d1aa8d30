import { createHash, generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import type { NewKey } from '../store/stored-domain'

/** Sizes of RSA key the API offers, in bits. */
export type DkimKeyBits = 1024 | 2048

/** The API's default for `dkim_key_size`. */
export const DEFAULT_DKIM_KEY_BITS: DkimKeyBits = 1024

const generate = promisify(generateKeyPair)

/**
 * Makes an RSA key for DKIM (RFC 6376 3.3).
 *
 * @param host domain under which the public key will be published
 * @param selector first label of the key's owner name (RFC 6376 3.1)
 */
export async function makeDkimKey(host: string, selector: string, bits: DkimKeyBits): Promise<NewKey> {
  const { privateKey, publicKey } = await generate('rsa', {
    modulusLength: bits,
    publicExponent: 65537,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'der' },
  })
  return { host, selector, bits, private_key: privateKey, public_key: publicKey.toString('base64') }
}

/** The key record's text (RFC 6376 3.6.1), in the provider's form. */
export function keyRecordText(publicKey: string): string {
  return `k=rsa; p=${publicKey}`
}

/**
 * The label under which the provider's own zone keeps a host's keys for automatic sender security. It depends on
 * the host alone, so the CNAMEs a user has published stay right.
 */
export function keyZoneLabel(host: string): string {
  return createHash('sha256').update(host).digest('hex').slice(0, 10)
}
