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

/**
 * The secret of what a person pasted for some settings.
 *
 * @throws ZonedeskError as `requireSecret`
 */
export async function readSecret(settings: ConnectionSettings, pasted: string): Promise<string> {
  void settings
  return requireSecret(pasted)
}

/** What a TSIG key is called, and how it signs; null for what its text does not say. */
export interface TsigKeyFields {
  readonly keyName: string | null
  readonly algorithm: TsigAlgorithm | null
}

/**
 * What the text of a TSIG key says besides its secret.
 *
 * @throws ZonedeskError `invalid` with field `secret`
 */
export async function readKey(text: string): Promise<TsigKeyFields> {
  void text
  throw new ZonedeskError('refused', 'This version of Zonedesk reads no TSIG keys.')
}
