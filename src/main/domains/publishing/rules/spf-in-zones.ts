import type { Question } from '../../../../preload/contract/dns-answer'
import { MAX_ALIASES } from '../../../dns/diagnosis/answers/seen-answers'
import { plainName } from '../../../dns/diagnosis/records/presentation'
import type { SpfAnswer } from '../../../dns/diagnosis/spf/spf-cost'
import { isSpf } from '../../../dns/diagnosis/spf/spf-policy'
import { shownValues } from '../../../zones/rrset'
import { answeredOtherwise } from './as-held'
import type { Held } from '../held/held'

type Answers = (question: Question) => SpfAnswer | undefined

/**
 * What DNS says to the questions of an evaluation of SPF once it answers what some zones hold: wildcards and aliases are
 * followed (RFC 4592 section 3.3.1, RFC 1034 section 3.6.2).
 *
 * @param zones of which something is held; of two that have a name, the one with the longer apex holds it
 * @param elsewhere what is known of all that they do not hold
 */
export function answersInZones(zones: readonly Held[], elsewhere: Answers): Answers {
  return ({ name, type }) => {
    let owner = plainName(name)
    for (let links = 0; links <= MAX_ALIASES; links += 1) {
      const step = heldAt(zoneOf(owner, zones), owner, type)
      if (step === null) return elsewhere({ name: owner, type })
      if (typeof step !== 'string') return step
      owner = step
    }
    return { kind: 'failed' }
  }
}

/** The one SPF policy at a name that is held; null where there is none, and where there are several. */
export function policyAt(zones: readonly Held[], name: string): string | null {
  const set = zoneOf(name, zones)?.writable(name, 'TXT') ?? null
  const [policy, ...others] = set === null ? [] : shownValues(set).filter(isSpf)
  return policy === undefined || others.length > 0 ? null : policy
}

function zoneOf(name: string, zones: readonly Held[]): Held | undefined {
  return zones
    .filter((zone) => zone.contains(name))
    .toSorted((a, b) => b.apexAt(name).length - a.apexAt(name).length)
    .at(0)
}

/** What a zone answers; the name that an alias leads to; null where the zone does not show it. */
function heldAt(zone: Held | undefined, name: string, type: Question['type']): SpfAnswer | string | null {
  if (zone === undefined || zone.cutAbove(name) !== null || zone.renamedAbove(name) !== null) return null
  if (!zone.isKnown(name, type)) return null
  const sets = zone.at(zone.wildcardFor(name) ?? name)
  const isOwnWay = sets.some((set) => set.type === 'LUA' || answeredOtherwise(set).includes(type))
  if (isOwnWay) return null
  const own = sets.find((set) => set.type === type)
  if (own !== undefined) return { kind: 'data', values: shownValues(own) }
  const alias = sets.find((set) => set.type === 'CNAME')
  if (alias === undefined) return { kind: 'void' }
  const [target] = shownValues(alias)
  return target === undefined ? null : plainName(target)
}
