import * as v from 'valibot'
import { channel, writingChannel } from './channel'
import { DomainKey } from './domain'

/** Whether links are rewritten: in all parts of a mail, in its HTML alone, or nowhere. */
export const ClickTracking = v.picklist(['yes', 'html-only', 'no'])
export type ClickTracking = v.InferOutput<typeof ClickTracking>

/** What the provider follows in the mail of a domain. Each is null where it did not say. Source: API, tracking. */
export const TrackingSettings = v.object({
  open: v.object({
    active: v.nullable(v.boolean()),
    /** Whether the picture that is counted stands at the top of the mail and not at its end. */
    placeAtTheTop: v.nullable(v.boolean()),
  }),
  click: v.nullable(ClickTracking),
  unsubscribe: v.object({
    active: v.nullable(v.boolean()),
    /** What is added to the HTML part; `%unsubscribe_url%` stands for the address. */
    htmlFooter: v.nullable(v.string()),
    /** What is added to the text part. */
    textFooter: v.nullable(v.string()),
  }),
  /** Scheme of the tracking links. */
  webScheme: v.nullable(v.picklist(['http', 'https'])),
})
export type TrackingSettings = v.InferOutput<typeof TrackingSettings>

/** The HTTPS certificate of a domain's tracking host. */
export const TrackingCertificate = v.object({
  /** The provider's own word for where it is. */
  status: v.string(),
  /** Why there is none, in the provider's words; null where it named no reason. */
  error: v.nullable(v.string()),
})
export type TrackingCertificate = v.InferOutput<typeof TrackingCertificate>

/** A domain's tracking settings, and when the provider said so. */
export const KnownTracking = v.object({
  settings: TrackingSettings,
  /** Milliseconds since the epoch. */
  fetchedAt: v.number(),
})
export type KnownTracking = v.InferOutput<typeof KnownTracking>

/** How the certificate of a tracking host stands, in plain words, and what can be done. */
export const CertificateReading = v.object({
  /** The host of tracked links, such as `email.mg.example.com`; null while it is not known. */
  host: v.nullable(v.string()),
  /**
   * - `unknown-host`: the provider did not say which host it is
   * - `none`: none was asked for yet
   * - `other`: the provider has a word for it that Zonedesk does not know
   */
  state: v.picklist(['unknown-host', 'none', 'making', 'active', 'expired', 'failed', 'other']),
  /** One sentence: how it stands. */
  sentence: v.string(),
  /** One sentence: what to do; empty when there is nothing to do. */
  advice: v.string(),
  /** Why there is none, in the provider's own words; null where it named no reason. */
  reason: v.nullable(v.string()),
  /** What can be asked of the provider now; null for nothing. */
  next: v.nullable(v.picklist(['begin', 'renew'])),
})
export type CertificateReading = v.InferOutput<typeof CertificateReading>

/** Characters of a footer, at most. The provider names no bound; this one keeps a mistaken paste of a book out. */
export const LONGEST_FOOTER = 20_000
const Footer = v.nullable(v.pipe(v.string(), v.maxLength(LONGEST_FOOTER)))

export const tracking = {
  /** What the provider last said, from the cache; null when it was never asked. */
  get: channel(DomainKey, v.nullable(KnownTracking)),
  /** The same from the provider; the cache follows. */
  refresh: channel(DomainKey, KnownTracking),
  /** Each of these answers what the provider has afterwards. A null leaves a part as it is. */
  setOpen: writingChannel(
    v.object({ ...DomainKey.entries, active: v.boolean(), placeAtTheTop: v.nullable(v.boolean()) }),
    KnownTracking,
  ),
  setClick: writingChannel(v.object({ ...DomainKey.entries, click: ClickTracking }), KnownTracking),
  setUnsubscribe: writingChannel(
    v.object({ ...DomainKey.entries, active: v.boolean(), htmlFooter: Footer, textFooter: Footer }),
    KnownTracking,
  ),
  /** How the certificate of the tracking host stands, from the provider. */
  certificate: channel(DomainKey, CertificateReading),
  /** Asks for the first certificate, or for one in the place of a failed one, and answers how it stands then. */
  beginCertificate: writingChannel(DomainKey, CertificateReading),
  /** Asks for one in the place of an expired one. */
  renewCertificate: writingChannel(DomainKey, CertificateReading),
}
