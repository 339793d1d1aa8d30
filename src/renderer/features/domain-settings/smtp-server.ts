import type { Account } from '../../../preload/contract/accounts'

/** Where mail is handed in over SMTP. */
export interface SmtpServer {
  host: string
  /** TCP port of message submission with STARTTLS (RFC 6409 3.1). */
  port: number
}

/**
 * The SMTP server of an account's region; null where it is not known: an own address, and the embedded service,
 * which sends no mail. Source: the provider's user manual, "Sending via SMTP".
 */
export function smtpServer(account: Pick<Account, 'kind' | 'region'> | undefined): SmtpServer | null {
  if (account?.kind !== 'provider') return null
  if (account.region === 'us') return { host: 'smtp.mailgun.org', port: 587 }
  return account.region === 'eu' ? { host: 'smtp.eu.mailgun.org', port: 587 } : null
}
