import { ZonedeskError } from '../../preload/contract/failure'

/** In code points, which is roughly how a person counts characters. */
const MAX_LENGTH = 64

/** What has a name of its own. */
interface Named {
  readonly id: string
  readonly name: string
}

/**
 * The name of an account, or of a connection to a DNS host, as it is stored: trimmed, white space collapsed.
 *
 * @param others every one there is
 * @param ownId the one that is renamed; null for a new one
 * @param what is named
 * @throws ZonedeskError `invalid` with field `name` when it is empty, too long or taken (in any letter case)
 */
export function requireAccountName(
  input: string,
  others: readonly Named[],
  ownId: string | null,
  what: 'account' | 'connection' = 'account',
): string {
  const name = input
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
  if (name === '') throw invalid(`The name of the ${what} is empty.`, `Enter a name for the ${what}.`)
  if ([...name].length > MAX_LENGTH) {
    throw invalid(`The name of the ${what} is longer than ${MAX_LENGTH} characters.`, 'Shorten it.')
  }
  if (others.some((other) => other.id !== ownId && sameName(other.name, name))) {
    throw invalid(
      `There is already ${what === 'account' ? 'an account' : 'a connection'} named ${name}.`,
      'Choose another name.',
    )
  }
  return name
}

function sameName(a: string, b: string): boolean {
  return a.normalize('NFC').toLowerCase() === b.toLowerCase()
}

function invalid(message: string, fix: string): ZonedeskError {
  return new ZonedeskError('invalid', message, { fix, field: 'name' })
}
