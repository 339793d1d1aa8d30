import type { Handlers } from '../../../preload/contract'
import type { Domain, DomainKey } from '../../../preload/contract/domain'
import type { Cache } from '../../cache/cache'
import type { AccountCalls } from '../calls/account-calls'
import { createCertificates } from './certificates'
import { createSmtpCredentials } from './smtp-credentials'
import { createTrackingSettings } from './tracking-settings'

/** What the settings beside the Domains API work with. */
export interface MailSettingsDependencies {
  readonly cache: Pick<Cache, 'tracking' | 'putTracking'>
  readonly calls: Pick<AccountCalls, 'askAbout'>
  /** A domain as the cache has it. @throws ZonedeskError `not-found` */
  readonly stored: (key: DomainKey) => Domain
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** How mail of a domain is followed, and who may send it: what the provider has beside its Domains API. */
export function createMailSettings({
  cache,
  calls,
  stored,
  now,
}: MailSettingsDependencies): Pick<Handlers, 'tracking' | 'smtpCredentials'> {
  const ask = calls.askAbout
  return {
    tracking: { ...createTrackingSettings({ cache, ask, now }), ...createCertificates({ stored, ask }) },
    smtpCredentials: createSmtpCredentials(ask),
  }
}
