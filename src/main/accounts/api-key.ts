import { ZonedeskError } from '../../preload/contract/failure'

/**
 * An API key as it is sent: without white space around it.
 *
 * @throws ZonedeskError `invalid` with field `apiKey` when it is empty or has a character that a key cannot have
 */
export function requireApiKey(input: string): string {
  const key = input.trim()
  if (/^[\x21-\x7e]{1,512}$/.test(key)) return key
  const message =
    key === ''
      ? 'The API key is empty.'
      : key.length > 512
        ? 'The API key is longer than 512 characters.'
        : 'The API key has a space or another character that no key has.'
  throw new ZonedeskError('invalid', message, {
    fix: 'Copy the whole key from the provider and paste it again.',
    field: 'apiKey',
  })
}
