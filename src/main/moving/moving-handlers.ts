import { ZonedeskError } from '../../preload/contract/failure'
import type { Emit } from '../../preload/contract/events'
import type { Handlers } from '../../preload/contract'
import { MovingPlan, type MovedKind, type MovingProgress } from '../../preload/contract/moving'
import type { CacheWriter } from '../cache/cache'
import { throttled } from '../async/throttle'
import { unwritableFile } from '../sqlite/storage-failure'
import * as v from 'valibot'
import { historyKinds, type AppliedKind } from './transfer/apply'
import { requireOurs } from './file/read-lines'
import { inKinds } from './transfer/kinds'
import type { OwnFiles } from './transfer/own-files'
import type { Saved } from './transfer/save-file'
import { commitmentIn, discard } from './transfer/staging'
import { stopped } from './thread/carry-out'
import type { RunTask } from './thread/in-thread'
import type { MovingTask } from './thread/protocol'

/** At most how often progress is told, in milliseconds. */
const PROGRESS_INTERVAL_MS = 100

/** Asks the user for a file; null when the user chose none. */
export interface MovingDialogs {
  /** @param name the file's name to begin with */
  save(name: string): Promise<string | null>
  open(): Promise<string | null>
}

export interface MovingDependencies {
  readonly files: OwnFiles
  /** The file that cannot be written, because of which nothing is kept; null when everything is kept. */
  readonly unwritable: string | null
  readonly run: RunTask
  readonly cache: Pick<CacheWriter, 'mergeHistory'>
  readonly accounts: () => readonly { readonly id: string; readonly name: string }[]
  readonly dialogs: MovingDialogs
  /** Version of the app. */
  readonly version: string
  /** Brings what is in memory in step with the files, and tells the window. */
  readonly onApplied: () => void
  readonly emit: Emit
  /** Milliseconds since the epoch; the system's clock when absent. */
  readonly now?: () => number
}

/** What answers the `moving` channels. */
export interface Moving {
  readonly handlers: Handlers['moving']
  /** Stops what is under way, waits for its end, and removes what was read of a file. */
  close(): Promise<void>
}

export function createMoving(dependencies: MovingDependencies): Moving {
  const { files, dialogs, emit, now = Date.now } = dependencies
  let current: { readonly stopping: AbortController; readonly ended: Promise<unknown> } | null = null
  /** The file chosen last. */
  let chosen: string | null = null
  /** What the file opened last would change, as the window was told. */
  let plan: MovingPlan | null = null

  /** One at a time: two would be in each other's way. */
  function alone<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (current !== null) {
      throw new ZonedeskError('refused', 'Another move is under way.', {
        fix: 'Wait until it ends, or stop it.',
      })
    }
    const stopping = new AbortController()
    const result = work(stopping.signal).finally(() => (current = null))
    current = { stopping, ended: result.catch(() => undefined) }
    return result
  }

  function run(task: MovingTask, signal: AbortSignal): Promise<unknown> {
    let last: MovingProgress['step'] | null = null
    const tell = (progress: MovingProgress): void => emit('movingProgress', progress)
    const tellSometimes = throttled(PROGRESS_INTERVAL_MS, now, tell)
    return dependencies.run(files, task, signal, (progress) => {
      // The first of each step is always told.
      if (progress.step !== last || progress.step === 'applying') tell(progress)
      else tellSometimes(progress)
      last = progress.step
    })
  }

  function requireFinished(): void {
    if (commitmentIn(files.staging) === null) return
    throw new ZonedeskError('refused', 'What was brought in before is not complete yet.', {
      fix: 'Quit and start Zonedesk again: it then brings in the rest.',
    })
  }

  function forget(): void {
    chosen = null
    plan = null
    // What has to be brought to its end is no longer the window's to forget.
    if (dependencies.unwritable === null && commitmentIn(files.staging) === null) discard(files.staging)
  }

  return {
    handlers: {
      contents: async () => ({
        kinds: [
          ...((await dependencies.run(
            files,
            { task: 'count' },
            new AbortController().signal,
            () => undefined,
          )) as Saved['kinds']),
        ],
      }),
      save: ({ passphrase }) =>
        alone(async (signal) => {
          const at = now()
          const name = `zonedesk-${new Date(at).toISOString().slice(0, 10)}.zonedesk`
          const path = await dialogs.save(name)
          if (path === null) return { path, kinds: inKinds(new Map()), size: 0, unreadable: 0 }
          signal.throwIfAborted()
          const task = { task: 'save', path, passphrase, app: dependencies.version, at } as const
          const { kinds, size, unreadable } = (await run(task, signal)) as Saved
          return { path, kinds: [...kinds], size, unreadable }
        }),
      choose: () =>
        alone(async () => {
          requireKept(dependencies.unwritable)
          requireFinished()
          const path = await dialogs.open()
          if (path === null) return { path, size: 0 }
          const size = await requireOurs(path)
          forget()
          chosen = path
          return { path, size }
        }),
      open: ({ passphrase }) =>
        alone(async (signal) => {
          requireKept(dependencies.unwritable)
          requireFinished()
          if (chosen === null) throw noFile()
          plan = null
          plan = v.parse(MovingPlan, await run({ task: 'open', path: chosen, passphrase }, signal))
          return plan
        }),
      apply: ({ conflicts }) =>
        alone(async (signal) => {
          if (plan === null) throw noFile()
          const before = new Set(dependencies.accounts().map(({ id }) => id))
          let applied: readonly AppliedKind[]
          try {
            const task = { task: 'apply', plan, choice: conflicts, now: now() } as const
            const own = (await run(task, signal)) as AppliedKind[]
            applied = [...own, ...historyKinds(await dependencies.cache.mergeHistory(files.staging))]
            discard(files.staging)
          } catch (error) {
            // The profile may have what came before the failure.
            if (commitmentIn(files.staging) !== null) dependencies.onApplied()
            throw unfinished(error, files)
          }
          plan = null
          chosen = null
          dependencies.onApplied()
          return {
            kinds: summed(applied),
            accounts: dependencies
              .accounts()
              .filter(({ id }) => !before.has(id))
              .map(({ id, name }) => ({ id, name })),
          }
        }),
      cancel: () => {
        current?.stopping.abort(stopped())
        return {}
      },
      forget: () => {
        if (current === null) forget()
        return {}
      },
    },
    async close() {
      current?.stopping.abort(stopped())
      await current?.ended
      forget()
    },
  }
}

function requireKept(unwritable: string | null): void {
  if (unwritable !== null) throw unwritableFile(unwritable, null)
}

function noFile(): ZonedeskError {
  return new ZonedeskError('not-found', 'No file is open to bring in.', { fix: 'Choose the file again.' })
}

/** Once the changes have begun, the next start brings them to their end whatever stopped them now. */
function unfinished(error: unknown, { staging }: OwnFiles): unknown {
  if (commitmentIn(staging) === null) return error
  const reason = error instanceof ZonedeskError ? ` ${error.failure.message}` : ''
  return new ZonedeskError('storage', `Not everything could be brought in yet.${reason}`, {
    fix: 'Quit and start Zonedesk again: it then brings in the rest.',
    cause: error,
  })
}

function summed(applied: readonly AppliedKind[]): { kind: MovedKind; added: number; replaced: number }[] {
  const sums = new Map<MovedKind, { kind: MovedKind; added: number; replaced: number }>()
  for (const { kind, added, replaced } of applied) {
    const before = sums.get(kind) ?? { kind, added: 0, replaced: 0 }
    sums.set(kind, { kind, added: before.added + added, replaced: before.replaced + replaced })
  }
  return inKinds(new Map()).map(({ kind }) => sums.get(kind) ?? { kind, added: 0, replaced: 0 })
}
