import * as v from 'valibot'
import { ZoneRecord } from './findings'

/** What a set of records can be written as. */
export const ExportFormat = v.picklist([
  'bind',
  'cloudflare',
  'route53',
  'terraform-cloudflare',
  'terraform-route53',
  'dnscontrol',
  'octodns',
  'csv',
  'json',
  'markdown',
  'text',
])
export type ExportFormat = v.InferOutput<typeof ExportFormat>

/** A format as the window offers it. */
export const ExportOffer = v.object({
  format: ExportFormat,
  label: v.string(),
  /** One sentence: why it is not offered for the chosen host; null when it is. */
  refusal: v.nullable(v.string()),
})
export type ExportOffer = v.InferOutput<typeof ExportOffer>

/** A record that is left out, and why: a format cannot carry it, or a person has to decide about it first. */
export const LeftOutRecord = v.object({
  name: v.string(),
  type: ZoneRecord.entries.type,
  reason: v.string(),
})
export type LeftOutRecord = v.InferOutput<typeof LeftOutRecord>

/** The result of an export. Formats that belong to one zone have one file for each. */
export const ExportResult = v.object({
  format: ExportFormat,
  files: v.array(
    v.object({
      fileName: v.string(),
      text: v.string(),
      /** The zone the file belongs to; null when it may hold several. */
      zone: v.nullable(v.string()),
      records: v.number(),
    }),
  ),
  /** Records that are not in it, and why. */
  leftOut: v.array(LeftOutRecord),
  /** What to know before it is used, one sentence each. */
  notes: v.array(v.string()),
})
export type ExportResult = v.InferOutput<typeof ExportResult>

/**
 * Which of a domain's needed records: a spare DKIM key, with which the provider does not sign, is in none of them.
 *
 * - `all`
 * - `failing`: the provider has not found them valid
 * - `missing`: DNS did not have them, or not as they should be, at the domain's last check
 */
export const RecordScope = v.picklist(['all', 'failing', 'missing'])
export type RecordScope = v.InferOutput<typeof RecordScope>

/** Seconds a resolver may keep a record. RFC 2181 8 allows 0 to 2^31 - 1. */
export const Ttl = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2147483647))
/** An hour: short enough to correct a mistake, and allowed by every host whose range is known. */
export const DEFAULT_TTL = 3600
