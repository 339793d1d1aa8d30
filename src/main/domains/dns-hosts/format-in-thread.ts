import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { FormatRecords } from './exports'
import type { FromThread, ToThread } from '../../dns-hosts/exports/thread-protocol'

/** Sets handed over at once: copying them takes less than a frame. */
const SETS_AT_ONCE = 200

/**
 * Writes records in a thread that lives as long as one export, so that the window never waits and stopping is at once.
 *
 * @param file the thread's script
 */
export function createFormatInThread(file: string): FormatRecords {
  return async ({ sets, format, ttl }, signal) => {
    signal.throwIfAborted()
    const worker = new Worker(file)
    try {
      const answer = once(worker, 'message', { signal })
      // The await below meets a failure.
      answer.catch(() => undefined)
      const tell = (message: ToThread): void => worker.postMessage(message)
      for (let start = 0; start < sets.length; start += SETS_AT_ONCE) {
        tell({ kind: 'sets', sets: sets.slice(start, start + SETS_AT_ONCE) })
        await setImmediate()
        signal.throwIfAborted()
      }
      tell({ kind: 'write', format, ttl })
      const [message] = (await answer) as [FromThread]
      if (!message.ok) throw ZonedeskError.from(message.failure)
      return message.result
    } finally {
      await worker.terminate()
    }
  }
}
