import type { AdvisedRow, PanelField, PanelRow, PanelWarning } from '../../../preload/contract/dns-hosts'

/** What stands in a field that is not typed into, such as one that stays blank. */
export function emptyWords({ hint }: PanelField): string {
  if (/blank/i.test(hint)) return 'leave blank'
  if (/default/i.test(hint)) return 'keep default'
  return hint === '' ? 'leave blank' : hint
}

/** Whether there is something to copy: a type is chosen from a list, and so is a TTL in words. */
export function isCopied({ kind, text }: PanelField): boolean {
  return text !== '' && kind !== 'type' && (kind !== 'ttl' || /^\d+$/.test(text))
}

/** What to know before a field is pasted: it is said with the value, once for the record. */
export function notesFor({ kind }: PanelField, { notes }: Pick<AdvisedRow, 'notes'>): readonly string[] {
  return kind === 'value' ? notes : []
}

/** The fields of a record that are copied, by their places in its `fields`. */
export function copiedFields({ fields }: Pick<PanelRow, 'fields'>): number[] {
  return fields.flatMap((field, at) => (isCopied(field) ? [at] : []))
}

/** What keeps a record from working when it is not heeded; the others are about what is not known. */
const GRAVE = new Set<PanelWarning['code']>([
  'no-value',
  'outside-zone',
  'cannot-hold',
  'txt-too-long',
  'txt-cut',
  'one-text',
  'txt-character',
  'proxy-off',
  'apex-cname',
  'one-spf',
  'other-values',
  'target-dot',
])

/** Whether no zone at the host can hold the record, so that there is nothing to type. */
export function isRefused({ warnings }: Pick<PanelRow, 'warnings'>): boolean {
  return warnings.some(({ code }) => code === 'cannot-hold')
}

export function isGrave({ code }: PanelWarning): boolean {
  return GRAVE.has(code)
}

/** A record's warnings, those that matter most first. */
export function orderedWarnings({ warnings }: Pick<PanelRow, 'warnings'>): PanelWarning[] {
  return [...warnings.filter(isGrave), ...warnings.filter((warning) => !isGrave(warning))]
}
