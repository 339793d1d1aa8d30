import type { RecordFormat } from '../../../preload/contract/records'

/** The formats records can be copied in directly, the host's own form first; the export has the others. */
export const COPY_FORMATS: readonly { value: RecordFormat; label: string; help: string }[] = [
  { value: 'form', label: 'Fields', help: "As the zone's DNS host wants them" },
  { value: 'bind', label: 'Zone file', help: 'Lines of a zone file (RFC 1035)' },
  { value: 'text', label: 'Plain text', help: 'Labelled lines for a ticket' },
  { value: 'markdown', label: 'Markdown', help: 'A table for a wiki' },
]

/** What the records are copied as, in a few words, when it is not the host's form. */
export function formatWords(format: RecordFormat): string {
  return COPY_FORMATS.find(({ value }) => value === format)?.label.toLowerCase() ?? format
}
