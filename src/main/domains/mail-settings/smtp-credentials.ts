import type { Handlers } from '../../../preload/contract'
import type { DomainKey } from '../../../preload/contract/domain'
import { ZonedeskError } from '../../../preload/contract/failure'
import {
  type CredentialOutcome,
  isSystemLogin,
  SYSTEM_LOGIN,
  wholeLogin,
  wrongLogin,
  wrongPassword,
} from '../../../preload/contract/smtp-credentials'
import type { AccountCalls } from '../calls/account-calls'
import { hasLogin, readCredentials } from './find-credential'
import { lostAnswer } from '../calls/lost-answer'
import { requireNameRepeated } from '../details/confirmation'
import { advising } from './advising'

/**
 * Answers the channels about the SMTP credentials of a domain. A password that the provider makes is in one answer of
 * `create` or `change`, and nowhere else: it is not kept, and no message contains it.
 */
export function createSmtpCredentials(ask: AccountCalls['askAbout']): Handlers['smtpCredentials'] {
  const find = (key: DomainKey, login: string): Promise<boolean | null> =>
    ask(key, (client, signal) => hasLogin(client.credentials, key.name, login, signal))

  /** Whether a domain has no logins but its own; null where not all could be read. */
  async function onlySystemLeft(key: DomainKey): Promise<boolean | null> {
    const { credentials, complete } = await ask(key, (client, signal) =>
      readCredentials(client.credentials, key.name, signal),
    )
    if (!credentials.every(({ login }) => isSystemLogin(login))) return false
    return complete ? true : null
  }

  return {
    list: (key) => ask(key, (client, signal) => readCredentials(client.credentials, key.name, signal)),

    async create({ login: typed, password, ...key }) {
      const login = validLogin(typed, key.name)
      requireValidPassword(password)
      // Where the answer is lost, a login that was not there before is the one that was sent.
      const before = await find(key, login)
      if (before === true) throw alreadyThere(login)
      try {
        const { generatedPassword } = await ask(key, (client, signal) =>
          client.credentials.create(key.name, login, password, signal),
        )
        return outcome(login, password, generatedPassword)
      } catch (error) {
        const lost = lostAnswer(error)
        if (lost === null) throw error
        const after = await find(key, login).catch(() => null)
        if (after === true && before === false) return outcome(login, password, null)
        const isKnown = after === false
        throw advising(
          lost,
          isKnown
            ? 'Zonedesk asked the provider again: the login was not made. Try again.'
            : 'The provider may have made the login all the same. Look at the list before you try again: if the login is there, set a new password.',
        )
      }
    },

    // A login that is there is named as the list has it, whatever the rules for a new one are.
    async change({ login, password, ...key }) {
      requireValidPassword(password)
      try {
        const { generatedPassword } = await ask(key, (client, signal) =>
          client.credentials.change(key.name, login, password, signal),
        )
        return outcome(login, password, generatedPassword)
      } catch (error) {
        const lost = lostAnswer(error)
        if (lost === null) throw error
        // No answer tells a password, so that nobody can look it up.
        throw advising(
          lost,
          password === null
            ? 'The provider may have set a password that nobody knows. Set a new one.'
            : 'The provider may have changed the password all the same. Set the same password again to be sure.',
        )
      }
    },

    async delete({ login, ...key }) {
      if (isSystemLogin(login)) throw systemLogin(key.name)
      try {
        await ask(key, (client, signal) => client.credentials.delete(key.name, login, signal))
      } catch (error) {
        const lost = lostAnswer(error)
        if (lost === null) throw error
        const after = await find(key, login).catch(() => null)
        if (after === false) return {}
        throw advising(
          lost,
          after === true
            ? 'Zonedesk asked the provider again: the login is still there. Delete it again.'
            : 'The provider may have deleted the login all the same. Look at the list before you try again.',
        )
      }
      return {}
    },

    async deleteAll({ confirmation, ...key }) {
      requireNameRepeated(key, confirmation, 'its logins')
      try {
        return await ask(key, (client, signal) => client.credentials.deleteAll(key.name, signal))
      } catch (error) {
        const lost = lostAnswer(error)
        if (lost === null) throw error
        const isOver = await onlySystemLeft(key).catch(() => null)
        if (isOver === true) return { count: null }
        throw advising(
          lost,
          isOver === false
            ? 'Zonedesk asked the provider again: not all logins are gone so far. Look at the list before you try again.'
            : 'The provider may have deleted the logins all the same. Look at the list before you try again.',
        )
      }
    },
  }
}

function outcome(login: string, sent: string | null, generatedPassword: string | null): CredentialOutcome {
  if (sent !== null) return { login, password: 'yours', generatedPassword: null }
  return { login, password: generatedPassword === null ? 'unknown' : 'generated', generatedPassword }
}

/** @throws ZonedeskError `invalid` */
function validLogin(typed: string, name: string): string {
  const wrong = wrongLogin(typed, name)
  if (wrong === null) return wholeLogin(typed, name)
  throw new ZonedeskError('invalid', wrong, { field: 'login' })
}

/** @throws ZonedeskError `invalid` */
function requireValidPassword(password: string | null): void {
  const wrong = password === null ? null : wrongPassword(password)
  if (wrong !== null) throw new ZonedeskError('invalid', wrong, { field: 'password' })
}

function alreadyThere(login: string): ZonedeskError {
  return new ZonedeskError('already-exists', `${login} is there already; nothing was sent.`, {
    fix: 'Choose another login, or set a new password for this one in the list.',
    field: 'login',
  })
}

function systemLogin(name: string): ZonedeskError {
  return new ZonedeskError(
    'refused',
    `${SYSTEM_LOGIN}@${name} is the login that the provider gives the domain, and cannot be deleted.`,
    { fix: 'Set a new password to shut out whoever has the old one.' },
  )
}
