import { Worker } from 'node:worker_threads'
import * as v from 'valibot'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { MovingProgress } from '../../../preload/contract/moving'
import type { OwnFiles } from '../transfer/own-files'
import { FromMovingThread, type MovingTask, type ToMovingThread } from './protocol'

/** Carries a task out in a thread that ends with it, so that nothing holds the window up. */
export type RunTask = (
  files: OwnFiles,
  task: MovingTask,
  signal: AbortSignal,
  tell: (progress: MovingProgress) => void,
) => Promise<unknown>

/**
 * @param script path of the thread's script
 * @param onFault told of what a failure does not say, for the log
 */
export function createRunInThread(script: string, onFault: (error: unknown) => void): RunTask {
  return async (files, task, signal, tell) => {
    signal.throwIfAborted()
    const worker = new Worker(script)
    const send = (message: ToMovingThread): void => worker.postMessage(message)
    const stop = (): void => send({ kind: 'stop' })
    signal.addEventListener('abort', stop)
    try {
      return await new Promise((resolve, reject) => {
        worker.on('message', (raw: unknown) => {
          const message = v.parse(FromMovingThread, raw)
          if (message.kind === 'progress') tell(message.progress)
          else if (message.kind === 'answer') resolve(message.value)
          else {
            if (message.failure?.code !== 'cancelled') onFault(new Error(message.description))
            reject(
              message.failure === null ? new Error(message.description) : ZonedeskError.from(message.failure),
            )
          }
        })
        worker.on('error', reject)
        worker.on('exit', () => reject(new Error('The thread of a move ended.')))
        send({ kind: 'do', files, task })
      })
    } finally {
      signal.removeEventListener('abort', stop)
      await worker.terminate()
    }
  }
}
