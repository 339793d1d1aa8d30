import { plainName } from '../../../dns/diagnosis/records/presentation'
import { asksDns, isSpf, parseSpf } from '../../../dns/diagnosis/spf/spf-policy'
import { isWritable, shownValue, type Rrset } from '../../../zones/rrset'

/**
 * The names that are asked about when the SPF policy at a name is evaluated (RFC 7208 section 4.6.4), and the name that an
 * alias there leads to. A name that depends on the sender is none (section 7).
 *
 * @param owner lower case, without trailing dot
 * @param sets every RRset at the name
 */
export function leadsFrom(owner: string, sets: readonly Rrset[]): string[] {
  const names = new Set<string>()
  for (const set of sets) {
    if (!isWritable(set)) continue
    if (set.type === 'CNAME') for (const data of set.data) names.add(plainName(shownValue(data)))
    if (set.type !== 'TXT') continue
    for (const text of set.data.map(shownValue)) {
      if (!isSpf(text)) continue
      for (const term of parseSpf(text).terms) if (asksDns(term)) names.add(plainName(term.target ?? owner))
    }
  }
  return [...names]
}
