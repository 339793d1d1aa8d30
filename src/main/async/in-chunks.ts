import { setImmediate } from 'node:timers/promises'

/**
 * Does work a chunk at a time and lets others have the thread in between, so that a large amount of work does not hold
 * up the window.
 *
 * @param size items a chunk has, 1 or more
 * @throws what `work` throws; the chunks after it are left undone
 */
export async function inChunks<T>(
  items: readonly T[],
  size: number,
  work: (chunk: readonly T[]) => void,
): Promise<void> {
  for (let from = 0; from < items.length; from += size) {
    if (from > 0) await setImmediate()
    work(items.slice(from, from + size))
  }
}
