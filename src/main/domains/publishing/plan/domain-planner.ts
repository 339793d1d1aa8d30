import type { Answer, Question } from '../../../../preload/contract/dns-answer'
import type { DnsRecord, DomainDetail, DomainKey } from '../../../../preload/contract/domain'
import { ZonedeskError } from '../../../../preload/contract/failure'
import type { Cache } from '../../../cache/cache'
import { isWithin } from '../../../names/zone-cut'
import { toUnicode } from '../../../names/unicode-name'
import { WRITABLE_TYPES } from '../../../zones/rrset'
import { recordKey } from '../../advice/same-record'
import type { CheckedBasis } from '../../checks/check-domain'
import { AskedAround } from './asked-around'
import { namesIn, zoneOfKeys, zonesOf, zonesOfGiven, type DomainZone } from '../zones/domain-zones'
import type { Held, HeldZone } from '../held/held'
import { HeldZones } from '../held/held-zones'
import { planDomain, planGiven, type PlannedDomain } from './plan-domain'
import { refused, shownDomain } from './plan-line'
import type { GivenChanges } from '../changes/given-changes'
import type { PlannedFor, PlannedPart, PlannedRow } from './planned-row'
import { changesFor, type RotationKeys } from '../changes/rotation-keys'
import type { TtlRules } from '../changes/set-delta'
import { problemOf, shownZones } from './shown-zones'
import type { RecordByHand } from './wanted'
import type { ZoneDraft } from '../zones/zone-draft'
import { planTogether, type ZoneDrafts } from '../zones/zone-drafts'
import type { ZoneSource } from '../zones/zone-source'

export interface DomainPlannerDependencies {
  readonly cache: Pick<Cache, 'get'>
  /** Checks a domain against DNS, keeps the result, and answers what it went by. */
  readonly observe: (key: DomainKey, signal: AbortSignal) => Promise<CheckedBasis>
  /** Asks DNS what else has to be known beside it; where it is absent, that stays unknown. */
  readonly ask?: (
    key: DomainKey,
    questions: readonly Question[],
    signal: AbortSignal,
  ) => Promise<readonly Answer[]>
  readonly source: ZoneSource
  readonly onFault: (error: unknown) => void
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** What the domains of one plan share. */
export interface PlanTurn {
  readonly drafts: ZoneDrafts
  /** Whether it may bring back what was wrong before: taking back does nothing else. */
  readonly mayUndo: boolean
  /** What rotations of DKIM keys need in the zones. */
  readonly rotated: RotationKeys
  /** What DNS answered about a domain not long ago; undefined where it has to be asked. */
  readonly known?: (key: DomainKey) => CheckedBasis | undefined
}

/**
 * Plans one domain: finds the zones that its records belong in, reads them, and says what would be written into each.
 *
 * @param position the domain's place in the plan, from 0
 * @returns what went wrong too, as a domain for which nothing is written
 * @throws what the signal says
 */
export type DomainPlanner = (
  domain: PlannedFor,
  position: number,
  turn: PlanTurn,
  signal: AbortSignal,
) => Promise<PlannedRow>

export function createDomainPlanner(dependencies: DomainPlannerDependencies): DomainPlanner {
  const { cache, observe, ask, source, onFault, now } = dependencies

  async function planned(
    domain: PlannedFor,
    position: number,
    { drafts, mayUndo, rotated, known }: PlanTurn,
    signal: AbortSignal,
  ): Promise<PlannedRow> {
    const { key, given, accepted = [] } = domain
    const detail = cache.get(key)
    const own = domain.keys?.()
    if (own === null) throw movedOn()
    if (detail === undefined && given === null && own === undefined) throw notListed(key)
    const basis =
      detail === undefined ? null : (answered(detail, known?.(key)) ?? (await observe(key, signal)))
    const parts = { source, drafts }
    const owners = (given ?? []).flatMap((part) => ownersOf(part))
    const awaited = given === null && own === undefined ? rotated.awaited(key) : []
    const keys = (own?.records ?? awaited.map(({ record }) => record)).map(({ name }) => name)
    const records = detail?.records.map(({ name }) => name) ?? []
    const published = [key.name, ...records, ...owners, ...keys]
    const names = [...new Set([...published, ...asked(basis)])]
    const needed = [...new Set([...published, ...asked(basis, WRITABLE_TYPES)])]
    const place = { name: key.name, basis }
    const hints = new Map(
      awaited.flatMap(({ record: { name }, zone }) => (zone === null ? [] : [[name, zone]])),
    )
    const zones =
      own !== undefined
        ? await zoneOfKeys(place, own, names, parts, signal)
        : given !== null
          ? await zonesOfGiven(place, given, parts, signal)
          : await zonesOf(place, { records: [...records, ...keys], names, hints }, parts, signal)
    const start = { ...key, position, unicodeName: toUnicode(key.name) }
    const open = zones.flatMap(({ draft, ...zone }) => (draft === null ? [] : { ...zone, draft }))
    const first = zones.at(0)
    if (first !== undefined && open.length === 0) {
      return refused({ ...start, zones: shownZones([first], [], []) }, problemOf(first))
    }
    const mayWrite = (given ?? []).filter((_, at) => zones[at]?.draft !== null)
    const wanted = mayWrite.flatMap((part) => part.wanted)
    const decidable = mayWrite.flatMap((part) => part.decidable ?? [])
    const away = (given ?? []).filter((part) => !mayWrite.includes(part)).flatMap(byHandOf)
    const turns = open.map((zone) => ({ draft: zone.draft, names: namesIn(zone, names, zones) }))
    const around = new AskedAround(ask === undefined ? null : (questions) => ask(key, questions, signal))
    const planIn = (all: readonly HeldZone[]): PlannedRow | { readonly lacking: readonly Question[] } => {
      const held = heldOf(all, zones)
      const others = drafts.beside(open.map((zone) => zone.draft))
      const aside = {
        beside: others.map((draft) => draft.planned()),
        around: around.answers,
        asRead: heldOf(
          open.map(({ draft }) => draft.held()),
          zones,
        ),
      }
      const ttls = ttlsOf(open, held)
      const { whyKept } = rotated
      const isOwn = given === null && own === undefined
      const changes = own === undefined ? wanted : changesFor(own, held, detail?.records ?? [])
      // Taking back, and the keys of a rotation, were decided on where they began.
      const isFile = given !== null && !mayUndo
      const today = isFile && detail !== undefined ? { today: { detail, now: now() } } : {}
      const plan: PlannedDomain =
        isOwn && basis !== null && detail !== undefined
          ? planDomain(detail, basis, held, ttls, now(), { awaited, whyKept, accepted, ...aside })
          : planGiven(changes, basis, held, ttls, {
              ...{ mayUndo, whyKept, decidable, accepted, ...aside },
              ...today,
            })
      const lacking = around.open(plan.needed)
      if (lacking.length > 0) return { lacking }
      const named = new Map((given ?? []).map(({ domains }, at) => [zones[at]?.draft, domains]))
      const made = partsOf(plan, open, held).map((part) => ({
        ...part,
        domains: named.get(part.draft) ?? [key],
      }))
      for (const { draft, deltas } of made) draft.add(deltas)
      const turn = drafts.nextTurn()
      const cautions = made.flatMap(({ draft }) => draft.zone.caution ?? [])
      const shown = shownDomain(
        { ...start, zones: shownZones(zones, made, [...plan.byHand, ...away]) },
        { ...plan, notes: [...cautions, ...plan.notes] },
        own?.kind,
      )
      const { dependsOn } = plan
      const read = others.filter(({ zone }) => dependsOn.some((name) => isWithin(name, zone.apex)))
      return {
        ...{ shown, parts: made, turn, basis, dependsOn, needs: plan.needs, rehearsal: plan.rehearsal },
        drafts: [...open.map((zone) => zone.draft), ...read],
        names: [...needed, ...dependsOn],
      }
    }
    for (;;) {
      const row = await planTogether(turns, signal, planIn)
      if (!('lacking' in row)) return row
      // Nobody else waits for a zone while DNS is asked.
      await around.take(row.lacking)
      signal.throwIfAborted()
    }
  }

  return async (domain, position, turn, signal) => {
    try {
      return await planned(domain, position, turn, signal)
    } catch (error) {
      signal.throwIfAborted()
      const { key } = domain
      const start = { ...key, position, unicodeName: toUnicode(key.name), zones: [] }
      if (error instanceof ZonedeskError) return refused(start, error.failure)
      onFault(error)
      return refused(start, {
        message: 'Something went wrong inside Zonedesk.',
        fix: 'Plan anew; if it happens again, restart Zonedesk and look at its log.',
      })
    }
  }
}

type OpenZone = DomainZone & { readonly draft: ZoneDraft }

/** What is held of the zones that were read; of the others it is known that they have their names. */
function heldOf(all: readonly HeldZone[], zones: readonly DomainZone[]): Held {
  const elsewhere = zones.flatMap(({ apex, draft }) => (draft === null && apex !== null ? apex : []))
  const [first, ...others] = all
  if (first === undefined) throw new TypeError('no zone was read')
  return others.length === 0 && elsewhere.length === 0 ? first : new HeldZones([first, ...others], elsewhere)
}

function ttlsOf(open: readonly OpenZone[], held: Held): TtlRules {
  const [first] = open
  if (first === undefined) throw new TypeError('no zone is open')
  if (open.length === 1) return first.draft.capabilities
  return (name) => {
    const apex = held.apexAt(name)
    return (open.find((zone) => zone.apex === apex) ?? first).draft.capabilities
  }
}

/** What is planned, by zone. */
function partsOf(
  { deltas, made, accepted }: Pick<PlannedDomain, 'deltas' | 'made' | 'accepted'>,
  open: readonly OpenZone[],
  held: Held,
): Omit<PlannedPart, 'domains'>[] {
  return open.flatMap(({ apex, draft }) => {
    const isIts = ({ name }: { readonly name: string }): boolean => held.apexAt(name) === apex
    const own = deltas.filter(isIts)
    const decided = accepted.filter(({ change }) => change.deltas.some(isIts))
    return own.length === 0 ? [] : { draft, deltas: own, made: made.filter(isIts), accepted: decided }
  })
}

function ownersOf({ wanted }: GivenChanges): string[] {
  return wanted.flatMap(({ deltas }) => deltas.map(({ name }) => name))
}

function byHandOf({ wanted, at }: GivenChanges): RecordByHand[] {
  return wanted.map(({ record: { name, type } }) => ({ name, type, zone: at.zone, isChange: true }))
}

/** What DNS answered, where it was about the records that the provider wants now. */
function answered(
  { records }: Pick<DomainDetail, 'records'>,
  basis: CheckedBasis | undefined,
): CheckedBasis | undefined {
  const keys = (some: readonly DnsRecord[]): string =>
    JSON.stringify(some.map((record) => [recordKey(record), record.isActive]))
  return basis !== undefined && keys(basis.expected) === keys(records) ? basis : undefined
}

/** Owner names that DNS was asked about: for some types, or any. */
function asked(basis: CheckedBasis | null, types?: readonly string[]): string[] {
  const questions = basis?.observation.answers.map(({ question }) => question) ?? []
  return questions.flatMap(({ name, type }) => (types?.includes(type) === false ? [] : name))
}

function movedOn(): ZonedeskError {
  return new ZonedeskError('refused', 'The rotation of this domain no longer waits for these records.', {
    fix: 'Look at the rotation to see where it stands.',
  })
}

function notListed({ name }: DomainKey): ZonedeskError {
  return new ZonedeskError('not-found', `${name} is not among the domains of this account.`, {
    fix: 'Sync the account, or add the domain.',
  })
}
