import type { DnsRecord } from '../../../preload/contract/domain'
import { isWithin, zoneFor } from '../../names/zone-cut'
import type { ExportSet } from '../../registrars/exports/export-set'

/** A domain that signs with another's key has a record elsewhere, which goes to the zone it belongs to. */
export function setsByZone(domain: string, zone: string, records: readonly DnsRecord[]): ExportSet[] {
  const byZone = Map.groupBy(records, ({ name }) =>
    isWithin(name, zone) ? zone : zoneFor({ name, observedApex: null, override: null }).name,
  )
  return [...byZone].map(([own, inZone]) => ({ domain, zone: own, records: inZone }))
}
