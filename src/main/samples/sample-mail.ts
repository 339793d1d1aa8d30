import { INVALID_CNAME } from '../embedded/records/messages'
import type { Store } from '../embedded/store/store'
import type { SampleMail } from './data/sample-schema'

/** Where tracking, its certificate and SMTP logins of a domain belong. */
export interface MailPlace {
  /** Name of a domain that the store has. */
  readonly name: string
  readonly trackingHost: string
  /** Turns the days of the data into a moment, milliseconds since the epoch. */
  readonly daysAgo: (days: number) => number
}

/** Keeps what the provider of the sample domains follows in a domain's mail, and who may send it. */
export function addMailSettings(
  store: Store,
  { name, trackingHost, daysAgo }: MailPlace,
  { tracking, certificate, logins = [] }: SampleMail,
): void {
  const seq = store.domain(name)?.seq
  if (seq === undefined) return
  if (tracking !== undefined) {
    const { open, atTheTop, click, unsubscribe, textFooter } = tracking
    const { html_footer, text_footer } = store.tracking.get(seq)
    store.tracking.set(seq, {
      ...{ open_active: open, open_at_the_top: atTheTop, click, unsubscribe_active: unsubscribe },
      ...{ html_footer, text_footer: textFooter ?? text_footer },
    })
  }
  if (certificate !== undefined) {
    const { begunDaysAgo, daysLeft } = certificate
    store.certificates.set({
      ...{ host: trackingHost, domain_seq: seq, begun_at: daysAgo(begunDaysAgo), begun_before: [] },
      status: daysLeft === null ? 'error' : 'active',
      error: daysLeft === null ? INVALID_CNAME : null,
      expires_at: daysLeft === null ? null : daysAgo(-daysLeft),
    })
  }
  // Nobody sends mail here, so there is no password whose hash could be kept.
  for (const [login, days] of logins) store.credentials.add(seq, login, '', daysAgo(days))
}
