import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { BulkJob } from '../../../../src/preload/contract/bulk'
import type { PublishRun } from '../../../../src/preload/contract/publishing'
import type { SyncStatus } from '../../../../src/preload/contract/sync'
import type { UpdateStatus } from '../../../../src/preload/contract/updates'
import { aWindow } from '../a-window'

const statusOf = (phase: SyncStatus['phase']): SyncStatus => ({
  ...{ accountId: 'a', phase, done: 3, total: 9, rate: null, lastSyncedAt: null, offlineSince: null },
  failure: null,
})
const runOf = (state: PublishRun['state']): PublishRun =>
  ({ id: 7, state, zones: { written: 1 }, domains: 1 }) as PublishRun
const COUNTS = {
  waiting: 0,
  sending: 0,
  unsure: 0,
  done: 1,
  there: 0,
  failed: 0,
  cancelled: 0,
  'left-out': 0,
}
const jobOf = (state: BulkJob['state']): BulkJob =>
  ({ id: 5, state, kind: 'verify', total: 1, counts: COUNTS }) as BulkJob

beforeEach(() => vi.resetModules())
afterEach(() => vi.unstubAllGlobals())

/** An answer that the main process made before an event that comes first. */
function after<T>(event: () => void, answer: T): () => T {
  return () => {
    event()
    return answer
  }
}

describe('an answer that an event overtook', () => {
  it.each(['start', 'cancel'] as const)('does not bring an ended sync back: %s', async (call) => {
    const end = (): void => window.tell('syncProgress', statusOf('cancelled'))
    const late = after(end, [statusOf('details')])
    const window = aWindow({ sync: { status: () => [], start: late, cancel: late } })
    const { cancelSync, loadSyncStatus, startSync, syncStatus } =
      await import('../../../../src/renderer/state/sync-status.svelte')
    await loadSyncStatus()
    await (call === 'start' ? startSync : cancelSync)('a')
    expect(syncStatus.of('a')?.phase).toBe('cancelled')
  })

  it('still counts where nothing overtook it', async () => {
    const window = aWindow({ sync: { status: () => [], start: () => [statusOf('listing')] } })
    const { loadSyncStatus, startSync, syncStatus } =
      await import('../../../../src/renderer/state/sync-status.svelte')
    await loadSyncStatus()
    window.tell('syncProgress', statusOf('failed'))
    await startSync('a')
    expect(syncStatus.of('a')?.phase).toBe('listing')
  })

  it('does not bring an ended run of publishing back', async () => {
    const end = (): void => window.tell('publishRunChanged', runOf('done'))
    const window = aWindow({ publishing: { cancel: after(end, runOf('running')) } })
    const { publishRuns, showNewRun, steerRun } =
      await import('../../../../src/renderer/state/publish-runs.svelte')
    publishRuns.follow()
    publishRuns.put(runOf('running'))
    await steerRun(7, 'cancel')
    expect(publishRuns.of(7)?.state).toBe('done')
    showNewRun(runOf('running'))
    expect(publishRuns.of(7)?.state).toBe('done')
  })

  it('does not bring an ended job back', async () => {
    const end = (): void => window.tell('bulkProgress', { job: jobOf('done'), rows: [] })
    const late = after(end, jobOf('running'))
    const window = aWindow({ bulk: { list: () => [jobOf('running')], cancel: late, start: late } })
    const { bulkJobs, startBulk, steer } = await import('../../../../src/renderer/state/bulk-jobs.svelte')
    bulkJobs.follow()
    await vi.waitFor(() => expect(bulkJobs.of(5)?.state).toBe('running'))
    await steer(5, 'cancel')
    expect(bulkJobs.of(5)?.state).toBe('done')
    await startBulk('verify', [])
    expect(bulkJobs.of(5)?.state).toBe('done')
  })

  it('does not take a new version back', async () => {
    const found = { state: 'available' } as unknown as UpdateStatus
    const late = after(() => window.tell('updatesChanged', found), { state: 'looking' })
    const window = aWindow({ updates: { status: () => ({ state: 'idle' }), look: late } })
    const { updates } = await import('../../../../src/renderer/features/updates/update-status.svelte')
    updates.follow()
    await updates.look()
    expect(updates.status).toBe(found)
  })
})
