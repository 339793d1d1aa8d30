import type { DnsRecord } from '../../../preload/contract/domain'
import { absoluteName } from '../absolute-name'
import { goingComment, zoneFileRecord } from '../zone-file-format'
import { filePerZone, type Written } from './export-file'
import { byZone, goingFrom, type ExportRecord, type ExportSet } from './export-set'
import { goingNotes } from './going-notes'

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
  const grouped = byZone(sets, { apexCname: true })
  const written = filePerZone(
    grouped,
    'txt',
    (zone) =>
      [
        `;; Import with "Proxy imported DNS records" off: a proxied record hides its target.`,
        `$ORIGIN ${absoluteName(zone.zone)}`,
        `$TTL ${ttl}`,
        ...goingFrom(zone).map(goingComment),
        ...zone.records.map(unproxied),
        '',
      ].join('\n'),
    [
      ...goingNotes(grouped.zones),
      'Import it under DNS, Records, Import and Export, with "Proxy imported DNS records" off.',
      ...(grouped.zones.some(({ records }) => records.some(mayBeSecondSpf))
        ? [
            'The import adds records and leaves the existing ones as they are, so you may get a second SPF record: edit the existing one instead.',
          ]
        : []),
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

/** Whether nobody has looked for an existing SPF record. */
function mayBeSecondSpf({ action = 'unknown', type, value }: ExportRecord): boolean {
  return action === 'unknown' && type === 'TXT' && /^v=spf1/i.test(value)
}
