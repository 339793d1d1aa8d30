import { grouped } from '../words/counted'
import type { SyncSummary } from './sync-summary'

/** How things stand in a few words, without times that go on. */
export function syncSentence(summary: SyncSummary): string {
  switch (summary.kind) {
    case 'running':
      return summary.total === null
        ? `Syncing, ${grouped(summary.done)} so far`
        : `Syncing ${grouped(summary.done)} of ${grouped(summary.total)}`
    case 'offline':
      return 'Offline'
    case 'failed':
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
