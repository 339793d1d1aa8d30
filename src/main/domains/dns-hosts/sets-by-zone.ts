import type { RecordAdvice, SeenSet } from '../../../preload/contract/advice'
import type { DnsRecord } from '../../../preload/contract/domain'
import type { RecordScope } from '../../../preload/contract/export-format'
import type { ZoneRecord } from '../../../preload/contract/findings'
import { isWithin, zoneFor } from '../../names/zone-cut'
import type { ExportRecord, ExportSet } from '../../dns-hosts/exports/export-set'
import { asDnsRecord } from '../advice/as-dns-record'

/** What is published, deleted and known in one zone. */
interface ZoneContent {
  readonly records: ExportRecord[]
  readonly removes: ZoneRecord[]
  readonly seen: SeenSet[]
}

/**
 * What to do for the records of a domain, by zone. Each record goes to the zone it belongs to: a domain that signs with
 * the key of another has a record in that one's zone, and a part of a zone may be delegated to other servers.
 *
 * @param told the advice, each change told once
 * @param records the provider's
 * @param which with `all`, what DNS has already is in it too
 */
export function setsByZone(
  domain: string,
  zone: string,
  told: readonly RecordAdvice[],
  records: readonly DnsRecord[],
  which: RecordScope,
): ExportSet[] {
  const parts = new Map<string, ZoneContent>()
  const partOf = (name: string, known: string | undefined): ZoneContent => {
    const isKnown = known !== undefined && isWithin(name, known)
    const guessed = isWithin(name, zone) ? zone : zoneFor({ name, observedApex: null, override: null }).name
    const own = isKnown ? known : guessed
    const part = parts.get(own) ?? { records: [], removes: [], seen: [] }
    parts.set(own, part)
    return part
  }
  for (const { index, action, record, zone: place, beside, goes, seen } of told) {
    const asked = records[index]
    if (action !== 'remove' || which === 'all') {
      partOf(record.name, place).records.push({
        ...asDnsRecord(record, asked),
        action: action === 'remove' ? 'leave' : action,
        replaces: action === 'remove' ? [] : goes,
      })
    }
    for (const one of beside)
      partOf(one.name, place).records.push({ ...asDnsRecord(one, asked), action: 'add' })
    if (action === 'remove') for (const old of goes) partOf(old.name, place).removes.push(old)
    for (const set of seen) partOf(set.name, place).seen.push(set)
  }
  return [...parts].map(([own, part]) => ({ domain, zone: own, ...part }))
}
