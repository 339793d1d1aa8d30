import type { ZoneRecord } from '../../../../preload/contract/findings'
import { listed } from '../../../dns/diagnosis/records/presentation'
import type { Neighbour } from '../../../dns/diagnosis/findings/neighbour'
import { isSameRecord } from '../../../dns/rehearsal/zone-change'

/**
 * Which records that go another sending domain needs, too, one sentence each: such as the key of a domain that signs for
 * those below it. Taking back removes what was published for one domain, whoever found it there since.
 *
 * @param neighbours other sending domains that are known
 */
export function neededElsewhere(removed: readonly ZoneRecord[], neighbours: readonly Neighbour[]): string[] {
  return removed.flatMap((record) => {
    const domains = neighbours
      .filter(({ records }) => records.some((other) => isSameRecord(record, other)))
      .map(({ domain }) => domain)
    if (domains.length === 0) return []
    const verb = domains.length === 1 ? 'needs' : 'need'
    return [`${listed(domains)} ${verb} the ${record.type} record at ${record.name} too, and it goes.`]
  })
}
