import { plainName } from '../../dns/diagnosis/records/presentation'
import { MAX_LOOKUPS } from '../../dns/diagnosis/spf/spf-cost'
import { isSpf, parseSpf } from '../../dns/diagnosis/spf/spf-policy'
import { shownValues } from '../../zones/rrset'
import type { Held } from './held'

/** What a change of a domain's SPF record does to the policies of names above that include it. */
export interface PoliciesAbove {
  /** One sentence each: what changes for the name above, too. */
  readonly notes: readonly string[]
  /** Why the change must not be made, one sentence; null where nothing is known that speaks against it. */
  readonly harm: string | null
}

/**
 * A policy that includes another, or redirects to it, needs the lookups of the other too, and receivers stop after ten (RFC
 * 7208 section 4.6.4). What else such a policy needs is not looked up here, so that only the least is known.
 *
 * @param domain whose SPF record changes
 * @param before lookups that it needs now
 * @param after lookups that it needs then
 */
export function policiesAbove(domain: string, before: number, after: number, held: Held): PoliciesAbove {
  if (after <= before) return { notes: [], harm: null }
  const name = plainName(domain)
  const leading = held.above(name).filter((above) => leadsTo(name, above, held))
  const more = after - before
  const words = `${more} more DNS ${more === 1 ? 'lookup' : 'lookups'}`
  const [first] = leading
  const isOver = first !== undefined && before < MAX_LOOKUPS && after >= MAX_LOOKUPS
  return {
    notes: leading.map(
      (above) =>
        `The SPF record of ${above} leads to ${name}. So what ${name} lets pass may send for ${above} too, and the SPF record of ${above} needs ${words}.`,
    ),
    harm: isOver
      ? `The SPF record of ${first} leads to ${name}, so it would need at least ${after + 1} DNS lookups, and receivers stop after ${MAX_LOOKUPS}.`
      : null,
  }
}

function leadsTo(name: string, above: string, held: Held): boolean {
  const set = held.writable(above, 'TXT')
  return (set === null ? [] : shownValues(set)).some(
    (text) =>
      isSpf(text) &&
      parseSpf(text).terms.some(
        (term) =>
          (term.name === 'include' || term.name === 'redirect') &&
          term.target !== null &&
          plainName(term.target) === name,
      ),
  )
}
