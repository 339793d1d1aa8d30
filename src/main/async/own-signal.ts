/**
 * Does a piece of work under a signal of its own, which fires with another. Everything that listens is gone with the work:
 * listeners and composed signals on one that lives for thousands of pieces are looked through for each that comes or goes.
 *
 * @throws what `work` throws
 */
export async function withOwnSignal<T>(
  signal: AbortSignal,
  work: (own: AbortSignal) => Promise<T>,
): Promise<T> {
  const own = new AbortController()
  const stop = (): void => own.abort(signal.reason)
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await work(own.signal)
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
