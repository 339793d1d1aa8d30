import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { BulkJob } from '../../../../src/preload/contract/bulk'
import type { CheckRun } from '../../../../src/preload/contract/checks'
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

const checkOf = (id: number, state: CheckRun['state']): CheckRun => ({
  ...{ id, state, done: 3, total: 9, bad: 0, skipped: 0, secondsLeft: null },
})

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

  it.each(['start', 'runs'] as const)(
    'does not bring an ended check of many domains back: %s',
    async (call) => {
      const end = (): void => window.tell('checkRunChanged', checkOf(4, 'done'))
      const late = after(end, checkOf(4, 'running'))
      const window = aWindow({ checks: { start: late, runs: () => (call === 'runs' ? [late()] : []) } })
      const { manyChecks } = await import('../../../../src/renderer/features/checks/check-run.svelte')
      manyChecks.follow()
      if (call === 'start') await manyChecks.start({ kind: 'domains', keys: [] })
      await vi.waitFor(() => expect(manyChecks.run).not.toBeNull())
      await new Promise((resolve) => setTimeout(resolve))
      expect(manyChecks.run?.state).toBe('done')
    },
  )

  it('does not show an older check of many domains over a newer one', async () => {
    const late = after(() => window.tell('checkRunChanged', checkOf(5, 'running')), [checkOf(4, 'done')])
    const window = aWindow({ checks: { runs: late } })
    const { manyChecks } = await import('../../../../src/renderer/features/checks/check-run.svelte')
    manyChecks.follow()
    await new Promise((resolve) => setTimeout(resolve))
    expect(manyChecks.run).toMatchObject({ id: 5, state: 'running' })
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
