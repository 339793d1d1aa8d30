import * as v from 'valibot'
import { zoneFor, type ZoneRecord } from '../../dns-server/knot'

/** A record as a client hands it on, whatever the case of its own fields. */
export const NeededRecord = v.object({
  type: v.picklist(['TXT', 'CNAME', 'MX']),
  name: v.string(),
  value: v.string(),
  priority: v.string(),
  valid: v.string(),
})
export type NeededRecord = v.InferOutput<typeof NeededRecord>

/** The zone `example.com` with the records, as somebody would publish them. */
export function published(records: readonly NeededRecord[]): string {
  return zoneFor(
    'example.com',
    records.map(({ type, name, value, priority }): ZoneRecord => ({
      ...{ type, name, value },
      priority: type === 'MX' ? priority : null,
    })),
  )
}
