import { parentPort, workerData } from 'node:worker_threads'
import type { ThreadMessage, ThreadRequest, ThreadData } from './protocol'
import { serveTasks } from './serve-tasks'

// What is given and asked comes from the app's own main thread, whose types this shares.
const port = parentPort
if (port === null) throw new Error('This is the entry of a thread.')
const serve = serveTasks(workerData as ThreadData, (message: ThreadMessage) => port.postMessage(message))
port.on('message', (request: ThreadRequest) => {
  void serve(request).then((goesOn) => {
    if (!goesOn) port.close()
  })
})
