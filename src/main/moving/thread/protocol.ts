import * as v from 'valibot'
import { Failure } from '../../../preload/contract/failure'
import { ConflictChoice, MovingPlan, MovingProgress } from '../../../preload/contract/moving'
import type { OwnFiles } from '../transfer/own-files'

/** What the thread does, once. */
export type MovingTask =
  | { readonly task: 'count' }
  | {
      readonly task: 'save'
      readonly path: string
      readonly passphrase: string
      readonly app: string
      /** Milliseconds since the epoch. */
      readonly at: number
    }
  | { readonly task: 'open'; readonly path: string; readonly passphrase: string }
  | {
      readonly task: 'apply'
      readonly plan: MovingPlan
      readonly choice: ConflictChoice
      /** Milliseconds since the epoch. */
      readonly now: number
    }

/** What the thread is sent: what to do, and later perhaps to stop. */
export type ToMovingThread =
  { readonly kind: 'do'; readonly files: OwnFiles; readonly task: MovingTask } | { readonly kind: 'stop' }

/** What the thread sends: how far it is, and in the end one answer. */
export const FromMovingThread = v.variant('kind', [
  v.object({ kind: v.literal('progress'), progress: MovingProgress }),
  v.object({ kind: v.literal('answer'), value: v.unknown() }),
  v.object({
    kind: v.literal('failure'),
    /** Null for a fault of the app's own, which is described for the log alone. */
    failure: v.nullable(Failure),
    description: v.string(),
  }),
])
export type FromMovingThread = v.InferOutput<typeof FromMovingThread>
