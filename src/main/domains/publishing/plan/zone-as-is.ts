import type { ZoneChange } from '../../../dns/rehearsal/zone-change'
import type { ZoneRecord } from '../../../../preload/contract/findings'
import { dataKey, dataOf } from '../../../zones/rrset'
import { Diagnosis } from '../../../dns/diagnose'
import { plainName } from '../../../dns/diagnosis/records/presentation'
import { applied } from '../../../dns/rehearsal/applied'
import type { CheckedBasis } from '../../checks/check-domain'
import { notAnsweredYet } from '../rules/as-held'
import type { Held } from '../held/held'

/** What is known of a domain, with its zones as they are held. */
export interface ZoneAsIs extends CheckedBasis {
  readonly diagnosis: Diagnosis
  /** What the zone holds and its servers do not answer. */
  readonly lag: ZoneChange
}

/** What DNS answered about a domain, and what its zones hold over it. */
export function onHeldZone(basis: CheckedBasis, held: Held): ZoneAsIs {
  const { expected, neighbours, diagnosis = new Diagnosis(expected, neighbours) } = basis
  const lag = notAnsweredYet(basis.observation, held)
  if (lag.added.length === 0 && lag.removed.length === 0) return { ...basis, diagnosis, lag }
  const observation = applied(basis.observation, lag)
  return { ...basis, diagnosis, lag, observation, check: diagnosis.diagnose(observation) }
}

/**
 * What the name servers of the zones do not answer yet, one sentence for each zone.
 *
 * @param asRead the zones without what is planned for other domains: nobody answers with that yet
 */
export function lagNotes({ added, removed }: ZoneChange, asRead: Held): string[] {
  const here = added.filter((record) => isHeld(asRead, record))
  const gone = removed.filter((record) => !isHeld(asRead, record))
  const names = [...new Set([...here, ...gone].map(({ name }) => plainName(name)))]
  return [...Map.groupBy(names, (name) => asRead.apexAt(name))].map(([apex, [first = apex, ...others]]) => {
    const where = others.length === 0 ? first : `${first} and ${others.length} other names`
    return `The name servers of ${apex} do not answer with what this zone holds at ${where}. They may lag behind, or serve another zone of the same name.`
  })
}

/** Whether a zone answers a record, by itself or by a wildcard. */
function isHeld(held: Held, record: ZoneRecord): boolean {
  const data = dataOf(record)
  const set = held.writable(held.wildcardFor(record.name) ?? record.name, data.type)
  return set !== null && set.data.some((one) => dataKey(one) === dataKey(data))
}
