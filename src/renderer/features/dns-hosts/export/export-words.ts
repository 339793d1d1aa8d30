import type { ExportFormat, RecordScope } from '../../../../preload/contract/export-format'
import type { ExportOutcome, RotationScope } from '../../../../preload/contract/export-run'
import { counted, grouped } from '../../../base/counted'

/** What a format is for, in one line. */
export const formatHelp: Record<ExportFormat, string> = {
  bind: 'Also for hosts that import zone files',
  cloudflare: 'For the import in its DNS settings',
  route53: 'For the aws command line tool',
  'terraform-cloudflare': 'Provider cloudflare, version 5',
  'terraform-route53': 'Provider aws',
  dnscontrol: 'D_EXTEND for dnsconfig.js',
  octodns: 'YAML for the file of the zone',
  csv: 'For a spreadsheet',
  json: 'For scripts',
  markdown: 'Tables for a wiki or an issue',
  text: 'Labelled lines for a mail or a ticket',
}

export const scopeOptions: readonly { value: RecordScope; label: string }[] = [
  { value: 'all', label: 'All records' },
  { value: 'failing', label: 'Unpublished, according to the provider' },
  { value: 'missing', label: 'Missing in DNS at the last check' },
]

/** Which records of rotated keys. */
export const rotatedOptions: readonly { value: RotationScope['records']; label: string }[] = [
  { value: 'publish', label: 'New keys: to publish' },
  { value: 'remove', label: 'Old keys: can go' },
]

/** Times that records are usually given, in seconds; the default is among them. */
export const ttlOptions: readonly { value: string; label: string }[] = [
  { value: '300', label: '5 minutes' },
  { value: '1800', label: '30 minutes' },
  { value: '3600', label: '1 hour' },
  { value: '14400', label: '4 hours' },
  { value: '86400', label: '1 day' },
]

/** What was written, one sentence. */
export function outcomeSentence({ records, domains, fileCount, to }: ExportOutcome): string {
  const what = `${counted(records, 'record')} of ${counted(domains, 'domain')}`
  if (to === 'clipboard') return `${what} copied.`
  return fileCount > 1 ? `${what} saved in ${counted(fileCount, 'file')}.` : `${what} saved.`
}

/** What an export passed over, one sentence; null when it was nothing. */
export function passedOverSentence({
  passedOver,
  unchecked,
}: Pick<ExportOutcome, 'passedOver' | 'unchecked'>): string | null {
  if (passedOver === 0) return null
  const were = passedOver === 1 ? 'has no record to write' : 'have no records to write'
  const never =
    unchecked === 0
      ? ''
      : ` ${unchecked === passedOver ? 'None of them was' : `${grouped(unchecked)} of them were never`} ${unchecked === passedOver ? 'ever ' : ''}checked against DNS.`
  return `${counted(passedOver, 'domain')} ${were}.${never}`
}
