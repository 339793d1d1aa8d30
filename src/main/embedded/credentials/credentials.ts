import { randomInt } from 'node:crypto'
import * as v from 'valibot'
import { ZonedeskError } from '../../../preload/contract/failure'
import { requireDomain, type Scope } from '../requests/context'
import { smtpPassword, wholeNumber } from '../requests/form-fields'
import { parseParameters, type Parameters } from '../requests/forms'
import {
  ALL_CREDENTIALS_DELETED,
  CREDENTIALS_DELETED,
  CREDENTIALS_NOT_FOUND,
  credentialsCreated,
  credentialsExist,
  missingParameter,
  PASSWORD_CHANGED,
  STORE_PASSWORD,
  systemMailbox,
} from '../records/messages'
import { hashSmtpPassword } from '../requests/smtp-password'
import type { StoredDomain } from '../store/stored-domain'

/** Every domain has it; its password is the domain's `smtp_password`. */
const SYSTEM = 'postmaster'
const MAX_LIMIT = 1000
const DEFAULT_LIMIT = 100
/** At most this many characters. Source: RFC 5321 4.5.3.1.1. */
const LONGEST_LOGIN = 64
/** 32 characters of these have some 180 bits. They need no escape in a form, a URL or a shell. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789'
const GENERATED_LENGTH = 32

const ListQuery = v.object({
  limit: v.optional(wholeNumber('limit', 1, MAX_LIMIT), String(DEFAULT_LIMIT)),
  skip: v.optional(wholeNumber('skip', 0, Number.MAX_SAFE_INTEGER), '0'),
})
const PasswordForm = v.object({ password: v.exactOptional(smtpPassword()) })

/**
 * `GET /v3/domains/{name}/credentials`: logins by name, without passwords. The domain's own `postmaster` is one of them.
 *
 * @throws ZonedeskError `not-found` or `invalid`
 */
export function listCredentials(scope: Scope, name: string, parameters: Parameters) {
  const domain = requireDomain(scope, name)
  const { limit, skip } = parseParameters(ListQuery, parameters)
  const all = [
    ...scope.store.credentials.all(domain.seq),
    { login: SYSTEM, created_at: domain.created_at },
  ].toSorted((a, b) => (a.login < b.login ? -1 : 1))
  return {
    items: all.slice(skip, skip + limit).map(({ login, created_at }) => ({
      mailbox: addressOf(login, domain),
      login: addressOf(login, domain),
      // RFC 2822 3.3 with a numeric zone, as in the reference.
      created_at: new Date(created_at).toUTCString().replace('GMT', '+0000'),
      size_bytes: null,
    })),
    total_count: all.length,
  }
}

/**
 * `POST /v3/domains/{name}/credentials`: one login, or several as a comma list, each with a password that is given or
 * made up. A password that is made up is in this answer and nowhere else.
 *
 * @throws ZonedeskError `not-found`, `invalid`, or `already-exists`
 */
export async function createCredentials(scope: Scope, name: string, parameters: Parameters) {
  const domain = requireDomain(scope, name)
  const given = parameters['login'] || parameters['mailbox']
  if (!given) throw new ZonedeskError('invalid', missingParameter('login'), { field: 'login' })
  const logins = given.split(',').map((login) => loginOf(login, domain))
  if (new Set(logins).size < logins.length) {
    throw new ZonedeskError('invalid', 'login must not name the same mailbox twice', { field: 'login' })
  }
  for (const login of logins) requireNew(scope, domain, login)
  const made = await Promise.all(passwordsFor(logins, parameters).map((password) => passwordOf(password)))
  const { store, now } = scope
  store.transaction(() => {
    const current = requireDomain(scope, name)
    logins.forEach((login, index) => {
      requireNew(scope, current, login)
      store.credentials.add(current.seq, login, made[index]?.hash ?? '', now())
    })
  })
  return {
    message: credentialsCreated(logins.length),
    ...generatedAnswer(
      logins.flatMap((login, index) => {
        const password = made[index]?.generated ?? null
        return password === null ? [] : ([[addressOf(login, domain), password]] as const)
      }),
    ),
  }
}

/**
 * `PUT /v3/domains/{name}/credentials/{login}`: another password, given or made up.
 *
 * @throws ZonedeskError `not-found` or `invalid`
 */
export async function updateCredentials(scope: Scope, name: string, spec: string, parameters: Parameters) {
  const domain = requireDomain(scope, name)
  const login = loginOf(spec, domain)
  requireKnown(scope, domain, login)
  const { hash, generated } = await passwordOf(parameters['password'])
  const { store } = scope
  store.transaction(() => {
    const current = requireDomain(scope, name)
    requireKnown(scope, current, login)
    if (login === SYSTEM) store.setDomain(current.seq, { smtp_password_hash: hash })
    else store.credentials.setPassword(current.seq, login, hash)
  })
  const shown = generated === null ? [] : ([[addressOf(login, domain), generated]] as const)
  return { message: PASSWORD_CHANGED, ...generatedAnswer(shown) }
}

/**
 * `DELETE /v3/domains/{name}/credentials/{login}`.
 *
 * @throws ZonedeskError `not-found`, or `refused` for the domain's own `postmaster`
 */
export function deleteCredentials(scope: Scope, name: string, spec: string) {
  const domain = requireDomain(scope, name)
  const login = loginOf(spec, domain)
  const address = addressOf(login, domain)
  if (login === SYSTEM) throw new ZonedeskError('refused', systemMailbox(address))
  if (!scope.store.credentials.remove(domain.seq, login)) {
    throw new ZonedeskError('not-found', CREDENTIALS_NOT_FOUND)
  }
  return { message: CREDENTIALS_DELETED, spec: address }
}

/**
 * `DELETE /v3/domains/{name}/credentials`: all but the domain's own `postmaster`, which stays.
 *
 * @throws ZonedeskError `not-found`
 */
export function deleteAllCredentials(scope: Scope, name: string) {
  const { seq } = requireDomain(scope, name)
  return { message: ALL_CREDENTIALS_DELETED, count: scope.store.credentials.removeAll(seq) }
}

function generatedAnswer(pairs: readonly (readonly [string, string])[]) {
  return pairs.length === 0 ? {} : { note: STORE_PASSWORD, credentials: Object.fromEntries(pairs) }
}

/** One password for each login; a comma parts them only where there are several logins. */
function passwordsFor(logins: readonly string[], { password }: Parameters): (string | undefined)[] {
  if (!password || logins.length === 1) return logins.map(() => password)
  const passwords = password.split(',')
  if (passwords.length === logins.length) return passwords
  throw new ZonedeskError('invalid', 'password must be given once for each login', { field: 'password' })
}

/** A password without a value counts as none, as at the creation of a domain. */
async function passwordOf(given: string | undefined): Promise<{ hash: string; generated: string | null }> {
  if (given === undefined || given === '') {
    const generated = madeUp()
    return { hash: await hashSmtpPassword(generated), generated }
  }
  const { password = given } = parseParameters(PasswordForm, { password: given })
  return { hash: await hashSmtpPassword(password), generated: null }
}

function madeUp(): string {
  return Array.from({ length: GENERATED_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
}

/** The part of a login before the `@`; one of another domain is refused. */
function loginOf(given: string, { name }: StoredDomain): string {
  const [login = '', domain = name, ...rest] = given.trim().toLowerCase().split('@')
  // An RFC 5322 3.2.3 dot-atom.
  const isAtom = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/.test(login)
  if (rest.length > 0 || !isAtom || login.length > LONGEST_LOGIN) {
    throw new ZonedeskError('invalid', `login must be a mailbox of ${name}, such as alice or alice@${name}`, {
      field: 'login',
    })
  }
  if (domain !== name) {
    throw new ZonedeskError('invalid', `login must be a mailbox of ${name}, not of ${domain}`, {
      field: 'login',
    })
  }
  return login
}

function addressOf(login: string, { name }: StoredDomain): string {
  return `${login}@${name}`
}

function isKnown({ store }: Scope, { seq }: StoredDomain, login: string): boolean {
  return login === SYSTEM || store.credentials.has(seq, login)
}

function requireNew(scope: Scope, domain: StoredDomain, login: string): void {
  if (!isKnown(scope, domain, login)) return
  const address = addressOf(login, domain)
  throw new ZonedeskError('already-exists', credentialsExist(address), { field: 'login' })
}

function requireKnown(scope: Scope, domain: StoredDomain, login: string): void {
  if (!isKnown(scope, domain, login)) throw new ZonedeskError('not-found', CREDENTIALS_NOT_FOUND)
}
