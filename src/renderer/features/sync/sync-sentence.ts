import { grouped } from '../../base/counted'
import type { SyncSummary } from '../../state/sync-summary'

/** How things stand in a few words, without times that go on. */
export function syncSentence(summary: SyncSummary): string {
  switch (summary.kind) {
    case 'running': {
      const { done, total, rate } = summary
      const whole =
        total === null ? `Syncing, ${grouped(done)} so far` : `Syncing ${grouped(done)} of ${grouped(total)}`
      // Below one a second a number says less than the bar.
      return rate === null || rate < 1 ? whole : `${whole}, ${grouped(Math.round(rate))} a second`
    }
    case 'offline':
      return 'Offline'
    case 'failed':
    case 'lacking':
      return summary.failure.message.replace(/\.$/, '')
    case 'cancelled':
      return 'Sync stopped'
    case 'synced':
      return 'Synced'
    case 'none':
    case 'never':
      return 'Not synced yet'
  }
}
