import type { CredentialList, SmtpCredential } from '../../../preload/contract/smtp-credentials'
import type { CredentialCalls } from '../../provider/types'

/** Rows a page. Source: API, "at most 1000". */
const PAGE = 1000
/** Credentials of one domain that are read, at most. */
const MOST = 20_000

/**
 * Every credential of a domain, page by page. A page may hold fewer rows than were asked for before the list ends, and
 * rows that name no login are passed over by the client.
 *
 * @param until ends the reading early
 */
export async function readCredentials(
  calls: Pick<CredentialCalls, 'list'>,
  name: string,
  signal: AbortSignal,
  until: (page: readonly SmtpCredential[]) => boolean = () => false,
): Promise<CredentialList> {
  const found = new Map<string, SmtpCredential>()
  let total: number | null = null
  let skip = 0
  while (skip < MOST) {
    const page = await calls.list(name, { skip, limit: PAGE }, signal)
    total = page.total ?? total
    for (const credential of page.credentials) found.set(credential.login.toLowerCase(), credential)
    skip += page.credentials.length
    const isLast = page.credentials.length === 0 || (total !== null && skip >= total)
    if (isLast || until(page.credentials)) break
  }
  return {
    credentials: [...found.values()].toSorted((a, b) => (a.login < b.login ? -1 : 1)),
    total,
    complete: total === null ? skip < MOST : found.size >= total,
  }
}

/**
 * Whether a domain has a login.
 *
 * @returns null where the list was cut off before it was found
 */
export async function hasLogin(
  calls: Pick<CredentialCalls, 'list'>,
  name: string,
  login: string,
  signal: AbortSignal,
): Promise<boolean | null> {
  const isIt = (one: SmtpCredential): boolean => sameLogin(one.login, login, name)
  const { credentials, complete } = await readCredentials(calls, name, signal, (page) => page.some(isIt))
  if (credentials.some(isIt)) return true
  return complete ? false : null
}

/** Logins differ in no more than the case of their letters, and some answers leave the domain out. */
function sameLogin(listed: string, login: string, name: string): boolean {
  const whole = listed.includes('@') ? listed : `${listed}@${name}`
  return whole.toLowerCase() === login.toLowerCase()
}
