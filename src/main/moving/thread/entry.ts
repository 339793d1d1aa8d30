import { inspect } from 'node:util'
import { parentPort } from 'node:worker_threads'
import { ZonedeskError } from '../../../preload/contract/failure'
import { carryOut, stopped } from './carry-out'
import type { FromMovingThread, ToMovingThread } from './protocol'

/* Runs in a thread of its own: does one thing, tells how far it is, and answers once. */

const stopping = new AbortController()
const send = (message: FromMovingThread): void => parentPort?.postMessage(message)

parentPort?.on('message', (message: ToMovingThread) => {
  if (message.kind === 'stop') {
    stopping.abort(stopped())
    return
  }
  carryOut(message.files, message.task, stopping.signal, (progress) =>
    send({ kind: 'progress', progress }),
  ).then(
    (value) => send({ kind: 'answer', value }),
    (error: unknown) =>
      send({
        kind: 'failure',
        failure: error instanceof ZonedeskError ? error.failure : null,
        // A failure's cause can name what is in a file only by its place.
        description: inspect(error),
      }),
  )
})
