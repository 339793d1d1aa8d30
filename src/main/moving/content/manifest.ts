import * as v from 'valibot'

/**
 * The version of what the lines hold; the header has one of its own, for how they are packed. Since 2 an account says what
 * may be changed in it, which an older version of the app would pass over, the domains of the embedded service have all
 * of their keys, their tracking settings, their SMTP credentials and their subaccounts with them, and there are
 * connections to DNS hosts.
 */
export const CONTENT_VERSION = 2

/** The first line: who wrote the file, and when. */
export const Manifest = v.object({
  zonedesk: v.literal('moving'),
  version: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  /** Version of the app that wrote it. */
  app: v.pipe(v.string(), v.maxLength(60)),
  /** Milliseconds since the epoch. */
  at: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
})
export type Manifest = v.InferOutput<typeof Manifest>

/** The last line: how many rows there were. */
export const End = v.object({ rows: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) })
