import type { CreateOptions, DomainChanges } from '../../preload/contract/domains'
import { ZonedeskError } from '../../preload/contract/failure'

/** Source: API, `smtp_password`. */
const PASSWORD_CHARACTERS = { least: 5, most: 32 }
/** RFC 1035 2.3.4, as characters of a name without its trailing dot. */
const MAX_NAME = 253

/**
 * A label of a host name: letters, digits and inner hyphens, at most 63 octets (RFC 1035 2.3.1, RFC 1123 2.1).
 * Each such label is also an atom (RFC 5322 3.2.3), which is what the provider asks for.
 */
const HOST_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i

type Options = CreateOptions & DomainChanges
type Rule = (options: Options) => void

const RULES: readonly Rule[] = [
  smtpPasswordLength,
  (options) => requireLabel(options.webPrefix, 'webPrefix', 'The web prefix', 'email'),
  (options) => requireLabel(options.dkimSelector, 'dkimSelector', 'The DKIM selector', 'mx'),
  dkimHostNameAlone,
  (options) => requireHost(options.dkimHostName, 'dkimHostName', 'The DKIM host name'),
  (options) => requireHost(options.mailfromHost, 'mailfromHost', 'The MAIL FROM host'),
  archiveUrl,
  wholeSeconds,
]

/**
 * Checks what create or update would send, before it is sent.
 *
 * @throws ZonedeskError `invalid` with the first field that breaks a rule
 */
export function requireValidOptions(options: Options): void {
  for (const rule of RULES) rule(options)
}

function smtpPasswordLength({ smtpPassword }: Options): void {
  if (smtpPassword === undefined) return
  const { least, most } = PASSWORD_CHARACTERS
  const length = [...smtpPassword].length
  if (length >= least && length <= most) return
  throw new ZonedeskError(
    'invalid',
    `Password is too ${length < least ? 'short' : 'long'}. It must be between ${least} and ${most} characters.`,
    { field: 'smtpPassword' },
  )
}

function requireLabel(text: string | undefined, field: string, what: string, example: string): void {
  if (text === undefined || HOST_LABEL.test(text)) return
  throw new ZonedeskError('invalid', `${what} must be one DNS label: letters, digits and inner hyphens.`, {
    fix: `Enter at most 63 of these characters and no dot, such as "${example}".`,
    field,
  })
}

function requireHost(text: string | undefined, field: string, what: string): void {
  if (text === undefined) return
  if (text !== text.toLowerCase()) {
    throw new ZonedeskError('invalid', `${what} must be in lower case.`, {
      fix: 'Change it to lower case.',
      field,
    })
  }
  if (text.length <= MAX_NAME && text.split('.').every((label) => HOST_LABEL.test(label))) return
  throw new ZonedeskError('invalid', `${what} is not a host name.`, {
    fix: 'Enter a name such as mail.example.com, without a trailing dot.',
    field,
  })
}

/** Source: API, `dkim_host_name` excludes `force_dkim_authority` and `force_root_dkim_host`. */
function dkimHostNameAlone({ dkimHostName, forceDkimAuthority, forceRootDkimHost }: Options): void {
  if (dkimHostName === undefined || (forceDkimAuthority !== true && forceRootDkimHost !== true)) return
  throw new ZonedeskError(
    'invalid',
    'A DKIM host name cannot be given together with a forced DKIM authority or root DKIM host.',
    { fix: 'Leave the DKIM host name empty, or turn both off.', field: 'dkimHostName' },
  )
}

/** An empty text takes the address away. */
function archiveUrl({ archiveTo }: Options): void {
  if (archiveTo === undefined || archiveTo === '') return
  const url = URL.parse(archiveTo)
  if (url !== null && (url.protocol === 'https:' || url.protocol === 'http:') && url.hostname !== '') return
  throw new ZonedeskError('invalid', 'The archive address is not a web address.', {
    fix: 'Enter an address that starts with https://.',
    field: 'archiveTo',
  })
}

function wholeSeconds({ messageTtl }: Options): void {
  if (messageTtl === undefined || (Number.isSafeInteger(messageTtl) && messageTtl >= 0)) return
  throw new ZonedeskError('invalid', 'The message TTL must be a whole number of seconds, 0 or more.', {
    fix: 'Enter the time in seconds, such as 259200 for three days.',
    field: 'messageTtl',
  })
}
