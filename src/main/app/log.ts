import log from 'electron-log/main'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { redact } from './redaction'

/** Bytes after which the log file is put aside and begun anew. */
const LOG_FILE_BYTES = 1024 * 1024

/**
 * Writes the app's log to `zonedesk.log`; warnings and errors also go to standard error.
 *
 * @param folder folder for the log
 */
export function openLog(folder: string): void {
  log.transports.file.resolvePathFn = () => join(folder, 'zonedesk.log')
  log.transports.file.maxSize = LOG_FILE_BYTES
  log.transports.file.level = 'info'
  log.transports.console.level = false
  // Every line goes through the redaction, whoever wrote it.
  log.hooks.push((message) => ({
    ...message,
    data: message.data.map((part) => redact(typeof part === 'string' ? part : inspect(part, { depth: 4 }))),
  }))
}

/** Logs a fault of the app's own. */
export function logFault(where: string, error: unknown): void {
  log.error(where, error)
  process.stderr.write(`${redact(`${where}: ${error instanceof Error ? error.message : String(error)}`)}\n`)
}
