import { plainName } from '../../dns/diagnosis/records/presentation'
import { ZonedeskError } from '../../../preload/contract/failure'
import { editRecords } from '../kept-records'
import { dataFromPresentation, presentationOf } from '../presentation'
import { WRITABLE_TYPES, type Rrset, type RrsetChange, type WritableType } from '../rrset'
import type { DesecDomain, DesecRrset } from './desec-answers'

/** One RRset of a bulk PATCH. What is left out stays; without records, the RRset goes. */
export interface DesecPatch {
  readonly subname: string
  readonly type: string
  readonly ttl?: number
  readonly records?: readonly string[]
}

export function rrsetOf({ name: written, type, ttl, records }: DesecRrset): Rrset {
  const name = plainName(written)
  if (!isWritableType(type)) return { name, type, ttl, values: records }
  const data = records.map((record) => dataFromPresentation(type, record)).filter((one) => one !== null)
  const isWhole = data.length === records.length
  return {
    name,
    type,
    ttl,
    data,
    ...(!isWhole && { locked: `Zonedesk cannot read a value of ${type} at ${name}.` }),
  }
}

/**
 * The bulk PATCH of changes. Records that stay are sent as deSEC has them; a TTL is sent only where it changes.
 *
 * @param sets what is there now
 * @throws ZonedeskError `invalid` where a new TTL is shorter than the domain allows
 */
export function patchOf(
  changes: readonly RrsetChange[],
  sets: readonly DesecRrset[],
  { name: domain, minimum_ttl: least = 0 }: DesecDomain,
): DesecPatch[] {
  const apex = plainName(domain)
  return changes.map(({ name, type, before, after }): DesecPatch => {
    const owner = plainName(name)
    const subname = owner === apex ? '' : owner.slice(0, -apex.length - 1)
    if (after === null) return { subname, type, records: [] }
    const set = sets.find((one) => plainName(one.name) === owner && one.type === type)
    const held = (set?.records ?? []).flatMap((record) => {
      const data = dataFromPresentation(type, record)
      return data === null ? [] : [{ record, data }]
    })
    const { kept, added } = editRecords(held, after.data)
    const ttl = after.ttl ?? set?.ttl ?? Math.max(least, 3600)
    if (ttl !== before?.ttl && ttl < least) {
      throw new ZonedeskError('invalid', `deSEC does not take a TTL below ${least} s in ${apex}.`, {
        fix: `Use a TTL of ${least} s or more.`,
      })
    }
    return {
      subname,
      type,
      ...(ttl !== set?.ttl && { ttl }),
      records: [...kept.map(({ record }) => record), ...added.map((data) => presentationOf(data))],
    }
  })
}

function isWritableType(type: string): type is WritableType {
  return (WRITABLE_TYPES as readonly string[]).includes(type)
}
