import * as v from 'valibot'
import { channel } from './channel'
import { DomainKey, RecordType } from './domain'

/** What the window shows of a preset: a DNS host's form, as far as its rules are known. */
export const PresetSummary = v.object({
  id: v.string(),
  name: v.string(),
  /** Whether a user wrote it, instead of its coming with the app. */
  own: v.boolean(),
  /** Where the host's DNS records are edited; null when not known. */
  dnsPage: v.nullable(v.string()),
  /** Importing a zone file there replaces the whole zone, so none of a part is offered. */
  importReplacesZone: v.boolean(),
  /** What to know at that host whatever the record, one or two sentences each. */
  notes: v.array(v.string()),
  /** What is not known of its form, a few words each; empty when everything is. */
  unknown: v.array(v.string()),
  /** Where its rules come from, for people to check. */
  sources: v.array(v.string()),
})
export type PresetSummary = v.InferOutput<typeof PresetSummary>

export const ZoneChoice = v.object({
  /** The zone's apex, A-labels. */
  name: v.string(),
  reason: v.picklist(['override', 'observed', 'public-suffix', 'whole-name']),
  explanation: v.string(),
})
export type ZoneChoice = v.InferOutput<typeof ZoneChoice>

export const PanelFieldKind = v.picklist(['type', 'host', 'value', 'priority', 'ttl'])
export type PanelFieldKind = v.InferOutput<typeof PanelFieldKind>

/** One field of a DNS host's form, with exactly what to type. */
export const PanelField = v.object({
  kind: PanelFieldKind,
  /** The field's name in the host's own words, or a plain word where those are not known. */
  label: v.string(),
  /** What to type; empty when the field stays blank, as `hint` says. */
  text: v.string(),
  /** What to do besides typing, as one sentence; empty when there is nothing to say. */
  hint: v.string(),
  /** Whether a source says that the form wants `text`; otherwise `alternatives` lists what else it may want. */
  certain: v.boolean(),
  alternatives: v.array(v.object({ text: v.string(), when: v.string() })),
})
export type PanelField = v.InferOutput<typeof PanelField>

export const PanelWarningCode = v.picklist([
  'no-value',
  'outside-zone',
  'zone-may-be-appended',
  'rule-from-api',
  'target-dot',
  'target-dot-unknown',
  'txt-split-unknown',
  'txt-too-long',
  'txt-character',
  'proxy-off',
  'apex-cname',
  'one-spf',
  'priority-unknown',
  'host-note',
])
export type PanelWarningCode = v.InferOutput<typeof PanelWarningCode>

export const PanelWarning = v.object({ code: PanelWarningCode, message: v.string() })
export type PanelWarning = v.InferOutput<typeof PanelWarning>

/** One record as a DNS host's form takes it. */
export const PanelRow = v.object({
  /** Position of the record in the domain's `records`, as last read. */
  index: v.number(),
  type: RecordType,
  /** The record's owner name as an FQDN without trailing dot. */
  name: v.string(),
  fields: v.array(PanelField),
  warnings: v.array(PanelWarning),
})
export type PanelRow = v.InferOutput<typeof PanelRow>

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

/** What an export became. Formats that belong to one zone have one file for each. */
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
  /** Records the format cannot carry, and why, one sentence each. */
  leftOut: v.array(v.object({ name: v.string(), type: RecordType, reason: v.string() })),
  /** What to know before it is used, one sentence each. */
  notes: v.array(v.string()),
})
export type ExportResult = v.InferOutput<typeof ExportResult>

/** All records, or those that are not valid. */
export const RecordScope = v.picklist(['all', 'failing'])
export type RecordScope = v.InferOutput<typeof RecordScope>

/** Seconds a resolver may keep a record. RFC 2181 8 allows 0 to 2^31 - 1. */
export const Ttl = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2147483647))
/** An hour: short enough to correct a mistake, and allowed by every host whose range is known. */
export const DEFAULT_TTL = 3600

const PresetId = v.pipe(v.string(), v.nonEmpty(), v.maxLength(64))
const ApexName = v.nullable(v.pipe(v.string(), v.maxLength(255)))

export const registrars = {
  /** Every preset that comes with the app. */
  presets: channel(v.object({}), v.array(PresetSummary)),
  /** Which preset fits a set of name servers; null when none or several do. */
  detect: channel(
    v.object({ nameServers: v.pipe(v.array(v.pipe(v.string(), v.maxLength(255))), v.maxLength(64)) }),
    v.object({ presetId: v.nullable(v.string()) }),
  ),
  /** The records of a domain, field by field, as a host's form wants them. Fails with `not-found` or `invalid`. */
  rows: channel(
    v.object({
      ...DomainKey.entries,
      presetId: PresetId,
      which: RecordScope,
      /** What DNS showed as the zone's apex; null when it was not asked. */
      observedApex: ApexName,
      /** What the user says is the zone's apex; null for none. */
      zone: ApexName,
      ttl: v.optional(Ttl, DEFAULT_TTL),
    }),
    v.object({ zone: ZoneChoice, preset: PresetSummary, rows: v.array(PanelRow) }),
  ),
  /** Which formats there are, and which of them a host must not be given. */
  formats: channel(v.object({ presetId: v.nullable(PresetId) }), v.array(ExportOffer)),
  /** The records of domains as text. Fails with `refused` when there are none or the host must not be given it. */
  export: channel(
    v.object({
      domains: v.pipe(
        v.array(v.object({ ...DomainKey.entries, observedApex: ApexName, zone: ApexName })),
        v.minLength(1),
        v.maxLength(10_000),
      ),
      which: RecordScope,
      format: ExportFormat,
      presetId: v.nullable(PresetId),
      ttl: v.optional(Ttl, DEFAULT_TTL),
    }),
    ExportResult,
  ),
}
