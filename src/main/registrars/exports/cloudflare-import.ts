import type { DnsRecord } from '../../../preload/contract/domain'
import { absoluteName } from '../absolute-name'
import { zoneFileRecord } from '../zone-file-format'
import { filePerZone, type Written } from './export-file'
import { byZone, type ExportSet } from './export-set'

/** Largest file the import takes, in octets. Source: cloudflare-docs, "Import and export records". */
const MAX_IMPORT_OCTETS = 256 * 1024

/** Types Cloudflare can proxy. Source: developers.cloudflare.com, "Proxied DNS records". */
const PROXIED_TYPES: readonly DnsRecord['type'][] = ['A', 'AAAA', 'CNAME']

/**
 * A BIND file for Cloudflare's import: targets end with a dot. A comment of the whole line is ignored there, and
 * the tag `cf-proxied:false` behind a record is how Cloudflare's own export says that a record is not proxied.
 * Source: cloudflare-docs, "Import and export records", "DNS record attributes".
 */
export function cloudflareImport(sets: readonly ExportSet[], ttl: number): Written {
  const written = filePerZone(
    byZone(sets, { apexCname: true }),
    'txt',
    ({ zone, records }) =>
      [
        `;; Import with "Proxy imported DNS records" off: a proxied record hides its target.`,
        `$ORIGIN ${absoluteName(zone)}`,
        `$TTL ${ttl}`,
        ...records.map(unproxied),
        '',
      ].join('\n'),
    [
      'Import it under DNS, Records, Import and Export, with "Proxy imported DNS records" off.',
      'The import adds records and leaves those that are there, so a second SPF record may result: edit the first.',
    ],
  )
  const large = written.files.filter(({ text }) => Buffer.byteLength(text) > MAX_IMPORT_OCTETS)
  return {
    ...written,
    notes: [
      ...written.notes,
      ...large.map(
        ({ fileName }) => `${fileName} is larger than 256 KiB, the most Cloudflare imports; split it.`,
      ),
    ],
  }
}

function unproxied(record: DnsRecord): string {
  const line = zoneFileRecord(record)
  return PROXIED_TYPES.includes(record.type) ? `${line} ; cf_tags=cf-proxied:false` : line
}
