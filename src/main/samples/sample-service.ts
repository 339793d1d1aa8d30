import { createHash } from 'node:crypto'
import { createEmbeddedService, type EmbeddedService } from '../embedded/service'
import { Store } from '../embedded/store/store'
import type { LookUp } from '../embedded/records/lookup'
import type { DisabledNote, NewDomain } from '../embedded/store/stored-domain'
import { forEachSwitch } from '../embedded/store/switches'
import { SAMPLE_PROVIDER, type SampleData } from './data/sample-data'
import type { SampleDomain } from './data/sample-schema'
import { addMailSettings } from './sample-mail'

/** Nothing listens there, and `.invalid` never resolves (RFC 6761 6.4). */
export const SAMPLES_BASE_URL = 'http://samples.invalid'

export const DAY_MS = 24 * 60 * 60 * 1000

/**
 * Makes the file of the service of the sample domains.
 *
 * @param path a file that is not there yet
 * @param now milliseconds since the epoch, from which the days of the data count back
 * @throws ZonedeskError `storage`
 */
export function makeSampleFile(path: string, { domains, keys }: SampleData, now: number): void {
  const store = new Store(path)
  try {
    store.transaction(() => {
      for (const domain of domains.toSorted((a, b) => b.createdDaysAgo - a.createdDaysAgo)) {
        const own = { selector: SAMPLE_PROVIDER.dkimSelector, key: domain.key }
        for (const { selector, key } of [own, ...(domain.moreKeys ?? [])]) {
          const publicKey = keys[key] ?? ''
          store.keys.add({
            ...{ host: domain.name, selector, bits: publicKey.length > 300 ? 2048 : 1024 },
            // No mail is signed here, so there is no private half.
            ...{ private_key: '', public_key: publicKey },
          })
        }
        const added = newDomain(domain, now)
        store.addDomain(added)
        const trackingHost = `${added.web_prefix}.${domain.name}`
        const place = { name: domain.name, trackingHost, daysAgo: (days: number) => now - days * DAY_MS }
        if (domain.mail !== undefined) addMailSettings(store, place, domain.mail)
      }
    })
  } finally {
    store.close()
  }
}

/**
 * Opens the service of the sample domains: the embedded service's code on a file of its own, which verifies in a DNS of
 * the app's own.
 *
 * @param parts.now milliseconds since the epoch
 * @throws ZonedeskError `storage` when the file cannot be opened
 */
export function openSampleService(parts: {
  readonly path: string
  readonly copyOf?: string | undefined
  readonly apiKey: string
  readonly lookUp: LookUp
  readonly now: () => number
  readonly log: (error: unknown) => void
}): EmbeddedService {
  const { path, ...others } = parts
  return createEmbeddedService({ ...others, databasePath: path, resolver: 'system', hosts: SAMPLE_PROVIDER })
}

function newDomain(
  { name, createdDaysAgo, automaticSenderSecurity, disabled }: SampleDomain,
  now: number,
): NewDomain {
  return {
    id: createHash('sha256').update(name).digest('hex').slice(0, 24),
    name,
    type: 'custom',
    state: disabled === undefined ? 'unverified' : 'disabled',
    created_at: now - createdDaysAgo * DAY_MS,
    authority: name,
    dkim_host: name,
    dkim_selector: SAMPLE_PROVIDER.dkimSelector,
    spam_action: 'disabled',
    ...forEachSwitch(
      (option) => option === 'use_automatic_sender_security' && automaticSenderSecurity === true,
    ),
    web_prefix: 'email',
    web_scheme: 'https',
    message_ttl: SAMPLE_PROVIDER.defaultMessageTtl,
    archive_to: null,
    mailfrom_host: null,
    ips: null,
    pool_id: null,
    smtp_password_hash: null,
    disabled: disabled === undefined ? null : disabledNote(disabled, now),
    subaccount_id: null,
    lookup_failures: [],
  }
}

function disabledNote(
  { code, reason, note, daysLeft }: NonNullable<SampleDomain['disabled']>,
  now: number,
): DisabledNote {
  if (daysLeft === null) return { code, reason, note, permanently: true }
  return { code, reason, note, permanently: false, until: new Date(now + daysLeft * DAY_MS).toUTCString() }
}
