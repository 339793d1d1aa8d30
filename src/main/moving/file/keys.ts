import { createHmac, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { ScryptCost } from './header'

const derive = promisify<string, Buffer, number, object, Buffer>(scrypt)

/** What a passphrase becomes for one file. */
export interface FileKeys {
  /** AES-256. */
  readonly content: Buffer
  /** HMAC-SHA-256 over the header. */
  readonly header: Buffer
}

/**
 * Makes the keys of a file, away from this thread.
 *
 * @param passphrase as typed; the same characters make the same keys however a system composes them (Unicode NFC)
 * @param salt 16 octets, of this file alone
 */
export async function fileKeys(passphrase: string, salt: Buffer, cost: ScryptCost): Promise<FileKeys> {
  const { logN, r, p } = cost
  const N = 2 ** logN
  // Node counts a little more than the 128 * N * r octets of RFC 7914.
  const maxmem = 128 * N * r + 128 * r * p + 1024 * 1024
  const keys = await derive(passphrase.normalize('NFC'), salt, 64, { N, r, p, maxmem })
  return { content: keys.subarray(0, 32), header: keys.subarray(32) }
}

/** Proves that whoever wrote the header had the passphrase. */
export function headerProof(keys: FileKeys, plainHeader: Buffer): Buffer {
  return createHmac('sha256', keys.header).update(plainHeader).digest()
}

/** Whether a proof is the one of these keys, found out in the same time for every proof. */
export function isProof(keys: FileKeys, plainHeader: Buffer, proof: Buffer): boolean {
  return timingSafeEqual(headerProof(keys, plainHeader), proof)
}
