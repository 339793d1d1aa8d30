import { join } from 'node:path'
import { inspect } from 'node:util'
import { redact } from './redaction'

/** Bytes after which the log file is put aside and begun anew. */
const LOG_FILE_BYTES = 1024 * 1024

let folder = ''

/**
 * Has the app's log written to `zonedesk.log`; the file is opened by the first line, as most starts have none.
 *
 * @param path folder for the log
 */
export function openLog(path: string): void {
  folder = path
}

/** Logs a fault of the app's own, on standard error as well. */
export function logFault(where: string, error: unknown): void {
  process.stderr.write(`${redact(`${where}: ${error instanceof Error ? error.message : String(error)}`)}\n`)
  void writing().then((log) => log.error(where, error))
}

/** Logs what is odd about something that came from outside. */
export function logOddity(where: string, sentence: string): void {
  void writing().then((log) => log.warn(where, sentence))
}

let opened: Promise<typeof import('electron-log/main').default> | null = null

function writing() {
  opened ??= import('electron-log/main').then(({ default: log }) => {
    log.transports.file.resolvePathFn = () => join(folder, 'zonedesk.log')
    log.transports.file.maxSize = LOG_FILE_BYTES
    log.transports.file.level = 'info'
    log.transports.console.level = false
    // Every line goes through the redaction, whoever wrote it.
    log.hooks.push((message) => ({
      ...message,
      data: message.data.map((part) => redact(typeof part === 'string' ? part : inspect(part, { depth: 4 }))),
    }))
    return log
  })
  return opened
}
