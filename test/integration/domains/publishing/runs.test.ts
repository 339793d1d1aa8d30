import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createPublishRuns, type PublishRuns } from '../../../../src/main/domains/publishing/run/runs'
import { composed } from '../../../../src/main/domains/publishing/changes/set-delta'
import { takingBack } from '../../../../src/main/domains/publishing/given/taking-back'
import type { HeldZone } from '../../../../src/main/domains/publishing/held/held'
import { ZoneReadings } from '../../../../src/main/domains/publishing/held/zone-readings'
import { asStoredChange } from '../../../../src/main/domains/publishing/journal/settle'
import { openProfile, type Profile } from '../../../../src/main/profile/profile'
import type { StoredZoneWrite } from '../../../../src/main/profile/publish-store'
import { hasSameData, type RrsetChange, type WritableRrset } from '../../../../src/main/zones/rrset'
import type { DomainKey } from '../../../../src/preload/contract/domain'
import type { PublishRun } from '../../../../src/preload/contract/publishing'
import { MemoryHost } from './memory-host'

const CONNECTION = { id: 'c1', name: 'Our host', kind: 'powerdns' }

const text = (name: string, ...values: string[]): WritableRrset => ({
  name,
  type: 'TXT',
  ttl: 300,
  data: values.map((value) => ({ type: 'TXT', strings: [value] })),
})

/** Two RRsets of a zone: one gets a record beside a foreign one, one is new. */
function changesOf(apex: string): RrsetChange[] {
  return [
    { name: apex, type: 'TXT', before: text(apex, 'foreign'), after: text(apex, 'foreign', 'v=spf1 -all') },
    {
      name: `k._domainkey.${apex}`,
      type: 'TXT',
      before: null,
      after: text(`k._domainkey.${apex}`, 'p=AAAA'),
    },
  ]
}

function writeOf(apex: string, position: number): StoredZoneWrite {
  return {
    ...{ position, zone: apex, hostedId: `id-${apex}`, connection: CONNECTION, state: 'waiting', at: null },
    domains: [{ accountId: 'a', name: apex }],
    changes: changesOf(apex).map((change) => asStoredChange(change, ['It was missing.'])),
    ...{ message: '', fix: '', undoneBy: null, tries: 0 },
  }
}

/** What the host holds of a zone. */
function heldNow(apex: string): HeldZone {
  const readings = new ZoneReadings(apex)
  readings.take({ rrsets: host.zones.get(apex)?.rrsets ?? [], extent: 'whole' }, [])
  return readings.held()
}

let folder: string
let profile: Profile
let host: MemoryHost
let watched: DomainKey[]
let faults: unknown[]
/** What the window was told of runs. */
let told: PublishRun[]
let open: PublishRuns[]

function runsOver(): PublishRuns {
  const runs = createPublishRuns({
    store: profile.published,
    source: { accessFor: () => Promise.resolve(host.access()) },
    watch: (keys) => void watched.push(...keys),
    emit: (name, run) => {
      if (name === 'publishRunChanged') told.push(run as PublishRun)
    },
    onFault: (error) => void faults.push(error),
    now: () => 1_700_000_000_000,
  })
  open.push(runs)
  return runs
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-publishing-'))
  profile = openProfile(join(folder, 'profile.sqlite'))
  host = new MemoryHost()
  for (const apex of ['a.test', 'b.test', 'c.test']) host.add(apex, [text(apex, 'foreign')])
  watched = []
  faults = []
  told = []
  open = []
})

afterEach(async () => {
  await Promise.all(open.map((runs) => runs.close()))
  expect(faults).toEqual([])
  profile.close()
  rmSync(folder, { recursive: true })
})

async function ended(runs: PublishRuns, id: number): Promise<void> {
  await vi.waitFor(() => expect(runs.get(id).state).not.toBe('running'), { timeout: 50_000, interval: 5 })
}

const zonesOf = (runs: PublishRuns, id: number) => runs.zones(id, null, 0, 100).items
const isWhole = (apex: string): boolean =>
  changesOf(apex).every(
    ({ name, after }) => JSON.stringify(host.set(apex, name, 'TXT')) === JSON.stringify(after),
  )

describe('a run', () => {
  it('writes each zone once, says so, and has its domains watched', async () => {
    const runs = runsOver()
    const { id } = runs.start(['a.test', 'b.test', 'c.test'].map(writeOf), null)
    await ended(runs, id)
    expect(runs.get(id)).toMatchObject({ state: 'done', zones: { written: 3, waiting: 0 }, domains: 3 })
    expect(host.writes).toBe(3)
    expect(['a.test', 'b.test', 'c.test'].every(isWhole)).toBe(true)
    expect(watched.map(({ name }) => name).toSorted()).toEqual(['a.test', 'b.test', 'c.test'])
    expect(runs.journal({ accountId: 'a', name: 'b.test' })).toMatchObject([
      { runId: id, state: 'written', zone: 'b.test', sets: [{ is: 'after' }, { is: 'after' }] },
    ])
  })

  it('keeps in the journal what a host tells of another editor, also where more was written afterwards', async () => {
    host.faults.set(1, 'meanwhile')
    host.mostChanges = 1
    const runs = runsOver()
    const { id } = runs.start([writeOf('a.test', 0)], null)
    await ended(runs, id)
    expect(host.writes).toBe(2)
    expect(zonesOf(runs, id)).toMatchObject([{ state: 'written', message: 'Somebody else was there.' }])
  })

  it.each(['lost-before', 'lost-after', 'half'] as const)(
    'ends right where an answer is lost: %s',
    async (fault) => {
      host.faults.set(1, fault)
      const runs = runsOver()
      const { id } = runs.start([writeOf('a.test', 0)], null)
      await ended(runs, id)
      expect(runs.get(id)).toMatchObject({ state: 'done', zones: { written: 1 } })
      expect(isWhole('a.test')).toBe(true)
      expect([...host.changed.values()]).toEqual([1, 1])
    },
  )

  it('does not call a half-written zone written, and finishes it once the host can be read', async () => {
    host.faults.set(1, 'half-and-silent')
    const runs = runsOver()
    const { id } = runs.start([writeOf('a.test', 0)], null)
    await ended(runs, id)
    expect(runs.get(id)).toMatchObject({ state: 'done', zones: { unknown: 1, written: 0 } })
    expect(zonesOf(runs, id)[0]?.message).toContain('It is not known what a.test holds now.')
    expect(watched).toEqual([])
    runs.resume(id)
    await ended(runs, id)
    expect(runs.get(id)).toMatchObject({ zones: { unknown: 0, written: 1 } })
    expect([...host.changed.values()]).toEqual([1, 1])
  })

  describe('where a host that takes records one by one stops within an RRset', () => {
    const change: RrsetChange = {
      ...{ name: 'a.test', type: 'TXT' },
      before: text('a.test', 'foreign', 'old'),
      after: text('a.test', 'foreign', 'new', 'newer'),
    }
    const torn = (): StoredZoneWrite => ({
      ...writeOf('a.test', 0),
      changes: [change, changesOf('a.test')[1]!].map((one) => asStoredChange(one, ['It was missing.'])),
    })

    beforeEach(() => {
      host.atomic = 'record'
      host.edit('a.test', () => [text('a.test', 'foreign', 'old')])
      host.faults.set(1, 'torn')
    })

    it('writes what is left of it', async () => {
      const runs = runsOver()
      const { id } = runs.start([torn()], null)
      await ended(runs, id)
      expect(zonesOf(runs, id)).toMatchObject([
        { state: 'written', sets: [{ is: 'after' }, { is: 'after' }] },
      ])
      expect(host.set('a.test', 'a.test', 'TXT')).toEqual(change.after)
      // The journal keeps how it was before all of it, for taking it back.
      expect(runs.stored(id).zones[0]?.changes[0]).toMatchObject({
        before: change.before,
        after: change.after,
      })
    })

    it('says what was made where the host declines the rest', async () => {
      host.faults.set(2, 'declines')
      const runs = runsOver()
      const { id } = runs.start([torn()], null)
      await ended(runs, id)
      const [entry] = zonesOf(runs, id)
      expect(entry).toMatchObject({ state: 'partial', sets: [{ is: 'part' }, { is: 'before' }] })
      expect(entry?.message).toBe('The token may not. Before that, Zonedesk made a part of one of 2 changes.')
      // Taking it back makes the RRset what it was before the part was written.
      const { wanted = [] } = takingBack(runs.stored(id), null).domains[0]?.given?.[0] ?? {}
      const held = heldNow('a.test')
      expect(hasSameData(held.writable('a.test', 'TXT'), change.before)).toBe(false)
      expect(wanted.map((one) => one.objection?.(held))).toEqual([null])
      const deltas = wanted.flatMap((one) => one.deltas)
      const [back] = composed(held, deltas, host.access().capabilities)
      expect(hasSameData(back?.after ?? null, change.before)).toBe(true)
    })

    it('takes back the part, and leaves what somebody put there since', async () => {
      host.faults.set(2, 'declines')
      const runs = runsOver()
      const { id } = runs.start([torn()], null)
      await ended(runs, id)
      host.edit('a.test', ([set]) => [{ ...text('a.test', 'foreign', 'theirs'), ttl: set?.ttl ?? 300 }])
      const { wanted = [] } = takingBack(runs.stored(id), null).domains[0]?.given?.[0] ?? {}
      const held = heldNow('a.test')
      const deltas = wanted.flatMap((one) => one.deltas)
      const [back] = composed(held, deltas, host.access().capabilities)
      expect(hasSameData(back?.after ?? null, text('a.test', 'foreign', 'theirs', 'old'))).toBe(true)
    })

    it('writes nothing over what somebody put there meanwhile', async () => {
      host.onWrite = (count) => {
        if (count === 2) host.edit('a.test', () => [text('a.test', 'foreign', 'theirs')])
      }
      const runs = runsOver()
      const { id } = runs.start([torn()], null)
      await ended(runs, id)
      expect(zonesOf(runs, id)).toMatchObject([{ state: 'conflict' }])
      expect(host.set('a.test', 'a.test', 'TXT')).toEqual(text('a.test', 'foreign', 'theirs'))
    })

    it('stops all the same where nothing was sent, or the host changes RRsets whole', async () => {
      const between = (): void => host.edit('a.test', () => [text('a.test', 'foreign')])
      host.faults.clear()
      between()
      const runs = runsOver()
      const first = runs.start([torn()], null)
      await ended(runs, first.id)
      expect(zonesOf(runs, first.id)).toMatchObject([{ state: 'conflict' }])
      host.edit('a.test', () => [text('a.test', 'foreign', 'old')])
      host.atomic = 'zone'
      host.faults.set(host.writes + 1, 'torn')
      const second = runs.start([torn()], null)
      await ended(runs, second.id)
      expect(zonesOf(runs, second.id)).toMatchObject([{ state: 'conflict' }])
    })
  })

  it('sends no more changes at once than the host takes', async () => {
    host.mostChanges = 1
    host.faults.set(2, 'lost-after')
    const runs = runsOver()
    const { id } = runs.start([writeOf('a.test', 0)], null)
    await ended(runs, id)
    expect(host.writes).toBe(2)
    expect(runs.get(id)).toMatchObject({ state: 'done', zones: { written: 1 } })
    expect([...host.changed.values()]).toEqual([1, 1])
  })

  it('says what was made before the host declined the rest', async () => {
    host.mostChanges = 1
    host.faults.set(2, 'declines')
    const runs = runsOver()
    const { id } = runs.start([writeOf('a.test', 0)], null)
    await ended(runs, id)
    const [entry] = zonesOf(runs, id)
    expect(entry).toMatchObject({ state: 'partial', sets: [{ is: 'after' }, { is: null }] })
    expect(entry?.message).toBe('The token may not. Before that, Zonedesk made 1 of 2 changes.')
  })

  it('stops at a zone that somebody changed since the plan, and says which RRset', async () => {
    host.edit('a.test', () => [text('a.test', 'foreign', 'newer')])
    const runs = runsOver()
    const { id } = runs.start([writeOf('a.test', 0), writeOf('b.test', 1)], null)
    await ended(runs, id)
    const [first, second] = zonesOf(runs, id)
    expect(first).toMatchObject({
      state: 'conflict',
      sets: [{ is: 'other', found: { values: ['foreign', 'newer'] } }, { is: 'before' }],
    })
    expect(first?.message).toBe(
      'Somebody changed a.test since the plan was made. The TXT records at a.test have changed. Nothing was written.',
    )
    expect(second?.state).toBe('written')
    expect(host.set('a.test', 'k._domainkey.a.test', 'TXT')).toBeUndefined()
  })

  it('says what stands in the way where the RRsets themselves are as they were', async () => {
    host.faults.set(1, 'stands-there')
    const runs = runsOver()
    const { id } = runs.start([writeOf('a.test', 0)], null)
    await ended(runs, id)
    expect(zonesOf(runs, id)[0]).toMatchObject({
      state: 'conflict',
      message: 'The TXT record cannot be written at a.test. In its way: a CNAME record. Nothing was written.',
    })
  })

  it('says so where something stands in the way of the second half only', async () => {
    host.mostChanges = 1
    host.faults.set(2, 'stands-there')
    const runs = runsOver()
    const { id } = runs.start([writeOf('a.test', 0)], null)
    await ended(runs, id)
    expect(zonesOf(runs, id)[0]?.message).toMatch(
      /In its way: a CNAME record\. Zonedesk made 1 of 2 changes before it saw that\.$/,
    )
  })

  it('says why the host locks an RRset', async () => {
    host.faults.set(1, 'locks')
    const runs = runsOver()
    const { id } = runs.start([writeOf('a.test', 0)], null)
    await ended(runs, id)
    expect(zonesOf(runs, id)[0]?.message).toBe(
      'The TXT record cannot be written at a.test. Another product keeps these records. Nothing was written.',
    )
  })

  it('stops where an editor comes between two halves, and says what was made', async () => {
    host.faults.set(1, 'half')
    const runs = runsOver()
    host.onWrite = (count) => {
      if (count === 2) host.edit('a.test', (sets) => [...sets, text('k._domainkey.a.test', 'p=OTHER')])
    }
    const { id } = runs.start([writeOf('a.test', 0)], null)
    await ended(runs, id)
    expect(zonesOf(runs, id)[0]).toMatchObject({
      state: 'conflict',
      sets: [{ is: 'after' }, { is: 'other', found: { values: ['p=OTHER'] } }],
    })
    expect(zonesOf(runs, id)[0]?.message).toContain('Zonedesk made 1 of 2 changes before it saw that.')
  })

  it('says what the host said, and tries again only when it is asked to', async () => {
    host.faults.set(1, 'declines')
    const runs = runsOver()
    const { id } = runs.start([writeOf('a.test', 0)], null)
    await ended(runs, id)
    expect(zonesOf(runs, id)[0]).toMatchObject({
      state: 'failed',
      message: 'The token may not.',
      fix: 'Make another.',
    })
    expect(host.writes).toBe(1)
    runs.resume(id)
    await ended(runs, id)
    expect(zonesOf(runs, id)[0]?.state).toBe('written')
  })

  it('tries again by itself where the host asks to wait', async () => {
    host.faults.set(1, 'throttles')
    const runs = runsOver()
    const { id } = runs.start([writeOf('a.test', 0)], null)
    await ended(runs, id)
    expect(runs.get(id)).toMatchObject({ state: 'done', zones: { written: 1, failed: 0 } })
    expect([...host.changed.values()]).toEqual([1, 1])
  })

  it('gives up after four writes without an answer, and knows that nothing was written', async () => {
    for (const count of [1, 2, 3, 4]) host.faults.set(count, 'lost-before')
    const runs = runsOver()
    const { id } = runs.start([writeOf('a.test', 0)], null)
    await ended(runs, id)
    expect(host.writes).toBe(4)
    expect(zonesOf(runs, id)[0]).toMatchObject({
      state: 'failed',
      sets: [{ is: 'before' }, { is: 'before' }],
      message: 'Zonedesk tried 4 times to write a.test. No answer came. Nothing was written.',
    })
  })

  it('gives a host time between two writes without an answer, and can be cancelled then', async () => {
    for (const count of [1, 2, 3, 4]) host.faults.set(count, 'lost-before')
    const runs = runsOver()
    let id = 0
    host.onWrite = () => void setTimeout(() => runs.cancel(id))
    id = runs.start([writeOf('a.test', 0)], null).id
    await ended(runs, id)
    expect(host.writes).toBe(1)
    expect(runs.get(id).zones).toMatchObject({ cancelled: 1, failed: 0, unknown: 0 })
  })

  it('writes nothing into a zone that is another by now', async () => {
    host.add('a.test', [text('a.test', 'foreign')])
    const other = host.zones.get('a.test')
    if (other !== undefined) host.zones.set('a.test', { ...other, zone: { ...other.zone, id: 'made-anew' } })
    const runs = runsOver()
    const { id } = runs.start([writeOf('a.test', 0)], null)
    await ended(runs, id)
    expect(host.writes).toBe(0)
    expect(zonesOf(runs, id)[0]?.message).toContain('no longer holds the zone a.test')
  })

  it('cancels what has not begun, and finishes what has', async () => {
    const runs = runsOver()
    const apexes = Array.from({ length: 30 }, (_, at) => `z${at}.test`)
    for (const apex of apexes) host.add(apex, [text(apex, 'foreign')])
    let id = 0
    let stopping: PublishRun | undefined
    host.onWrite = (count) => {
      if (count !== 5) return
      stopping = runs.cancel(id)
      expect(told.at(-1)).toEqual(stopping)
      expect(runs.zones(id, 'waiting', 0, 100)).toEqual({ items: [], total: 0 })
    }
    id = runs.start(apexes.map(writeOf), null).id
    await ended(runs, id)
    expect(stopping).toMatchObject({ state: 'running', isStopping: true, zones: { waiting: 0 } })
    const { state, zones, isStopping } = runs.get(id)
    expect(state).toBe('done')
    expect(isStopping).toBe(false)
    expect(zones.written + zones.cancelled).toBe(30)
    expect(zones.written).toBe(host.writes)
    expect(zones.written).toBeLessThan(30)
    expect(apexes.filter(isWhole)).toHaveLength(zones.written)
  })
})

describe('a run that the app left in the middle', () => {
  it.each([
    ['nothing was sent', 0],
    ['one of two RRsets was written', 1],
    ['all was written', 2],
  ] as const)('reads the zone before it writes: %s', async (_, made) => {
    host.edit('a.test', (sets) => {
      const done = changesOf('a.test').slice(0, made)
      const keys = new Set(done.map(({ name }) => name))
      return [...sets.filter(({ name }) => !keys.has(name)), ...done.flatMap(({ after }) => after ?? [])]
    })
    const id = profile.published.add({ state: 'running', startedAt: 1, undoes: null, domains: 2 }, [
      // The last try: the app's end is no answer of the host, so another one follows.
      { ...writeOf('a.test', 0), state: 'writing', tries: 4 },
      writeOf('b.test', 1),
    ])
    const runs = runsOver()
    runs.resumeAll()
    await ended(runs, id)
    expect(runs.get(id)).toMatchObject({ state: 'done', zones: { written: 2 } })
    expect(isWhole('a.test')).toBe(true)
    expect([...host.changed.entries()].filter(([key]) => key.startsWith('a.test'))).toHaveLength(2 - made)
    expect(watched.map(({ name }) => name).toSorted()).toEqual(['a.test', 'b.test'])
  })

  it('leaves a zone alone that somebody changed meanwhile', async () => {
    host.edit('a.test', () => [text('a.test', 'all new')])
    const id = profile.published.add({ state: 'running', startedAt: 1, undoes: null, domains: 1 }, [
      { ...writeOf('a.test', 0), state: 'writing', tries: 1 },
    ])
    const runs = runsOver()
    runs.resumeAll()
    await ended(runs, id)
    expect(host.writes).toBe(0)
    expect(zonesOf(runs, id)[0]?.state).toBe('conflict')
  })

  it('keeps what it was about to write when the app closes, and goes on after the next start', async () => {
    const apexes = Array.from({ length: 20 }, (_, at) => `z${at}.test`)
    for (const apex of apexes) host.add(apex, [text(apex, 'foreign')])
    const first = runsOver()
    const { id } = first.start(apexes.map(writeOf), null)
    await first.close()
    const written = first.get(id).zones.written
    expect(written).toBeLessThan(20)
    const second = runsOver()
    second.resumeAll()
    await ended(second, id)
    expect(second.get(id)).toMatchObject({ state: 'done', zones: { written: 20 } })
    expect([...host.changed.values()].every((many) => many === 1)).toBe(true)
  })
})
