import { ZonedeskError } from '../../preload/contract/failure'
import type { StoredAccount } from '../profile/account-store'

/** In code points, which is roughly how a person counts characters. */
const MAX_LENGTH = 64

/**
 * The name of an account as it is stored: trimmed, white space collapsed.
 *
 * @param others every account there is
 * @param ownId the account that is renamed; null for a new one
 * @throws ZonedeskError `invalid` with field `name` when it is empty, too long or taken (in any letter case)
 */
export function requireAccountName(
  input: string,
  others: readonly StoredAccount[],
  ownId: string | null,
): string {
  const name = input
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
  if (name === '') throw invalid('The name of the account is empty.', 'Enter a name for the account.')
  if ([...name].length > MAX_LENGTH) {
    throw invalid(`The name of the account is longer than ${MAX_LENGTH} characters.`, 'Shorten it.')
  }
  if (others.some((other) => other.id !== ownId && sameName(other.name, name))) {
    throw invalid(`There is already an account named ${name}.`, 'Choose another name.')
  }
  return name
}

function sameName(a: string, b: string): boolean {
  return a.normalize('NFC').toLowerCase() === b.toLowerCase()
}

function invalid(message: string, fix: string): ZonedeskError {
  return new ZonedeskError('invalid', message, { fix, field: 'name' })
}
