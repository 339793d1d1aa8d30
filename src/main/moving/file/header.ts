import { createHash } from 'node:crypto'
import { notWhole, notOurs, newerFormat } from './refusals'

/** The format this version writes, and the newest it reads. `docs/moving.md` describes it byte by byte. */
export const FORMAT_VERSION = 1

/** The first byte is not text, and the last one is a line feed, so that a transfer as text shows. */
const MAGIC = Buffer.from([0x89, 0x5a, 0x44, 0x4d, 0x4f, 0x56, 0x45, 0x0a])
/** Octets of the header without its proof. */
const PLAIN_LENGTH = 48
/** Octets of the whole header. */
export const HEADER_LENGTH = 80

const KDF_SCRYPT = 1
const CIPHER_AES_256_GCM = 1
const COMPRESSION_GZIP = 1

/** The cost of scrypt, RFC 7914 2. */
export interface ScryptCost {
  /** Binary logarithm of N. */
  readonly logN: number
  readonly r: number
  readonly p: number
}

/**
 * 128 MiB and about half a second.
 * Source: https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#scrypt
 */
export const SCRYPT_COST: ScryptCost = { logN: 17, r: 8, p: 1 }
/** What a file may ask of the computer that reads it: at most 512 MiB, and not so little that guessing is cheap. */
const COST_LIMITS = { logN: [15, 19], r: [8, 8], p: [1, 4] } as const

/** What a file says of itself before anything in it can be read. */
export interface Header {
  readonly cost: ScryptCost
  /** 16 octets. */
  readonly salt: Buffer
  /** The first 7 octets of every nonce. */
  readonly noncePrefix: Buffer
}

/** The header as it is written, without the proof that follows it. */
export function plainHeader({ cost, salt, noncePrefix }: Header): Buffer {
  const bytes = Buffer.alloc(PLAIN_LENGTH)
  MAGIC.copy(bytes, 0)
  bytes.set(
    [FORMAT_VERSION, KDF_SCRYPT, cost.logN, cost.r, cost.p, CIPHER_AES_256_GCM, COMPRESSION_GZIP, 0],
    8,
  )
  salt.copy(bytes, 16)
  noncePrefix.copy(bytes, 32)
  digestOf(bytes).copy(bytes, 40)
  return bytes
}

/**
 * Reads a header.
 *
 * @param bytes the first 80 octets of a file, or all it has
 * @returns what it says; `plain` are the octets the proof is about
 * @throws ZonedeskError `invalid` when it is of another kind of file, of a newer version, cut short or damaged
 */
export function parseHeader(bytes: Buffer): Header & { readonly plain: Buffer; readonly proof: Buffer } {
  if (bytes.length < MAGIC.length || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) throw notOurs()
  const version = bytes[8]
  if (version === undefined || bytes.length < HEADER_LENGTH) throw notWhole('it ends within its header')
  // Of a newer version, nothing but the place of the version is known.
  if (version > FORMAT_VERSION) throw newerFormat()
  const plain = bytes.subarray(0, PLAIN_LENGTH)
  if (!digestOf(plain).equals(plain.subarray(40))) throw notWhole('its header is damaged')
  const [kdf, logN = 0, r = 0, p = 0, cipher, compression] = plain.subarray(9, 15)
  const cost = { logN, r, p }
  const isKnown = kdf === KDF_SCRYPT && cipher === CIPHER_AES_256_GCM && compression === COMPRESSION_GZIP
  if (version < 1 || !isKnown || !isBearable(cost)) throw notOurs()
  return {
    cost,
    salt: plain.subarray(16, 32),
    noncePrefix: plain.subarray(32, 39),
    plain,
    proof: bytes.subarray(PLAIN_LENGTH, HEADER_LENGTH),
  }
}

function isBearable(cost: ScryptCost): boolean {
  return (['logN', 'r', 'p'] as const).every((name) => {
    const [least, most] = COST_LIMITS[name]
    return cost[name] >= least && cost[name] <= most
  })
}

/** Tells damage from a wrong passphrase; it protects from nobody. */
function digestOf(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes.subarray(0, 40)).digest().subarray(0, 8)
}
