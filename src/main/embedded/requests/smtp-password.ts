import { randomBytes, scrypt, timingSafeEqual, type BinaryLike } from 'node:crypto'
import { ZonedeskError } from '../../../preload/contract/failure'
import { PASSWORD_TOO_LONG, PASSWORD_TOO_SHORT } from '../records/messages'

/** The API's limits, in characters. */
const SHORTEST = 5
const LONGEST = 32
/** RFC 7914 parameters: 16 MiB of memory for each guess. */
const COST = { N: 16_384, r: 8, p: 1 }
const KEY_BYTES = 32
const SALT_BYTES = 16

/** @throws ZonedeskError `invalid` when the password is not 5 to 32 characters long */
export function requireSmtpPassword(password: string): void {
  const { length } = [...password]
  if (length < SHORTEST) throw refused(PASSWORD_TOO_SHORT)
  if (length > LONGEST) throw refused(PASSWORD_TOO_LONG)
}

/** Salted scrypt hash (RFC 7914), as `scrypt$salt$hash` in base64. The password itself is never kept. */
export async function hashSmtpPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const hash = await derive(password, salt)
  return `scrypt$${salt.toString('base64')}$${hash.toString('base64')}`
}

/** Whether a password is the one a hash was made of. */
export async function matchesSmtpPassword(password: string, stored: string): Promise<boolean> {
  const [, salt = '', hash = ''] = stored.split('$')
  const expected = Buffer.from(hash, 'base64')
  if (expected.length !== KEY_BYTES) return false
  return timingSafeEqual(await derive(password, Buffer.from(salt, 'base64')), expected)
}

function derive(password: BinaryLike, salt: BinaryLike): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, KEY_BYTES, COST, (error, key) => (error ? reject(error) : resolve(key)))
  })
}

function refused(message: string): ZonedeskError {
  return new ZonedeskError('invalid', message, { field: 'smtp_password' })
}
