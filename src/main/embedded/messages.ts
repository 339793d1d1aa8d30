/**
 * The API's own sentences, to the letter. Source: its recorded answers in its clients' test data, and the reference where
 * none is recorded.
 */
export const CREATED = 'Domain DNS records have been created'
export const VERIFIED = 'Domain DNS records have been updated'
/** The reference says "on the background". */
export const DELETED = 'Domain will be deleted in the background'
export const UPDATED = 'Domain has been updated'
export const TAKEN = 'This domain name is already taken'
export const MESSAGE_TTL_UPDATED = 'Domain message TTL settings updated.'
export const MAILFROM_UPDATED = 'success'
export const WEB_PREFIX_UPDATED = 'Domain web prefix updated'
/** Answered as plain text, whatever is wrong with the credentials. */
export const FORBIDDEN = 'Forbidden'
export const NOT_FOUND = 'Domain not found'
export const PASSWORD_TOO_SHORT = 'Password is too short. It must be between 5 and 32 characters.'

/** The reference does not show these; they follow its style. */
export const PASSWORD_TOO_LONG = 'Password is too long. It must be between 5 and 32 characters.'
export const NO_SUCH_PATH = 'Not found'
export const METHOD_NOT_ALLOWED = 'Method not allowed'
export const TOO_MANY_VERIFICATIONS = 'Too many requests. Try again later.'
export const UNREADABLE_REQUEST = 'The request cannot be read'
export const BODY_TOO_LARGE = 'Request body is too large. At most 1 MiB is accepted.'
export const INTERNAL = 'Internal server error'
export const DISABLED_NOT_DELETED = 'A disabled domain cannot be deleted'
export const SANDBOX_NOT_DELETED = 'A sandbox domain cannot be deleted'
export const ENCRYPTION_NOT_UNSET = 'Encryption of incoming messages cannot be turned off'

export function usedAsAuthority(by: string): string {
  return `Domain is used as the DKIM authority of ${by} and cannot be deleted`
}

export function missingParameter(name: string): string {
  return `Missing parameter '${name}'`
}
