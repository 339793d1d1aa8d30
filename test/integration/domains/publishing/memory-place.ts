import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, vi } from 'vitest'
import { createPublishPlans, type PublishPlans } from '../../../../src/main/domains/publishing/plan/plans'
import { createPublishRuns, type PublishRuns } from '../../../../src/main/domains/publishing/run/runs'
import type { ZoneSource } from '../../../../src/main/domains/publishing/zones/zone-source'
import { openProfile, type Profile } from '../../../../src/main/profile/profile'
import type { DomainDetail } from '../../../../src/preload/contract/domain'
import type { PublishPlan } from '../../../../src/preload/contract/publishing'
import { answer, APEX, expectedRecords, SYSTEM, type Row } from '../../../unit/dns/diagnosis/observed'
import { basisOf, rrsetsOf } from '../../../unit/domains/publishing/held-of'
import { MemoryHost } from './memory-host'

const CONNECTION = { id: 'c1', name: 'Our host', kind: 'powerdns' }
const LONG = { timeout: 20_000, interval: 5 }

/** Plans and runs over one zone of a host in memory, whose name servers answer with some rows. */
export interface MemoryPlace {
  readonly host: MemoryHost
  readonly profile: Profile
  readonly plans: PublishPlans
  readonly runs: PublishRuns
  readonly faults: unknown[]
  /** What DNS answers, and what the zone has at first. */
  rows: readonly Row[]
  /** Whether a domain is in the list. */
  isListed: (name: string) => boolean
  /** Told of each plan that the window is told of. */
  onTold: (plan: PublishPlan) => void
  planned(names: readonly string[]): Promise<number>
  ready(plan: Pick<PublishPlan, 'id'>): Promise<number>
  /** Decides on the first change of a domain. @returns the plan that it becomes */
  accept(id: number, position: number): Promise<number>
  /** Writes a plan. @returns the run */
  write(id: number): Promise<number>
  close(): Promise<void>
}

export function memoryPlace(rows: readonly Row[]): MemoryPlace {
  const folder = mkdtempSync(join(tmpdir(), 'zonedesk-memory-'))
  const profile = openProfile(join(folder, 'profile.sqlite'))
  const host = new MemoryHost()
  host.add(APEX, rrsetsOf(rows))
  const zone = host.zones.get(APEX)!.zone
  const source: ZoneSource = {
    accessFor: () => Promise.resolve(host.access()),
    placeOf: () => Promise.resolve({ state: 'ready', connection: CONNECTION, zone }),
  }
  const faults: unknown[] = []
  let clock = Date.UTC(2026, 0, 15, 12)
  const common = {
    source,
    onFault: (error: unknown) => void faults.push(error),
    // Each look at the clock is a second later, so that everything is told.
    now: () => (clock += 1000),
  }
  const plans = createPublishPlans({
    ...common,
    emit: (event, payload) => {
      if (event === 'publishPlanChanged') place.onTold(payload as PublishPlan)
    },
    cache: {
      get: ({ name }) =>
        place.isListed(name) ? ({ records: expectedRecords({}, name) } as DomainDetail) : undefined,
      list: () => ({ items: [], total: 0, next: null, hasMore: false }) as never,
      count: () => 0 as never,
    },
    observe: ({ name }) =>
      Promise.resolve(basisOf({ domain: name, expected: expectedRecords({}, name), rows: place.rows })),
    ask: (_, questions) =>
      Promise.resolve(questions.map((question) => answer({ rows: place.rows }, SYSTEM, question))),
  })
  const runs = createPublishRuns({
    ...common,
    ...{ emit: () => undefined, store: profile.published, watch: () => undefined },
  })
  const ready = async ({ id }: Pick<PublishPlan, 'id'>): Promise<number> => {
    await vi.waitFor(() => expect(plans.get(id).state).toBe('ready'), LONG)
    return id
  }
  const place: MemoryPlace = {
    ...{ host, profile, plans, runs, faults, rows, ready },
    isListed: () => true,
    onTold: () => undefined,
    async planned(names) {
      const keys = names.map((name) => ({ accountId: 'a', name }))
      return ready(await plans.forScope({ kind: 'domains', keys }))
    },
    async accept(id, position) {
      const [one] = plans.line(id, position).decidable
      if (one === undefined) throw new Error('there is nothing to decide on')
      return (await plans.decide(id, { position, change: one.id, accept: true })).id
    },
    async write(id) {
      const { zones, undoes } = plans.writes(id, new Set())
      const run = runs.start(zones, undoes)
      await vi.waitFor(() => expect(runs.get(run.id).state).not.toBe('running'), LONG)
      return run.id
    },
    async close() {
      await Promise.all([plans.close(), runs.close()])
      profile.close()
      rmSync(folder, { recursive: true })
    },
  }
  return place
}
