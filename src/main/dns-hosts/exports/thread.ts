import { parentPort } from 'node:worker_threads'
import type { ExportFormat } from '../../../preload/contract/export-format'
import { ZonedeskError } from '../../../preload/contract/failure'
import { exportRecords } from './export-records'
import type { ExportSet } from './export-set'
import type { FromThread, ToThread } from './thread-protocol'

/* Runs in a thread of its own: takes the records part by part, writes them, and answers once. */

const sets: ExportSet[] = []

parentPort?.on('message', (message: ToThread) => {
  if (message.kind === 'sets') sets.push(...message.sets)
  else parentPort?.postMessage(written(message.format, message.ttl))
})

function written(format: ExportFormat, ttl: number): FromThread {
  try {
    return { ok: true, result: exportRecords(sets, format, null, ttl) }
  } catch (error) {
    if (error instanceof ZonedeskError) return { ok: false, failure: error.failure }
    throw error
  }
}
