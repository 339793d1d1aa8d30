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

export const CONNECTION_UPDATED =
  'Domain connection settings have been updated, may take 10 minutes to fully propagate'
export const TRACKING_UPDATED = 'Domain tracking settings have been updated'
export const KEY_ACTIVATED = 'domain key activated'
export const KEY_DEACTIVATED = 'domain key deactivated'
export const KEY_DELETED = 'success'
export const KEY_NOT_FOUND = 'domain key not found'
export const LAST_KEY_NOT_DELETED = 'cannot delete domain key: must have at least one active domain key'
export const SELECTOR_CHANGED = 'DKIM selector changed'
export const AUTHORITY_UNCHANGED = 'Domain DKIM authority has not been changed'
export const ROTATED = 'ok'
export const PASSWORD_CHANGED = 'Password changed'
export const CREDENTIALS_DELETED = 'Credentials have been deleted'
export const STORE_PASSWORD = "Please store your new password(s) now. You won't be able to see it anymore."
export const INVALID_CNAME = 'invalid CNAME record'
export const CERTIFICATE_BEGUN = 'Initiated x509 key pair generation'

/** The reference does not show these; they follow its style. */
export const AUTHORITY_CHANGED = 'Domain DKIM authority has been changed'
export const LAST_KEY_NOT_DEACTIVATED =
  'cannot deactivate domain key: must have at least one active domain key'
export const KEY_EXISTS = 'domain key already exists'
export const SELECTOR_IN_USE = 'The selector is in use by another domain key'
export const KEYS_ARE_ALIASES =
  'cannot activate domain key: automatic sender security signs with keys of its own'
export const NOT_ROTATED_UNDER_KEYS = 'domain does not use automatic sender security'
export const INTERVAL_TOO_SHORT = 'rotation_interval must be at least 5d'
export const ALL_CREDENTIALS_DELETED = 'All domain credentials have been deleted'
export const CREDENTIALS_NOT_FOUND = 'Credentials not found'
export const NO_CERTIFICATE = 'no certificate was generated for this domain'
export const NO_TRACKING_DOMAIN = 'tracking domain not found'
export const CERTIFICATE_UNDER_WAY = 'certificate generation is in progress'
export const CERTIFICATE_VALID = 'certificate is still valid'
export const SUBACCOUNT_NOT_FOUND = 'Subaccount not found'
export const SUBACCOUNT_DELETED = 'Subaccount successfully deleted'
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

export function keyNotInDns(name: string): string {
  return `cannot activate domain key: the DNS record at ${name} is not valid`
}

export function notSigning(name: string, authority: string): string {
  return `${name} signs with the domain keys of ${authority}`
}

export function notRotatable(state: string): string {
  return `only domains in enabled can rotate their keys. Current state: ${state}`
}

export function credentialsCreated(count: number): string {
  return `Created ${count} credentials pair(s)`
}

export function credentialsExist(login: string): string {
  return `Credentials already exist: ${login}`
}

export function systemMailbox(login: string): string {
  return `Cannot delete system mailbox: ${login}`
}

export function tooManyCertificates(count: number, days: number): string {
  return `at most ${count} certificates are generated for a domain within ${days} days`
}

export function subaccountClosed(id: string, status: string): string {
  return `Subaccount ${id} is ${status}`
}
