import * as v from 'valibot'
import { channel, writingChannel } from './channel'
import { DomainKey } from './domain'
import { SmtpPassword } from './option-rules'

/** A login with which mail of a domain can be sent over SMTP. Its password cannot be read. */
export const SmtpCredential = v.object({
  /** The whole login, such as `alice@mg.example.com`. */
  login: v.string(),
  /** Milliseconds since the epoch; null where the provider did not say. */
  createdAt: v.nullable(v.number()),
})
export type SmtpCredential = v.InferOutput<typeof SmtpCredential>

/** The SMTP credentials of a domain. */
export const CredentialList = v.object({
  /** By login. */
  credentials: v.array(SmtpCredential),
  /** How many the provider says there are; null where it did not say. */
  total: v.nullable(v.number()),
  /** Whether all are in the list; very long lists are cut off, and rows that name no login are left out. */
  complete: v.boolean(),
})
export type CredentialList = v.InferOutput<typeof CredentialList>

/** What came of a new login, or of a new password. */
export const CredentialOutcome = v.object({
  /** The whole login. */
  login: v.string(),
  /**
   * - `yours`: the one that was sent
   * - `generated`: the provider made it; it is in `generatedPassword` and in no later answer
   * - `unknown`: the login has a password that nobody knows: the provider's answer was lost, or had none in it
   */
  password: v.picklist(['yours', 'generated', 'unknown']),
  /** To be shown once. It is kept nowhere. */
  generatedPassword: v.nullable(v.string()),
})
export type CredentialOutcome = v.InferOutput<typeof CredentialOutcome>

/** What came of deleting every login of a domain. */
export const DeletedLogins = v.object({
  /** How many the provider says it deleted; null where it did not say. */
  count: v.nullable(v.number()),
})
export type DeletedLogins = v.InferOutput<typeof DeletedLogins>

const Login = v.pipe(v.string(), v.maxLength(320))
/** Null has the provider make one. */
const NewPassword = v.nullable(v.pipe(v.string(), v.maxLength(1000)))

/** The login that the provider gives every domain, which stays as long as the domain does. */
export const SYSTEM_LOGIN = 'postmaster'

/** @param login the part before the `@`, or the whole login */
export function isSystemLogin(login: string): boolean {
  return login.split('@')[0]?.toLowerCase() === SYSTEM_LOGIN
}

/**
 * Why a text is not the login of a new credential, as one sentence; null when it is. A login is the local part of a
 * mail address: a dot-atom (RFC 5322 3.2.3) of at most 64 octets (RFC 5321 4.5.3.1.1). The provider takes a comma for
 * the end of a login, so that none can stand in it.
 *
 * @param typed the part before the `@`, or the whole login
 * @param domain the domain's name, A-labels
 */
export function wrongLogin(typed: string, domain: string): string | null {
  const [local = '', at, ...more] = typed.trim().split('@')
  if (local === '') return 'Enter the part before the @, such as alice.'
  if (more.length > 0 || (at !== undefined && at.toLowerCase() !== domain)) {
    return `A login of this domain ends with @${domain}. Enter the part before the @.`
  }
  if (local.length > 64) return 'Use at most 64 characters before the @.'
  if (/\s/.test(local)) return 'Remove the spaces.'
  if (local.startsWith('.') || local.endsWith('.') || local.includes('..')) {
    return 'Put a dot only between other characters, and no two in a row.'
  }
  return /^[\w!#$%&'*+/=?^`{|}~.-]+$/.test(local)
    ? null
    : 'Use unaccented letters, digits, dots, hyphens and underscores only.'
}

/**
 * The whole login, in lower case.
 *
 * @param typed a text in which `wrongLogin` finds nothing wrong
 * @param domain the domain's name, A-labels
 */
export function wholeLogin(typed: string, domain: string): string {
  const [local = ''] = typed.trim().toLowerCase().split('@')
  return `${local}@${domain}`
}

/** Why a password cannot be sent, as one sentence; null when it can. */
export function wrongPassword(typed: string): string | null {
  const judged = v.safeParse(SmtpPassword, typed)
  return judged.success ? null : judged.issues[0].message
}

export const smtpCredentials = {
  /** From the provider. They are not kept for offline reading. */
  list: channel(DomainKey, CredentialList),
  /** Fails with `already-exists` when the domain has the login. */
  create: writingChannel(
    v.object({ ...DomainKey.entries, login: Login, password: NewPassword }),
    CredentialOutcome,
  ),
  /** Sets another password. */
  change: writingChannel(
    v.object({ ...DomainKey.entries, login: Login, password: NewPassword }),
    CredentialOutcome,
  ),
  /** Refused for the login that the provider gives every domain. */
  delete: writingChannel(v.object({ ...DomainKey.entries, login: Login }), v.object({})),
  /** Deletes every login of a domain. `confirmation` must repeat the domain's name. */
  deleteAll: writingChannel(v.object({ ...DomainKey.entries, confirmation: v.string() }), DeletedLogins),
}
