import type { BulkJob } from '../../../preload/contract/bulk'

/** What the button says that sends again what a job that has ended did not do; null where there is none. */
export function againWords({ counts }: Pick<BulkJob, 'counts'>): string | null {
  const { failed } = counts
  const unsent = counts.cancelled + counts.unsure
  if (failed === 0) return unsent === 0 ? null : 'Continue with the rest'
  return unsent === 0 ? 'Try the declined domains again' : 'Continue, and try the declined again'
}
