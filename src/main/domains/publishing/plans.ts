import type { CheckScope } from '../../../preload/contract/checks'
import type { DomainDetail, DomainKey } from '../../../preload/contract/domain'
import type { Emit } from '../../../preload/contract/events'
import { ZonedeskError } from '../../../preload/contract/failure'
import {
  MOST_PUBLISHED,
  type DomainPlan,
  type PublishLine,
  type PublishPlan,
  type PublishTotals,
  type PublishVerdict,
} from '../../../preload/contract/publishing'
import { withOwnSignal } from '../../async/own-signal'
import { throttled } from '../../async/throttle'
import type { Cache } from '../../cache/cache'
import { toUnicode } from '../../names/unicode-name'
import type { StoredZoneWrite } from '../../profile/publish-store'
import type { RrsetChange } from '../../zones/rrset'
import type { CheckedBasis } from '../checks/check-domain'
import { domainsInScope } from '../scope/domains-in-scope'
import { planDomain, planGiven, type PlannedDomain } from './plan-domain'
import { composed, countedRecords, type SetDelta, type WantedChange } from './set-delta'
import { asStoredChange } from './settle'
import { ZoneDraft } from './zone-draft'
import { objectionTo } from './zone-rules'
import type { PlaceOfZone, ZoneSource } from './zone-source'

/** Domains checked and planned at once. */
const AT_ONCE = 8
/** At most how often progress is told, in milliseconds. */
const TELL_EVERY_MS = 200

/** One domain whose part of a plan is to be made. */
export interface PlannedFor {
  readonly key: DomainKey
  /** Domains that the journal names for it; the one of `key` alone when absent. */
  readonly domains?: readonly DomainKey[]
  /** What takes changes back, or what a file says; null where the domain's own records say what it needs. */
  readonly wanted: readonly WantedChange[] | null
  /** The zone that it is for, and whose connection where that is known; null to find the place. */
  readonly at: {
    readonly connectionId: string | null
    readonly hostedId: string
    readonly zone: string
  } | null
}

/** What a plan is made for. */
export interface PlanBasis {
  readonly domains: readonly PlannedFor[]
  readonly undoes: number | null
  readonly savedAt: number | null
}

/** Plans what would be written. The newest plan is kept, so that what the user saw is what is written. */
export interface PublishPlans {
  /** @throws ZonedeskError `invalid` for no domain, and for too many */
  forScope(scope: CheckScope): Promise<PublishPlan>
  start(basis: PlanBasis): PublishPlan
  /** Plans the same domains once more: each keeps its place. */
  again(id: number): PublishPlan
  get(id: number): PublishPlan
  lines(
    id: number,
    verdict: PublishVerdict | null,
    skip: number,
    limit: number,
  ): { readonly items: PublishLine[]; readonly total: number }
  line(id: number, position: number): DomainPlan
  /** All domains of a plan that is ready, in order. */
  whole(id: number): { readonly plan: PublishPlan; readonly domains: readonly WholeDomainPlan[] }
  /** Stops the planning, and forgets the plan. */
  drop(id: number): void
  /**
   * What a plan writes without the domains that are left out.
   *
   * @throws ZonedeskError `refused` while it is not ready, `invalid` when nothing is left
   */
  writes(id: number, without: ReadonlySet<number>): PlanWrites
  close(): Promise<void>
}

export interface PlanWrites {
  readonly zones: readonly StoredZoneWrite[]
  readonly undoes: number | null
  readonly adds: number
  readonly removes: number
  readonly sets: number
}

/** All that is known of one domain of a plan. */
export interface WholeDomainPlan {
  readonly shown: DomainPlan
  readonly made: readonly RrsetChange[]
  readonly hostedId: string | null
}

export interface PublishPlansDependencies {
  readonly cache: Pick<Cache, 'list' | 'get' | 'count'>
  /** Checks a domain against DNS, keeps the result, and answers what it went by. */
  readonly observe: (key: DomainKey, signal: AbortSignal) => Promise<CheckedBasis>
  readonly source: ZoneSource
  readonly emit: Emit
  readonly onFault: (error: unknown) => void
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

interface PlannedRow {
  readonly shown: DomainPlan
  readonly deltas: readonly SetDelta[]
  /** What they come to in the zone, lossless. */
  readonly made: readonly RrsetChange[]
  readonly draft: ZoneDraft | null
  readonly domains: readonly DomainKey[]
}

interface OpenPlan {
  readonly id: number
  readonly basis: PlanBasis
  readonly controller: AbortController
  readonly rows: (PlannedRow | undefined)[]
  /** One for each zone, by connection and the host's id. */
  readonly drafts: Map<string, ZoneDraft>
  plannedAt: number
  state: PublishPlan['state']
  ended: Promise<void>
}

export function createPublishPlans(dependencies: PublishPlansDependencies): PublishPlans {
  const { cache, observe, source, emit, onFault, now } = dependencies
  let newest: OpenPlan | null = null
  let lastId = 0

  function planOf(id: number): OpenPlan {
    if (newest?.id === id) return newest
    throw new ZonedeskError('not-found', 'This plan is no longer the newest.', { fix: 'Plan anew.' })
  }

  function shown(plan: OpenPlan): PublishPlan {
    const { id, basis, rows, state, plannedAt } = plan
    return {
      ...{ id, state, plannedAt, undoes: basis.undoes, savedAt: basis.savedAt },
      done: rows.filter((row) => row !== undefined).length,
      total: basis.domains.length,
      totals: totalsOf(rows.flatMap((row) => row ?? [])),
    }
  }

  function start(basis: PlanBasis): PublishPlan {
    newest?.controller.abort(new ZonedeskError('cancelled', 'Another plan was begun.'))
    lastId += 1
    const plan: OpenPlan = {
      ...{ id: lastId, basis, controller: new AbortController(), plannedAt: now(), state: 'planning' },
      ...{ rows: basis.domains.map(() => undefined), drafts: new Map(), ended: Promise.resolve() },
    }
    newest = plan
    plan.ended = work(plan)
      .catch(onFault)
      .finally(() => {
        plan.state = plan.rows.every((row) => row !== undefined) ? 'ready' : 'cancelled'
        plan.plannedAt = now()
        emit('publishPlanChanged', shown(plan))
      })
    return shown(plan)
  }

  async function work(plan: OpenPlan): Promise<void> {
    const { signal } = plan.controller
    const told = throttled(TELL_EVERY_MS, now, () => emit('publishPlanChanged', shown(plan)))
    // Nobody lines up by the signal: each of thousands that did would be compared with all others.
    const left = plan.basis.domains.entries()
    const planNext = async (): Promise<void> => {
      for (const [position, domain] of left) {
        if (signal.aborted) return
        plan.rows[position] = await withOwnSignal(signal, (own) => rowOf(plan, domain, position, own))
        told()
      }
    }
    await Promise.all(
      Array.from({ length: AT_ONCE }, () =>
        planNext().catch((error: unknown) => {
          if (!signal.aborted) throw error
        }),
      ),
    )
  }

  async function rowOf(
    plan: OpenPlan,
    domain: PlannedFor,
    position: number,
    signal: AbortSignal,
  ): Promise<PlannedRow> {
    const { key } = domain
    const start = { ...key, position, unicodeName: toUnicode(key.name) }
    try {
      const detail = cache.get(key)
      if (detail === undefined && domain.wanted === null) throw notListed(key)
      const basis = detail === undefined ? null : await observe(key, signal)
      const place = await placeOf(domain, basis, signal)
      if (place.state !== 'ready') {
        const at =
          'zone' in place ? { zone: place.zone.apex, connection: place.connection } : { zone: place.apex }
        return refused({ ...start, ...at, candidates: [...(place.candidates ?? [])] }, place)
      }
      const draft = await draftOf(plan, place)
      const given = (domain.wanted ?? []).flatMap(({ deltas }) => deltas)
      const names = [key.name, ...namesOf(basis, detail), ...given.map(({ name }) => name)]
      const mayUndo = plan.basis.undoes !== null
      const planned = await draft.plan(names, signal, (held) =>
        domain.wanted === null && basis !== null && detail !== undefined
          ? planDomain(detail, basis, held, draft.capabilities, now())
          : planGiven(domain.wanted ?? [], basis, held, draft.capabilities, { mayUndo }),
      )
      const at = {
        ...{ zone: draft.zone.apex, connection: draft.connection },
        candidates: [...(place.candidates ?? [])],
      }
      const { deltas, made } = planned
      const { caution } = draft.zone
      const notes = caution === undefined || made.length === 0 ? [] : [caution]
      const shown = shownDomain({ ...start, ...at }, { ...planned, notes: [...notes, ...planned.notes] })
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
      message: `${at.zone} is now at another DNS host, or in another of its accounts, than when this was planned.`,
      fix: 'Plan anew for where the zone is now.',
    }
  }

  async function draftOf(
    { drafts }: OpenPlan,
    { connection, zone }: PlaceOfZone & { state: 'ready' },
  ): Promise<ZoneDraft> {
    const id = `${connection.id} ${zone.id}`
    const access = await source.accessFor(connection.id)
    const known = drafts.get(id) ?? new ZoneDraft(connection, zone, access)
    drafts.set(id, known)
    return known
  }

  return {
    async forScope(scope) {
      if (scope.kind === 'list') requireFew(await cache.count(scope.request))
      const keys = domainsInScope(cache, scope)
      requireFew(keys.length)
      return start({
        domains: keys.map((key) => ({ key, wanted: null, at: null })),
        undoes: null,
        savedAt: null,
      })
    },
    start,
    again: (id) => start(planOf(id).basis),
    get: (id) => shown(planOf(id)),
    lines(id, verdict, skip, limit) {
      const all = planOf(id).rows.flatMap((row) => row?.shown ?? [])
      const some = verdict === null ? all : all.filter((line) => line.verdict === verdict)
      return { items: some.slice(skip, skip + limit).map(lineOf), total: some.length }
    },
    line(id, position) {
      const row = planOf(id).rows[position]
      if (row === undefined) throw new ZonedeskError('not-found', 'This domain is not planned yet.')
      return row.shown
    },
    whole(id) {
      const plan = planOf(id)
      requireReady(plan)
      const domains = plan.rows.flatMap((row) =>
        row === undefined ? [] : [{ ...row, hostedId: row.draft?.zone.id ?? null }],
      )
      return { plan: shown(plan), domains }
    },
    drop(id) {
      const plan = planOf(id)
      plan.controller.abort(new ZonedeskError('cancelled', 'The plan was given up.'))
      newest = null
    },
    writes(id, without) {
      const plan = planOf(id)
      requireReady(plan)
      return writesOf(plan.rows, without, plan.basis.undoes)
    },
    async close() {
      newest?.controller.abort(new ZonedeskError('cancelled', 'The app is closing.'))
      await newest?.ended
    },
  }
}

function writesOf(
  rows: readonly (PlannedRow | undefined)[],
  without: ReadonlySet<number>,
  undoes: number | null,
): PlanWrites {
  const chosen = rows.flatMap((row, position) =>
    row === undefined || row.draft === null || row.deltas.length === 0 || without.has(position)
      ? []
      : [{ ...row, draft: row.draft }],
  )
  const zones: StoredZoneWrite[] = []
  let adds = 0
  let removes = 0
  let sets = 0
  for (const [draft, of] of Map.groupBy(chosen, ({ draft }) => draft)) {
    const held = draft.held()
    const deltas = of.flatMap((row) => row.deltas)
    const changes = composed(held, deltas, draft.capabilities)
    requireSound(changes, held)
    if (changes.length === 0) continue
    const many = countedRecords(changes)
    adds += many.adds
    removes += many.removes
    sets += changes.length
    zones.push({
      position: zones.length,
      zone: draft.zone.apex,
      hostedId: draft.zone.id,
      connection: draft.connection,
      state: 'waiting',
      at: null,
      domains: of.flatMap(({ domains }) => domains),
      changes: changes.map((change) => asStoredChange(change, reasonsFor(change, of))),
      ...{ message: '', fix: '', undoneBy: null, tries: 0 },
    })
  }
  if (zones.length === 0) {
    throw new ZonedeskError('invalid', 'Nothing is left to write.', {
      fix: 'Choose other domains, or close the plan.',
    })
  }
  return { zones, undoes, adds, removes, sets }
}

/** Without the domains that were left out, what remains may no longer fit together. */
function requireSound(changes: readonly RrsetChange[], held: ReturnType<ZoneDraft['held']>): void {
  for (const change of changes) {
    const objection = objectionTo(change, changes, held)
    if (objection === null) continue
    throw new ZonedeskError(
      'refused',
      `Without the domains that you left out, the rest does not fit: ${objection}`,
      {
        fix: 'Take them in again, or plan the others anew.',
      },
    )
  }
}

function reasonsFor({ name, type }: RrsetChange, rows: readonly PlannedRow[]): string[] {
  const reasons = rows.flatMap(({ shown: { changes } }) =>
    changes.flatMap((set) => (set.name === name && set.type === type ? set.reasons : [])),
  )
  return [...new Set(reasons)]
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

function notListed({ name }: DomainKey): ZonedeskError {
  return new ZonedeskError('not-found', `${name} is not among the domains of this account.`, {
    fix: 'Sync the account, or add the domain.',
  })
}

type LineStart = Pick<DomainPlan, 'position' | 'accountId' | 'name' | 'unicodeName'> &
  Partial<Pick<DomainPlan, 'zone' | 'connection' | 'candidates'>>

const NOTHING = {
  ...{ zone: null, connection: null, candidates: [], adds: 0, removes: 0, sets: 0, leftOut: 0, sentence: '' },
  ...{ message: '', fix: '', changes: [], beside: [], decisions: [], notes: [], rehearsal: null, mends: [] },
} satisfies Partial<DomainPlan>

function refused(
  start: LineStart,
  { message, fix }: { readonly message: string; readonly fix: string },
): PlannedRow {
  return {
    shown: { ...NOTHING, ...start, verdict: 'refused', message, fix },
    deltas: [],
    made: [],
    draft: null,
    domains: [],
  }
}

function shownDomain(start: LineStart, planned: PlannedDomain): DomainPlan {
  const { changes, beside, decisions, notes, rehearsal, mends, refusal } = planned
  const known = {
    ...NOTHING,
    ...start,
    changes: [...changes],
    beside: [...beside],
    decisions: [...decisions],
  }
  const line = {
    ...known,
    ...{ notes: [...notes], rehearsal, mends: [...mends], leftOut: decisions.length },
    ...counted(changes),
    sets: changes.length,
    sentence: rehearsal?.sentence ?? '',
  }
  if (refusal !== null) return { ...line, verdict: 'refused', ...refusal }
  if (changes.length > 0) return { ...line, verdict: 'change' }
  const [first] = decisions
  if (first === undefined) return { ...line, verdict: 'same', message: 'The zone has every record.' }
  const more = decisions.length === 1 ? '' : ` ${decisions.length - 1} more wait for a decision.`
  return {
    ...line,
    verdict: 'refused',
    message: `${first.type} at ${first.name}: ${first.reason}${more}`,
    fix: 'Look at the domain’s DNS tab, and decide there.',
  }
}

function counted(changes: readonly DomainPlan['changes'][number][]): { adds: number; removes: number } {
  let adds = 0
  let removes = 0
  for (const { before, after } of changes) {
    const was = new Set(before?.values ?? [])
    const is = new Set(after?.values ?? [])
    adds += [...is].filter((value) => !was.has(value)).length
    removes += [...was].filter((value) => !is.has(value)).length
    if (before?.isProxied === true && after?.isProxied !== true) removes += 1
  }
  return { adds, removes }
}

function lineOf(domain: DomainPlan): PublishLine {
  const { position, accountId, name, unicodeName, zone, connection, verdict, adds, removes, sets } = domain
  const { sentence, leftOut, message, fix } = domain
  return {
    ...{ position, accountId, name, unicodeName, zone, connection, verdict, adds, removes, sets },
    ...{ sentence, leftOut, message, fix },
  }
}

function totalsOf(rows: readonly PlannedRow[]): PublishTotals {
  const lines = rows.map((row) => row.shown)
  const writing = lines.filter(({ verdict }) => verdict === 'change')
  const many = (verdict: PublishVerdict): number => lines.filter((line) => line.verdict === verdict).length
  const sum = (field: 'sets' | 'adds' | 'removes'): number =>
    writing.reduce((all, line) => all + line[field], 0)
  const drafts = new Set(rows.filter(({ deltas }) => deltas.length > 0).flatMap(({ draft }) => draft ?? []))
  return {
    domains: lines.length,
    ...{ change: many('change'), same: many('same'), refused: many('refused') },
    zones: drafts.size,
    connections: new Set([...drafts].map(({ connection }) => connection.id)).size,
    ...{ sets: sum('sets'), adds: sum('adds'), removes: sum('removes') },
  }
}

function requireReady({ state }: OpenPlan): void {
  if (state === 'ready') return
  throw new ZonedeskError('refused', 'The plan is not ready yet.', {
    fix: 'Wait until every domain is planned.',
  })
}

function requireFew(domains: number): void {
  if (domains === 0) throw new ZonedeskError('invalid', 'No domain was chosen.')
  if (domains <= MOST_PUBLISHED) return
  const most = MOST_PUBLISHED.toLocaleString('en')
  throw new ZonedeskError('invalid', `At most ${most} domains can be published at once.`, {
    fix: 'Narrow the search or the selection.',
  })
}
