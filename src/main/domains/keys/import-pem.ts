import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { ZonedeskError } from '../../../preload/contract/failure'

/** An RSA private key as the provider takes it, with what may be said of it. The PEM is a secret. */
export interface ImportableKey {
  /** PKCS #1 (RFC 8017 appendix A.1.2). */
  readonly pem: string
  /** The public half as base64, as it stands in the record's `p=`. */
  readonly publicKey: string
  readonly bits: number
  /** What was done on the way, one plain sentence each. */
  readonly notes: readonly string[]
}

/** Signers must not use shorter keys, and verifiers need not take longer ones. Source: RFC 8301 3.2. */
const LEAST_BITS = 1024
const MOST_BITS = 4096

/** Longer keys do not fit into the 255 octets of one character-string, which some DNS hosts' forms are limited to. */
const USUAL_BITS = 2048

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[^-]*(?:-(?!----)[^-]*)*-----END \1-----/g

/**
 * Reads a private key to import, before anything is sent. The key is neither stored nor logged, and no sentence repeats any
 * of it.
 *
 * @param text PEM (RFC 7468): PKCS #1, or PKCS #8, which is converted
 * @throws ZonedeskError `invalid` (field `pem`) when it is no RSA private key that DKIM can use
 */
export function readImportedKey(text: string): ImportableKey {
  const blocks = [...text.matchAll(BLOCK)].map(([block, label = '']) => ({ block, label }))
  if (blocks.length === 0) throw noBlock(text)
  const certificates = blocks.filter(({ label }) => /CERTIFICATE|PKCS7/.test(label))
  if (certificates.length > 0) {
    throw wrong(
      certificates.length === blocks.length
        ? 'This is a certificate, which has no private key.'
        : 'There is a certificate beside the private key.',
      'Use the private key alone: from its BEGIN line to its END line.',
    )
  }
  const [first, ...more] = blocks
  if (first === undefined || more.length > 0) {
    throw wrong('There is more than one key here.', 'Use the one private key to sign with.')
  }
  const { block, label } = first
  const key = privateKeyOf(block, label)
  const bits = rsaBitsOf(key)
  requireSound(key)
  return {
    pem: key.export({ type: 'pkcs1', format: 'pem' }).toString(),
    publicKey: createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64'),
    bits,
    notes: [
      ...(label === 'RSA PRIVATE KEY'
        ? []
        : ['The key was in PKCS #8. Zonedesk sent it in PKCS #1, which the provider takes.']),
      ...(bits > USUAL_BITS
        ? [`The key has ${bits} bits, so its record is longer than the form of some DNS hosts takes.`]
        : []),
    ],
  }
}

function noBlock(text: string): ZonedeskError {
  if (text.trim() === '') return wrong('There is no key.', 'Use an RSA private key in PEM.')
  if (/^ssh-[a-z0-9-]+ /.test(text.trim())) {
    return wrong('This is a public key as SSH writes it.', 'Use an RSA private key in PEM.')
  }
  return /-----BEGIN /.test(text)
    ? wrong(
        'The key is cut off, or its lines are damaged.',
        'Use the whole of it, from its BEGIN line to its END line.',
      )
    : wrong(
        'This is no private key in PEM.',
        'A private key in PEM begins with -----BEGIN RSA PRIVATE KEY----- or -----BEGIN PRIVATE KEY-----.',
      )
}

function privateKeyOf(block: string, label: string): KeyObject {
  if (label === 'ENCRYPTED PRIVATE KEY' || /^Proc-Type:\s*4,ENCRYPTED/m.test(block)) {
    throw wrong(
      'The key is encrypted with a passphrase.',
      'Decrypt it first, such as with: openssl rsa -in key.pem -out decrypted.pem -traditional',
    )
  }
  if (label === 'PUBLIC KEY' || label === 'RSA PUBLIC KEY') {
    throw wrong('This is a public key. The provider needs the private one to sign.', 'Use the private key.')
  }
  if (label === 'OPENSSH PRIVATE KEY') {
    throw wrong(
      'This is a key as OpenSSH writes it.',
      'Convert a copy of it first with: ssh-keygen -p -m PEM -f copy-of-the-key',
    )
  }
  if (label !== 'RSA PRIVATE KEY' && label !== 'PRIVATE KEY') {
    throw wrong('This is not an RSA private key.', 'Use an RSA private key, which is what DKIM needs.')
  }
  try {
    return createPrivateKey(block)
  } catch {
    // What OpenSSL says may quote the key.
    throw wrong(
      'The key cannot be read: it is damaged.',
      'Use the whole of it, from its BEGIN line to its END line.',
    )
  }
}

function rsaBitsOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): number {
  const bits = asymmetricKeyDetails?.modulusLength
  if (asymmetricKeyType !== 'rsa' || bits === undefined) {
    throw wrong(
      'This is a private key of another kind than RSA.',
      'Use an RSA private key: it is the kind that every receiver checks.',
    )
  }
  if (bits < LEAST_BITS) {
    throw wrong(
      `The key has ${bits} bits. Receivers take no key shorter than ${LEAST_BITS} bits.`,
      `Make a key of ${USUAL_BITS} bits.`,
    )
  }
  if (bits > MOST_BITS) {
    throw wrong(
      `The key has ${bits} bits. Receivers need not take keys longer than ${MOST_BITS} bits.`,
      `Make a key of ${USUAL_BITS} bits.`,
    )
  }
  return bits
}

/** A key whose numbers do not belong together reads well, and signs what nobody can verify. */
function requireSound(key: KeyObject): void {
  const probe = Buffer.from('zonedesk')
  let isSound: boolean
  try {
    isSound = verify('sha256', probe, createPublicKey(key), sign('sha256', probe, key))
  } catch {
    isSound = false
  }
  if (!isSound) throw wrong('The key does not sign: its numbers do not belong together.', 'Use another key.')
}

function wrong(message: string, fix: string): ZonedeskError {
  return new ZonedeskError('invalid', message, { fix, field: 'pem' })
}
