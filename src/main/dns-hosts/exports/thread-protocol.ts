import type { ExportFormat, ExportResult } from '../../../preload/contract/export-format'
import type { Failure } from '../../../preload/contract/failure'
import type { ExportSet } from './export-set'

/** What the thread that writes an export is sent: the records in parts, then a last message with the format. */
export type ToThread =
  | { readonly kind: 'sets'; readonly sets: readonly ExportSet[] }
  | { readonly kind: 'write'; readonly format: ExportFormat; readonly ttl: number }

export type FromThread =
  { readonly ok: true; readonly result: ExportResult } | { readonly ok: false; readonly failure: Failure }
