import type { DomainDetail, DomainKey } from '../../../preload/contract/domain'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { Cache } from '../../cache/cache'
import { toUnicode } from '../../names/unicode-name'
import { isWithin } from '../../names/zone-cut'
import type { CheckedBasis } from '../checks/check-domain'
import { planDomain, planGiven } from './plan-domain'
import { refused, shownDomain } from './plan-line'
import type { PlannedFor, PlannedRow } from './planned-row'
import { changesFor, type KeysOfRotation, type RotationKeys } from './rotation-keys'
import type { ZoneDrafts } from './zone-drafts'
import type { PlaceOfZone, ZoneSource } from './zone-source'

export interface DomainPlannerDependencies {
  readonly cache: Pick<Cache, 'get'>
  /** Checks a domain against DNS, keeps the result, and answers what it went by. */
  readonly observe: (key: DomainKey, signal: AbortSignal) => Promise<CheckedBasis>
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
}

/**
 * Plans one domain: finds its zone, reads it, and says what would be written.
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
  const { cache, observe, source, onFault, now } = dependencies

  async function rowOf(
    domain: PlannedFor,
    position: number,
    { drafts, mayUndo, rotated }: PlanTurn,
    signal: AbortSignal,
  ): Promise<PlannedRow> {
    const { key } = domain
    const start = { ...key, position, unicodeName: toUnicode(key.name) }
    try {
      const detail = cache.get(key)
      const own = domain.keys?.()
      if (own === null) throw movedOn()
      if (detail === undefined && domain.wanted === null && own === undefined) throw notListed(key)
      const basis = detail === undefined ? null : await observe(key, signal)
      const place = await (own === undefined
        ? placeOf(domain, basis, signal)
        : placeOfKeys(own, basis, signal))
      if (place.state !== 'ready') {
        const at =
          'zone' in place ? { zone: place.zone.apex, connection: place.connection } : { zone: place.apex }
        return refused({ ...start, ...at, candidates: [...(place.candidates ?? [])] }, place)
      }
      const draft = await drafts.of(place)
      const given = (domain.wanted ?? []).flatMap(({ deltas }) => deltas)
      const awaited = domain.wanted === null && own === undefined ? rotated.awaited(key) : []
      const keys = own?.records ?? awaited.map(({ record }) => record)
      const names = [key.name, ...namesOf(basis, detail), ...[...given, ...keys].map(({ name }) => name)]
      const planned = await draft.plan(names, signal, (held) => {
        const { capabilities } = draft
        const { whyKept } = rotated
        if (own === undefined && domain.wanted === null && basis !== null && detail !== undefined) {
          return planDomain(detail, basis, held, capabilities, now(), { awaited, whyKept })
        }
        const wanted =
          own === undefined ? (domain.wanted ?? []) : changesFor(own, held, detail?.records ?? [])
        return planGiven(wanted, basis, held, capabilities, { mayUndo, whyKept })
      })
      const at = {
        ...{ zone: draft.zone.apex, connection: draft.connection },
        candidates: [...(place.candidates ?? [])],
      }
      const { deltas, made } = planned
      const { caution } = draft.zone
      const notes = caution === undefined || made.length === 0 ? [] : [caution]
      const all = { ...planned, notes: [...notes, ...planned.notes] }
      const shown = shownDomain({ ...start, ...at }, all, own?.kind)
      return { shown, deltas, made, draft, domains: domain.domains ?? [key] }
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof ZonedeskError) return refused(start, error.failure)
      onFault(error)
      return refused(start, {
        message: 'Something went wrong inside Zonedesk.',
        fix: 'Plan anew; if it happens again, restart Zonedesk and look at its log.',
      })
    }
  }

  async function placeOf(
    { key, at }: PlannedFor,
    basis: CheckedBasis | null,
    signal: AbortSignal,
  ): Promise<PlaceOfZone> {
    const place = await source.placeOf(key.name, zoneInDns(basis, at?.zone ?? null), signal)
    if (at === null || place.state !== 'ready') return place
    const isIts = at.connectionId === null || place.connection.id === at.connectionId
    if (isIts && place.zone.apex === at.zone && place.zone.id === at.hostedId) return place
    return {
      ...{ state: 'not-live' as const, apex: at.zone },
      message: `${at.zone} has moved since this was planned: it is at another DNS host now, or in another account there.`,
      fix: 'Plan anew: the new plan is for where the zone is now.',
    }
  }

  /** The zone of the keys of a rotation, which may be delegated out of that of their domain. */
  async function placeOfKeys(
    { records: [first], zone }: KeysOfRotation,
    basis: CheckedBasis | null,
    signal: AbortSignal,
  ): Promise<PlaceOfZone> {
    if (first === undefined) throw movedOn()
    const cut = basis?.observation.cuts
      .filter(({ apex }) => isWithin(first.name, apex))
      .toSorted((a, b) => b.apex.length - a.apex.length)[0]
    const ofDomain = zoneInDns(basis, null)
    const apex = zone ?? cut?.apex ?? ofDomain.apex
    const known = apex === ofDomain.apex ? ofDomain : { apex, delegation: null }
    return source.placeOf(first.name, known, signal)
  }

  return rowOf
}

/** What DNS says of a domain's zone. */
function zoneInDns(
  basis: CheckedBasis | null,
  apex: string | null,
): { readonly apex: string | null; readonly delegation: readonly string[] | null } {
  if (basis === null) return { apex, delegation: null }
  const { zone } = basis.observation
  const delegation = zone.delegation ?? (zone.nameServers.length === 0 ? null : zone.nameServers)
  return { apex: zone.apex, delegation }
}

/** Owner names that a domain's plan has to know. */
function namesOf(basis: CheckedBasis | null, detail: Pick<DomainDetail, 'records'> | undefined): string[] {
  const asked = basis?.observation.answers.map(({ question }) => question.name) ?? []
  return [...new Set([...(detail?.records ?? []).map(({ name }) => name), ...asked])]
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
