import { setImmediate as turn } from 'node:timers/promises'
import type { CheckScope } from '../../../../preload/contract/checks'
import type { Emit } from '../../../../preload/contract/events'
import { ZonedeskError } from '../../../../preload/contract/failure'
import {
  MOST_PUBLISHED,
  type DomainPlan,
  type PublishLine,
  type PublishPlan,
  type PublishVerdict,
} from '../../../../preload/contract/publishing'
import { withOwnSignal } from '../../../async/own-signal'
import { Throttle, throttled } from '../../../async/throttle'
import type { Cache } from '../../../cache/cache'
import type { StoredRotation } from '../../../profile/rotation-store'
import { domainsInScope } from '../../scope/domains-in-scope'
import { basisNow, decidedAnew, type Decision } from './decide'
import { createDomainPlanner, type DomainPlannerDependencies, type PlanTurn } from './domain-planner'
import { lineOf, totalsOf } from './plan-line'
import { writesOf, type PlanWrites } from './plan-writes'
import type { PlanBasis, PlannedPart, PlannedRow, WholeDomainPlan } from './planned-row'
import { rehearsedTogether } from './rehearsed-together'
import { rotationKeys } from '../changes/rotation-keys'
import { ZoneDrafts } from '../zones/zone-drafts'

/** Domains checked and planned at once. */
const AT_ONCE = 8
/**
 * Domains of a plan for which is kept what DNS answered about them, so that nobody is asked again once a person decides:
 * each has some tens of kilobytes. DNS is asked about the others once more.
 */
const MOST_KEPT = 200
/** At most how often progress is told, in milliseconds. */
const TELL_EVERY_MS = 200
/** At most how long a decision holds the thread, in milliseconds: the window stays quick. */
const HOLD_MOST_MS = 20

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
  /**
   * Takes a change in that a person has to decide on, or leaves it out again.
   *
   * @returns a plan of its own, which is ready
   * @throws ZonedeskError `refused` while the plan is not ready, `not-found` where it has no such change, `cancelled`
   *   where it was stopped: the plan is then as it was
   */
  decide(id: number, decision: Decision): Promise<PublishPlan>
  /** Stops to plan what was decided just now. Where nothing is being decided, it does nothing. */
  stopDeciding(id: number): void
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

export interface PublishPlansDependencies extends DomainPlannerDependencies {
  readonly cache: Pick<Cache, 'list' | 'get' | 'count'>
  /** The rotations of DKIM keys of all accounts; none where it is absent. */
  readonly rotations?: () => readonly StoredRotation[]
  readonly emit: Emit
}

interface OpenPlan {
  readonly id: number
  readonly basis: PlanBasis
  readonly controller: AbortController
  readonly rows: (PlannedRow | undefined)[]
  readonly drafts: ZoneDrafts
  plannedAt: number
  state: PublishPlan['state']
  /** While a person's decision is planned, which makes another plan: how far that is. */
  deciding: { readonly controller: AbortController; done: number; total: number } | null
  ended: Promise<unknown>
}

export function createPublishPlans(dependencies: PublishPlansDependencies): PublishPlans {
  const { cache, source, rotations = () => [], emit, onFault, now } = dependencies
  const planOne = createDomainPlanner(dependencies)
  let newest: OpenPlan | null = null
  let lastId = 0

  function planOf(id: number): OpenPlan {
    if (newest?.id === id) return newest
    throw new ZonedeskError('not-found', 'This plan is no longer the newest.', { fix: 'Plan anew.' })
  }

  function shown(plan: OpenPlan): PublishPlan {
    const { id, basis, rows, state, plannedAt, deciding } = plan
    return {
      deciding: deciding === null ? null : { done: deciding.done, total: deciding.total },
      ...{ id, state, plannedAt, undoes: basis.undoes, savedAt: basis.savedAt },
      done: rows.filter((row) => row !== undefined).length,
      total: basis.domains.length,
      totals: totalsOf(rows.flatMap((row) => row ?? [])),
    }
  }

  function giveUp(why: string): void {
    const reason = new ZonedeskError('cancelled', why, { fix: 'Plan anew.' })
    newest?.controller.abort(reason)
    newest?.deciding?.controller.abort(reason)
  }

  function start(basis: PlanBasis): PublishPlan {
    giveUp('Another plan was begun.')
    lastId += 1
    const plan: OpenPlan = {
      ...{ id: lastId, basis, controller: new AbortController(), plannedAt: now(), state: 'planning' },
      ...{
        rows: basis.domains.map(() => undefined),
        drafts: new ZoneDrafts(source),
        deciding: null,
        ended: Promise.resolve(),
      },
    }
    newest = plan
    plan.ended = work(plan)
      .catch(onFault)
      .finally(() => {
        plan.rows.splice(0, plan.rows.length, ...rehearsedTogether(plan.rows))
        plan.state = plan.rows.every((row) => row !== undefined) ? 'ready' : 'cancelled'
        plan.plannedAt = now()
        emit('publishPlanChanged', shown(plan))
      })
    return shown(plan)
  }

  function turnOf({ basis, drafts }: Pick<OpenPlan, 'basis' | 'drafts'>): PlanTurn {
    return { drafts, mayUndo: basis.undoes !== null, rotated: rotationKeys(rotations(), now()) }
  }

  async function work(plan: OpenPlan): Promise<void> {
    const { signal } = plan.controller
    const turn = turnOf(plan)
    let kept = 0
    const told = throttled(TELL_EVERY_MS, now, () => emit('publishPlanChanged', shown(plan)))
    // Nobody lines up by the signal: each of thousands that did would be compared with all others.
    const left = plan.basis.domains.entries()
    const planNext = async (): Promise<void> => {
      for (const [position, domain] of left) {
        if (signal.aborted) return
        const row = await withOwnSignal(signal, (own) => planOne(domain, position, turn, own))
        const isKept = row.shown.decidable.length > 0 && kept < MOST_KEPT
        kept += Number(isKept)
        plan.rows[position] = isKept ? row : { ...row, basis: null }
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

  /** The plan stays as it is until the other one is whole. */
  async function decide(plan: OpenPlan, decision: Decision): Promise<PublishPlan> {
    const { mayUndo, rotated } = turnOf(plan)
    const deciding = { controller: new AbortController(), done: 0, total: 1 }
    const { signal } = deciding.controller
    // Nothing is written of a plan while a person changes it.
    plan.deciding = deciding
    const tell = throttled(TELL_EVERY_MS, now, () => emit('publishPlanChanged', shown(plan)))
    const rest = new Throttle(HOLD_MOST_MS, now)
    rest.begin()
    try {
      const again = await decidedAnew(
        plan,
        decision,
        (domain, position, drafts, answered) =>
          withOwnSignal(signal, (own) =>
            planOne(domain, position, { drafts, mayUndo, rotated, known: () => answered }, own),
          ),
        async (done, total) => {
          Object.assign(deciding, { done, total })
          tell()
          // What was kept takes no time to wait for, so that nobody else would have the thread, nor could stop it.
          if (rest.isDue) {
            await turn()
            rest.begin()
          }
          signal.throwIfAborted()
        },
      )
      if (again === null) return { ...shown(plan), deciding: null }
      lastId += 1
      newest = {
        ...{ id: lastId, controller: new AbortController(), ...again, ended: Promise.resolve() },
        rows: rehearsedTogether(again.rows),
        ...{ plannedAt: plan.plannedAt, state: 'ready', deciding: null },
      }
      return shown(newest)
    } finally {
      plan.deciding = null
    }
  }

  return {
    async forScope(scope) {
      if (scope.kind === 'list') requireFew(await cache.count(scope.request))
      const keys = domainsInScope(cache, scope)
      requireFew(keys.length)
      return start({
        domains: keys.map((key) => ({ key, given: null })),
        undoes: null,
        savedAt: null,
      })
    },
    start,
    again: (id) => start(basisNow(planOf(id))),
    get: (id) => shown(planOf(id)),
    lines(id, verdict, skip, limit) {
      const all = planOf(id).rows.flatMap((row) => row?.shown ?? [])
      const some = verdict === null ? all : all.filter((line) => line.verdict === verdict)
      return { items: some.slice(skip, skip + limit).map(lineOf), total: some.length }
    },
    line(id, position) {
      const row = planOf(id).rows[position]
      if (row === undefined)
        throw new ZonedeskError('not-found', 'This domain is not planned yet.', {
          fix: 'Wait until every domain is planned.',
        })
      return row.shown
    },
    async decide(id, decision) {
      const plan = planOf(id)
      requireReady(plan)
      const deciding = decide(plan, decision)
      plan.ended = deciding.catch(() => undefined)
      return deciding
    },
    stopDeciding(id) {
      if (newest?.id !== id) return
      newest.deciding?.controller.abort(
        new ZonedeskError('cancelled', 'You stopped this, so the plan is as it was.', {
          fix: 'Decide again, or write the plan without it.',
        }),
      )
    },
    whole(id) {
      const plan = planOf(id)
      requireReady(plan)
      const domains = plan.rows.flatMap((row) =>
        row === undefined ? [] : { shown: row.shown, parts: row.parts.map(wholePart) },
      )
      return { plan: shown(plan), domains }
    },
    drop(id) {
      planOf(id)
      giveUp('The plan was given up.')
      newest = null
    },
    writes(id, without) {
      const plan = planOf(id)
      requireReady(plan)
      return writesOf(plan.rows, without, plan.basis.undoes)
    },
    async close() {
      giveUp('The app is closing.')
      await newest?.ended
    },
  }
}

function wholePart({ draft, made, accepted }: PlannedPart): WholeDomainPlan['parts'][number] {
  return { zone: draft.zone.apex, hostedId: draft.zone.id, made, accepted }
}

function requireReady({ state, deciding }: OpenPlan): void {
  if (state === 'ready' && deciding === null) return
  throw new ZonedeskError('refused', 'The plan is not ready yet.', {
    fix: 'Wait until every domain is planned.',
  })
}

/** @throws ZonedeskError `invalid` for no domain, and for too many */
export function requireFew(domains: number): void {
  if (domains === 0)
    throw new ZonedeskError('invalid', 'No domain was chosen.', { fix: 'Choose at least one.' })
  if (domains <= MOST_PUBLISHED) return
  const most = MOST_PUBLISHED.toLocaleString('en')
  throw new ZonedeskError('invalid', `At most ${most} domains can be published at once.`, {
    fix: 'Narrow the search or the selection.',
  })
}
