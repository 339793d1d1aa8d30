/**
 * How long to wait before the next try, doubled with each try that failed.
 *
 * @param first the first wait, in milliseconds
 * @param failed tries that failed after the first wait, 0 or more
 * @param longest what the wait never exceeds, in milliseconds
 * @returns milliseconds
 */
export function doubled(first: number, failed: number, longest: number): number {
  return Math.min(longest, first * 2 ** failed)
}
