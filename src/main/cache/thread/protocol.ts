import * as v from 'valibot'
import { Notice } from '../../../preload/contract/notice'
import { Failure } from '../../../preload/contract/failure'
import type { CacheFiles } from '../cache-files'

/** What the thread is started with. */
export interface ThreadData {
  readonly files: CacheFiles
  /** Databases of the user's own of which the thread keeps copies. */
  readonly own: readonly string[]
  /** Folder of the copies of the user's own databases. */
  readonly backups: string
  /** File in which the thread remembers when it last looked at everything, and whether it ended as it should. */
  readonly maintenance: string
}

/** What the thread is asked for. It carries tasks out one after another. */
export type Task =
  /** Opens the files, making, migrating and restoring what has to be. Always the first. */
  | { readonly task: 'open' }
  /** Finds out which file is damaged, sets it aside, and opens what takes its place. */
  | { readonly task: 'recover' }
  | { readonly task: 'write'; readonly name: string; readonly args: readonly unknown[] }
  /** Moves the log into the file and closes it. Always the last. */
  | { readonly task: 'close' }

export type ThreadRequest = Task & { readonly id: number }

/** What `open` and `recover` answer. */
export const Opened = v.object({
  notices: v.array(Notice),
  /** Whether what was cached is gone and is to be fetched again. */
  emptied: v.boolean(),
})
export type Opened = v.InferOutput<typeof Opened>

/** What the thread sends: the answer to a request, or something it has to tell unasked. */
export const ThreadMessage = v.variant('kind', [
  v.object({ kind: v.literal('answer'), id: v.number(), value: v.unknown() }),
  v.object({
    kind: v.literal('failure'),
    id: v.number(),
    /** Null for a fault of the app's own, which is described for the log alone. */
    failure: v.nullable(Failure),
    description: v.string(),
    damaged: v.boolean(),
  }),
  v.object({ kind: v.literal('notice'), notice: Notice }),
  v.object({ kind: v.literal('fault'), description: v.string() }),
  /** A check found damage; the one who started the thread has it recover. */
  v.object({ kind: v.literal('damaged') }),
])
export type ThreadMessage = v.InferOutput<typeof ThreadMessage>
