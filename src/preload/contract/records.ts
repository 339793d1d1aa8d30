import * as v from 'valibot'
import { channel } from './channel'
import { KeyPlace } from './dkim-keys'
import { DomainKey } from './domain'
import { ExportFormat, LeftOutRecord, RecordScope } from './export-format'
import { PanelFieldKind } from './dns-hosts'

/** How copied records are written: field by field as the form of the zone's host wants them, or as in a file. */
export const RecordFormat = v.picklist(['form', ...ExportFormat.options])
export type RecordFormat = v.InferOutput<typeof RecordFormat>

/**
 * What can be copied alone: a field of the host's form, or `name`, the whole owner name as an FQDN without trailing
 * dot, whatever the form wants.
 */
export const CopiedField = v.picklist(['name', ...PanelFieldKind.options])
export type CopiedField = v.InferOutput<typeof CopiedField>

/** What was put on the clipboard, for the screen to show and announce. */
export const Copied = v.object({
  text: v.string(),
  records: v.number(),
  /** Records that are not in it, and why: the format cannot carry them, or a person has to decide first. */
  leftOut: v.array(LeftOutRecord),
  /** What to know before it is used, one sentence each. */
  notes: v.array(v.string()),
})
export type Copied = v.InferOutput<typeof Copied>

/** Position of a record in the domain's `records`, as last read. */
const RecordIndex = v.pipe(v.number(), v.integer(), v.minValue(0))

/** Characters copied at once: the names of a hundred thousand domains, and more. */
const MOST_COPIED = 8_000_000

/**
 * What is copied is what the zone needs, as far as a check knows it: the advice of `RecordAdvice`. A record about which a
 * person has to decide is copied alone as the provider asks for it, with a note; in a set it is left out.
 */
export const records = {
  /**
   * Copies one field of one record, as the form of the zone's host wants it. Fails with `not-found`, and with
   * `refused` when the form has no such field for the record or it stays blank.
   */
  copyField: channel(
    v.object({
      ...DomainKey.entries,
      index: RecordIndex,
      field: CopiedField,
      /** Position among the field's `alternatives`, where the form's rule is not certain; null for what it most likely wants. */
      alternative: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))), null),
    }),
    Copied,
  ),
  /** Copies one whole record. */
  copyRecord: channel(v.object({ ...DomainKey.entries, index: RecordIndex, format: RecordFormat }), Copied),
  /** Copies the record of one DKIM key, also of one that is a spare key so far. Fails with `not-found`. */
  copyKey: channel(v.object({ ...KeyPlace.entries, format: RecordFormat }), Copied),
  /** Copies the records of a domain that `which` names. Fails with `refused` when there are none. */
  copyAll: channel(v.object({ ...DomainKey.entries, which: RecordScope, format: RecordFormat }), Copied),
  /**
   * Copies a text the window already shows, such as the domain's name or a password just typed. A secret is taken
   * off the clipboard after a minute, when it is still there.
   */
  copyText: channel(
    v.object({ text: v.pipe(v.string(), v.maxLength(MOST_COPIED)), secret: v.optional(v.boolean(), false) }),
    Copied,
  ),
}
