import * as v from 'valibot'
import { RecordAdvice } from './advice'
import { channel } from './channel'
import { KeyPlace } from './dkim-keys'
import { DomainHost, HostPanel, PresetSummary, ZoneChoice } from './dns-host'
import { DomainKey, RecordType } from './domain'
import { ExportOutcome, ExportScope, HandOverOutcome, Paper } from './export-run'
import { DEFAULT_TTL, ExportFormat, ExportOffer, RecordScope, Ttl } from './export-format'

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
  'cannot-hold',
  'txt-split-unknown',
  'txt-cut',
  'one-text',
  'txt-too-long',
  'txt-character',
  'proxy-off',
  'apex-cname',
  'one-spf',
  'other-values',
  'priority-unknown',
  'host-note',
])
export type PanelWarningCode = v.InferOutput<typeof PanelWarningCode>

export const PanelWarning = v.object({ code: PanelWarningCode, message: v.string() })
export type PanelWarning = v.InferOutput<typeof PanelWarning>

/** One record as a DNS host's form takes it. At a host that keeps record sets, with the values of the whole set. */
export const PanelRow = v.object({
  /** Position of the record in the domain's `records`, as last read. */
  index: v.number(),
  /** Positions of all records whose values `fields` has, in their order: its own alone at most hosts. */
  set: v.array(v.number()),
  type: RecordType,
  /** The record's owner name as an FQDN without trailing dot. */
  name: v.string(),
  fields: v.array(PanelField),
  warnings: v.array(PanelWarning),
})
export type PanelRow = v.InferOutput<typeof PanelRow>

/**
 * One of the provider's records as a DNS host's form takes what this zone needs for it. `fields` has the advised value;
 * they are empty where nothing is entered. Where records are one record at the host, the advice is that for all of
 * them.
 */
export const AdvisedRow = v.object({
  ...PanelRow.entries,
  advice: RecordAdvice,
  /** What else the advice wants entered beside it, in the same order. */
  beside: v.array(PanelRow),
  /** What to know before it is copied, one sentence each. */
  notes: v.array(v.string()),
})
export type AdvisedRow = v.InferOutput<typeof AdvisedRow>

const PresetId = v.pipe(v.string(), v.nonEmpty(), v.maxLength(64))
/** A preset as JSON text, in the form of the files in `resources/dns-hosts`. */
const PresetText = v.pipe(v.string(), v.maxLength(100_000))

export const dnsHosts = {
  /** Every preset, the user's own first. */
  presets: channel(v.object({}), v.array(PresetSummary)),
  /** One preset as JSON text, to read or to begin an own one from. Fails with `not-found`. */
  presetText: channel(v.object({ id: PresetId }), v.object({ text: v.string() })),
  /**
   * Adds an own preset (null), or replaces the text of one. The text's `id` is not taken: an own one is
   * made from the name, and kept. Fails with `not-found`, `storage`, and `invalid`, whose field is the dotted path of
   * the first wrong field in the text, or `text` when it is no JSON.
   */
  savePreset: channel(v.object({ id: v.nullable(PresetId), text: PresetText }), PresetSummary),
  /** Removes an own preset; zones for which it was chosen are detected again. Fails with `not-found`, `storage`. */
  removePreset: channel(v.object({ id: PresetId }), v.object({})),
  /** Asks for a file and adds its preset as an own one. Nulls: none was chosen. Fails as `savePreset` does. */
  importPreset: channel(
    v.object({}),
    v.object({ path: v.nullable(v.string()), preset: v.nullable(PresetSummary) }),
  ),
  /** Asks where and writes a preset's file. Null: none was chosen. Fails with `not-found`, `storage`. */
  exportPreset: channel(v.object({ id: PresetId }), v.object({ path: v.nullable(v.string()) })),
  /**
   * The zone of a domain and the host that keeps it, as far as they are known now. When nothing is known, or what is
   * known is older than a day, the app asks DNS in the background, and `zoneChanged` tells. Fails with `not-found`.
   */
  detect: channel(DomainKey, DomainHost),
  /** The same, after asking DNS again. Fails with `not-found`. */
  lookUp: channel(DomainKey, DomainHost),
  /**
   * Keeps what the user chose: the preset for the whole zone, the zone for this domain. What is absent stays as it is;
   * null takes the choice back. Fails with `not-found`, `storage`, and `invalid` with field `zone` when the domain is not
   * inside it.
   */
  setChoice: channel(
    v.object({
      ...DomainKey.entries,
      presetId: v.optional(v.nullable(PresetId)),
      zone: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(255)))),
    }),
    DomainHost,
  ),
  /**
   * Opens the page where the records of a domain's zone are edited, in the user's browser. The address is that of the
   * zone's preset, never one that was sent. Fails with `not-found`, also when no address is known, and with `refused`
   * when the system opened none.
   */
  openDnsPage: channel(DomainKey, v.object({ url: v.string() })),
  /**
   * Looks for the panel of the host that keeps a domain's zone: asks DNS for `_domainconnect` of the zone, and the host
   * that it names over HTTPS. Only for a person who asks for it. Fails with `not-found`, `offline`, `timeout`.
   */
  findPanel: channel(DomainKey, HostPanel),
  /**
   * Opens the panel that was last found for a domain's zone, in the user's browser: the address is never one that was
   * sent. Fails with `not-found`, and with `refused` when the system opened none.
   */
  openPanel: channel(DomainKey, v.object({ url: v.string() })),
  /**
   * What to do for the records of a domain, field by field, as its host's form wants them. Fails with `not-found`, and with `refused`
   * when `which` is `missing` and it was never checked.
   */
  rows: channel(
    v.object({
      ...DomainKey.entries,
      which: RecordScope,
      /** A preset to look at instead of that of its zone; null for that of its zone. */
      presetId: v.optional(v.nullable(PresetId), null),
    }),
    v.object({ zone: ZoneChoice, preset: PresetSummary, rows: v.array(AdvisedRow) }),
  ),
  /**
   * The record of one DKIM key, field by field, as the form of its zone's host wants it. Its index is 0. Fails with
   * `not-found`.
   */
  keyRow: channel(KeyPlace, v.object({ zone: ZoneChoice, preset: PresetSummary, row: AdvisedRow })),
  /** Which formats there are, and which of them are not for this host. */
  formats: channel(v.object({ presetId: v.nullable(PresetId) }), v.array(ExportOffer)),
  /**
   * The records of domains as text, on the clipboard or in files. Answers once it is done; meanwhile
   * `exportProgress` tells how far it is. Fails with `refused` when there are none, when a host must not be given the
   * format or when another export is under way, with `cancelled`, and with `storage`.
   */
  export: channel(
    v.object({
      scope: ExportScope,
      which: RecordScope,
      format: ExportFormat,
      /** `screen`: only for the answer's `text`, so that it can be looked at first. */
      to: v.picklist(['clipboard', 'file', 'screen']),
      ttl: v.optional(Ttl, DEFAULT_TTL),
    }),
    ExportOutcome,
  ),
  /**
   * A sheet to print, a page or more for each domain, that says what to add where: a PDF, saved where the user says.
   * Progress, `cancelExport` and failures are those of `export`.
   */
  handOver: channel(
    v.object({ scope: ExportScope, which: RecordScope, paper: v.optional(Paper, 'locale') }),
    HandOverOutcome,
  ),
  /** Stops the export or the sheets under way; nothing is left of them. */
  cancelExport: channel(v.object({}), v.object({})),
}
