import * as v from 'valibot'
import { channel } from './channel'
import { DomainKey } from './domain'

/** How copied records are written: labelled lines for a person, or an RFC 1035 zone file fragment. */
export const RecordFormat = v.picklist(['text', 'zone-file'])
export type RecordFormat = v.InferOutput<typeof RecordFormat>

/** What was put on the clipboard, for the screen to show and announce. */
export const Copied = v.object({ text: v.string(), records: v.number() })
export type Copied = v.InferOutput<typeof Copied>

/** Position of a record in the domain's `records`, as last read. */
const RecordIndex = v.pipe(v.number(), v.integer(), v.minValue(0))

export const records = {
  /** Copies one field of one record, as a DNS panel takes it. */
  copyField: channel(
    v.object({ ...DomainKey.entries, index: RecordIndex, field: v.picklist(['name', 'value', 'priority']) }),
    Copied,
  ),
  /** Copies one whole record. */
  copyRecord: channel(v.object({ ...DomainKey.entries, index: RecordIndex, format: RecordFormat }), Copied),
  /** Copies all records, or those that are not valid. */
  copyAll: channel(
    v.object({ ...DomainKey.entries, which: v.picklist(['all', 'failing']), format: RecordFormat }),
    Copied,
  ),
  /**
   * Copies a text the window already shows, such as the domain's name or a password just typed. A secret is taken
   * off the clipboard after a minute, when it is still there.
   */
  copyText: channel(
    v.object({ text: v.pipe(v.string(), v.maxLength(65536)), secret: v.optional(v.boolean(), false) }),
    Copied,
  ),
}
