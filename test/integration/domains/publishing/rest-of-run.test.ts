import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { planAsJson } from '../../../../src/main/domains/publishing/given/plan-file'
import { createPublishPlans } from '../../../../src/main/domains/publishing/plan/plans'
import { createPublishingHandlers } from '../../../../src/main/domains/publishing/publishing-handlers'
import { createPublishRuns } from '../../../../src/main/domains/publishing/run/runs'
import type { PlaceOfZone, ZoneSource } from '../../../../src/main/domains/publishing/zones/zone-source'
import { openProfile, type Profile } from '../../../../src/main/profile/profile'
import type { RrsetChange, WritableRrset } from '../../../../src/main/zones/rrset'
import { ZonedeskError } from '../../../../src/preload/contract/failure'
import type { Handlers } from '../../../../src/preload/contract/index'
import type { DomainPlan, PublishPlan, PublishRun } from '../../../../src/preload/contract/publishing'
import { MemoryHost } from './memory-host'

const APEXES = ['a.test', 'b.test', 'c.test']
const FIRST = { id: 'c1', name: 'Our host', kind: 'powerdns' }
/** The same host, connected anew after the first connection was removed. */
const SECOND = { ...FIRST, id: 'c2' }

const text = (name: string, ...values: string[]): WritableRrset => ({
  ...{ name, type: 'TXT', ttl: 300 },
  data: values.map((value) => ({ type: 'TXT', strings: [value] })),
})
const changeOf = (apex: string): RrsetChange => ({
  ...{ name: `mg.${apex}`, type: 'TXT' },
  before: text(`mg.${apex}`, 'old', 'foreign'),
  after: text(`mg.${apex}`, 'foreign', 'new'),
})

let folder: string
let profile: Profile
let host: MemoryHost
/** The connection that holds the zones; null while there is none. */
let connected: typeof FIRST | null
let publishing: Handlers['publishing']
let close: () => Promise<void>
let faults: unknown[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-rest-'))
  profile = openProfile(join(folder, 'profile.sqlite'))
  host = new MemoryHost()
  for (const apex of APEXES) host.add(apex, [text(`mg.${apex}`, 'old', 'foreign')])
  connected = FIRST
  faults = []
  const source: ZoneSource = {
    accessFor: (id) =>
      id === connected?.id
        ? Promise.resolve(host.access())
        : Promise.reject(new ZonedeskError('not-found', 'There is no such connection.', { fix: 'Add it.' })),
    placeOf: (_, { apex }): Promise<PlaceOfZone> => {
      const zone = host.zones.get(apex ?? '')?.zone
      return Promise.resolve(
        zone === undefined || connected === null
          ? { state: 'none', apex, message: 'No connection holds it.', fix: 'Add one.' }
          : { state: 'ready', connection: connected, zone },
      )
    },
  }
  const common = {
    source,
    emit: () => undefined,
    onFault: (error: unknown) => void faults.push(error),
    now: Date.now,
  }
  const runs = createPublishRuns({ ...common, store: profile.published, watch: () => undefined })
  const plans = createPublishPlans({
    ...common,
    cache: { get: () => undefined, list: () => ({}) as never, count: () => 0 as never },
    observe: () => Promise.reject(new Error('a domain that is not in the list is not looked at')),
  })
  const saved = join(folder, 'plan.json')
  writeFileSync(saved, savedPlan())
  publishing = createPublishingHandlers({
    ...{ plans, runs, source, now: Date.now, rotation: () => undefined, rotations: () => [] },
    ...{ zoneInDns: () => ({ apex: null, delegation: null }), recordsInDns: () => [] },
    ...{ askAbove: () => 0, known: (key) => key, isListed: () => false },
    dialogs: { save: () => Promise.resolve(null), open: () => Promise.resolve(saved) },
  })
  close = async () => {
    await Promise.all([plans.close(), runs.close()])
  }
})

afterEach(async () => {
  await close()
  profile.close()
  rmSync(folder, { recursive: true })
  expect(faults).toEqual([])
})

/** A plan for domains that are in no list here. */
function savedPlan(): string {
  return planAsJson(
    APEXES.map((apex) => ({
      shown: {
        ...({ accountId: 'elsewhere', name: `mg.${apex}` } as DomainPlan),
        changes: [
          {
            ...{ zone: apex, name: `mg.${apex}`, type: 'TXT', before: null, after: null },
            reasons: ['Once it was said why.'],
          },
        ],
      },
      parts: [{ zone: apex, hostedId: `id-${apex}`, made: [changeOf(apex)], accepted: [] }],
    })),
    Date.now(),
  )
}

async function lines(
  begun: PublishPlan | null,
): Promise<{ readonly id: number; readonly lines: DomainPlan[] }> {
  if (begun === null) throw new Error('no plan was begun')
  const { id, total } = begun
  await vi.waitFor(async () => expect((await publishing.getPlan({ id })).state).toBe('ready'), {
    timeout: 20_000,
    interval: 5,
  })
  const all: DomainPlan[] = []
  for (let position = 0; position < total; position += 1) all.push(await publishing.line({ id, position }))
  return { id, lines: all }
}

async function written(id: number): Promise<PublishRun> {
  const { removes, sets, cautions } = await publishing.writes({ id, without: [] })
  const agreed = { removes, sets, cautions: cautions.length }
  return ended(await publishing.apply({ id, without: [], agreed }))
}

async function ended({ id }: PublishRun): Promise<PublishRun> {
  const one = async (): Promise<PublishRun> => {
    const run = (await publishing.runs({})).find((other) => other.id === id)
    if (run === undefined) throw new Error('the run is gone')
    return run
  }
  await vi.waitFor(async () => expect((await one()).state).not.toBe('running'), {
    timeout: 20_000,
    interval: 5,
  })
  return one()
}

const textsAt = (apex: string): string[] => {
  const set = host.set(apex, `mg.${apex}`, 'TXT')
  return set !== undefined && 'data' in set
    ? set.data.flatMap((data) => ('strings' in data ? data.strings.join('') : []))
    : []
}

describe('what a run of a saved plan did not write, of domains that are in no list', () => {
  it('is planned anew from the run, and written: what was written stays, what others changed is left out', async () => {
    host.edit('b.test', () => [text('mg.b.test', 'old', 'foreign', 'newer')])
    const opened = await lines(await publishing.openPlan({}))
    // Between the plan and the write, somebody changes what the plan found; one write is declined.
    host.edit('b.test', () => [text('mg.b.test', 'old', 'foreign')])
    const again = await lines(await publishing.planAgain({ id: opened.id }))
    host.edit('b.test', () => [text('mg.b.test', 'old', 'foreign', 'newer')])
    host.onWrite = (count, apex) => {
      if (apex === 'c.test') host.faults.set(count, 'declines')
    }
    const run = await written(again.id)
    expect(run.zones).toMatchObject({ written: 1, conflict: 1, failed: 1 })

    host.onWrite = () => undefined
    const rest = await lines(await publishing.planRest({ id: run.id }))
    expect(rest.lines.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['mg.b.test', 'refused'],
      ['mg.c.test', 'change'],
    ])
    const [left, line] = rest.lines
    expect(left?.message).toContain('The TXT records at mg.b.test have changed since the run was planned.')
    expect(line?.changes).toMatchObject([
      { before: { values: ['foreign', 'old'] }, after: { values: ['foreign', 'new'] } },
    ])
    expect(line?.changes[0]?.reasons).toEqual(['Once it was said why.'])
    expect(line?.notes.join(' ')).toContain('not in the list')
    const second = await written(rest.id)
    expect(second.zones).toMatchObject({ written: 1, conflict: 0, failed: 0 })
    expect(textsAt('c.test')).toEqual(['foreign', 'new'])
    expect(textsAt('b.test')).toEqual(['old', 'foreign', 'newer'])
    expect([...host.changed.values()]).toEqual([1, 1])
  })

  it('is planned through another connection, once the one of the run is gone, and is not written twice', async () => {
    const opened = await lines(await publishing.openPlan({}))
    connected = null
    const run = await written(opened.id)
    expect(run.zones).toMatchObject({ failed: 3 })
    const without = await lines(await publishing.planRest({ id: run.id }))
    expect(without.lines.map(({ verdict, message }) => [verdict, message])).toEqual(
      APEXES.map(() => ['refused', 'No connection holds it.']),
    )
    connected = SECOND
    const rest = await lines(await publishing.planAgain({ id: without.id }))
    expect(rest.lines.map(({ connection }) => connection?.id)).toEqual(['c2', 'c2', 'c2'])
    await written(rest.id)
    expect(APEXES.map(textsAt)).toEqual(APEXES.map(() => ['foreign', 'new']))
    const same = await lines(await publishing.planRest({ id: run.id }))
    expect(same.lines.map(({ verdict }) => verdict)).toEqual(['same', 'same', 'same'])
    expect([...host.changed.values()]).toEqual([1, 1, 1])
  })

  it('is refused where nothing is left', async () => {
    const opened = await lines(await publishing.openPlan({}))
    const run = await written(opened.id)
    await expect(async () => publishing.planRest({ id: run.id })).rejects.toThrow(
      'Nothing of this run is left to write.',
    )
  })
})
