import * as v from 'valibot'

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
