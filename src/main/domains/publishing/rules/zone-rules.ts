import { isSpf } from '../../../dns/diagnosis/spf/spf-policy'
import { shownValue, type RrsetChange, type WritableData, type WritableRrset } from '../../../zones/rrset'
import type { Held } from '../held/held'

/**
 * Why a change of an RRset must not be written, as one sentence; null when nothing in the zone speaks against it.
 *
 * @param all every change of the plan, or those at the same name, for what stands there afterwards
 * @param mayUndo whether it may bring back what receivers cannot make sense of: taking back does nothing else
 */
export function objectionTo(
  change: RrsetChange,
  all: readonly RrsetChange[],
  held: Held,
  mayUndo = false,
): string | null {
  for (const rule of mayUndo ? RULES : [...RULES, ...RULES_OF_SENSE]) {
    const objection = rule(change, all, held)
    if (objection !== null) return objection
  }
  return null
}

type Rule = (change: RrsetChange, all: readonly RrsetChange[], held: Held) => string | null

/** The plainest first. */
const RULES: readonly Rule[] = [
  outsideZone,
  delegatedOn,
  renamed,
  unknownBefore,
  lockedSet,
  aliasAtApex,
  aliasBesideData,
  secondAlias,
]

/** What servers hold all the same, and receivers cannot make sense of. */
const RULES_OF_SENSE: readonly Rule[] = [besideNullExchange, secondPolicy]

function outsideZone({ name }: RrsetChange, _: unknown, held: Held): string | null {
  return held.contains(name) ? null : `${name} is not in the zone ${held.apexAt(name)}.`
}

/** RFC 1034 section 4.2.1: data below a zone cut is not the zone's. */
function delegatedOn({ name }: RrsetChange, _: unknown, held: Held): string | null {
  const cut = held.cutAbove(name)
  if (cut === null) return null
  return `${cut} is delegated to other name servers, so a record at ${name} in the zone ${held.apexAt(name)} would not be answered. The zone ${cut} must have it: copy it to that zone's DNS host.`
}

/** RFC 6672 section 2.4: nothing may stand below a DNAME record. */
function renamed({ name }: RrsetChange, _: unknown, held: Held): string | null {
  const above = held.renamedAbove(name)
  return above === null
    ? null
    : `A DNAME record at ${above} leads every name below it elsewhere, so ${name} can hold no record.`
}

function unknownBefore({ name, type }: RrsetChange, _: unknown, held: Held): string | null {
  return held.isKnown(name, type) ? null : `It is not known what the zone holds at ${name}.`
}

function lockedSet({ name, type }: RrsetChange, _: unknown, held: Held): string | null {
  return held.writable(name, type)?.locked ?? null
}

/** RFC 1912 section 2.4: the apex has SOA and NS, beside which no CNAME can stand. */
function aliasAtApex({ name, type, after }: RrsetChange, _: unknown, held: Held): string | null {
  return type === 'CNAME' && after !== null && name === held.apexAt(name)
    ? `A CNAME record cannot stand at ${name}, because the zone begins there.`
    : null
}

/** RFC 1034 section 3.6.2: at a name with a CNAME, nothing else stands, DNSSEC aside. */
function aliasBesideData(
  { name, type, after }: RrsetChange,
  all: readonly RrsetChange[],
  held: Held,
): string | null {
  if (after === null) return null
  const changed = new Map(
    all.filter((one) => one.name === name).map((one) => [one.type as string, one.after]),
  )
  const stays = held
    .at(name)
    .map((set) => set.type)
    .filter((other) => !changed.has(other))
  const comes = [...changed].flatMap(([other, set]) => (set === null ? [] : [other]))
  const others = [...stays, ...comes].filter((other) => other !== type)
  if (type === 'CNAME') {
    const [first] = others
    return first === undefined
      ? null
      : `A CNAME record must be alone at its name, and ${name} has ${withArticle(first)} record.`
  }
  // An alias at the apex stands beside SOA and NS already: the host resolves it, and takes other types there.
  return others.includes('CNAME') && name !== held.apexAt(name)
    ? `${name} has a CNAME record. It must be alone at its name, so no ${type} record can be added there.`
    : null
}

/** RFC 1034 section 3.6.2: a name is an alias of one other name. */
function secondAlias({ name, type, after }: RrsetChange): string | null {
  return type === 'CNAME' && after !== null && after.data.length > 1
    ? `${name} has a CNAME record that leads elsewhere, and a name can have only one.`
    : null
}

/** Whether it is the empty MX record, which says that a name receives no mail (RFC 7505 section 3). */
export function isNullExchange(data: WritableData): boolean {
  return data.type === 'MX' && data.exchange === ''
}

/** RFC 7505 section 3: an empty MX record stands alone. */
function besideNullExchange({ name, type, after }: RrsetChange): string | null {
  const isMixed = after !== null && after.data.some(isNullExchange) && !after.data.every(isNullExchange)
  return type === 'MX' && isMixed
    ? `${name} would have an empty MX record, which says that it receives no mail, beside other MX records.`
    : null
}

/** RFC 7208 section 3.2: a name has one SPF policy at most. */
function secondPolicy({ name, type, before, after }: RrsetChange): string | null {
  if (type !== 'TXT') return null
  const policies = (set: WritableRrset | null): number =>
    (set?.data ?? []).filter((data) => isSpf(shownValue(data))).length
  return policies(after) > Math.max(1, policies(before))
    ? `${name} would have two SPF policies, and receivers would use neither.`
    : null
}

/**
 * What the changes take away from wildcards without touching them, once for each wildcard: a name that gets its first
 * record exists from then on, and so do the names above it, so that the wildcard no longer answers for them and for what
 * is below them (RFC 4592 sections 2.2.2 and 3.3.1).
 */
export function shadowedWildcards(changes: readonly RrsetChange[], held: Held): string[] {
  const comes = [...new Set(changes.flatMap(({ name, after }) => (after === null ? [] : [name])))]
  const shadowed = comes.flatMap((name) => shadowedBy(name, changes, held) ?? [])
  return [...Map.groupBy(shadowed, ({ wildcard }) => wildcard)].map(([wildcard, names]) => {
    const answered = listed(names.map(({ name }) => name))
    const tops = listed([...new Set(names.map(({ top }) => top))])
    const below = tops.includes(' ') ? 'the names below them' : 'the names below it'
    const loses = [...Map.groupBy(names, ({ lost }) => lost.join(' and '))].map(([lost, losers]) => {
      const verb = losers.length === 1 ? 'loses' : 'lose'
      return lost === ''
        ? ''
        : ` ${listed(losers.map(({ name }) => name))} ${verb} the wildcard's ${lost} record.`
    })
    return `The wildcard ${wildcard} answers for ${answered} now, and will no longer answer for ${tops} and ${below}.${loses.join('')}`
  })
}

/** A name that a wildcard answers for, and will not once the name has records of its own. */
interface ShadowedName {
  readonly name: string
  readonly wildcard: string
  /** The topmost name that comes to exist: below it, nothing is answered by the wildcard any more. */
  readonly top: string
  /** Types that the wildcard has and the name will not, sorted. */
  readonly lost: readonly string[]
}

function shadowedBy(name: string, changes: readonly RrsetChange[], held: Held): ShadowedName | null {
  const wildcard = held.exists(name) ? null : held.wildcardFor(name)
  if (wildcard === null) return null
  const encloser = wildcard.slice(2)
  const created = [name, ...held.above(name)].filter((at) => at !== encloser && at.endsWith(`.${encloser}`))
  const published = new Set<string>(
    changes.flatMap((one) => (one.name === name && one.after !== null ? [one.type] : [])),
  )
  const types = held.at(wildcard).map(({ type }) => type)
  const lost = types.filter((type) => !published.has(type)).toSorted()
  return { name, wildcard, top: created.at(-1) ?? name, lost }
}

function listed(names: readonly string[]): string {
  return [names.slice(0, -1).join(', '), names.at(-1)].filter(Boolean).join(' and ')
}

function withArticle(type: string): string {
  return /^(?:A|AAAA|MX|NS|SRV|SPF|HTTPS)$/.test(type) ? `an ${type}` : `a ${type}`
}
