import * as v from 'valibot'
import { CheckScope } from './checks'
import { ExportFormat, LeftOutRecord } from './export-format'

/** The domains whose records are exported: named ones, or every one of a list. */
const DomainScope = CheckScope
/**
 * The records of the keys that are being rotated, whichever domains they are of: those to publish, or those that can go
 * from their zones by now.
 */
const RotationScope = v.object({
  kind: v.literal('rotations'),
  /** Null for all accounts. */
  accountId: v.nullable(v.string()),
  records: v.picklist(['publish', 'remove']),
})
export type RotationScope = v.InferOutput<typeof RotationScope>

export const ExportScope = v.variant('kind', [...DomainScope.options, RotationScope])
export type ExportScope = v.InferOutput<typeof ExportScope>

/** How many domains of a scope an export holds, and how many it passes over. */
const Coverage = {
  /** Domains whose records are in it. */
  domains: v.number(),
  /** Domains passed over: no record of theirs is in the scope, or none is in the cache. */
  passedOver: v.number(),
  /** Of those passed over: the domains that were never checked, so that their records in DNS are not known. */
  unchecked: v.number(),
}

/** The result of an export. */
export const ExportOutcome = v.object({
  ...Coverage,
  format: ExportFormat,
  to: v.picklist(['clipboard', 'file', 'screen']),
  /** The file, or the new folder with the files; null for the clipboard, and when the user chose none. */
  path: v.nullable(v.string()),
  /** Records written. */
  records: v.number(),
  /** Formats that belong to one zone have one file for each; at most 100 are named. */
  files: v.array(
    v.object({
      fileName: v.string(),
      /** The zone the file belongs to; null when it may hold several. */
      zone: v.nullable(v.string()),
      records: v.number(),
    }),
  ),
  fileCount: v.number(),
  /** The beginning of what was written, at most 20,000 characters, for the screen. */
  text: v.string(),
  /** Whether there is more than `text`. */
  cut: v.boolean(),
  /** Records the format cannot carry, and why; at most 100. */
  leftOut: v.array(LeftOutRecord),
  leftOutCount: v.number(),
  /** What to know before it is used, one sentence each. */
  notes: v.array(v.string()),
})
export type ExportOutcome = v.InferOutput<typeof ExportOutcome>

/** The size of a sheet: by the system's region, or as said. */
export const Paper = v.picklist(['locale', 'A4', 'Letter'])
export type Paper = v.InferOutput<typeof Paper>

/** The result of writing hand-over sheets. */
export const HandOverOutcome = v.object({
  ...Coverage,
  /** The file; null when the user chose none. */
  path: v.nullable(v.string()),
  records: v.number(),
})
export type HandOverOutcome = v.InferOutput<typeof HandOverOutcome>

/** How far an export is; once more when it ended, well or not. */
export const ExportProgress = v.object({
  state: v.picklist(['running', 'ended']),
  /** Domains read. */
  done: v.number(),
  total: v.number(),
})
export type ExportProgress = v.InferOutput<typeof ExportProgress>
