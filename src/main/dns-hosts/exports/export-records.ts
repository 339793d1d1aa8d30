import { ZonedeskError } from '../../../preload/contract/failure'
import { ExportFormat, type ExportOffer, type ExportResult } from '../../../preload/contract/export-format'
import type { Preset } from '../preset-schema'
import { bindFragment } from './bind'
import { cloudflareImport } from './cloudflare-import'
import { dnsControl } from './dnscontrol'
import type { Written } from './export-file'
import type { ExportSet } from './export-set'
import { octoDns } from './octodns'
import { route53Batch } from './route53'
import { csvTable, jsonDocument, markdownTables, ticketText } from './tables'
import { terraformCloudflare, terraformRoute53 } from './terraform'

interface Format {
  readonly label: string
  readonly write: (sets: readonly ExportSet[], ttl: number) => Written
  /** Whether its file is a zone file, which some hosts take for the whole zone. */
  readonly zoneFile?: true
}

const FORMATS: Readonly<Record<ExportFormat, Format>> = {
  bind: { label: 'BIND zone fragment', write: bindFragment, zoneFile: true },
  cloudflare: { label: 'Cloudflare import', write: cloudflareImport, zoneFile: true },
  route53: { label: 'Route 53 change batch', write: route53Batch },
  'terraform-cloudflare': { label: 'Terraform (Cloudflare)', write: terraformCloudflare },
  'terraform-route53': { label: 'Terraform (Route 53)', write: terraformRoute53 },
  dnscontrol: { label: 'DNSControl', write: dnsControl },
  octodns: { label: 'octoDNS', write: octoDns },
  csv: { label: 'CSV', write: csvTable },
  json: { label: 'JSON', write: jsonDocument },
  markdown: { label: 'Markdown', write: markdownTables },
  text: { label: 'Plain text', write: ticketText },
}

/**
 * Writes the records of domains in a format.
 *
 * @param preset the host the text is for, where one was chosen
 * @param ttl seconds, 0..2147483647
 * @throws ZonedeskError `refused` when there is no record, when none of them fits the format, or when the host
 *   would take a part for its whole zone
 */
export function exportRecords(
  sets: readonly ExportSet[],
  format: ExportFormat,
  preset: Preset | null,
  ttl: number,
): ExportResult {
  const refusal = refusalOf(format, preset)
  if (refusal !== null) {
    throw new ZonedeskError('refused', refusal, {
      fix: 'Add the records one by one in its form.',
      field: 'format',
    })
  }
  if (sets.every(({ records, removes = [] }) => records.length + removes.length === 0)) {
    throw new ZonedeskError('refused', 'There are no records to export.', {
      fix: 'Choose other records or other domains.',
    })
  }
  const written = FORMATS[format].write(sets, ttl)
  if (written.files.length === 0) {
    const reasons = [...new Set(written.leftOut.map(({ reason }) => reason))].join(' ')
    throw new ZonedeskError('refused', `No record can be written as ${FORMATS[format].label}. ${reasons}`, {
      fix: 'Choose another format.',
      field: 'format',
    })
  }
  return { format, ...written }
}

/** Every format, and why one must not be offered for a host. */
export function exportOffers(preset: Preset | null): ExportOffer[] {
  return ExportFormat.options.map((format) => ({
    format,
    label: FORMATS[format].label,
    refusal: refusalOf(format, preset),
  }))
}

function refusalOf(format: ExportFormat, preset: Preset | null): string | null {
  if (FORMATS[format].zoneFile !== true || preset?.importReplacesZone.is !== true) return null
  return `Importing a zone file at ${preset.name} replaces the whole zone, so these records alone would delete all others.`
}
