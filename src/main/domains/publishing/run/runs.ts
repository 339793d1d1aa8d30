import type { DomainKey } from '../../../../preload/contract/domain'
import type { Emit } from '../../../../preload/contract/events'
import { ZonedeskError } from '../../../../preload/contract/failure'
import type { ZoneRunState } from '../../../../preload/contract/publish-facts'
import type { JournalEntry, PublishRun } from '../../../../preload/contract/publishing'
import { setTimeout as pause } from 'node:timers/promises'
import { withOwnSignal } from '../../../async/own-signal'
import { Semaphore } from '../../../async/semaphore'
import { Sequencer } from '../../../async/sequencer'
import type { PublishStore, StoredRun, StoredZoneWrite } from '../../../profile/publish-store'
import { asError, givenUp, removed } from './given-up'
import { findPlannedZone } from './planned-zone'
import { shownEntry, shownRun } from './shown'
import { writeZone } from './write-zone'
import type { ZoneSource } from '../zones/zone-source'
import { zonesOfRun } from '../journal/zones-of-run'

/** Entries of the journal that a domain shows. */
const MOST_OF_DOMAIN = 200
/** At most how often progress is told, in milliseconds. */
const TELL_EVERY_MS = 200

/** Writes plans into zones, and keeps the journal of it. */
export interface PublishRuns {
  list(): PublishRun[]
  /** @throws ZonedeskError `not-found` */
  get(id: number): PublishRun
  /** Begins to write, and answers at once. What is to be written is kept first. */
  start(zones: readonly StoredZoneWrite[], undoes: number | null): PublishRun
  zones(
    id: number,
    state: ZoneRunState | null,
    skip: number,
    limit: number,
  ): { readonly items: JournalEntry[]; readonly total: number }
  /** As kept, lossless. */
  stored(id: number): { readonly run: StoredRun; readonly zones: readonly StoredZoneWrite[] }
  journal(key: DomainKey): JournalEntry[]
  cancel(id: number): PublishRun
  resume(id: number): PublishRun
  /** Goes on with the runs that were under way when the app was last closed. */
  resumeAll(): void
  /** Begins no more writes, and waits for those under way. The rest goes on after the next start. */
  close(): Promise<void>
}

export interface PublishRunsDependencies {
  readonly store: PublishStore
  readonly source: Pick<ZoneSource, 'accessFor'>
  /** Begins to watch domains until DNS and the provider have their records. Never twice at once for one. */
  readonly watch: (keys: readonly DomainKey[]) => void
  /** Told of domains whose zone was written, also when that took something back. */
  readonly onWritten?: (keys: readonly DomainKey[]) => void
  readonly emit: Emit
  readonly onFault: (error: unknown) => void
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

interface OpenRun {
  run: StoredRun
  readonly controller: AbortController
  ended: Promise<void>
  telling: NodeJS.Timeout | null
}

export function createPublishRuns(dependencies: PublishRunsDependencies): PublishRuns {
  const { store, source, watch, onWritten, emit, onFault, now } = dependencies
  const open = new Map<number, OpenRun>()
  /** One write at a time in each zone, whatever run it belongs to. */
  const zoneTurns = new Map<string, Sequencer>()
  let closing = false

  function runOf(id: number): StoredRun {
    const run = open.get(id)?.run ?? store.runs().find((one) => one.id === id)
    if (run !== undefined) return run
    throw new ZonedeskError('not-found', 'This run is not in the journal.', {
      fix: 'Choose another one in the list of runs.',
    })
  }

  const shown = (run: StoredRun): PublishRun =>
    shownRun(run, store.counts(run.id), store.firstDomain(run.id), isStopping(run.id))

  /** The end of the app stops a run for a while only: it goes on by itself. */
  function isStopping(id: number): boolean {
    const entry = open.get(id)
    return entry !== undefined && !closing && isStopped(entry.controller.signal)
  }

  function tell(run: StoredRun): void {
    const entry = open.get(run.id)
    if (entry === undefined) {
      emit('publishRunChanged', shown(run))
      return
    }
    if (entry.telling !== null) return
    entry.telling = setTimeout(() => {
      entry.telling = null
      emit('publishRunChanged', shown(entry.run))
    }, TELL_EVERY_MS)
    entry.telling.unref()
  }

  function begin(run: StoredRun): PublishRun {
    const controller = new AbortController()
    const entry: OpenRun = {
      run: { ...run, state: 'running' },
      controller,
      ended: Promise.resolve(),
      telling: null,
    }
    store.putRun(entry.run)
    open.set(run.id, entry)
    entry.ended = work(entry)
      .catch(onFault)
      .finally(() => finish(entry))
    tell(entry.run)
    return shown(entry.run)
  }

  async function work({ run, controller: { signal } }: OpenRun): Promise<void> {
    const byConnection = Map.groupBy(unfinished(run.id), ({ connection }) => connection.id)
    await Promise.all(
      [...byConnection].map(async ([connectionId, zones]) => {
        const access = await source.accessFor(connectionId).catch((error: unknown) => asError(error))
        if (access instanceof ZonedeskError) {
          const isGone = access.failure.code === 'not-found'
          for (const zone of zones) keep(run, givenUp(zone, isGone ? removed(zone) : access, now()))
          return
        }
        const tills = new Semaphore(access.capabilities.atOnce)
        await Promise.all(
          zones.map((zone) =>
            tills
              .run(async () => {
                const own = await source.accessFor(connectionId)
                await withOwnSignal(signal, (stop) => turnOf(run, zone, own, stop))
              }, signal)
              .catch((error: unknown) => {
                if (!signal.aborted) throw error
              }),
          ),
        )
      }),
    )
  }

  function unfinished(runId: number): StoredZoneWrite[] {
    const states = ['writing', 'unknown', 'waiting'] as const
    return states.flatMap((state) => [...zonesOfRun(store, runId, state)])
  }

  async function turnOf(
    run: StoredRun,
    write: StoredZoneWrite,
    access: Awaited<ReturnType<ZoneSource['accessFor']>>,
    signal: AbortSignal,
  ): Promise<void> {
    const key = `${write.connection.id} ${write.hostedId}`
    const turn = zoneTurns.get(key) ?? new Sequencer()
    zoneTurns.set(key, turn)
    await turn.run(async () => {
      if (isStopped(signal)) return
      try {
        const zone = await findPlannedZone(access, write, signal)
        const end = await writeZone(write, {
          access,
          zone,
          keep: (one) => keep(run, one),
          signal,
          now,
          pause,
        })
        // A watch that begins twice looks once more; one that never begins would leave the domain unverified.
        if (end.state === 'written' && run.undoes === null) watch(end.domains)
        if (end.state === 'written') onWritten?.(end.domains)
        keep(run, end)
        if (end.state === 'written' && run.undoes !== null) markUndone(run, end)
      } catch (error) {
        const last = store.zone(run.id, write.position) ?? write
        if (isStopped(signal)) {
          // Between two tries: what was sent was read since.
          if (!closing && last.state === 'waiting') keep(run, { ...last, state: 'cancelled', at: now() })
          return
        }
        const known = asError(error)
        if (known.failure.code === 'internal') onFault(error)
        keep(run, givenUp(last, known, now()))
      }
    })
  }

  function keep(run: StoredRun, write: StoredZoneWrite): void {
    store.putZone(run.id, write)
    tell(run)
  }

  function markUndone({ id, undoes }: StoredRun, { connection, hostedId, changes }: StoredZoneWrite): void {
    if (undoes === null) return
    const names = new Set(changes.map(({ name, type }) => `${name} ${type}`))
    for (const write of zonesOfRun(store, undoes, null)) {
      const isIts = write.connection.id === connection.id && write.hostedId === hostedId
      if (isIts && write.changes.some(({ name, type }) => names.has(`${name} ${type}`))) {
        store.putZone(undoes, { ...write, undoneBy: id })
      }
    }
  }

  function finish(entry: OpenRun): void {
    if (entry.telling !== null) clearTimeout(entry.telling)
    const { run, controller } = entry
    const counts = store.counts(run.id)
    const isOver = (counts.get('waiting') ?? 0) + (counts.get('writing') ?? 0) === 0
    const state = isOver ? 'done' : controller.signal.aborted && !closing ? 'cancelled' : 'interrupted'
    entry.run = { ...run, state }
    open.delete(run.id)
    store.putRun(entry.run)
    emit('publishRunChanged', shown(entry.run))
  }

  return {
    list: () => store.runs().map((run) => shown(open.get(run.id)?.run ?? run)),
    get: (id) => shown(runOf(id)),
    start(zones, undoes) {
      const keys = new Set(zones.flatMap(({ domains }) => domains.map((key) => JSON.stringify(key))))
      const run = { state: 'running' as const, startedAt: now(), undoes, domains: keys.size }
      return begin({ ...run, id: store.add(run, zones) })
    },
    zones(id, state, skip, limit) {
      const run = runOf(id)
      const counts = store.counts(id)
      const total =
        state === null ? [...counts.values()].reduce((sum, many) => sum + many, 0) : counts.get(state)
      return {
        items: store.zones(id, state, skip, limit).map((write) => shownEntry(run, write)),
        total: total ?? 0,
      }
    },
    stored: (id) => ({ run: runOf(id), zones: [...zonesOfRun(store, id, null)] }),
    journal(key) {
      const runs = new Map(store.runs().map((run) => [run.id, run]))
      return store.ofDomain(key, MOST_OF_DOMAIN).flatMap(({ runId, write }) => {
        const run = runs.get(runId)
        return run === undefined ? [] : [shownEntry(run, write)]
      })
    },
    cancel(id) {
      const run = runOf(id)
      const entry = open.get(id)
      // What is being written is finished, and its row says how it ended.
      for (const write of unfinished(id)) {
        if (write.state === 'waiting') store.putZone(id, { ...write, state: 'cancelled', at: now() })
      }
      entry?.controller.abort(new ZonedeskError('cancelled', 'The run was cancelled.'))
      const left: StoredRun = entry?.run ?? { ...run, state: 'cancelled' }
      if (entry === undefined) store.putRun(left)
      // At once, for what the list says of its zones is no longer so.
      const stopped = shown(left)
      emit('publishRunChanged', stopped)
      return stopped
    },
    resume(id) {
      const run = runOf(id)
      if (open.has(id)) return shown(run)
      for (const write of unfinished(id)) if (write.tries > 0) store.putZone(id, { ...write, tries: 0 })
      // The host declined them, and nothing was written: the same guards hold for the next try.
      for (const write of [...zonesOfRun(store, id, 'failed')]) {
        store.putZone(id, { ...write, state: 'waiting', tries: 0 })
      }
      return begin(run)
    },
    resumeAll() {
      for (const run of store.runs()) {
        if ((run.state === 'running' || run.state === 'interrupted') && !open.has(run.id)) begin(run)
      }
    },
    async close() {
      closing = true
      const ends = [...open.values()].map(({ controller, ended }) => {
        controller.abort(new ZonedeskError('cancelled', 'The app is closing.'))
        return ended
      })
      await Promise.all(ends)
    },
  }
}

/** Asked anew each time: it changes while others work. */
function isStopped(signal: AbortSignal): boolean {
  return signal.aborted
}
