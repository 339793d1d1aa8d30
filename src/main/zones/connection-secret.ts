import { ZonedeskError } from '../../preload/contract/failure'
import type { ConnectionSettings, TsigAlgorithm } from '../../preload/contract/zone-connections'

/** No token and no key of a DNS host is longer, in characters. */
const MAX_LENGTH = 1_024

/**
 * A secret as it is sent: without white space around it.
 *
 * @throws ZonedeskError `invalid` with field `secret`; no sentence repeats it
 */
export function requireSecret(input: string): string {
  const secret = input.trim()
  if (secret.length <= MAX_LENGTH && /^[\x21-\x7e]+$/.test(secret)) return secret
  const message =
    secret === ''
      ? 'The secret is empty.'
      : secret.length > MAX_LENGTH
        ? `The secret is longer than ${MAX_LENGTH} characters.`
        : 'The secret has a space or another character that no secret has.'
  throw new ZonedeskError('invalid', message, {
    fix: 'Copy the whole secret from the DNS host and paste it again.',
    field: 'secret',
  })
}

/** A TSIG key as its text says it; null for what the text leaves out. */
interface TsigKeyText {
  readonly name: string | null
  readonly algorithm: TsigAlgorithm | null
  readonly secret: string
}

/**
 * Reads the text of a TSIG key.
 *
 * @throws ZonedeskError `invalid` with the field
 */
export type ReadTsigKey = (text: string) => TsigKeyText | Promise<TsigKeyText>

/**
 * The secret of what a person pasted for some settings. For a TSIG key that may be the whole text of the key, whose name
 * and algorithm must then be those of the settings.
 *
 * @throws ZonedeskError `invalid` with the field; no sentence repeats the secret
 */
export async function secretOf(
  settings: ConnectionSettings,
  pasted: string,
  readTsigKey: ReadTsigKey,
): Promise<string> {
  if (settings.kind !== 'rfc2136') return requireSecret(pasted)
  const { name, algorithm, secret } = await readTsigKey(pasted)
  if (name !== null && name !== settings.keyName)
    throw otherKey('keyName', `The pasted key is named ${name}, which is not what this field says.`)
  if (algorithm !== null && algorithm !== settings.algorithm) {
    throw otherKey('algorithm', `The pasted key signs with ${algorithm}, which is not what this field says.`)
  }
  return requireSecret(secret)
}

function otherKey(field: string, message: string): ZonedeskError {
  return new ZonedeskError('invalid', message, {
    fix: 'Enter the same as in the key, or paste another key.',
    field,
  })
}
