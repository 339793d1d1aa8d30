import { constants } from 'node:os'

/** @type {(() => unknown)[]} */
const steps = []
let armed = false
/** @type {Promise<void> | null} */
let running = null

/**
 * Remembers what must be undone when the script ends, also when it is interrupted. The last comes first.
 *
 * @param {() => unknown} undo
 */
export function atShutdown(undo) {
  steps.push(undo)
  if (armed) return
  armed = true
  endWithNpm()
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      void shutdown().then(() => process.exit(128 + constants.signals[signal]))
    })
  }
}

/**
 * npm passes a signal on to the shell between it and this script, and that shell dies without passing it on:
 * the only trace is that the parent has gone.
 */
function endWithNpm() {
  if (process.env['npm_lifecycle_event'] === undefined) return
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    void shutdown().then(() => process.exit(128 + constants.signals.SIGTERM))
  }, 300)
  watch.unref()
}

/** Undoes everything remembered, once; a second call waits for the first. */
export function shutdown() {
  running ??= (async () => {
    for (const undo of steps.toReversed()) {
      try {
        await undo()
      } catch (error) {
        process.stderr.write(`${error}\n`)
      }
    }
  })()
  return running
}
